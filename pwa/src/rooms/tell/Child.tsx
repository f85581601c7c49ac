import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { say, sayCode, useSpoken } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Field } from "../../parts/field/Field";
import { Zebra } from "../../parts/zebra/Zebra";
import { Check, checkAloud } from "./Check";
import { Frame } from "./Frame";
import { Full, MOST } from "./Full";
import { type Answers, answer, isRole, type Step, stepsOf, useTelling } from "./form";
import { Naming, namingAloud } from "./Naming";
import { useOwnVoice } from "./own-voice";
import { aboutWords, aloudOf, FEELS, KINDS, namesOf, rolesOf, type Shared, tilesAloud, YOUNG_KINDS } from "./shared";
import { type Tile, Tiles } from "./Tiles";

const TITLES = {
  about: "tell.ask.about",
  whom: "tell.ask.whom",
  kinds: "tell.ask.kinds",
  feel: "tell.ask.feel",
  danger: "tell.ask.danger",
  story: "tell.ask.story",
  naming: "tell.ask.naming",
  check: "tell.ask.check",
} as const satisfies Record<Step, string>;

/** A child's form: one question a screen. Every one can be left out. */
export function Child(props: Shared) {
  const [{ step, answers, band }, change] = useTelling();
  const steps = stepsOf(answers);
  const at = Math.max(0, steps.indexOf(step));
  const go = (to: number) => {
    const next = steps[to];
    if (next) change({ step: next });
    else change({ moment: "first" });
  };
  const own = useOwnVoice(useSpoken().tag);
  const title = say(TITLES[step]);
  const { tiles, many, about } = question(step, props, answers, band !== "ks2");
  const aloud = aloudOf(title, about, tilesAloud(tiles), ...restAloud(step, props, answers, own));
  return (
    <Frame {...props} key={step} title={title} aloud={aloud}>
      <Zebra done={at + 1} of={steps.length} label={say("tell.step", { Number: at + 1, All: steps.length })} />
      {about && <p>{about}</p>}
      {tiles.length > 0 && (
        <Tiles legend={title} tiles={tiles} many={many} value={chosen(step, answers)} onValue={picked(step, answers)} />
      )}
      {step === "danger" && answers.danger === "yes" && <DangerFirst />}
      {step === "story" && <Story />}
      {step === "naming" && <Naming />}
      {step === "check" && <Check {...props} />}
      <nav class="steps-foot" aria-label={say("tell.steps")}>
        {step !== "check" && (
          <Button look="go" wide onPress={() => go(at + 1)}>
            {say("tell.next")}
          </Button>
        )}
        <Button look="quiet" symbol="back" onPress={() => go(at - 1)}>
          {say("pwa.back")}
        </Button>
      </nav>
    </Frame>
  );
}

/** What is read after a question's answers: whatever else stands on its screen. */
function restAloud(step: Step, props: Shared, { danger, naming }: Answers, own: boolean): (string | false)[] {
  switch (step) {
    case "danger":
      return [danger === "yes" && say("tell.danger.first")];
    case "story":
      return [say("tell.story.label"), say("tell.story.words")];
    case "naming":
      return [namingAloud(), naming === "anonymous" && say("tell.naming.guess")];
    case "check":
      return [checkAloud(props, own)];
    default:
      return [];
  }
}

/** 999 comes before the next question, and does not end the form. */
export function DangerFirst(props: { says?: "tell.danger.still" }) {
  const box = useRef<HTMLDivElement>(null);
  // On a small telephone it would begin below what is in sight.
  useEffect(() => box.current?.scrollIntoView?.({ block: "nearest" }), []);
  return (
    <div class="problem" role="alert" ref={box}>
      <p class="title">
        <span class="grow">{say(props.says ?? "tell.danger.first")}</span>
      </p>
      <a class="button danger wide" href="tel:999">
        <span>{say("tell.danger.call")}</span>
      </a>
    </div>
  );
}

interface Question {
  tiles: Tile[];
  many: boolean;
  about?: ComponentChildren & string;
}

const coded = (prefix: string, codes: readonly string[]): Tile[] =>
  codes.map(value => ({ value, label: sayCode(prefix, value) }));

/** What a question offers to tap, and what is said under it. */
function question(step: Step, { door }: Shared, _answers: Answers, young: boolean): Question {
  switch (step) {
    case "about": {
      const codes = ["me", ...(young ? [] : ["friend"]), "child", "home", "outsider", "staff"];
      return { tiles: codes.map(value => ({ value, label: aboutWords(value) })), many: true, about: say("tell.many") };
    }
    case "whom": {
      const roles = rolesOf(door).map(value => {
        const [role, names] = [aboutWords(value), namesOf(door, value)];
        // The youngest know who somebody is by the name, not by what they are.
        return young && names ? { value, label: names, about: role } : { value, label: role, about: names };
      });
      const others = ["staff", "visitor"].map(value => ({
        value,
        label: say(value === "staff" ? "tell.whom.other" : "tell.whom.visitor"),
      }));
      return { tiles: [...roles, ...others], many: true, about: say("tell.whom.about") };
    }
    case "kinds":
      return { tiles: coded("concern.kind.", young ? YOUNG_KINDS : KINDS), many: true, about: say("tell.many") };
    case "feel":
      return { tiles: coded("concern.feel.", FEELS), many: false };
    case "danger":
      return {
        tiles: [
          { value: "yes", label: say("tell.danger.yes") },
          { value: "no", label: say("tell.danger.no") },
        ],
        many: false,
      };
    case "story":
      return { tiles: [], many: false, about: say(young ? "tell.story.young" : "tell.story.about") };
    case "naming":
    case "check":
      return { tiles: [], many: false };
  }
}

function chosen(step: Step, answers: Answers): readonly string[] {
  switch (step) {
    case "about":
      // Whoever is named on the next screen is "a grown-up at school" on this one.
      return [...new Set(answers.about.map(one => (isRole(one) ? "staff" : one)))];
    case "whom":
      return answers.about.filter(one => isRole(one) || one === "staff" || one === "visitor");
    case "kinds":
      return answers.kinds;
    case "feel":
      return [answers.feel];
    case "danger":
      return [answers.danger];
    default:
      return [];
  }
}

const picked = (step: Step, answers: Answers) => (value: string[]) => {
  if (step === "kinds") return answer({ kinds: value });
  if (step === "feel") return answer({ feel: value[0] ?? "" });
  if (step === "danger") return answer({ danger: value[0] === "yes" ? "yes" : "no" });
  const roles = answers.about.filter(isRole);
  if (step === "whom") {
    const others = answers.about.filter(one => !isRole(one) && one !== "staff" && one !== "visitor");
    // Whoever is named takes the place of "somebody who works here", which can be tapped again beside them.
    const named = value.some(one => isRole(one) && !answers.about.includes(one));
    return answer({ about: [...others, ...(named ? value.filter(one => one !== "staff") : value)] });
  }
  // Somebody who was named stays named, unless nobody at school is meant any more.
  const kept = value.includes("staff") && roles.length > 0;
  return answer({ about: kept ? [...value.filter(one => one !== "staff"), ...roles] : value });
};

/** What happened, in their own words; for the older ones when and where as well. */
function Story() {
  const [{ answers, band }] = useTelling();
  return (
    <>
      <Field
        as="lines"
        label={say("tell.story.label")}
        value={answers.story}
        onValue={story => answer({ story })}
        max={MOST}
      />
      <Full text={answers.story} />
      {band === "ks2" && (
        <Field label={say("tell.when")} value={answers.when} onValue={when => answer({ when })} max={200} />
      )}
      <p class="quietly">{say("tell.story.words")}</p>
    </>
  );
}
