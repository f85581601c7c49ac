import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { read } from "../../../api/send";
import type { DeskPupil, OpenedConfiscation } from "../../../api/types";
import { Say, say } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Chips } from "../../../parts/chips/Chips";
import { Empty } from "../../../parts/empty/Empty";
import { Search } from "../../../parts/field/Field";
import { Loading } from "../../../parts/loading/Loading";
import { Pill } from "../../../parts/pill/Pill";
import { Problem } from "../../../parts/problem/Problem";
import { Row, Rows } from "../../../parts/rows/Rows";
import { Screen } from "../../../parts/shell/Screen";
import { Toast, Toasts } from "../../../parts/toast/Toast";
import { may, useMe } from "../../../session";
import { useLoad } from "../../../use/load";
import { find, findable } from "../find";
import { Taking } from "./Taking";

/** A teacher's class as it is today, and the quickest way to keep a phone that rang. */
export default function TodayClass() {
  const me = useMe();
  const { query } = useLocation();
  const classes = me.classes.length > 0 ? me.classes : me.all_classes.map(one => one.name);
  const [name, setName] = useState(query.class ?? classes[0] ?? "");
  const [typed, setTyped] = useState("");
  const [taking, setTaking] = useState<DeskPupil>();
  const [done, setDone] = useState<OpenedConfiscation>();
  const field = useRef<HTMLInputElement>(null);
  const list = useLoad(name, async signal =>
    name ? read("/api/class", { query: { class: name } }, signal) : { class: "", pupils: [] },
  );
  const shown = find(findable(list.data?.pupils ?? []), typed);
  const mayTake = may(me, "confiscate");
  useEffect(() => {
    // Whom to tell now stays until it is read and closed.
    const over = done && !done.held && setTimeout(() => setDone(undefined), 12_000);
    return () => clearTimeout(over || undefined);
  }, [done]);
  return (
    <Screen title={name ? say("pwa.class.title", { Class: name }) : say("pwa.nav.class")}>
      {classes.length > 1 && (
        <Chips
          label={say("pwa.classes")}
          value={name}
          onValue={setName}
          options={classes.map(one => ({ value: one, label: one }))}
        />
      )}
      {(list.data?.pupils.length ?? 0) > 8 && (
        <Search label={say("pwa.desk.search")} value={typed} onValue={setTyped} input={field} />
      )}
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!list.data && !list.problem && <Loading rows={6} />}
      {list.data && shown.length === 0 && (
        <Empty title={say(typed ? "pwa.desk.nobody" : "pwa.class.empty")}>
          {!typed && classes.length === 0 && <p>{say("pwa.class.none_yours")}</p>}
        </Empty>
      )}
      <Rows label={name}>
        {shown.map(pupil => (
          <Row key={pupil.id} name={pupil.name}>
            {pupil.keeps && <Pill symbol="keeps">{say("pwa.desk.keeps")}</Pill>}
            {pupil.device?.state === "handed_in" && (
              <Pill tone="ok" symbol="check">
                {say("pwa.class.at_office")}
              </Pill>
            )}
            {pupil.device?.state === "confiscated" ? (
              <Pill tone="bad" symbol="kept">
                {say("pwa.desk.confiscated")}
              </Pill>
            ) : (
              mayTake && (
                <Button
                  label={say("pwa.desk.for", { Action: say("pwa.take.start"), Name: pupil.name })}
                  onPress={() => setTaking(pupil)}
                >
                  {say("pwa.take.start")}
                </Button>
              )
            )}
          </Row>
        ))}
      </Rows>
      {taking && (
        <Taking
          pupil={taking}
          onClose={() => setTaking(undefined)}
          onDone={made => {
            setTaking(undefined);
            setDone(made);
            list.again();
          }}
        />
      )}
      <Toasts>
        {done && (
          <Toast
            action={
              <div class="side">
                <Button href={`/confiscations/${done.id}`} look="plain">
                  {say("pwa.take.look")}
                </Button>
                {done.held && <Button onPress={() => setDone(undefined)}>{say("pwa.close")}</Button>}
              </div>
            }
          >
            <Say
              k={done.held ? "pwa.take.done_held" : "pwa.take.done"}
              with={{ Name: done.pupil.name, Place: done.stored }}
            />
          </Toast>
        )}
      </Toasts>
    </Screen>
  );
}
