import { say, sayCode } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { type Answers, type Step, telling, useTelling } from "./form";
import { SendButton } from "./SendButton";
import { aboutWords, aloudOf, namesOf, type Shared } from "./shared";
import { whenRead } from "./when";

/** The questions, each with what was answered. */
function rowsOf({ door }: Shared, answers: Answers): { step: Step; asked: string; said: string }[] {
  const about = answers.about.map(one => {
    const names = namesOf(door, one);
    return names ? `${aboutWords(one)} (${names})` : aboutWords(one);
  });
  const name = [answers.naming && sayCode("concern.naming.", answers.naming)];
  if (answers.naming === "named" || answers.naming === "lead_only") {
    name.push(answers.name.trim() || say("tell.naming.none"), answers.class);
  }
  return [
    { step: "about", asked: say("tell.ask.about"), said: about.join(", ") },
    {
      step: "kinds",
      asked: say("tell.ask.kinds"),
      said: answers.kinds.map(one => sayCode("concern.kind.", one)).join(", "),
    },
    { step: "feel", asked: say("tell.ask.feel"), said: answers.feel && sayCode("concern.feel.", answers.feel) },
    {
      step: "danger",
      asked: say("tell.ask.danger"),
      said: answers.danger && say(answers.danger === "yes" ? "tell.danger.yes" : "tell.danger.no"),
    },
    { step: "story", asked: say("tell.ask.story"), said: [answers.story, answers.when].filter(Boolean).join("\n") },
    { step: "naming", asked: say("tell.ask.naming"), said: name.filter(Boolean).join("\n") },
  ];
}

/** The same as it is read aloud; the answers only where the device reads by itself. */
export const checkAloud = (props: Shared, own: boolean) =>
  aloudOf(
    ...rowsOf(props, telling.get().answers).flatMap(row => [row.asked, own && (row.said || say("tell.check.nothing"))]),
    props.practice ? say("tell.practice.about") : whenRead(props.door),
    say("tell.secret"),
  );

/** Everything that was answered, each a tap away, and the one button that sends it. */
export function Check(props: Shared) {
  const [{ answers }, change] = useTelling();
  return (
    <>
      <ul class="answers">
        {rowsOf(props, answers).map(row => (
          <li key={row.step}>
            <span>
              <b>{row.asked}</b>
              <bdi>{row.said || say("tell.check.nothing")}</bdi>
            </span>
            <Button
              small
              onPress={() => change({ step: row.step })}
              label={`${say("tell.check.change")}: ${row.asked}`}
            >
              {say("tell.check.change")}
            </Button>
          </li>
        ))}
      </ul>
      <SendButton {...props} />
    </>
  );
}
