import { useState } from "preact/hooks";
import { post, read } from "../../../api/send";
import { day, dayOf } from "../../../i18n/dates";
import { Say, say } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Card } from "../../../parts/card/Card";
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

/**
 * Lessons in which a class uses its own devices: one class, one activity, one day, asked for by who leads it and approved
 * by leadership.
 *
 * Policy: phones.curriculum_use (AR 9.3/5, BG 9.3/7).
 */
export function Lessons(props: { decides: boolean; asks: boolean }) {
  const me = useMe();
  const list = useLoad("uses", signal => read("/api/uses", {}, signal));
  const [asking, setAsking] = useState(false);
  const [className, setClass] = useState(me.classes[0] ?? "");
  const [activity, setActivity] = useState("");
  const [on, setOn] = useState(dayOf(now()));
  const [assessed, setAssessed] = useState(false);
  const ask = useAction(async intent => {
    const body = { class: className, activity: activity.trim(), on, risk_assessed: assessed };
    list.put(await post("/api/uses", { body }, intent));
    setAsking(false);
  });
  const approve = useAction(async (intent, id: string) => {
    list.put(await post("/api/uses/{id}/approve", { path: { id }, body: {} }, intent));
  });
  const classes = [...new Set([...me.classes, ...me.all_classes.map(one => one.name)])];
  const ready = className !== "" && activity.trim() !== "" && on !== "";
  return (
    <>
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!list.data && !list.problem && <Loading rows={3} />}
      {list.data?.items.length === 0 && !asking && (
        <Empty title={say("pwa.leave.no_lessons")}>
          <p>{say("pwa.leave.lessons_about")}</p>
        </Empty>
      )}
      {approve.problem && <Problem of={approve.problem} retry={approve.retry} />}
      {(list.data?.items ?? []).map(one => (
        <Card key={one.id} title={<Say k="pwa.leave.lesson" with={{ Class: one.class, Day: day(one.on, now()) }} />}>
          <p>
            <bdi>{one.activity}</bdi>
          </p>
          <p class="muted">
            <Say k="pwa.leave.asked_by" with={{ Name: one.asked_by }} />{" "}
            {one.approved_by && <Say k="pwa.leave.approved_by" with={{ Name: one.approved_by }} />}
          </p>
          {one.ruling.verdict === "allowed" ? (
            <p>
              <Pill tone="ok" symbol="check">
                {say("pwa.leave.may_use")}
              </Pill>
            </p>
          ) : (
            one.ruling.title && (
              <p>
                <Pill tone="due" symbol="wait">
                  {one.ruling.title}
                </Pill>
              </p>
            )
          )}
          {props.decides && !one.approved_by && (
            <p>
              <Button busy={approve.busy} onPress={() => approve.run(one.id)}>
                {say("pwa.leave.approve")}
              </Button>
            </p>
          )}
          {one.ruling.why && <WhyBox why={one.ruling.why} />}
        </Card>
      ))}
      {list.data && props.asks && !asking && (
        <p>
          <Button look="go" symbol="class" onPress={() => setAsking(true)}>
            {say("pwa.leave.ask")}
          </Button>
        </p>
      )}
      {asking && (
        <Card title={say("pwa.leave.ask")}>
          <form
            class="stack"
            onSubmit={event => {
              event.preventDefault();
              if (ready) void ask.run();
            }}
          >
            <Field
              as="select"
              label={say("pwa.classes")}
              value={className}
              onValue={setClass}
              options={[{ value: "", label: say("pwa.choose") }, ...classes.map(one => ({ value: one, label: one }))]}
            />
            <Field
              label={say("pwa.leave.activity")}
              hint={say("pwa.leave.activity_hint")}
              value={activity}
              onValue={setActivity}
              required
              max={200}
            />
            <Field label={say("pwa.leave.on")} type="date" value={on} onValue={setOn} required />
            <Tick label={say("pwa.leave.assessed")} value={assessed} onValue={setAssessed} />
            {ask.problem && <Problem of={ask.problem} retry={ask.retry} />}
            <div class="side">
              <Button look="go" type="submit" busy={ask.busy} not={ready ? undefined : say("pwa.leave.first")}>
                {say("pwa.leave.ask_go")}
              </Button>
              <Button look="quiet" onPress={() => setAsking(false)}>
                {say("pwa.cancel")}
              </Button>
            </div>
          </form>
        </Card>
      )}
    </>
  );
}
