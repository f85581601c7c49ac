import { say, sayCode } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Field } from "../../parts/field/Field";
import { DangerFirst } from "./Child";
import { Frame } from "./Frame";
import { Full, MOST } from "./Full";
import { answer, useTelling } from "./form";
import { Naming, namingAloud } from "./Naming";
import { SendButton } from "./SendButton";
import { aboutWords, aloudOf, BOXES, KINDS, namesOf, rolesOf, type Shared, tilesAloud } from "./shared";
import { Tiles } from "./Tiles";
import { whenRead } from "./when";

const BOX = {
  welfare: "tell.box.welfare",
  conduct: "tell.box.conduct",
  complaint: "tell.box.complaint",
  whistle: "tell.box.whistle",
} as const;

/** Whom it can be about besides those with a role, by the box. */
const PEOPLE: Record<string, readonly string[]> = {
  welfare: ["child", "home", "outsider", "visitor"],
  conduct: ["staff", "visitor"],
  complaint: ["school", "staff"],
  whistle: ["school", "staff"],
};

/** The form of parents, staff and visitors: the same questions on one short page. */
export function Adult(props: Shared) {
  const { door } = props;
  const [{ answers }, change] = useTelling();
  const { box, danger } = answers;
  const people = PEOPLE[box] ?? [];
  const roles = box && box !== "welfare" ? rolesOf(door) : [];
  const boxes = BOXES.map(value => ({ value, label: sayCode("concern.box.", value), about: say(BOX[value]) }));
  const abouts = [...people, ...roles].map(value => ({
    value,
    label: aboutWords(value),
    about: namesOf(door, value),
  }));
  const kinds = KINDS.map(value => ({ value, label: sayCode("concern.kind.", value) }));
  const aloud = aloudOf(
    say("tell.adult.title"),
    say("tell.adult.about"),
    say("tell.adult.box"),
    tilesAloud(boxes),
    people.length > 0 && `${say("tell.ask.about")} ${tilesAloud(abouts)}`,
    roles.length > 0 && say("tell.whom.about"),
    say("tell.ask.kinds"),
    tilesAloud(kinds),
    say("tell.adult.danger"),
    danger === "yes" && say("tell.danger.first"),
    say("tell.ask.story"),
    say("tell.story.words"),
    say("tell.when"),
    say("tell.ask.naming"),
    namingAloud(),
    props.practice ? say("tell.practice.about") : whenRead(door),
    say("tell.secret"),
  );
  return (
    <Frame {...props} title={say("tell.adult.title")} place={door.name} aloud={aloud}>
      <p>{say("tell.adult.about")}</p>
      <Tiles
        legend={say("tell.adult.box")}
        shown
        look="rows"
        tiles={boxes}
        value={[box]}
        onValue={([one = ""]) => answer({ box: one, about: [] })}
      />
      {people.length > 0 && (
        <>
          <Tiles
            legend={say("tell.ask.about")}
            shown
            many
            look="short"
            tiles={abouts}
            value={answers.about}
            onValue={about => answer({ about })}
          />
          {roles.length > 0 && <p class="child-note">{say("tell.whom.about")}</p>}
        </>
      )}
      <Tiles
        legend={say("tell.ask.kinds")}
        shown
        many
        look="short"
        tiles={kinds}
        value={answers.kinds}
        onValue={kinds => answer({ kinds })}
      />
      <Tiles
        legend={say("tell.adult.danger")}
        shown
        look="short"
        tiles={[
          { value: "yes", label: say("tell.danger.yes") },
          { value: "no", label: say("tell.danger.no") },
        ]}
        value={[danger]}
        onValue={([one]) => answer({ danger: one === "yes" ? "yes" : "no" })}
      />
      {danger === "yes" && <DangerFirst />}
      <Field
        as="lines"
        label={say("tell.ask.story")}
        hint={say("tell.story.words")}
        value={answers.story}
        onValue={story => answer({ story })}
        max={MOST}
      />
      <Full text={answers.story} />
      <Field label={say("tell.when")} value={answers.when} onValue={when => answer({ when })} max={200} />
      <Naming shown />
      <SendButton {...props} />
      <Button look="quiet" symbol="back" onPress={() => change({ moment: "first" })}>
        {say("pwa.back")}
      </Button>
    </Frame>
  );
}
