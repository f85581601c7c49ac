import { useEffect, useRef, useState } from "preact/hooks";
import { read } from "../../../api/send";
import { say } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Field, Search } from "../../../parts/field/Field";
import { Loading } from "../../../parts/loading/Loading";
import { Problem } from "../../../parts/problem/Problem";
import { Row, Rows } from "../../../parts/rows/Rows";
import { may, useMe } from "../../../session";
import { useLoad } from "../../../use/load";
import { find, findable } from "../find";

/** The child that was chosen. */
export interface Picked {
  id: string;
  name: string;
  class: string;
}

/** How long somebody has stopped typing before the server is asked, in milliseconds. */
const STOPPED = 250;

/** So many are offered at once; who is not among them is found by another letter. */
const OFFERED = 6;

/** One child: by name in the whole school for whoever may see the families, else out of a class. */
export function ChildPicker(props: { value: Picked | undefined; onValue: (next: Picked | undefined) => void }) {
  const me = useMe();
  const everywhere = may(me, "families");
  const [typed, setTyped] = useState("");
  const [q, setQ] = useState("");
  const [classOf, setClass] = useState(me.classes[0] ?? me.all_classes[0]?.name ?? "");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), STOPPED);
    return () => clearTimeout(timer);
  }, [typed]);
  const list = useLoad<Picked[]>(everywhere ? `q ${q}` : `class ${classOf}`, async signal => {
    if (everywhere) {
      if (q.length < 2) return [];
      const got = await read("/api/families", { query: { q } }, signal);
      return got.items.filter(one => !one.pupil.left_on).map(one => one.pupil);
    }
    if (!classOf) return [];
    const got = await read("/api/class", { query: { class: classOf } }, signal);
    return got.pupils.map(one => ({ id: one.id, name: one.name, class: one.class }));
  });
  if (props.value) {
    return (
      <p class="side picked">
        <span class="grow">
          <b>
            <bdi>{props.value.name}</bdi>
          </b>{" "}
          <bdi class="muted">{props.value.class}</bdi>
        </span>
        <Button small look="quiet" onPress={() => props.onValue(undefined)}>
          {say("pwa.leave.another")}
        </Button>
      </p>
    );
  }
  const all = list.data ?? [];
  const found = everywhere ? all : find(findable(all), typed);
  const asked = everywhere ? q.length > 1 : true;
  return (
    <div class="stack">
      {!everywhere && (
        <Field
          as="select"
          label={say("pwa.classes")}
          value={classOf}
          onValue={setClass}
          options={me.all_classes.map(one => ({ value: one.name, label: one.name }))}
        />
      )}
      <Search label={say("pwa.desk.search")} value={typed} onValue={setTyped} input={field} />
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!list.data && !list.problem && asked && <Loading rows={2} />}
      {list.data && asked && found.length === 0 && <p role="status">{say("pwa.desk.nobody")}</p>}
      <Rows label={say("pwa.desk.found")}>
        {found.slice(0, OFFERED).map(one => (
          <Row key={one.id} name={one.name} about={<bdi>{one.class}</bdi>}>
            <Button
              small
              label={say("pwa.desk.for", { Action: say("pwa.leave.choose"), Name: one.name })}
              onPress={() => props.onValue(one)}
            >
              {say("pwa.leave.choose")}
            </Button>
          </Row>
        ))}
      </Rows>
      {found.length > OFFERED && <p class="muted">{say("pwa.leave.narrow")}</p>}
    </div>
  );
}
