import { useState } from "preact/hooks";
import { post, read } from "../../../api/send";
import type { StaffLeaves as List } from "../../../api/types";
import { day, dayOf } from "../../../i18n/dates";
import { Say, say, sayCode } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Dialog } from "../../../parts/dialog/Dialog";
import { Empty } from "../../../parts/empty/Empty";
import { Field } from "../../../parts/field/Field";
import { Loading } from "../../../parts/loading/Loading";
import { Pill } from "../../../parts/pill/Pill";
import { Problem } from "../../../parts/problem/Problem";
import { Row, Rows } from "../../../parts/rows/Rows";
import { Tick } from "../../../parts/tick/Tick";
import { may, now, useMe } from "../../../session";
import { useAction } from "../../../use/action";
import { useLoad } from "../../../use/load";
import { Leave } from "./Leave";

/**
 * Colleagues who may use their own device at work, dated; leadership reads it, the head gives it.
 *
 * Policy: phones.staff.permission (AR 9.2/6, BG 9.2/6).
 */
export default function StaffLeave() {
  const me = useMe();
  const list = useLoad("staff-leave", signal => read("/api/staff-leave", {}, signal));
  const [adding, setAdding] = useState(false);
  const today = dayOf(now());
  return (
    <Leave
      actions={
        list.data &&
        may(me, "staff") && (
          <Button symbol="staff" onPress={() => setAdding(true)}>
            {say("pwa.leave.permit")}
          </Button>
        )
      }
    >
      <p class="muted">{say("pwa.leave.staff_about")}</p>
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!list.data && !list.problem && <Loading rows={3} />}
      {list.data?.items.length === 0 && <Empty title={say("pwa.leave.no_staff")} />}
      <Rows label={say("pwa.leave.staff")}>
        {(list.data?.items ?? []).map(one => (
          <Row
            key={one.id}
            name={one.staff}
            about={
              <>
                <bdi>{one.reason}</bdi>
                <br />
                <Say k="pwa.leave.from_till" with={{ From: day(one.from, now()), Till: day(one.till, now()) }} />
              </>
            }
          >
            {one.in_writing && <Pill>{say("pwa.leave.written")}</Pill>}
            {one.till < today ? (
              <Pill>{say("pwa.leave.ran_out")}</Pill>
            ) : (
              one.from <= today && (
                <Pill tone="ok" symbol="check">
                  {say("pwa.leave.stands_now")}
                </Pill>
              )
            )}
          </Row>
        ))}
      </Rows>
      {adding && (
        <Permit
          onClose={() => setAdding(false)}
          onDone={next => {
            list.put(next);
            setAdding(false);
          }}
        />
      )}
    </Leave>
  );
}

function Permit(props: { onClose: () => void; onDone: (next: List) => void }) {
  const staff = useLoad("staff", signal => read("/api/staff", {}, signal));
  const [who, setWho] = useState("");
  const [reason, setReason] = useState("");
  const [written, setWritten] = useState(false);
  const [from, setFrom] = useState(dayOf(now()));
  const [till, setTill] = useState("");
  const backwards = till !== "" && till < from;
  const ready = who !== "" && reason.trim() !== "" && from !== "" && till !== "" && !backwards;
  const save = useAction(async intent => {
    const body = { staff: who, reason: reason.trim(), in_writing: written, from, till };
    props.onDone(await post("/api/staff-leave", { body }, intent));
  });
  const here = (staff.data?.items ?? []).filter(one => !one.left);
  return (
    <Dialog title={say("pwa.leave.permit")} onClose={props.onClose}>
      {staff.problem && <Problem of={staff.problem} retry={staff.again} />}
      {!staff.data && !staff.problem && <Loading rows={3} />}
      {staff.data && (
        <form
          class="stack"
          onSubmit={event => {
            event.preventDefault();
            if (ready) void save.run();
          }}
        >
          <Field
            as="select"
            label={say("pwa.leave.who")}
            value={who}
            onValue={setWho}
            options={[
              { value: "", label: say("pwa.choose") },
              ...here.map(one => ({
                value: one.id,
                label: [one.name, ...one.roles.map(role => sayCode("pwa.role.", role)), ...one.classes].join(", "),
              })),
            ]}
          />
          <Field
            as="lines"
            label={say("pwa.leave.staff_reason")}
            value={reason}
            onValue={setReason}
            required
            max={400}
          />
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
          <Tick
            label={say("pwa.leave.in_writing")}
            about={say("pwa.leave.in_writing_about")}
            value={written}
            onValue={setWritten}
          />
          {save.problem && <Problem of={save.problem} retry={save.retry} />}
          <Button look="go" type="submit" wide busy={save.busy} not={ready ? undefined : say("pwa.leave.first")}>
            {say("pwa.leave.permit_go")}
          </Button>
        </form>
      )}
    </Dialog>
  );
}
