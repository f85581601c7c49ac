import { say, sayCode } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { type Step, useTelling } from "./form";
import { SendButton } from "./SendButton";
import { aboutWords, namesOf, type Shared } from "./shared";

/** Everything that was answered, each a tap away, and the one button that sends it. */
export function Check(props: Shared) {
  const [{ answers }, change] = useTelling();
  const { door } = props;
  const about = answers.about.map(one => {
    const names = namesOf(door, one);
    return names ? `${aboutWords(one)} (${names})` : aboutWords(one);
  });
  const name = [answers.naming && sayCode("concern.naming.", answers.naming)];
  if (answers.naming === "named" || answers.naming === "lead_only") name.push(answers.name, answers.class);
  const rows: { step: Step; asked: string; said: string }[] = [
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
    { step: "naming", asked: say("tell.ask.naming"), said: name.filter(Boolean).join(", ") },
  ];
  return (
    <>
      <ul class="answers">
        {rows.map(row => (
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
