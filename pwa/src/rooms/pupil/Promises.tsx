import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Due, Edition, PupilMe } from "../../api/family";
import { Refused } from "../../api/send";
import { say, useSpoken } from "../../i18n/say";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { useSession } from "../../session";
import { useAction } from "../../use/action";
import { useLoad } from "../../use/load";
import { editionFor, fetchEdition } from "../aup/papers";
import { readHome, sign } from "./ask";
import { ChildScreen } from "./ChildScreen";
import { Give } from "./Give";
import { AskFirst, Changed, Done, Hello, NothingToSign, SignNow } from "./moments";
import { ReadOne } from "./ReadOne";
import { forgetVisit, useVisit } from "./visit";

/** A child's promises: read one by one, signed with their own name, and the tablet given to the next. */
export default function Promises() {
  const me = useSession();
  const { route } = useLocation();
  const pupil = me?.kind === "pupil" ? me : undefined;
  useEffect(() => {
    if (pupil) return;
    forgetVisit(true);
    route("/class-code", true);
  }, [pupil, route]);
  return pupil ? <Visit me={pupil} /> : <Loading rows={3} />;
}

function Visit(props: { me: PupilMe }) {
  const { me } = props;
  const [{ step, version }] = useVisit();
  const home = useLoad("home", readHome);
  const seat = home.data?.seats[0];
  if (step === "done") return <Done name={me.pupil.name} />;
  if (!seat) {
    return (
      <ChildScreen title={say("pupil.hello.title", { Name: me.pupil.name })} tab={say("pupil.tab")}>
        {home.problem ? <Problem of={home.problem} retry={home.again} /> : <Loading rows={3} />}
        {home.problem && <Give />}
      </ChildScreen>
    );
  }
  const due = seat.due[0];
  if (!due) return <NothingToSign name={me.pupil.name} signed={seat.signed > 0} />;
  if (version && version !== due.version) return <Changed version={due.version} />;
  return <Reading key={due.version} me={me} due={due} again={home.again} />;
}

/** One version, in the language on screen or, where nobody has put it into that, in English. */
function Reading(props: { me: PupilMe; due: Due; again: () => void }) {
  const { me, due } = props;
  const { tag } = useSpoken();
  const [{ step }, change] = useVisit();
  const edition = editionFor(due, tag);
  const load = useLoad(edition, () => fetchEdition(me.school.slug, edition));
  const signing = useAction(async (intent, shown: Edition) => {
    try {
      await sign(due, shown, intent);
      change({ step: "done" });
    } catch (no) {
      // School published other words meanwhile: what is asked now says so.
      if (no instanceof Refused && no.body.kind === "conflict") props.again();
      throw no;
    }
  });
  const document = load.data;
  if (!document) {
    return (
      <ChildScreen title={say("pupil.hello.title", { Name: me.pupil.name })} tab={say("pupil.tab")}>
        {load.problem ? <Problem of={load.problem} retry={load.again} /> : <Loading rows={3} />}
        {load.problem && <Give />}
      </ChildScreen>
    );
  }
  if (step === "sign") return <SignNow name={me.pupil.name} document={document} by={signing} />;
  if (step === "ask") return <AskFirst />;
  if (typeof step !== "number") return <Hello name={me.pupil.name} due={due} document={document} />;
  const statement = document.statements[step];
  return statement ? <ReadOne key={step} edition={document} statement={statement} at={step} /> : null;
}
