import { readDeliveries } from "../../api/deliveries";
import { say, sayCode } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { may, useMe } from "../../session";
import { useLoad } from "../../use/load";
import { useRefresh } from "../../use/refresh";
import { addressOf } from "./address";
import { inOrder } from "./matters";

/**
 * On the head's day: how many messages have reached nobody, by kind, those about a device first: a hundred that wait to
 * be signed do not hide one phone. Nothing where there are none, or where it cannot be read.
 */
export function NotReachedCard() {
  const me = useMe();
  const waiting = useLoad("not reached", async signal =>
    may(me, "deliveries") ? (await readDeliveries({ not_reached: true, size: 1 }, signal)).by_kind : {},
  );
  useRefresh(waiting.again);
  const kinds = inOrder(Object.entries(waiting.data ?? {}), ([kind]) => kind).filter(([, n]) => n > 0);
  if (kinds.length === 0) return null;
  return (
    <Card title={say("delivery.today", { Count: kinds.reduce((sum, [, n]) => sum + n, 0) })}>
      <p>{say("delivery.today_about")}</p>
      <ul class="side kinds" aria-label={say("delivery.kinds")}>
        {kinds.map(([kind, n]) => (
          <li key={kind}>
            <Button small href={addressOf({ kind })}>
              {say("delivery.kind_count", { Kind: sayCode("delivery.kind.", kind), Count: n })}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
