import { useMemo, useRef, useState } from "preact/hooks";
import { read } from "../../../api/send";
import type { PolicyClause, Policy as Whole } from "../../../api/types";
import { say, sayCode, sayMany } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Card } from "../../../parts/card/Card";
import { Chips } from "../../../parts/chips/Chips";
import { Empty } from "../../../parts/empty/Empty";
import { Search } from "../../../parts/field/Field";
import { Icon } from "../../../parts/icon/Icon";
import { Loading } from "../../../parts/loading/Loading";
import { Pill } from "../../../parts/pill/Pill";
import { Problem } from "../../../parts/problem/Problem";
import { Screen } from "../../../parts/shell/Screen";
import { useLoad } from "../../../use/load";
import { fold } from "../../custody/find";
import "./policy.css";

/** The school's own policy: every switch, every sentence, and honestly what the product does about each. */
export default function Policy() {
  const page = useLoad("policy", signal => read("/api/policy", {}, signal));
  return (
    <Screen
      title={say("pwa.policy.title")}
      actions={
        <Button small symbol="print" onPress={() => print()}>
          {say("pwa.print")}
        </Button>
      }
    >
      {page.problem && <Problem of={page.problem} retry={page.again} />}
      {!page.data && !page.problem && <Loading rows={6} />}
      {page.data && <Pages of={page.data} />}
    </Screen>
  );
}

function Pages(props: { of: Whole }) {
  const { of } = props;
  const [view, setView] = useState<"switches" | "clauses">("switches");
  const [typed, setTyped] = useState("");
  const [only, setOnly] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const byKey = useMemo(() => {
    const map = new Map<string, PolicyClause[]>();
    for (const clause of of.clauses) map.set(clause.key, [...(map.get(clause.key) ?? []), clause]);
    return map;
  }, [of]);
  const wanted = fold(typed).split(" ").filter(Boolean);
  const has = (text: string) => {
    const folded = fold(text);
    return wanted.every(word => folded.includes(word));
  };
  const fits = (state: string, status?: string) =>
    only === "" || only === state || (only === status && state === "done");
  const clauses = of.clauses.filter(
    one => fits(one.state, one.status) && has(`${one.id} § ${one.section} ${one.sentence} ${one.what}`),
  );
  const switches = of.switches.filter(
    one =>
      fits(one.state) &&
      has(
        [
          one.label,
          ...one.values,
          ...one.clauses.flatMap(key => (byKey.get(key) ?? []).map(c => `${c.id} ${c.sentence}`)),
        ].join(" "),
      ),
  );
  const states = view === "switches" ? ["done", "not_yet"] : ["executed", "evidenced", "shown", "not_yet", "never"];
  return (
    <>
      <p>{sayMany("pwa.policy.about", of.clauses.length)}</p>
      {of.findings.length > 0 && (
        <Card title={sayMany("pwa.policy.findings", of.findings.length)} tone="sun">
          <ul class="findings">
            {of.findings.map(one => (
              <li key={one.code + one.title}>
                <Icon name="alert" />
                <span class="grow">
                  <b>{sayCode("school.severity.", one.severity)}:</b> {one.title}
                  {one.clauses.length > 0 && <span class="muted"> ({one.clauses.join(", ")})</span>}
                  {one.verified_on && (
                    <span class="muted"> {say("pwa.policy.verified", { Day: one.verified_on })}</span>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Search label={say("pwa.policy.search")} value={typed} onValue={setTyped} input={field} />
      <Chips
        label={say("pwa.policy.view")}
        value={view}
        onValue={value => {
          setView(value as "switches" | "clauses");
          setOnly("");
        }}
        options={[
          { value: "switches", label: say("pwa.policy.switches") },
          { value: "clauses", label: say("pwa.policy.clauses") },
        ]}
      />
      <Chips
        label={say("pwa.policy.filter")}
        value={only}
        onValue={setOnly}
        options={[
          { value: "", label: say("pwa.all") },
          ...states.map(state => ({ value: state, label: say(`pwa.policy.is_${state}` as "pwa.policy.is_done") })),
        ]}
      />
      <p class="muted" role="status">
        {view === "switches"
          ? sayMany("pwa.policy.found_switches", switches.length)
          : sayMany("pwa.policy.found", clauses.length)}
      </p>
      {(view === "switches" ? switches : clauses).length === 0 && <Empty title={say("pwa.policy.none")} />}
      {view === "switches" &&
        switches.map(one => (
          <Card key={one.key} title={one.label}>
            <p class="switch-value">{one.values.join(", ")}</p>
            <p>
              <State of={one.state} />
            </p>
            {one.clauses.length > 0 && (
              <details class="why-box">
                <summary>
                  <Icon name="policy" />
                  <span class="grow">{say("pwa.policy.sentences")}</span>
                  <Icon name="down" />
                </summary>
                <div class="sentence stack">
                  {one.clauses
                    .flatMap(key => byKey.get(key) ?? [])
                    .map(clause => (
                      <Sentence key={clause.id} of={clause} />
                    ))}
                </div>
              </details>
            )}
          </Card>
        ))}
      {view === "clauses" && (
        <div class="clauses">
          {clauses.slice(0, typed || only ? clauses.length : MOST).map(one => (
            <Card key={one.id}>
              <Sentence of={one} />
            </Card>
          ))}
          {!typed && !only && clauses.length > MOST && (
            <p class="muted">{sayMany("pwa.policy.narrow", clauses.length - MOST)}</p>
          )}
        </div>
      )}
    </>
  );
}

/** Sentences drawn before somebody looks for one. */
const MOST = 60;

function Sentence(props: { of: PolicyClause }) {
  const { of } = props;
  return (
    <div class="stack">
      <p>
        <b dir="ltr">§{of.section}</b>{" "}
        <q>
          <bdi lang="en">{of.sentence}</bdi>
        </q>
      </p>
      <p>
        <State of={of.state} status={of.status} /> {of.what && <span class="muted">{of.what}</span>}{" "}
        <span class="muted" dir="ltr">
          {of.id}
        </span>
      </p>
    </div>
  );
}

function State(props: { of: "done" | "not_yet" | "never"; status?: PolicyClause["status"] }) {
  if (props.of === "not_yet") {
    return (
      <Pill tone="due" symbol="wait">
        {say("pwa.policy.is_not_yet")}
      </Pill>
    );
  }
  if (props.of === "never") return <Pill>{say("pwa.policy.is_never")}</Pill>;
  return (
    <Pill tone="ok" symbol="check">
      {say(props.status && props.status !== "outside" ? `pwa.policy.is_${props.status}` : "pwa.policy.is_done")}
    </Pill>
  );
}
