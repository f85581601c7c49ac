import type { PolicyClause } from "../../../api/types";
import { say, sayMany } from "../../../i18n/say";
import { Fold } from "./Fold";
import { bySection } from "./model";
import { Sentence } from "./Sentence";

/** So few found sentences stand open at once; more stay folded under their sections, with how many each has. */
const FEW = 30;

/** The whole text by section, each a press away. */
export function Sentences(props: { of: readonly PolicyClause[]; narrowed: boolean; printing: boolean }) {
  if (props.of.length === 0) return null;
  const few = props.narrowed && props.of.length <= FEW;
  return (
    <section class="stack">
      <h2>{say("pwa.policy.clauses")}</h2>
      <ul class="folds">
        {bySection(props.of).map(([section, clauses]) => {
          const open = clauses.filter(one => one.state === "not_yet").length;
          return (
            <li key={section}>
              <Fold
                open={few}
                forced={props.printing}
                line={
                  <span class="section">
                    <b dir="ltr">§{section}</b>
                    <span class="grow">
                      <span class="first-words muted" lang="en">
                        {clauses[0]?.sentence}
                      </span>
                      <span class="counts">
                        {sayMany("pwa.policy.found", clauses.length)}
                        {open > 0 && `, ${sayMany("pwa.policy.open", open)}`}
                      </span>
                    </span>
                  </span>
                }
              >
                {() => clauses.map(one => <Sentence key={one.id} of={one} />)}
              </Fold>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
