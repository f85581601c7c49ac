import type { PolicySwitch } from "../../../api/types";
import { say, sayMany } from "../../../i18n/say";
import { Pill } from "../../../parts/pill/Pill";
import { Fold } from "./Fold";
import type { Book } from "./model";
import { Sections, Sentence } from "./Sentence";

/**
 * Every point in which schools differ, with what this one has decided; a press shows its own sentences. On paper
 * these stand below, once each.
 */
export function Switches(props: { of: readonly PolicySwitch[]; book: Book }) {
  if (props.of.length === 0) return null;
  return (
    <section class="stack">
      <h2>{say("pwa.policy.switches")}</h2>
      <ul class="folds">
        {props.of.map(one => {
          const clauses = one.clauses.flatMap(key => props.book.byKey.get(key) ?? []);
          return (
            <li key={one.key}>
              <Fold
                line={
                  <span class="switch">
                    <span class="grow">
                      <span class="muted">{one.label}</span>
                      <b>{one.values.length > 0 ? one.values.join(", ") : say("pwa.policy.not_said")}</b>
                    </span>
                    <span class="side">
                      <span class="muted">
                        <Sections of={clauses} />
                      </span>
                      {one.state === "not_yet" && (
                        <Pill tone="due" symbol="wait">
                          {say("pwa.policy.is_not_yet")}
                        </Pill>
                      )}
                      {one.state === "never" && <Pill>{say("pwa.policy.is_outside")}</Pill>}
                    </span>
                  </span>
                }
              >
                {() => (
                  <>
                    <p class="muted">{sayMany("pwa.policy.sentences", clauses.length)}</p>
                    {clauses.map(clause => (
                      <Sentence key={clause.id} of={clause} />
                    ))}
                  </>
                )}
              </Fold>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
