import type { AnyComponent } from "preact";
import { useState } from "preact/hooks";
import { type Key, Say, say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Icon } from "../../parts/icon/Icon";
import type { IconName } from "../../parts/icon/paths";
import { Tongue } from "../../parts/tongue/Tongue";
import { may, useMe } from "../../session";
import type { Step } from "./ActDialog";
import { Answer } from "./Answer";
import { JoinDevice } from "./Device";
import type { Panel } from "./panel";
import { AskInterpreter, DecideParents, forAnHour, Hand, KeepFrom, SetStatus, WriteNote } from "./steps";

const STEPS: readonly { key: string; label: Key; symbol: IconName; sheet: AnyComponent<Step> }[] = [
  { key: "answer", label: "reading.answer.start", symbol: "talk", sheet: Answer },
  { key: "status", label: "reading.status.start", symbol: "check", sheet: SetStatus },
  { key: "parents", label: "reading.parents.start", symbol: "keeps", sheet: DecideParents },
  { key: "note", label: "reading.note.start", symbol: "sheet", sheet: WriteNote },
  { key: "hand", label: "reading.hand.start", symbol: "people", sheet: Hand },
  { key: "interpreter", label: "reading.interpreter.start", symbol: "globe", sheet: AskInterpreter },
  { key: "device", label: "reading.device.start", symbol: "kept", sheet: JoinDevice },
  { key: "from", label: "reading.from.start", symbol: "no", sheet: KeepFrom },
];

/** What a reader can do now: answer, and the steps beside it. */
export function ToDo(props: Panel) {
  const { of } = props;
  const me = useMe();
  const [open, set] = useState("");
  const Sheet = STEPS.find(one => one.key === open)?.sheet;
  const child = of.box === "welfare";
  const hour = forAnHour(of);
  const not = {
    answer: !of.form, // the product told it: nobody waits
    parents: !child || !(of.decides || hour), // in an hour at night too
    device: !may(me, "hold"), // the hold of a device is the safeguarding team's
    hand: hour,
    from: !of.decides,
  };
  const here = STEPS.filter(one => !not[one.key as keyof typeof not]);
  return (
    <div class="stack no-print">
      <Card title={say("reading.todo")}>
        {!of.form && <p>{say("reading.answer.nobody")}</p>}
        {child && (
          <p class="side">
            <Icon name={of.parents ? "check" : "wait"} />
            <span class="grow">
              {say(
                of.parents === "yes"
                  ? "reading.parents.yes_now"
                  : of.parents === "no"
                    ? "reading.parents.no_now"
                    : "reading.parents.owed",
              )}
            </span>
          </p>
        )}
        {of.interpreter && (
          <p class="side">
            <Icon name="globe" />
            <span class="grow">
              <Say k="reading.interpreter.asked" with={{ Language: <Tongue tag={of.interpreter} /> }} />
            </span>
          </p>
        )}
        {of.confiscation && (
          <p>
            <Button small symbol="kept" href={`/confiscations/${of.confiscation}`}>
              {say("reading.device.open")}
            </Button>
          </p>
        )}
        {!of.decides && <p>{say(hour ? "reading.glass.hour" : "reading.hand.not_decides")}</p>}
        <div class="side steps">
          {here.map(one => (
            <Button
              key={one.key}
              look={one.key === "answer" ? "go" : "plain"}
              symbol={one.symbol}
              onPress={() => set(one.key)}
            >
              {say(one.label)}
            </Button>
          ))}
        </div>
      </Card>
      {Sheet && <Sheet panel={props} onClose={() => set("")} />}
    </div>
  );
}
