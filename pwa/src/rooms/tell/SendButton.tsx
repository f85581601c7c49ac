import { say, useSpoken } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Problem } from "../../parts/problem/Problem";
import { useAction } from "../../use/action";
import { ended, saysSomething, sentOf, telling, useTelling } from "./form";
import { Numbers } from "./Numbers";
import { practise, send } from "./send";
import type { Shared } from "./shared";
import { whenRead } from "./when";

/**
 * Sends what was answered, once however often it is pressed. Where it could be neither sent nor kept, the numbers come
 * first and the words stay on the screen.
 */
export function SendButton(props: Shared) {
  const { door, practice } = props;
  const { tag } = useSpoken();
  const [{ answers }] = useTelling();
  const go = useAction(async () => {
    const now = telling.get();
    const became = practice ? practise() : await send(door, receipt => sentOf(now, tag, receipt));
    ended({ ...became, danger: now.answers.danger === "yes" });
  });
  const something = saysSomething(answers);
  return (
    <>
      {go.problem && (
        <>
          <Numbers door={door} short />
          <Problem of={go.problem} retry={go.retry}>
            <p>{say(door.key ? "tell.failed.stays" : "tell.failed.no_key")}</p>
          </Problem>
        </>
      )}
      <p class="child-note">
        {practice ? say("tell.practice.about") : whenRead(door)} {say("tell.secret")}
      </p>
      <Button
        look="go"
        wide
        busy={go.busy}
        not={something ? undefined : say("tell.send_nothing")}
        onPress={() => void go.run()}
      >
        {say(practice ? "tell.practice.send" : "tell.send")}
      </Button>
    </>
  );
}
