import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { say, useSpoken } from "../../i18n/say";
import { forget, waiting } from "../../keep/keep";
import { Button } from "../../parts/button/Button";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { useLoad } from "../../use/load";
import { FamilyScreen } from "../family/FamilyScreen";
import { RingSchool } from "../family/RingSchool";
import { Done, type Ended } from "./Done";
import { isReplaced, toSign } from "./due";
import { homeOf, type Paper, papersOf, type ReadBefore, readForNothing, stepsOf } from "./papers";
import { Reading } from "./Reading";
import "./aup.css";

/** The signings of a seat that were kept, and that school refused because it has other words by now. */
const refused = (seat: string) => waiting.get().filter(one => one.as === seat && isReplaced(one));

/** They are answered anew, or asked no more. */
function settled(seat: string): void {
  for (const one of refused(seat)) void forget(one.id);
}

/** Everything that one school asks of one seat, for all its children, in one sitting. */
function Papers(props: { seat: string; onTitle: (school: string) => void }) {
  const { seat, onTitle } = props;
  const { route } = useLocation();
  const { tag } = useSpoken();
  const read = useRef<ReadBefore>(new Map());
  const [just, setJust] = useState(false);
  const [round, next] = useState(0);
  const [ended, end] = useState<Ended>();
  const load = useLoad(`${seat} ${tag} ${round}`, async signal => {
    const home = await homeOf(seat, signal);
    const before = new Map([...(await readForNothing(home.school.slug, refused(seat))), ...read.current]);
    const papers = await papersOf(home, toSign(home, waiting.get()), tag, before, signal);
    return { home, papers };
  });
  const found = load.data;
  const steps = useMemo(() => (found ? stepsOf(found.papers) : []), [found]);
  useEffect(() => {
    if (!found) return;
    onTitle(found.home.school.name);
    if (found.papers.length > 0 || ended) return;
    settled(seat);
    route("/home", true);
  }, [found, onTitle, route, ended, seat]);
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
        onEnd={how => {
          end(how);
          settled(seat);
        }}
        onReplaced={() => {
          // They had come to the signature: all of it was read.
          read.current = new Map(found.papers.map(one => [one.edition.document, one.edition]));
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
