import { say, sayCode } from "../../i18n/say";
import { Field } from "../../parts/field/Field";
import { answer, useTelling } from "./form";
import { NAMINGS, tilesAloud } from "./shared";
import { Tiles } from "./Tiles";

const ABOUT = {
  named: "tell.naming.named",
  lead_only: "tell.naming.lead_only",
  anonymous: "tell.naming.anonymous",
} as const;

const tiles = () =>
  NAMINGS.map(value => ({ value, label: sayCode("concern.naming.", value), about: say(ABOUT[value]) }));

/** The same answers as they are read aloud. */
export const namingAloud = () => tilesAloud(tiles());

/** Whether the school may know who tells: three answers that weigh the same, and what each means. */
export function Naming(props: { shown?: boolean }) {
  const [{ answers, band }] = useTelling();
  const { naming } = answers;
  const adult = band === "adult";
  return (
    <>
      <Tiles
        legend={say("tell.ask.naming")}
        shown={props.shown ?? false}
        look="rows"
        tiles={tiles()}
        value={[naming]}
        onValue={([one = ""]) => answer({ naming: one })}
      />
      {naming === "anonymous" && !adult && <p class="child-note">{say("tell.naming.guess")}</p>}
      {(naming === "named" || naming === "lead_only") && (
        <>
          <Field label={say("tell.naming.name")} value={answers.name} onValue={name => answer({ name })} max={200} />
          {adult ? (
            <Field
              label={say("tell.naming.reach")}
              value={answers.reach}
              onValue={reach => answer({ reach })}
              max={200}
            />
          ) : (
            <Field
              label={say("tell.naming.class")}
              value={answers.class}
              onValue={one => answer({ class: one })}
              max={200}
            />
          )}
        </>
      )}
    </>
  );
}
