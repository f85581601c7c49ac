import { useState } from "preact/hooks";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { Field } from "../../parts/field/Field";
import { Problem } from "../../parts/problem/Problem";
import { useAction } from "../../use/action";
import { breakGlass } from "./api";

/** Reading what waits for somebody who cannot be reached: why, who is told, for how long, and what it opens. */
export function Glass(props: { onClose: () => void; onDone: () => void }) {
  const [why, setWhy] = useState("");
  const go = useAction(async intent => {
    await breakGlass(why.trim(), intent);
    props.onDone();
  });
  return (
    <Dialog title={say("reading.glass.title")} onClose={props.onClose}>
      <p>{say("reading.glass.about")}</p>
      <form
        class="stack"
        autocomplete="off"
        onSubmit={event => {
          event.preventDefault();
          if (why.trim()) void go.run();
        }}
      >
        <Field
          as="lines"
          label={say("reading.glass.why")}
          hint={say("reading.glass.why_hint")}
          value={why}
          onValue={setWhy}
          max={1000}
        />
        {go.problem && <Problem of={go.problem} retry={go.retry} />}
        <Button
          look="danger"
          type="submit"
          wide
          busy={go.busy}
          not={why.trim() ? undefined : say("reading.glass.first")}
        >
          {say("reading.glass.go")}
        </Button>
      </form>
    </Dialog>
  );
}
