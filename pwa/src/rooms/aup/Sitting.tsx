import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import type { Edition } from "../../api/family";
import { say, useSpoken } from "../../i18n/say";
import { waiting } from "../../keep/keep";
import { Button } from "../../parts/button/Button";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { useStore } from "../../store";
import { useLoad } from "../../use/load";
import { FamilyScreen } from "../family/FamilyScreen";
import { RingSchool } from "../family/RingSchool";
import { Done, type Ended } from "./Done";
import { toSign } from "./due";
import { homeOf, type Paper, papersOf, stepsOf } from "./papers";
import { Reading } from "./Reading";
import "./aup.css";

/** What this page has shown of each document: after a change only the difference needs to be read. */
type Read = Map<string, Edition>;

/** Everything that one school asks of one seat, for all its children, in one sitting. */
function Papers(props: { seat: string; onTitle: (school: string) => void }) {
  const { seat, onTitle } = props;
  const { route } = useLocation();
  const { tag } = useSpoken();
  const kept = useStore(waiting);
  const read = useRef<Read>(new Map());
  const [just, setJust] = useState(false);
  const [round, next] = useState(0);
  const [ended, end] = useState<Ended>();
  const keptNow = useRef(kept);
  keptNow.current = kept;
  const load = useLoad(`${seat} ${tag} ${round}`, async signal => {
    const home = await homeOf(seat, signal);
    const papers = await papersOf(home, toSign(home, keptNow.current), tag, read.current, signal);
    return { home, papers };
  });
  const found = load.data;
  const steps = useMemo(() => (found ? stepsOf(found.papers) : []), [found]);
  useEffect(() => {
    if (!found) return;
    onTitle(found.home.school.name);
    // What is on the table has been shown; an earlier version stays to be compared until the new one is signed.
    for (const { edition } of found.papers)
      if (!read.current.has(edition.document)) read.current.set(edition.document, edition);
    if (found.papers.length === 0 && !ended) route("/home", true);
  }, [found, onTitle, route, ended]);
  if (ended) return <Done ended={ended} />;
  if (load.problem) {
    return (
      <>
        <Problem of={load.problem} retry={load.again} />
        <Button wide href="/home">
          {say("family.sitting.home")}
        </Button>
      </>
    );
  }
  if (!found || found.papers.length === 0) return <Loading rows={3} />;
  return (
    <>
      <Reading
        key={versions(found.papers)}
        home={found.home}
        papers={found.papers}
        steps={steps}
        just={just}
        onEnd={end}
        onReplaced={() => {
          setJust(true);
          next(n => n + 1);
        }}
        onAnswered={() => next(n => n + 1)}
      />
      <RingSchool {...found.home.school} />
    </>
  );
}

/** Reading begins anew where the versions are others. */
const versions = (papers: readonly Paper[]) => papers.map(one => one.due.version).join(" ");

/** The sitting of one seat: read, talk, sign. */
export default function Sitting() {
  const { params } = useRoute();
  const [school, setSchool] = useState("");
  return (
    <FamilyScreen title={say("family.sitting.title")} place={school}>
      <Papers key={params.seat} seat={params.seat ?? ""} onTitle={setSchool} />
    </FamilyScreen>
  );
}
