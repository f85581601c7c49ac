import { readDeliveries } from "../../api/deliveries";
import { say, sayMany } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { may, useMe } from "../../session";
import { useLoad } from "../../use/load";
import { useRefresh } from "../../use/refresh";

/** On the head's day: how many messages have reached nobody. Nothing where there are none, or where it cannot be read. */
export function NotReachedCard() {
  const me = useMe();
  const waiting = useLoad("not reached", async signal =>
    may(me, "deliveries") ? (await readDeliveries({ not_reached: true, size: 1 }, signal)).total : 0,
  );
  useRefresh(waiting.again);
  if (!waiting.data) return null;
  return (
    <Card title={say("delivery.today", { Count: waiting.data })}>
      <p>{sayMany("delivery.today_about", waiting.data)}</p>
      <div class="side no-print">
        <Button small href="/deliveries" symbol="talk">
          {say("delivery.today_go")}
        </Button>
      </div>
    </Card>
  );
}
