import { useState } from "preact/hooks";
import { revoke } from "../../api/office";
import { Say, say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { Problem } from "../../parts/problem/Problem";
import { useAction } from "../../use/action";

/** A lost phone: every sign-in of that adult ends, and every letter that was not used. Then a new letter, if wanted. */
export function Revoke(props: { adult: string; name: string; onClose: () => void; onLetter?: () => void }) {
  const [over, setOver] = useState(false);
  const go = useAction(async intent => {
    await revoke(props.adult, intent);
    setOver(true);
  });
  return (
    <Dialog title={<Say k="pwa.revoke.title" with={{ Name: props.name }} />} onClose={props.onClose}>
      {over ? (
        <>
          <p role="status">
            <b>{say("pwa.revoke.done")}</b>
          </p>
          <div class="side">
            {props.onLetter && (
              <Button look="go" symbol="print" onPress={props.onLetter}>
                {say("pwa.signed.print_letter")}
              </Button>
            )}
            <Button onPress={props.onClose}>{say("pwa.close")}</Button>
          </div>
        </>
      ) : (
        <>
          <p>{say("pwa.revoke.about")}</p>
          {go.problem && <Problem of={go.problem} retry={go.retry} />}
          <div class="side">
            <Button look="danger" busy={go.busy} onPress={() => go.run()}>
              {say("pwa.revoke.yes")}
            </Button>
            <Button onPress={props.onClose}>{say("pwa.cancel")}</Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
