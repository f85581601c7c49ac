import { useState } from "preact/hooks";
import { post, read } from "../../../api/send";
import type { Uses as List, Use } from "../../../api/types";
import { day, dayOf } from "../../../i18n/dates";
import { Say, say } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Card } from "../../../parts/card/Card";
import { Dialog } from "../../../parts/dialog/Dialog";
import { Empty } from "../../../parts/empty/Empty";
import { Field } from "../../../parts/field/Field";
import { Loading } from "../../../parts/loading/Loading";
import { Pill } from "../../../parts/pill/Pill";
import { Problem } from "../../../parts/problem/Problem";
import { Tick } from "../../../parts/tick/Tick";
import { WhyBox } from "../../../parts/why-box/WhyBox";
import { now, useMe } from "../../../session";
import { useAction } from "../../../use/action";
import { useLoad } from "../../../use/load";
import { Leave, leads } from "./Leave";

/** Roles that keep devices and teach no class: they read what is asked for, and ask for nothing. */
const ONLY_READ: ReadonlySet<string> = new Set(["dsl", "deputy_dsl", "osl"]);

/**
 * Lessons in which a class uses its own devices: one class, one activity, one day, asked for by who leads it and approved
 * by leadership. Each says what the policy makes of it.
 *
 * Policy: phones.curriculum_use (AR 9.3/5, BG 9.3/7), phones.not_blanket (BG 9.3/6).
 */
export default function Uses() {
  const me = useMe();
  const list = useLoad("uses", signal => read("/api/uses", {}, signal));
  const [asking, setAsking] = useState(false);
  const asks = me.roles.some(role => !ONLY_READ.has(role));
  return (
    <Leave
      actions={
        list.data &&
        asks && (
          <Button symbol="class" onPress={() => setAsking(true)}>
            {say("pwa.leave.ask")}
          </Button>
        )
      }
    >
      <p class="muted">{say("pwa.leave.lessons_about")}</p>
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!list.data && !list.problem && <Loading rows={3} />}
      {list.data?.items.length === 0 && <Empty title={say("pwa.leave.no_lessons")} />}
      {(list.data?.items ?? []).map(one => (
        <OneUse key={one.id} of={one} decides={leads(me.roles)} onDone={list.put} />
      ))}
      {asking && (
        <Ask
          onClose={() => setAsking(false)}
          onDone={next => {
            list.put(next);
            setAsking(false);
          }}
        />
      )}
    </Leave>
  );
}

function OneUse(props: { of: Use; decides: boolean; onDone: (next: List) => void }) {
  const { of } = props;
  const approve = useAction(async intent => {
    props.onDone(await post("/api/uses/{id}/approve", { path: { id: of.id }, body: {} }, intent));
  });
  return (
    <Card title={<Say k="pwa.leave.lesson" with={{ Class: of.class, Day: day(of.on, now()) }} />}>
      <p>
        <bdi>{of.activity}</bdi>
      </p>
      <p class="muted">
        <Say k="pwa.leave.asked_by" with={{ Name: of.asked_by }} />{" "}
        {of.risk_assessed && <>{say("pwa.leave.was_assessed")} </>}
        {of.approved_by && <Say k="pwa.leave.approved_by" with={{ Name: of.approved_by }} />}
      </p>
      {of.ruling.verdict === "allowed" ? (
        <p>
          <Pill tone="ok" symbol="check">
            {say("pwa.leave.may_use")}
          </Pill>
        </p>
      ) : (
        <p>
          <Pill tone="due" symbol={of.ruling.verdict === "not_yet" ? "wait" : "no"}>
            {of.ruling.title ?? say("pwa.ruling.no")}
          </Pill>
        </p>
      )}
      {approve.problem && <Problem of={approve.problem} retry={approve.retry} />}
      {props.decides && !of.approved_by && (
        <div class="side">
          <Button
            busy={approve.busy}
            label={say("pwa.desk.for", { Action: say("pwa.leave.approve"), Name: of.class })}
            onPress={() => approve.run()}
          >
            {say("pwa.leave.approve")}
          </Button>
        </div>
      )}
      {of.ruling.why && <WhyBox why={of.ruling.why} />}
    </Card>
  );
}

function Ask(props: { onClose: () => void; onDone: (next: List) => void }) {
  const me = useMe();
  const [className, setClass] = useState(me.classes[0] ?? "");
  const [activity, setActivity] = useState("");
  const [on, setOn] = useState(dayOf(now()));
  const [assessed, setAssessed] = useState(false);
  const classes = [...new Set([...me.classes, ...me.all_classes.map(one => one.name)])];
  const ready = className !== "" && activity.trim() !== "" && on !== "";
  const ask = useAction(async intent => {
    const body = { class: className, activity: activity.trim(), on, risk_assessed: assessed };
    props.onDone(await post("/api/uses", { body }, intent));
  });
  return (
    <Dialog title={say("pwa.leave.ask")} onClose={props.onClose}>
      <form
        class="stack"
        onSubmit={event => {
          event.preventDefault();
          if (ready) void ask.run();
        }}
      >
        <Field
          as="select"
          label={say("pwa.leave.class")}
          value={className}
          onValue={setClass}
          options={[{ value: "", label: say("pwa.choose") }, ...classes.map(one => ({ value: one, label: one }))]}
        />
        <Field
          as="lines"
          label={say("pwa.leave.activity")}
          hint={say("pwa.leave.activity_hint")}
          value={activity}
          onValue={setActivity}
          required
          max={400}
        />
        <Field label={say("pwa.leave.on")} type="date" value={on} onValue={setOn} required />
        <Tick label={say("pwa.leave.assessed")} value={assessed} onValue={setAssessed} />
        {ask.problem && <Problem of={ask.problem} retry={ask.retry} />}
        <Button look="go" type="submit" wide busy={ask.busy} not={ready ? undefined : say("pwa.leave.first")}>
          {say("pwa.leave.ask_go")}
        </Button>
      </form>
    </Dialog>
  );
}
