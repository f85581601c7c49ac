import { useState } from "preact/hooks";
import { post } from "../../../api/send";
import type { Exceptions as List } from "../../../api/types";
import { dayOf } from "../../../i18n/dates";
import { say } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Choice } from "../../../parts/choice/Choice";
import { Dialog } from "../../../parts/dialog/Dialog";
import { Field } from "../../../parts/field/Field";
import { Problem } from "../../../parts/problem/Problem";
import { now } from "../../../session";
import { useAction } from "../../../use/action";
import { ChildPicker, type Picked } from "./ChildPicker";

const REASONS = ["medical", "young_carer", "walking_home", "other"] as const;
type Reason = (typeof REASONS)[number];

/**
 * Leave for one child to keep a device. Whoever the policy does not name as the approver is told so in its own sentence.
 *
 * Policy: phones.contact_exception (AR 9.3/4, BG 9.3/4).
 */
export function ApproveException(props: { onClose: () => void; onDone: (next: List) => void }) {
  const [pupil, setPupil] = useState<Picked>();
  const [reason, setReason] = useState<Reason>();
  const [from, setFrom] = useState(dayOf(now()));
  const [till, setTill] = useState("");
  const backwards = till !== "" && till < from;
  const ready = pupil && reason && from && till && !backwards;
  const save = useAction(async intent => {
    if (!ready) return;
    props.onDone(await post("/api/exceptions", { body: { pupil: pupil.id, reason, from, till } }, intent));
  });
  return (
    <Dialog title={say("pwa.leave.add_child")} onClose={props.onClose}>
      <ChildPicker value={pupil} onValue={setPupil} />
      <form
        class="stack"
        onSubmit={event => {
          event.preventDefault();
          if (ready) void save.run();
        }}
      >
        <Choice
          small
          legend={say("pwa.leave.reason")}
          value={reason ?? ""}
          onValue={value => setReason(value as Reason)}
          options={REASONS.map(one => ({ value: one, label: say(`pwa.leave.reason_${one}`) }))}
        />
        <p class="muted">{say("pwa.leave.secret")}</p>
        <div class="dates">
          <Field label={say("pwa.leave.from")} type="date" value={from} onValue={setFrom} required />
          <Field
            label={say("pwa.leave.till")}
            type="date"
            value={till}
            onValue={setTill}
            required
            wrong={backwards ? say("pwa.leave.backwards") : undefined}
          />
        </div>
        {save.problem && <Problem of={save.problem} retry={save.retry} />}
        <Button look="go" type="submit" wide busy={save.busy} not={ready ? undefined : say("pwa.leave.first")}>
          {say("pwa.leave.approve")}
        </Button>
      </form>
    </Dialog>
  );
}
