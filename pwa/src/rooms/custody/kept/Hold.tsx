import { useState } from "preact/hooks";
import { post } from "../../../api/send";
import { Say, say } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Card } from "../../../parts/card/Card";
import { Choice } from "../../../parts/choice/Choice";
import { Dialog } from "../../../parts/dialog/Dialog";
import { Field } from "../../../parts/field/Field";
import { Icon } from "../../../parts/icon/Icon";
import { Problem } from "../../../parts/problem/Problem";
import { useAction } from "../../../use/action";
import type { Panel } from "./Confiscation";

/**
 * The safeguarding hold. Everybody else reads "kept, ask the lead"; the team decides here, with a reason, whether the
 * parents are told and whether the device may go.
 */
export function Hold(props: Panel) {
  const { of } = props;
  const [lifting, setLifting] = useState(false);
  const [reason, setReason] = useState("");
  const [tell, setTell] = useState("");
  const go = useAction(async intent => {
    const body = { lift: true, reason: reason.trim(), tell_parents: tell as "yes" | "not_yet" };
    props.put(await post("/api/confiscations/{id}/hold", { path: { id: of.id }, body }, intent));
  });
  const ready = reason.trim() !== "" && tell !== "";
  return (
    <Card tone="brick">
      <p class="side">
        <Icon name="shield" />
        <b class="grow">{say(of.team ? "pwa.hold.team_title" : "pwa.hold.title")}</b>
      </p>
      {!of.team && <p>{say("pwa.hold.about")}</p>}
      {of.team && (
        <>
          <p>{say("pwa.hold.team_about")}</p>
          {!lifting && (
            <p>
              <Button onPress={() => setLifting(true)}>{say("pwa.hold.lift")}</Button>
            </p>
          )}
          {lifting && (
            <form
              class="stack"
              onSubmit={event => {
                event.preventDefault();
                if (ready) void go.run();
              }}
            >
              <Field
                as="lines"
                label={say("pwa.hold.lift_why")}
                hint={say("pwa.hold.lift_hint")}
                value={reason}
                onValue={setReason}
                required
                max={400}
              />
              <Choice
                small
                legend={say("pwa.take.tell")}
                value={tell}
                onValue={setTell}
                options={[
                  { value: "yes", label: say("pwa.take.tell_yes") },
                  { value: "not_yet", label: say("pwa.take.tell_not_yet") },
                ]}
              />
              <div class="side">
                <Button look="danger" type="submit" busy={go.busy} not={ready ? undefined : say("pwa.hold.first")}>
                  {say("pwa.hold.lift_go")}
                </Button>
                <Button look="quiet" onPress={() => setLifting(false)}>
                  {say("pwa.cancel")}
                </Button>
              </div>
            </form>
          )}
        </>
      )}
      {go.problem && <Problem of={go.problem} retry={go.retry} />}
    </Card>
  );
}

/** The team sets a hold on a device that was kept for another reason. */
Hold.Set = function SetHold(props: Panel & { onClose: () => void }) {
  const { of } = props;
  const [reason, setReason] = useState("");
  const go = useAction(async intent => {
    const body = { lift: false, reason: reason.trim() };
    props.put(await post("/api/confiscations/{id}/hold", { path: { id: of.id }, body }, intent));
    props.onClose();
  });
  return (
    <Dialog title={<Say k="pwa.hold.set_title" with={{ Name: of.pupil.name }} />} onClose={props.onClose}>
      <p>{say("pwa.hold.set_about")}</p>
      <form
        class="stack"
        onSubmit={event => {
          event.preventDefault();
          if (reason.trim()) void go.run();
        }}
      >
        <Field
          as="lines"
          label={say("pwa.hold.set_why")}
          hint={say("pwa.hold.lift_hint")}
          value={reason}
          onValue={setReason}
          required
          max={400}
        />
        {go.problem && <Problem of={go.problem} retry={go.retry} />}
        <Button look="danger" type="submit" wide busy={go.busy}>
          {say("pwa.hold.set")}
        </Button>
      </form>
    </Dialog>
  );
};
