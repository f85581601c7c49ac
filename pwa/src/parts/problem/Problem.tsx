import type { ComponentChildren } from "preact";
import type { ProblemBody } from "../../api/types";
import { say } from "../../i18n/say";
import { Button } from "../button/Button";
import { Icon } from "../icon/Icon";
import { WhyBox } from "../why-box/WhyBox";

/**
 * What did not work, what it means and what to do: the server's sentence, the parts at fault, the policy's sentence
 * where it rests on one, and a way to try again where that can help.
 */
export function Problem(props: { of: ProblemBody; retry?: (() => void) | undefined; children?: ComponentChildren }) {
  const { of } = props;
  const wait = of.kind === "not_yet";
  const transient = ["offline", "unavailable", "internal", "too_many"].includes(of.kind);
  return (
    <div class={wait ? "problem wait" : "problem"} role="alert">
      <p class="title">
        <Icon name={wait ? "wait" : "alert"} />
        <span class="grow">{of.title}</span>
      </p>
      {of.kind === "offline" && <p>{say("pwa.problem.nothing_lost")}</p>}
      {of.parts && of.parts.length > 0 && (
        <ul>
          {of.parts.map(part => (
            <li key={part.field + part.title}>{part.title}</li>
          ))}
        </ul>
      )}
      {of.why && <WhyBox why={of.why} open />}
      {props.children}
      {props.retry && transient && (
        <div class="side">
          <Button onPress={props.retry}>{say("pwa.try_again")}</Button>
        </div>
      )}
    </div>
  );
}
