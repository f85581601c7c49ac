import type { ChainHead } from "../../../api/types";
import { moment } from "../../../i18n/dates";
import { Say, say } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Card } from "../../../parts/card/Card";
import { useMe } from "../../../session";

/** The record's seal as it stands, for the folder: on paper it shows later whether anything before it was cut away. */
export function Seal(props: { chain: ChainHead; at: string }) {
  const me = useMe();
  return (
    <Card title={say("pwa.today.seal")}>
      <p>{say("pwa.today.seal_about")}</p>
      <p class="muted">
        {say("pwa.today.seal_at", { Position: props.chain.position, When: moment(props.at, props.at) })}
      </p>
      <p class="seal" dir="ltr">
        {props.chain.code}
      </p>
      <div class="side no-print">
        <Button symbol="print" onPress={() => print()}>
          {say("pwa.today.print")}
        </Button>
      </div>
      <p class="only-print signed">
        <Say k="pwa.today.signed" with={{ Name: me.person.name }} />
      </p>
    </Card>
  );
}
