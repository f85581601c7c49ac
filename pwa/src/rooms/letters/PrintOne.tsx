import { useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Say, say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { Problem } from "../../parts/problem/Problem";
import { Tick } from "../../parts/tick/Tick";
import { useMe } from "../../session";
import { useAction } from "../../use/action";
import { batch, batchOf, Printing } from "./batch";

/** A new letter for one adult, from wherever the office is looking at them. */
export function PrintOne(props: { adult: string; name: string; needsYes?: boolean; onClose: () => void }) {
  const me = useMe();
  const { route } = useLocation();
  const [yes, setYes] = useState(false);
  const printing = useRef<Printing>(undefined);
  const go = useAction(async () => {
    printing.current ??= new Printing(me.person.id, [props.adult], yes ? [props.adult] : []);
    await printing.current.go(() => undefined);
    printing.current = undefined;
    const refused = batchOf(me.person.id)?.refused.find(one => one.adult === props.adult);
    if (refused && !yes) return setRefused(refused.title);
    route("/letters/print");
  });
  const [refused, setRefused] = useState<string>();
  const ask = props.needsYes || refused !== undefined;
  const again = () => {
    // What was refused before is asked once more with the office's yes: it is no longer among the refused.
    const now = batchOf(me.person.id);
    if (now) batch.set({ ...now, refused: now.refused.filter(one => one.adult !== props.adult) });
    void go.run();
  };
  return (
    <Dialog title={<Say k="pwa.letters.one_title" with={{ Name: props.name }} />} onClose={props.onClose}>
      <p>{say("pwa.letters.one_about")}</p>
      {refused && <p role="status">{refused}</p>}
      {ask && (
        <Tick label={say("pwa.letters.yes")} about={say("pwa.letters.held_about")} value={yes} onValue={setYes} />
      )}
      {go.problem && <Problem of={go.problem} retry={go.retry} />}
      <Button
        look="go"
        symbol="print"
        wide
        busy={go.busy}
        not={ask && !yes ? say("pwa.letters.yes_first") : undefined}
        onPress={again}
      >
        {say("pwa.letters.one")}
      </Button>
    </Dialog>
  );
}
