import type { OpenedNotice, Seat } from "../../api/family";
import { post } from "../../api/send";
import { moment } from "../../i18n/dates";
import { type Key, say, useSpoken } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Icon } from "../../parts/icon/Icon";
import { Problem } from "../../parts/problem/Problem";
import { now } from "../../session";
import { useAction } from "../../use/action";

interface Answering {
  seat: Seat;
  notice: OpenedNotice;
  onAnswer: (next: OpenedNotice) => void;
}

/** Gives an answer; what school answers is the message as it is then. */
export function useAnswer({ seat, notice, onAnswer }: Answering) {
  const { tag } = useSpoken();
  return useAction(async (intent, answer: "come" | "call") => {
    const body = { answer, language: tag };
    onAnswer(await post("/api/notices/{id}/answer", { path: { id: notice.id }, body, as: seat.id }, intent));
  });
}

/** What was answered last, as school has it. */
export function Said(props: { of: OpenedNotice }) {
  const said = props.of.answered;
  return (
    <div role="status">
      {said && (
        <p class="side said">
          <Icon name="check" />
          <span class="grow">{say(`notice.said.${said.answer}`, { When: moment(said.at, now()) })}</span>
        </p>
      )}
    </div>
  );
}

/** What is asked; nothing any more where there is no answer to give. */
function titleOf(answers: OpenedNotice["answers"]): Key {
  if (answers.length === 0) return "notice.said.title";
  return answers.includes("come") ? "notice.answer.title" : "notice.answer.speak";
}

/** The answers that may be given now, each of the same weight, and the one that was. */
export function Answers(props: Answering) {
  const { notice } = props;
  const { answers, answered } = notice;
  const give = useAnswer(props);
  if (answers.length === 0 && !answered) return null;
  // It went home: that somebody will come is no longer so. That the office rings them still is.
  if (notice.over && answered?.answer === "come") return null;
  return (
    <Card title={say(titleOf(answers))}>
      {answers.length > 0 && (
        <div class="either">
          {answers.map(one => (
            <Button
              key={one}
              busy={give.busy}
              {...(answered?.answer === one && { symbol: "check" as const })}
              onPress={() => void give.run(one)}
            >
              {say(`notice.answer.${one}`)}
            </Button>
          ))}
        </div>
      )}
      {give.problem && <Problem of={give.problem} retry={give.retry} />}
      <Said of={notice} />
      {answered && answers.length > 0 && <p class="quietly">{say("notice.said.change")}</p>}
    </Card>
  );
}
