import type { Figure } from "../../api/deliveries";
import { say, sayCode } from "../../i18n/say";
import { Table } from "../../parts/table/Table";

/** The states of ringing, in the order in which a message goes through them. */
const STATES = ["accepted", "handed", "waiting", "no_device", "failed", "not_needed"] as const;

/** What was sent of each kind, and how far it came. What a push service took is called that, and not seen. */
export function FigureTable(props: { of: readonly Figure[] }) {
  return (
    <Table
      label={say("delivery.figures.title")}
      rows={props.of}
      id={one => one.kind}
      columns={[
        { head: say("delivery.figures.kind"), cell: one => <b>{sayCode("delivery.kind.", one.kind)}</b> },
        { head: say("delivery.figures.sent"), cell: one => one.sent },
        { head: say("delivery.figures.read"), cell: one => one.read },
        { head: say("delivery.figures.answered"), cell: one => one.answered },
        { head: say("delivery.figures.told"), cell: one => one.told },
        { head: say("delivery.figures.over"), cell: one => one.over },
        { head: say("delivery.figures.phones"), cell: one => <Phones of={one} /> },
      ]}
    />
  );
}

function Phones(props: { of: Figure }) {
  const { push, results } = props.of;
  const states = STATES.filter(state => push[state]);
  const failures = Object.entries(results).filter(([, n]) => n > 0);
  return (
    <ul class="tally">
      {states.map(state => (
        <li key={state}>
          {say("delivery.figures.of_state", { State: sayCode("delivery.push.", state), Count: push[state] as number })}
          {state === "failed" && failures.length > 0 && (
            <ul>
              {failures.map(([result, n]) => (
                <li key={result} class="muted">
                  {say("delivery.figures.of_state", { State: sayCode("delivery.result.", result), Count: n })}
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}
