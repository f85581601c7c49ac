import { useEffect, useRef, useState } from "preact/hooks";
import { post } from "../../../api/send";
import type { Finding, Policy } from "../../../api/types";
import { moment } from "../../../i18n/dates";
import { Say, say } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Dialog } from "../../../parts/dialog/Dialog";
import { Field } from "../../../parts/field/Field";
import { Pill } from "../../../parts/pill/Pill";
import { Problem } from "../../../parts/problem/Problem";
import { now, useMe } from "../../../session";
import { useAction } from "../../../use/action";

/** The most characters of a reason, as backend/school.ReasonLength. */
const MOST = 400;

/**
 * Why the school does it its own way, under an amber finding: everybody reads it, the head gives it, changes it and
 * takes it back. A reason for an earlier text says so, until the head has looked at it again.
 *
 * Policy: roles.leaders.national_practice (AR 4.1/1, BG 4.1/1).
 */
export function Reason(props: { of: Finding; onDone: (next: Policy) => void }) {
  const { of } = props;
  const head = useMe().roles.includes("head");
  const [open, setOpen] = useState<"form" | "withdraw">();
  const box = useRef<HTMLElement>(null);
  const was = useRef(open);
  // Once it is drawn: where what was pressed is gone, the focus stays at the reason.
  useEffect(() => {
    if (was.current && !open && document.activeElement === document.body) box.current?.focus();
    was.current = open;
  }, [open]);
  const close = () => setOpen(undefined);
  const done = (next: Policy) => {
    props.onDone(next);
    close();
  };
  if (!of.reason && !head) return null;
  const named = (action: string) => say("pwa.desk.for", { Action: action, Name: of.title });
  return (
    <section class="reason" ref={box} tabIndex={-1} aria-label={named(say("pwa.policy.reason"))}>
      {of.reason && (
        <>
          <p>
            <b>{say("pwa.policy.reason")}</b>
          </p>
          <p class="own-words">
            <bdi>{of.reason.why}</bdi>
          </p>
          <p class="muted">
            <Say k="pwa.policy.reason_by" with={{ Name: of.reason.by, When: moment(of.reason.at, now()) }} />
          </p>
          {of.reason.stale && <p>{say("pwa.policy.reason_stale")}</p>}
        </>
      )}
      {head && open !== "form" && (
        <div class="side no-print">
          <Button
            small
            label={named(say(of.reason ? "pwa.policy.reason_change" : "pwa.policy.reason_give"))}
            onPress={() => setOpen("form")}
          >
            {say(of.reason ? "pwa.policy.reason_change" : "pwa.policy.reason_give")}
          </Button>
          {of.reason && (
            <Button
              small
              look="quiet"
              label={named(say("pwa.policy.reason_withdraw"))}
              onPress={() => setOpen("withdraw")}
            >
              {say("pwa.policy.reason_withdraw")}
            </Button>
          )}
        </div>
      )}
      {head && open === "form" && <Form of={of} onClose={close} onDone={done} />}
      {head && open === "withdraw" && <Withdraw of={of} onClose={close} onDone={done} />}
    </section>
  );
}

/** In the line of a finding: that there is a reason, so that the head sees what is still open. */
export function Reasoned(props: { of: Finding }) {
  const { reason } = props.of;
  if (!reason) return null;
  return reason.stale ? (
    <Pill tone="due" symbol="wait">
      {say("pwa.policy.reason_old")}
    </Pill>
  ) : (
    <Pill tone="ok" symbol="check">
      {say("pwa.policy.reason_given")}
    </Pill>
  );
}

interface Step {
  of: Finding;
  onClose: () => void;
  onDone: (next: Policy) => void;
}

function Form(props: Step) {
  const { of } = props;
  const [why, setWhy] = useState(of.reason?.why ?? "");
  const ready = why.trim() !== "";
  const save = useAction(async intent => {
    props.onDone(await post("/api/policy/reasons", { body: { code: of.code, reason: why } }, intent));
  });
  return (
    <form
      class="stack no-print"
      onSubmit={event => {
        event.preventDefault();
        if (ready) void save.run();
      }}
    >
      <Field
        as="lines"
        label={say("pwa.policy.reason")}
        hint={say("pwa.policy.reason_hint")}
        value={why}
        onValue={setWhy}
        max={MOST}
        required
      />
      {save.problem && <Problem of={save.problem} retry={save.retry} />}
      <div class="side">
        <Button look="go" type="submit" busy={save.busy} not={ready ? undefined : say("pwa.policy.reason_first")}>
          {say("pwa.policy.reason_save")}
        </Button>
        <Button look="quiet" onPress={props.onClose}>
          {say("pwa.cancel")}
        </Button>
      </div>
    </form>
  );
}

function Withdraw(props: Step) {
  const withdraw = useAction(async intent => {
    props.onDone(await post("/api/policy/reasons/withdraw", { body: { code: props.of.code } }, intent));
  });
  return (
    <Dialog title={say("pwa.policy.reason_withdraw_title")} onClose={props.onClose}>
      <p>{say("pwa.policy.reason_withdraw_about")}</p>
      {withdraw.problem && <Problem of={withdraw.problem} retry={withdraw.retry} />}
      <div class="side">
        <Button look="danger" busy={withdraw.busy} onPress={() => withdraw.run()}>
          {say("pwa.policy.reason_withdraw_go")}
        </Button>
        <Button look="quiet" onPress={props.onClose}>
          {say("pwa.cancel")}
        </Button>
      </div>
    </Dialog>
  );
}
