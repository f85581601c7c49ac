import type { PolicyClause } from "../../../api/types";
import { Say, say, sayCode } from "../../../i18n/say";
import { Pill } from "../../../parts/pill/Pill";

/** One sentence of the school's, as it stands in the text, with what the product does about it and how we read it. */
export function Sentence(props: { of: PolicyClause }) {
  const { of } = props;
  return (
    <div class="sentence-of">
      <p>
        <b dir="ltr">§{of.section}</b>{" "}
        <q>
          <bdi lang="en">{of.sentence}</bdi>
        </q>
      </p>
      <p class="does">
        <Does of={of} />{" "}
        <span class="muted" lang="en">
          {of.what}
        </span>{" "}
        <span class="muted number" dir="ltr">
          {of.id}
        </span>
      </p>
      {of.reading && (
        <p class="reading-note">
          <b>{say("pwa.policy.reading")}</b> <bdi lang="en">{of.reading}</bdi>
        </p>
      )}
    </div>
  );
}

/** What the product does about a sentence, or will: "Enforced", "Not yet recorded", "Outside the app". */
function Does(props: { of: PolicyClause }) {
  const { status, state } = props.of;
  if (state === "not_yet") {
    return (
      <Pill tone="due" symbol="wait">
        {sayCode("pwa.policy.not_yet_", status)}
      </Pill>
    );
  }
  if (state === "never") return <Pill>{say("pwa.policy.is_outside")}</Pill>;
  return (
    <Pill tone="ok" symbol="check">
      {sayCode("pwa.policy.is_", status)}
    </Pill>
  );
}

/** The sections of sentences, each once: "§9.3, §9.4". */
export function Sections(props: { of: readonly PolicyClause[] }) {
  const sections = [...new Set(props.of.map(one => `§${one.section}`))];
  if (sections.length === 0) return null;
  return <Say k="pwa.policy.sections" with={{ Sections: <span dir="ltr">{sections.join(", ")}</span> }} />;
}
