import { useEffect, useRef } from "preact/hooks";
import { Say, say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { useMe } from "../../session";

/** New recovery codes, shown this once, to be printed or written down. */
export function Codes(props: { codes: readonly string[]; onKept: () => void }) {
  const me = useMe();
  const said = useRef<HTMLParagraphElement>(null);
  useEffect(() => said.current?.focus(), []); // the button that was pressed is gone
  return (
    <Card tone="sun" title={say("pwa.factor.codes_title")}>
      <p ref={said} tabIndex={-1}>
        <b>{say("pwa.factor.codes_once")}</b>
      </p>
      <p>
        <Say k="pwa.factor.codes_whose" with={{ Name: me.person.name, School: me.school.name }} />
      </p>
      <ul class="factor-codes" dir="ltr">
        {props.codes.map(code => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <p>{say("pwa.factor.codes_how")}</p>
      <div class="side no-print">
        <Button symbol="print" onPress={() => print()}>
          {say("pwa.print")}
        </Button>
        <Button look="go" onPress={props.onKept}>
          {say("pwa.factor.codes_kept")}
        </Button>
      </div>
    </Card>
  );
}
