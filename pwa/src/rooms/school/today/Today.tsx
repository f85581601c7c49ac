import { read } from "../../../api/send";
import { clock, day, dayOf } from "../../../i18n/dates";
import { Say, say, sayCode } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Card } from "../../../parts/card/Card";
import { Icon } from "../../../parts/icon/Icon";
import { Loading } from "../../../parts/loading/Loading";
import { Pill } from "../../../parts/pill/Pill";
import { Problem } from "../../../parts/problem/Problem";
import { Screen } from "../../../parts/shell/Screen";
import { setNow, useMe } from "../../../session";
import { useLoad } from "../../../use/load";
import { useRefresh } from "../../../use/refresh";
import { TodayCard } from "../../aup-office/TodayCard";
import { NotReachedCard } from "../../deliveries/TodayCard";
import { DoorCard } from "../../reading/DoorCard";
import { ClassChecks } from "./ClassChecks";
import { Figures } from "./Figures";
import { Kept, Owed, Uncollected } from "./Lists";
import { Seal } from "./Seal";
import "./today.css";

/**
 * The head's page: the day so far, what nobody has decided yet, what should have gone home, and for the folder the day's
 * seal. It keeps itself up to date, and prints on one sheet.
 */
export default function Today() {
  const page = useLoad("today", async signal => {
    const got = await read("/api/today", {}, signal);
    setNow(got.now);
    return got;
  });
  useRefresh(page.again);
  const me = useMe();
  const { data } = page;
  return (
    <Screen
      title={data ? day(data.date, data.now) : say("pwa.nav.today")}
      actions={
        data && (
          <Button small symbol="print" onPress={() => print()}>
            {say("pwa.print")}
          </Button>
        )
      }
    >
      {page.problem && !data && <Problem of={page.problem} retry={page.again} />}
      {!data && !page.problem && <Loading rows={4} />}
      {data && (
        <div class="today">
          <p class="only-print">
            <Say
              k="pwa.today.printed"
              with={{ Name: me.person.name, Day: day(dayOf(data.now)), Time: clock(data.now) }}
            />
          </p>
          {!data.open && (
            <Card tone="sun">
              <p class="side">
                <Icon name="today" />
                <b class="grow">{data.why ? sayCode("school.day.", data.why) : say("pwa.today.closed")}</b>
              </p>
            </Card>
          )}
          <p class="muted as-of">
            {data.open && data.why && <b>{sayCode("school.day.", data.why)} </b>}
            {data.open && data.ends && say("pwa.today.ends", { Time: clock(data.ends) })}{" "}
            <span class="no-print">{say("pwa.today.as_of", { Time: clock(data.now) })}</span>
          </p>
          {page.problem && (
            <p class="side no-print" role="alert">
              <Pill tone="bad" symbol="alert">
                {say("pwa.today.stale")}
              </Pill>
              <Button small onPress={page.again}>
                {say("pwa.try_again")}
              </Button>
            </p>
          )}
          <Figures of={data} />
          <Owed items={data.owed} />
          <Uncollected items={data.uncollected} />
          <NotReachedCard />
          {data.mode === "class_check" && data.open && <ClassChecks classes={data.classes} />}
          <Kept items={data.kept} />
          <TodayCard />
          <DoorCard />
          <Seal chain={data.chain} at={data.now} />
        </div>
      )}
    </Screen>
  );
}
