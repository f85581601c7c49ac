import { useState } from "preact/hooks";
import type { OpenedNotice, Seat } from "../../api/family";
import { post } from "../../api/send";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Problem } from "../../parts/problem/Problem";
import { useAction } from "../../use/action";
import { leaveFamily } from "../family/leave";
import { Said, useAnswer } from "./Answers";

/** A sign-in that was not the reader's: end them all, and talk to the school. Behind a press, with what it brings. */
export function NotMe(props: { seat: Seat; notice: OpenedNotice; onAnswer: (next: OpenedNotice) => void }) {
  const { notice } = props;
  const [open, set] = useState(notice.answered !== undefined);
  const call = useAnswer(props);
  const out = useAction(async intent => {
    await post("/api/sign-out-everywhere", { body: {}, as: props.seat.id }, intent);
    await leaveFamily();
  });
  // The press stays where it is, and with it the focus: what it brings opens beneath.
  return (
    <>
      <Button wide expanded={open} onPress={() => set(!open)}>
        {say("notice.sign_in.not_me")}
      </Button>
      {open && (
        <Card>
          <p>{say("notice.sign_in.out_about")}</p>
          {out.problem && <Problem of={out.problem} retry={out.retry} />}
          <Button wide symbol="out" busy={out.busy} onPress={() => void out.run()}>
            {say("pwa.who.sign_out_everywhere")}
          </Button>
          <p>{say("notice.sign_in.ring")}</p>
          {call.problem && <Problem of={call.problem} retry={call.retry} />}
          {notice.answers.includes("call") && (
            <Button wide symbol="call" busy={call.busy} onPress={() => void call.run("call")}>
              {say("notice.answer.call")}
            </Button>
          )}
          <Said of={notice} />
        </Card>
      )}
    </>
  );
}
