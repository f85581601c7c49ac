import { useState } from "preact/hooks";
import { post, read } from "../../../api/send";
import type { Found } from "../../../api/types";
import { moment } from "../../../i18n/dates";
import { Say, say, sayMany } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Card } from "../../../parts/card/Card";
import { Chips } from "../../../parts/chips/Chips";
import { Empty } from "../../../parts/empty/Empty";
import { Loading } from "../../../parts/loading/Loading";
import { Pill } from "../../../parts/pill/Pill";
import { Problem } from "../../../parts/problem/Problem";
import { Row, Rows } from "../../../parts/rows/Rows";
import { Screen } from "../../../parts/shell/Screen";
import { now, useMe } from "../../../session";
import { useAction } from "../../../use/action";
import { useLoad } from "../../../use/load";
import "./class-check.css";

const WRONG: readonly Found[] = ["not_off", "not_put_away", "in_use"];

/** "Secured and off": the whole class is presumed so, exceptions are tapped, one press says it. */
export default function ClassCheck() {
  const me = useMe();
  const [name, setName] = useState(me.classes[0] ?? me.all_classes[0]?.name ?? "");
  const classes = [...new Set([...me.classes, ...me.all_classes.map(one => one.name)])];
  return (
    <Screen title={say("pwa.check.title")}>
      {classes.length > 1 && (
        <Chips
          label={say("pwa.classes")}
          value={name}
          onValue={setName}
          options={classes.map(one => ({ value: one, label: one }))}
        />
      )}
      {name ? <OneClass key={name} name={name} /> : <Empty title={say("pwa.check.no_class")} />}
    </Screen>
  );
}

function OneClass(props: { name: string }) {
  const query = { class: props.name };
  const check = useLoad(props.name, signal => read("/api/class-check", { query }, signal));
  const [touched, setTouched] = useState<Record<string, Found | undefined>>({});
  const [open, setOpen] = useState("");
  const { data } = check;
  const found = (id: string) => (id in touched ? touched[id] : data?.pupils.find(one => one.id === id)?.found);
  const save = useAction(async intent => {
    const exceptions = (data?.pupils ?? []).flatMap(one => {
      const what = found(one.id);
      return what ? [{ pupil: one.id, found: what }] : [];
    });
    check.put(await post("/api/class-check", { body: { class: props.name, exceptions } }, intent));
    setTouched({});
  });
  if (check.problem && !data) return <Problem of={check.problem} retry={check.again} />;
  if (!data) return <Loading rows={6} />;
  const out = data.pupils.filter(one => found(one.id)).length;
  // Checked, and nothing tapped since: saying it again is possible, and no longer what the screen is for.
  const asSaid = data.checked && Object.keys(touched).length === 0;
  return (
    <>
      {data.checked && asSaid ? (
        <Card tone="leaf">
          <p role="status">
            <b>
              <Say
                k="pwa.check.done"
                with={{ Class: data.class, Name: data.checked.by, When: moment(data.checked.at, now()) }}
              />
            </b>
          </p>
          <p>{out === 0 ? say("pwa.check.all_off") : sayMany("pwa.check.exceptions", out)}</p>
          <p class="muted">{say("pwa.check.again")}</p>
        </Card>
      ) : (
        <p>{say("pwa.check.about")}</p>
      )}
      {data.pupils.length === 0 && <Empty title={say("pwa.check.empty")} />}
      <Rows label={props.name}>
        {data.pupils.map(one => {
          const what = found(one.id);
          return (
            <Row key={one.id} name={one.name} tone={what ? undefined : "in"}>
              {one.keeps && <Pill symbol="keeps">{say("pwa.desk.keeps")}</Pill>}
              {!what && (
                <Button
                  look="quiet"
                  expanded={open === one.id}
                  label={say("pwa.desk.for", { Action: say("pwa.check.exception"), Name: one.name })}
                  onPress={() => setOpen(open === one.id ? "" : one.id)}
                >
                  {say("pwa.check.exception")}
                </Button>
              )}
              {(what || open === one.id) && (
                <fieldset class="wrongs" aria-label={say("pwa.check.for", { Name: one.name })}>
                  {WRONG.map(kind => (
                    <button
                      key={kind}
                      type="button"
                      aria-pressed={what === kind}
                      onClick={() => {
                        setTouched(old => ({ ...old, [one.id]: what === kind ? undefined : kind }));
                        setOpen(one.id);
                      }}
                    >
                      {say(`pwa.check.${kind}`)}
                    </button>
                  ))}
                </fieldset>
              )}
            </Row>
          );
        })}
      </Rows>
      {save.problem && <Problem of={save.problem} retry={save.retry} />}
      {data.pupils.length > 0 && (
        <div class={asSaid ? undefined : "check-foot"}>
          <Button look={asSaid ? "plain" : "go"} wide symbol="check_all" busy={save.busy} onPress={() => save.run()}>
            {out === 0 ? say("pwa.check.confirm_all") : sayMany("pwa.check.confirm_but", out)}
          </Button>
        </div>
      )}
    </>
  );
}
