import { readCalls, readProgress } from "../../api/office";
import { say, sayMany } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Zebra } from "../../parts/zebra/Zebra";
import { may, useMe } from "../../session";
import { useLoad } from "../../use/load";
import { waits } from "../calls/waits";

/** On the head's day: how many families have signed, and how many wait for a call. Quiet where it cannot be read. */
export function TodayCard() {
  const me = useMe();
  const progress = useLoad("progress", async signal =>
    may(me, "signatures") ? (await readProgress({}, signal)).classes : [],
  );
  const calls = useLoad("calls", async signal =>
    may(me, "calls") ? (await readCalls(signal)).items.filter(waits) : [],
  );
  const classes = progress.data ?? [];
  const children = classes.reduce((sum, one) => sum + one.children, 0);
  const signed = classes.reduce((sum, one) => sum + one.signed, 0);
  const waiting = calls.data?.length ?? 0;
  if (children === 0 && waiting === 0) return null;
  return (
    <Card title={say("pwa.signed.title")}>
      {children > 0 && (
        <>
          <p>{sayMany("pwa.today.signed_of", children, { Signed: signed })}</p>
          <Zebra done={signed} of={children} label={say("pwa.signed.all")} />
        </>
      )}
      {waiting > 0 && (
        <p>
          <b>{sayMany("pwa.calls.waiting", waiting)}</b>
        </p>
      )}
      <div class="side no-print">
        {children > 0 && (
          <Button small href="/signatures">
            {say("pwa.today.who_signed")}
          </Button>
        )}
        {waiting > 0 && (
          <Button small href="/calls" symbol="call">
            {say("pwa.calls.title")}
          </Button>
        )}
      </div>
    </Card>
  );
}
