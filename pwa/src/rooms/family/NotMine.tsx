import { useState } from "preact/hooks";
import type { LetterLook } from "../../api/family";
import { post } from "../../api/send";
import { Say, say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { Problem } from "../../parts/problem/Problem";
import { useAction } from "../../use/action";
import { RingSchool } from "./RingSchool";

/** A letter in the wrong hands: it stops working, and the office finds out whose it is. */
export function NotMine(props: { code: string; letter: LetterLook; onClose: () => void }) {
  const [done, setDone] = useState(false);
  const tell = useAction(async intent => {
    await post("/api/letters/not-mine", { body: { code: props.code }, as: "" }, intent);
    setDone(true);
  });
  return (
    <Dialog
      title={say("letter.page.not_mine")}
      onClose={() => {
        if (done) location.replace("/letter");
        else props.onClose();
      }}
    >
      {done ? (
        <div role="status" class="stack">
          <p>{say("letter.page.not_mine_done")}</p>
          <RingSchool {...props.letter.school} />
        </div>
      ) : (
        <>
          <p>
            <Say k="letter.page.not_mine_about" with={{ Child: props.letter.child }} />
          </p>
          {tell.problem && <Problem of={tell.problem} retry={tell.retry} />}
          <Button wide busy={tell.busy} onPress={() => void tell.run()}>
            {say("letter.page.not_mine_go")}
          </Button>
          <Button look="quiet" wide onPress={props.onClose}>
            {say("letter.page.not_mine_back")}
          </Button>
        </>
      )}
    </Dialog>
  );
}
