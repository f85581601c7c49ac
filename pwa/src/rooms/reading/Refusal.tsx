import type { ProblemBody } from "../../api/types";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Problem } from "../../parts/problem/Problem";

/** Why something cannot be read. Whoever put the question for their second step away can have it again. */
export function Refusal(props: { of: ProblemBody; again: () => void }) {
  return (
    <Problem of={props.of} retry={props.again}>
      {props.of.key?.startsWith("access.factor.") && (
        <div class="side">
          <Button look="go" symbol="shield" onPress={props.again}>
            {say("reading.lock.go")}
          </Button>
        </div>
      )}
    </Problem>
  );
}
