import { useLocation } from "preact-iso";
import { everyDelivery } from "../../api/deliveries";
import { say, sayMany } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Empty } from "../../parts/empty/Empty";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { Screen } from "../../parts/shell/Screen";
import { useLoad } from "../../use/load";
import { addressOf } from "./address";
import { matters } from "./matters";
import { Round } from "./Round";
import { Sheets } from "./Sheets";
import "./deliveries.css";

/** What is printed of those that were not reached: the list for a round of calls, or a sheet for each adult. */
export default function DeliveriesPrint() {
  const { query } = useLocation();
  const { kind = "", sheets = "" } = query;
  const asked = { not_reached: true, ...(kind && { kind }) };
  const list = useLoad(JSON.stringify(asked), signal => everyDelivery(asked, signal));
  const all = list.data ?? [];
  // Both parents are told of one thing: the sheet of one brings the other's.
  const own = matters(all).find(one => one.lines.some(line => line.id === sheets))?.lines ?? [];
  const shown = sheets === "" || sheets === "all" ? all : own;
  const names = sheets !== "";
  return (
    <Screen title={say(names ? "delivery.sheets_title" : "delivery.round.title")}>
      <p class="side no-print">
        <Button look="quiet" href={addressOf({ kind })} symbol="back" small>
          {say("delivery.title")}
        </Button>
      </p>
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!list.data && !list.problem && <Loading rows={4} />}
      {list.data && shown.length === 0 && (
        <Empty title={say(all.length === 0 ? "delivery.none_left" : "delivery.gone_from_list")} />
      )}
      {shown.length > 0 && names && <Sheets of={shown} />}
      {shown.length > 0 && !names && (
        <>
          <p class="side no-print">
            <b class="grow" role="status">
              {sayMany("delivery.not_reached", shown.length)}
            </b>
            <Button look="go" symbol="print" onPress={() => print()}>
              {say("pwa.print")}
            </Button>
          </p>
          <Round of={shown} />
        </>
      )}
    </Screen>
  );
}
