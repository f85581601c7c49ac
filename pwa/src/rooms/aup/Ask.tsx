import { useState } from "preact/hooks";
import type { Statement } from "../../api/family";
import { post } from "../../api/send";
import { say, useSpoken } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { Field } from "../../parts/field/Field";
import { Problem } from "../../parts/problem/Problem";
import { useAction } from "../../use/action";
import { RingSchool } from "../family/RingSchool";

/** "I want to ask a question": the office rings, in the reader's language; meanwhile they read on. */
export function Ask(props: {
  seat: string;
  school: { name: string; phone: string };
  document?: string | undefined;
  statement?: Statement | undefined;
  onClose: () => void;
}) {
  const spoken = useSpoken();
  const { seat, school, document, statement } = props;
  const [words, setWords] = useState("");
  const [done, setDone] = useState(false);
  const ask = useAction(async intent => {
    const body = {
      language: spoken.tag,
      ...(document && { document }),
      ...(statement && { statement: statement.key }),
      ...(words.trim() && { words: words.trim() }),
    };
    await post("/api/aup/questions", { body, as: seat }, intent);
    setDone(true);
  });
  return (
    <Dialog title={say("family.ask.title")} onClose={props.onClose}>
      {done ? (
        <div class="stack" role="status">
          <p>{say("family.ask.done")}</p>
          <RingSchool {...school} />
          <Button look="go" wide onPress={props.onClose}>
            {say("family.ask.read_on")}
          </Button>
        </div>
      ) : (
        <form
          class="stack"
          onSubmit={event => {
            event.preventDefault();
            void ask.run();
          }}
        >
          {statement && (
            <blockquote lang={statement.lang} dir={statement.dir}>
              {statement.text}
            </blockquote>
          )}
          <p>{say("family.ask.about")}</p>
          <Field
            as="lines"
            label={say("family.ask.words")}
            hint={say("family.ask.words_hint")}
            value={words}
            onValue={setWords}
            max={1000}
          />
          {ask.problem && <Problem of={ask.problem} retry={ask.retry} />}
          <Button look="go" type="submit" wide busy={ask.busy}>
            {say("family.ask.go")}
          </Button>
          <RingSchool {...school} />
        </form>
      )}
    </Dialog>
  );
}
