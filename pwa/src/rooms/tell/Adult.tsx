import { say, sayCode } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Field } from "../../parts/field/Field";
import { DangerFirst } from "./Child";
import { Frame } from "./Frame";
import { answer, useTelling } from "./form";
import { Naming } from "./Naming";
import { SendButton } from "./SendButton";
import { aboutWords, BOXES, KINDS, namesOf, rolesOf, type Shared } from "./shared";
import { Tiles } from "./Tiles";

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
  return (
    <Frame {...props} title={say("tell.adult.title")} place={door.name}>
      <p>{say("tell.adult.about")}</p>
      <Tiles
        legend={say("tell.adult.box")}
        shown
        look="rows"
        tiles={BOXES.map(value => ({ value, label: sayCode("concern.box.", value), about: say(BOX[value]) }))}
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
            tiles={[...people, ...roles].map(value => ({
              value,
              label: aboutWords(value),
              about: namesOf(door, value),
            }))}
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
        tiles={KINDS.map(value => ({ value, label: sayCode("concern.kind.", value) }))}
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
        max={8000}
      />
      <Field label={say("tell.when")} value={answers.when} onValue={when => answer({ when })} max={200} />
      <Naming shown />
      <SendButton {...props} />
      <Button look="quiet" symbol="back" onPress={() => change({ moment: "first" })}>
        {say("pwa.back")}
      </Button>
    </Frame>
  );
}
