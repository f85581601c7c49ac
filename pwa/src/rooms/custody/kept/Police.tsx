import { useState } from "preact/hooks";
import { post } from "../../../api/send";
import { say } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Dialog } from "../../../parts/dialog/Dialog";
import { Field } from "../../../parts/field/Field";
import { Problem } from "../../../parts/problem/Problem";
import { WhyBox } from "../../../parts/why-box/WhyBox";
import { useAction } from "../../../use/action";
import type { Panel } from "./Confiscation";

/** Handing the device to the police: to whom, under which reference. Final, and it says so. */
export function Police(props: Panel & { onClose: () => void }) {
  const { of } = props;
  const [officer, setOfficer] = useState("");
  const [reference, setReference] = useState("");
  const go = useAction(async intent => {
    const body = { officer: officer.trim(), reference: reference.trim() };
    props.put(await post("/api/confiscations/{id}/police", { path: { id: of.id }, body }, intent));
    props.onClose();
  });
  return (
    <Dialog title={say("pwa.police.title")} onClose={props.onClose}>
      <p>{say("pwa.police.about")}</p>
      <form
        class="stack"
        onSubmit={event => {
          event.preventDefault();
          void go.run();
        }}
      >
        <Field label={say("pwa.police.officer")} value={officer} onValue={setOfficer} required max={60} />
        <Field label={say("pwa.police.reference")} value={reference} onValue={setReference} required max={60} />
        {go.problem && <Problem of={go.problem} retry={go.retry} />}
        <Button look="danger" type="submit" wide busy={go.busy}>
          {say("pwa.police.go")}
        </Button>
        {of.rulings.police.why && <WhyBox why={of.rulings.police.why} />}
      </form>
    </Dialog>
  );
}
