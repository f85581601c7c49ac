import { useRef, useState } from "preact/hooks";
import { post, read } from "../../../api/send";
import type { Exceptions as List } from "../../../api/types";
import { day, dayOf } from "../../../i18n/dates";
import { Say, say, sayCode } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Card } from "../../../parts/card/Card";
import { Choice } from "../../../parts/choice/Choice";
import { Empty } from "../../../parts/empty/Empty";
import { Field, Search } from "../../../parts/field/Field";
import { Loading } from "../../../parts/loading/Loading";
import { Pill } from "../../../parts/pill/Pill";
import { Problem } from "../../../parts/problem/Problem";
import { Row, Rows } from "../../../parts/rows/Rows";
import { now } from "../../../session";
import { useAction } from "../../../use/action";
import { useLoad } from "../../../use/load";

const REASONS = ["medical", "young_carer", "walking_home", "other"] as const;

/**
 * Children who may keep a device: approved one by one, dated, with a reason that the desk never shows.
 *
 * Policy: phones.contact_exception (AR 9.3/4, BG 9.3/5).
 */
export function Exceptions() {
  const list = useLoad("exceptions", signal => read("/api/exceptions", {}, signal));
  const [adding, setAdding] = useState(false);
  const end = useAction(async (intent, id: string) => {
    list.put(await post("/api/exceptions/{id}/end", { path: { id }, body: {} }, intent));
  });
  return (
    <>
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!list.data && !list.problem && <Loading rows={3} />}
      {list.data?.items.length === 0 && !adding && <Empty title={say("pwa.leave.no_children")} />}
      {end.problem && <Problem of={end.problem} retry={end.retry} />}
      <Rows label={say("pwa.leave.children")}>
        {(list.data?.items ?? []).map(one => (
          <Row
            key={one.id}
            name={one.pupil.name}
            about={
              <Say
                k="pwa.leave.about"
                with={{
                  Class: one.pupil.class,
                  Reason: sayCode("pwa.leave.reason_", one.reason),
                  From: day(one.from, now()),
                  Till: day(one.till, now()),
                }}
              />
            }
          >
            {one.stands ? (
              <Button
                small
                busy={end.busy}
                label={say("pwa.desk.for", { Action: say("pwa.leave.end"), Name: one.pupil.name })}
                onPress={() => end.run(one.id)}
              >
                {say("pwa.leave.end")}
              </Button>
            ) : (
              <Pill>{say(one.ended ? "pwa.leave.ended" : "pwa.leave.not_now")}</Pill>
            )}
          </Row>
        ))}
      </Rows>
      {list.data && !adding && (
        <p>
          <Button look="go" symbol="keeps" onPress={() => setAdding(true)}>
            {say("pwa.leave.add_child")}
          </Button>
        </p>
      )}
      {adding && (
        <Approve
          onClose={() => setAdding(false)}
          onDone={next => {
            list.put(next);
            setAdding(false);
          }}
        />
      )}
    </>
  );
}

function Approve(props: { onClose: () => void; onDone: (next: List) => void }) {
  const today = dayOf(now());
  const [typed, setTyped] = useState("");
  const [pupil, setPupil] = useState<{ id: string; name: string }>();
  const [reason, setReason] = useState<(typeof REASONS)[number]>();
  const [from, setFrom] = useState(today);
  const [till, setTill] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const q = typed.trim();
  const found = useLoad(q, async signal =>
    q.length > 1 ? read("/api/families", { query: { q } }, signal) : undefined,
  );
  const ready = pupil && reason && till;
  const save = useAction(async intent => {
    if (!ready) return;
    props.onDone(await post("/api/exceptions", { body: { pupil: pupil.id, reason, from, till } }, intent));
  });
  return (
    <Card title={say("pwa.leave.add_child")}>
      {pupil ? (
        <p class="side">
          <b class="grow">
            <bdi>{pupil.name}</bdi>
          </b>
          <Button small look="quiet" onPress={() => setPupil(undefined)}>
            {say("pwa.leave.another")}
          </Button>
        </p>
      ) : (
        <>
          <Search label={say("pwa.desk.search")} value={typed} onValue={setTyped} input={field} />
          {found.problem && <Problem of={found.problem} retry={found.again} />}
          <Rows label={say("pwa.desk.found")}>
            {(found.data?.items ?? []).slice(0, 8).map(one => (
              <Row key={one.pupil.id} name={one.pupil.name} about={<bdi>{one.pupil.class}</bdi>}>
                <Button
                  small
                  label={say("pwa.desk.for", { Action: say("pwa.leave.choose"), Name: one.pupil.name })}
                  onPress={() => setPupil(one.pupil)}
                >
                  {say("pwa.leave.choose")}
                </Button>
              </Row>
            ))}
          </Rows>
        </>
      )}
      <Choice
        small
        legend={say("pwa.leave.reason")}
        value={reason ?? ""}
        onValue={value => setReason(value as (typeof REASONS)[number])}
        options={REASONS.map(one => ({ value: one, label: say(`pwa.leave.reason_${one}`) }))}
      />
      <Field label={say("pwa.leave.from")} type="date" value={from} onValue={setFrom} required />
      <Field label={say("pwa.leave.till")} type="date" value={till} onValue={setTill} required />
      <p class="muted">{say("pwa.leave.secret")}</p>
      {save.problem && <Problem of={save.problem} retry={save.retry} />}
      <div class="side">
        <Button look="go" busy={save.busy} not={ready ? undefined : say("pwa.leave.first")} onPress={() => save.run()}>
          {say("pwa.leave.approve")}
        </Button>
        <Button look="quiet" onPress={props.onClose}>
          {say("pwa.cancel")}
        </Button>
      </div>
    </Card>
  );
}
