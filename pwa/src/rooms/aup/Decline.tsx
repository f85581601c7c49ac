import { useRef, useState } from "preact/hooks";
import type { HomeSeat } from "../../api/family";
import { Intent } from "../../api/operation";
import { post } from "../../api/send";
import { type Key, say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Choice } from "../../parts/choice/Choice";
import { Dialog } from "../../parts/dialog/Dialog";
import { Field } from "../../parts/field/Field";
import { Problem } from "../../parts/problem/Problem";
import { Tick } from "../../parts/tick/Tick";
import { useAction } from "../../use/action";
import { For } from "./For";
import type { Paper } from "./papers";

const REASONS = ["disagree", "understand", "talk_first", "other"] as const;
type Why = (typeof REASONS)[number];

/** "I do not agree" is an answer: to what, why, and it goes to the school. */
export function Decline(props: {
  home: HomeSeat;
  papers: readonly Paper[];
  onClose: () => void;
  /** Told whether nothing is left to sign. */
  onDone: (all: boolean) => void;
}) {
  const { home, papers } = props;
  const [which, setWhich] = useState<ReadonlySet<string>>(
    () => new Set(papers.length === 1 ? papers.map(one => one.due.document) : []),
  );
  const [reason, setReason] = useState<Why>();
  const [words, setWords] = useState("");
  const [missing, setMissing] = useState(false);
  // One operation for each document, the same however often it has to be sent.
  const intents = useRef(new Map<string, Intent>());
  const [sent, setSent] = useState<ReadonlySet<string>>(new Set());
  const send = useAction(async () => {
    if (!reason) return;
    const done = new Set(sent);
    for (const { due, edition } of papers) {
      if (!which.has(due.document) || done.has(due.document)) continue;
      const intent = intents.current.get(due.document) ?? new Intent();
      intents.current.set(due.document, intent);
      const body = {
        document: due.document,
        version: due.version,
        edition: edition.edition,
        language: edition.language,
        pupils: due.pupils.map(one => one.id),
        reason,
        ...(words.trim() && { words: words.trim() }),
      };
      await post("/api/aup/decline", { body, as: home.id }, intent);
      done.add(due.document);
      setSent(new Set(done));
    }
    props.onDone(papers.every(one => done.has(one.due.document)));
  });
  return (
    <Dialog title={say("family.decline.title")} onClose={props.onClose}>
      <form
        class="stack"
        onSubmit={event => {
          event.preventDefault();
          const incomplete = which.size === 0 || !reason;
          setMissing(incomplete);
          if (!incomplete) void send.run();
        }}
      >
        <p>{say("family.decline.about")}</p>
        {papers.length > 1 && (
          <fieldset class="choice">
            <legend>{say("family.decline.which")}</legend>
            {papers.map(({ due, edition }) => (
              <Tick
                key={due.document}
                value={which.has(due.document)}
                onValue={yes => {
                  const next = new Set(which);
                  if (yes) next.add(due.document);
                  else next.delete(due.document);
                  setWhich(next);
                }}
                label={
                  <span lang={edition.language} dir={edition.dir}>
                    {edition.title}
                  </span>
                }
                about={<For due={due} />}
              />
            ))}
          </fieldset>
        )}
        <Choice
          legend={say("family.decline.why")}
          value={reason ?? ""}
          onValue={value => setReason(value as Why)}
          options={REASONS.map(one => ({ value: one, label: say(`family.decline.${one}` as Key) }))}
        />
        <Field
          as="lines"
          label={say("family.decline.words")}
          hint={say("family.ask.words_hint")}
          value={words}
          onValue={setWords}
          max={1000}
        />
        {missing && (
          <p class="wrong" role="alert">
            {say(which.size === 0 ? "family.decline.choose_which" : "family.decline.choose_why")}
          </p>
        )}
        {send.problem && <Problem of={send.problem} retry={send.retry} />}
        <Button type="submit" wide busy={send.busy}>
          {say("family.decline.go")}
        </Button>
        <Button look="quiet" wide onPress={props.onClose}>
          {say("family.decline.back")}
        </Button>
      </form>
    </Dialog>
  );
}
