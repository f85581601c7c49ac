import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { read } from "../../../api/send";
import type { Policy as Whole } from "../../../api/types";
import { type Key, say, sayMany } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Chips } from "../../../parts/chips/Chips";
import { Empty } from "../../../parts/empty/Empty";
import { Search } from "../../../parts/field/Field";
import { Loading } from "../../../parts/loading/Loading";
import { Problem } from "../../../parts/problem/Problem";
import { Screen } from "../../../parts/shell/Screen";
import { useLoad } from "../../../use/load";
import { Findings } from "./Findings";
import { book, narrow, type Wanted } from "./model";
import { Sentences } from "./Sentences";
import { Switches } from "./Switches";
import "./policy.css";

/** The school's own policy: what to look at in it, every switch, every sentence, and honestly what is done about each. */
export default function Policy() {
  const page = useLoad("policy", signal => read("/api/policy", {}, signal));
  const [printing, setPrinting] = useState(false);
  // On paper everything stands open; it is drawn first, then printed, then folded again.
  useEffect(() => {
    if (!printing) return;
    const over = () => setPrinting(false);
    addEventListener("afterprint", over);
    const frame = requestAnimationFrame(() => print());
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener("afterprint", over);
    };
  }, [printing]);
  return (
    <Screen
      title={say("pwa.policy.title")}
      actions={
        page.data && (
          <Button small symbol="print" onPress={() => setPrinting(true)}>
            {say("pwa.print")}
          </Button>
        )
      }
    >
      {page.problem && <Problem of={page.problem} retry={page.again} />}
      {!page.data && !page.problem && <Loading rows={6} />}
      {page.data && <Pages of={page.data} printing={printing} onDone={page.put} />}
    </Screen>
  );
}

const STATUSES = ["executed", "evidenced", "shown", "outside"] as const;
const STATES = ["done", "not_yet"] as const;

function Pages(props: { of: Whole; printing: boolean; onDone: (next: Whole) => void }) {
  const { of, printing } = props;
  const [view, setView] = useState<"switches" | "clauses">("switches");
  const [wanted, setWanted] = useState<Wanted>({ typed: "", status: "", state: "" });
  const field = useRef<HTMLInputElement>(null);
  const ready = useMemo(() => book(of), [of]);
  const switches = narrow(ready.switches, wanted);
  const clauses = narrow(ready.clauses, wanted);
  const count = (more: Partial<Wanted>) =>
    narrow<unknown>(view === "switches" ? ready.switches : ready.clauses, { ...wanted, ...more }).length;
  const chip = (value: string, key: Key, more: Partial<Wanted>) => ({
    value,
    label: say("pwa.policy.chip", { What: say(key), Count: count(more) }),
  });
  const none = (view === "switches" ? switches : clauses).length === 0;
  const narrowed = wanted.typed.trim() !== "" || wanted.status !== "" || wanted.state !== "";
  return (
    <div class="policy">
      <div class="stack">
        <p>{sayMany("pwa.policy.about", of.clauses.length)}</p>
        {of.not_yet > 0 && <p class="muted">{sayMany("pwa.policy.honest", of.not_yet)}</p>}
      </div>
      <Findings of={of.findings} book={ready} printing={printing} onDone={props.onDone} />
      <div class="stack no-print">
        <Search
          label={say("pwa.policy.search")}
          value={wanted.typed}
          onValue={typed => setWanted({ ...wanted, typed })}
          input={field}
        />
        <Chips
          label={say("pwa.policy.view")}
          value={view}
          onValue={value => setView(value as "switches" | "clauses")}
          options={[
            {
              value: "switches",
              label: say("pwa.policy.chip", { What: say("pwa.policy.switches"), Count: switches.length }),
            },
            {
              value: "clauses",
              label: say("pwa.policy.chip", { What: say("pwa.policy.clauses"), Count: clauses.length }),
            },
          ]}
        />
        <Chips
          label={say("pwa.policy.by_status")}
          value={wanted.status}
          onValue={status => setWanted({ ...wanted, status })}
          options={[
            { value: "", label: say("pwa.policy.any_status") },
            ...STATUSES.map(one => chip(one, `pwa.policy.is_${one}`, { status: one })),
          ]}
        />
        <Chips
          label={say("pwa.policy.by_state")}
          value={wanted.state}
          onValue={state => setWanted({ ...wanted, state })}
          options={[
            { value: "", label: say("pwa.policy.any_state") },
            ...STATES.map(one => chip(one, `pwa.policy.is_${one}`, { state: one })),
          ]}
        />
        <p class="muted" role="status">
          {view === "switches"
            ? sayMany("pwa.policy.found_switches", switches.length)
            : sayMany("pwa.policy.found", clauses.length)}
        </p>
      </div>
      {none && !printing && (
        <Empty title={say("pwa.policy.none")}>
          {narrowed && (
            <Button onPress={() => setWanted({ typed: "", status: "", state: "" })}>{say("pwa.policy.reset")}</Button>
          )}
        </Empty>
      )}
      {(view === "switches" || printing) && <Switches of={switches} book={ready} />}
      {(view === "clauses" || printing) && <Sentences of={clauses} narrowed={narrowed} printing={printing} />}
    </div>
  );
}
