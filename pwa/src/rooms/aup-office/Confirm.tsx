import type { SchoolDocument } from "../../api/office";
import { say, sayMany } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { Problem } from "../../parts/problem/Problem";
import type { Action } from "../../use/action";

/** The last question before a text is asked of every family. */
export function Confirm(props: { of: SchoolDocument; until: string; go: Action<[]>; onClose: () => void }) {
  const { of, go } = props;
  return (
    <Dialog title={say("pwa.documents.confirm")} onClose={props.onClose}>
      <p>{say("pwa.documents.confirm_frozen")}</p>
      <p>
        {of.current && of.signed > 0
          ? sayMany("pwa.documents.again", of.signed, { Day: props.until })
          : say("pwa.documents.everybody")}
      </p>
      {go.problem && <Problem of={go.problem} retry={go.retry} />}
      <div class="side">
        <Button look="go" busy={go.busy} onPress={() => go.run()}>
          {say("pwa.documents.publish")}
        </Button>
        <Button onPress={props.onClose}>{say("pwa.letters.done_no")}</Button>
      </div>
    </Dialog>
  );
}
