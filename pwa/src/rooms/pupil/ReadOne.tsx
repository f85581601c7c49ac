import type { Edition, Statement } from "../../api/family";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Zebra } from "../../parts/zebra/Zebra";
import { OnePromise } from "../aup/Promise";
import { ChildScreen } from "./ChildScreen";
import { useVisit } from "./visit";

/** One promise by itself: its symbol, its words, a voice, the English; then the next, the one before, or a question. */
export function ReadOne(props: { edition: Edition; statement: Statement; at: number }) {
  const { edition, statement, at } = props;
  const [, change] = useVisit();
  const all = edition.statements.length;
  const title = say("pupil.read.title", { Number: at + 1, All: all });
  return (
    <ChildScreen title={title} tab={say("pupil.tab")}>
      <Zebra done={at + 1} of={all} label={title} />
      <OnePromise edition={edition} statement={statement} />
      <div class="child-foot">
        <Button look="go" wide onPress={() => change({ step: at + 1 < all ? at + 1 : "sign" })}>
          {say("pupil.read.next")}
        </Button>
        <div class="two">
          <Button wide onPress={() => change({ step: at > 0 ? at - 1 : "hello" })}>
            {say("pupil.read.back")}
          </Button>
          <Button wide onPress={() => change({ step: "ask", from: at })}>
            {say("pupil.read.ask")}
          </Button>
        </div>
      </div>
    </ChildScreen>
  );
}
