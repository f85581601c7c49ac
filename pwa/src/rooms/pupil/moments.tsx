import { useEffect } from "preact/hooks";
import type { Due, Edition } from "../../api/family";
import { Say, say, sayMany } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Problem } from "../../parts/problem/Problem";
import { Pictogram } from "../../parts/symbol/Symbol";
import type { Action } from "../../use/action";
import { ChildScreen } from "./ChildScreen";
import { Give, useGive } from "./Give";
import { ReadIn } from "./ReadIn";
import { useVisit } from "./visit";

// The moments around the reading of a child's promises, a screen each.

/** How long the last page stands before the tablet is given on by itself, in milliseconds. */
const LAST_PAGE = 60_000;

/** Who is there, what comes, and the way to begin. */
export function Hello(props: { name: string; due: Due; document: Edition }) {
  const [, change] = useVisit();
  return (
    <ChildScreen title={say("pupil.hello.title", { Name: props.name })} tab={say("pupil.tab")}>
      {props.due.state === "changed" && <p class="child-note">{say("pupil.hello.changed")}</p>}
      <p>{sayMany("pupil.hello.about", props.document.statements.length)}</p>
      <p>{say("pupil.hello.how")}</p>
      <ReadIn due={props.due} />
      <Button look="go" wide onPress={() => change({ step: 0, version: props.due.version })}>
        {say("pupil.hello.go")}
      </Button>
      <Give />
    </ChildScreen>
  );
}

/** Nothing is asked of this child: they have signed, or their school asks nothing of their year yet. */
export function NothingToSign(props: { name: string; signed: boolean }) {
  return (
    <ChildScreen title={say("pupil.hello.title", { Name: props.name })} tab={say("pupil.tab")}>
      <p>{say(props.signed ? "pupil.hello.signed" : "pupil.hello.nothing")}</p>
      <Give look="go" />
    </ChildScreen>
  );
}

/** School has other words since the child began. */
export function Changed(props: { version: string }) {
  const [, change] = useVisit();
  return (
    <ChildScreen title={say("pupil.changed.title")} tab={say("pupil.tab")}>
      <p>{say("pupil.changed.about")}</p>
      <Button look="go" wide onPress={() => change({ step: 0, version: props.version })}>
        {say("pupil.changed.go")}
      </Button>
    </ChildScreen>
  );
}

/** Asking first is a good answer: nothing is signed, and nobody is told that the child did not. */
export function AskFirst() {
  const [{ from }, change] = useVisit();
  return (
    <ChildScreen title={say("pupil.ask.title")} tab={say("pupil.tab")}>
      <p>{say("pupil.ask.about")}</p>
      <p>
        <b>{say("pupil.ask.nothing")}</b>
      </p>
      <Button wide onPress={() => change({ step: from })}>
        {say("pupil.ask.back")}
      </Button>
      <Give />
    </ChildScreen>
  );
}

/** All is read: the child signs with their own name, looks again, or asks first. */
export function SignNow(props: { name: string; document: Edition; by: Action<[Edition]> }) {
  const { document, by } = props;
  const [, change] = useVisit();
  return (
    <ChildScreen title={say("pupil.sign.title")} tab={say("pupil.tab")}>
      <p>{sayMany("pupil.sign.read", document.statements.length)}</p>
      <p>{say("pupil.sign.about")}</p>
      {by.problem && (
        <Problem of={by.problem} retry={by.retry}>
          {by.problem.kind === "offline" && <p>{say("pupil.sign.once")}</p>}
        </Problem>
      )}
      <Button look="go" wide busy={by.busy} onPress={() => void by.run(document)}>
        <Say k="pupil.sign.go" with={{ Name: props.name }} />
      </Button>
      <div class="two">
        <Button wide onPress={() => change({ step: 0 })}>
          {say("pupil.sign.look")}
        </Button>
        <Button wide onPress={() => change({ step: "ask", from: "sign" })}>
          {say("pupil.sign.ask")}
        </Button>
      </div>
    </ChildScreen>
  );
}

/** It is signed. The tablet goes on, by a tap or by itself: whoever is next finds nothing of this child. */
export function Done(props: { name: string }) {
  const give = useGive();
  const { run } = give;
  useEffect(() => {
    const timer = setTimeout(() => void run(), LAST_PAGE);
    return () => clearTimeout(timer);
  }, [run]);
  return (
    <ChildScreen title={say("pupil.done.title", { Name: props.name })} tab={say("pupil.tab")}>
      <Pictogram name="tick" big />
      <p>{say("pupil.done.about")}</p>
      <p>{say("pupil.done.worry")}</p>
      <Give look="go" by={give} />
      <p class="muted">{say("pupil.done.closes")}</p>
    </ChildScreen>
  );
}
