import { Fragment } from "preact";
import type { Addressee } from "../../api/office";
import { day, dayOf } from "../../i18n/dates";
import { say, sayCode } from "../../i18n/say";
import { Pill } from "../../parts/pill/Pill";
import { Tick } from "../../parts/tick/Tick";
import { Tongue } from "../../parts/tongue/Tongue";
import { now } from "../../session";

/** One adult who may get a letter, with what is known of the last one. */
export function AddresseeRow(props: { of: Addressee; on: boolean; onTick: (on: boolean) => void }) {
  const { of } = props;
  return (
    <li class="one-row addressee">
      <Tick
        value={props.on}
        onValue={props.onTick}
        label={
          <b>
            <bdi>{of.name}</bdi>
          </b>
        }
        about={
          <>
            {sayCode("pwa.relation.", of.relationship)} ·{" "}
            {of.children.map((one, i) => (
              <Fragment key={one.id}>
                {i > 0 && ", "}
                <bdi>{one.name}</bdi> (<bdi>{one.class}</bdi>)
              </Fragment>
            ))}{" "}
            · <Tongue tag={of.language} />
          </>
        }
      />
      <span class="end">
        {of.needs_yes && (
          <a href={`/pupils/${of.children[0]?.id ?? ""}`} class="look-first">
            {say("pwa.letters.see_marks")}
          </a>
        )}
        <LastLetter of={of} />
      </span>
    </li>
  );
}

/** What became of the last letter, in words. */
function LastLetter(props: { of: Addressee }) {
  const { last, signed_in } = props.of;
  if (signed_in) {
    return (
      <Pill tone="ok" symbol="check">
        {say("pwa.letters.state_in")}
      </Pill>
    );
  }
  if (!last) return <Pill>{say("pwa.letters.state_none")}</Pill>;
  switch (last.state) {
    case "waiting":
      return (
        <Pill tone="due" symbol="wait">
          {say("pwa.letters.state_waiting", { Day: day(dayOf(last.ends), now()) })}
        </Pill>
      );
    case "used":
      return <Pill>{say("pwa.letters.state_used")}</Pill>;
    case "ended":
      return <Pill>{say("pwa.letters.state_ended", { Day: day(dayOf(last.at), now()) })}</Pill>;
    case "guessed":
      return (
        <Pill tone="bad" symbol="alert">
          {say("pwa.letters.state_guessed")}
        </Pill>
      );
  }
}
