import { post } from "../../api/send";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Problem } from "../../parts/problem/Problem";
import { useAction } from "../../use/action";
import { leaveTablet } from "./leave";

/** Signs the child out and gives the tablet on; without a network it says that the next child must wait. */
export function useGive() {
  return useAction(async intent => {
    await post("/api/sign-out", { body: {} }, intent);
    leaveTablet();
  });
}

/** The way out of every moment: the tablet is given to the next person, and nothing of this one stays on it. */
export function Give(props: { look?: "go" | "plain"; by?: ReturnType<typeof useGive> }) {
  const own = useGive();
  const give = props.by ?? own;
  return (
    <>
      {give.problem && (
        <Problem of={give.problem} retry={give.retry}>
          <p>{say("pupil.leave.not_yet")}</p>
        </Problem>
      )}
      <Button look={props.look ?? "plain"} symbol="out" wide busy={give.busy} onPress={() => void give.run()}>
        {say("pupil.done.give")}
      </Button>
    </>
  );
}
