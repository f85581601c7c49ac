import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Say, say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Empty } from "../../parts/empty/Empty";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { enter, useSession } from "../../session";
import { useAction } from "../../use/action";
import { comeIn, type FoundClass, lookAtCode } from "./ask";
import { ChildScreen } from "./ChildScreen";
import { CodeKeys } from "./CodeKeys";
import { LONG } from "./code";
import { forgetVisit, useVisit } from "./visit";

/**
 * How a child comes in at school: the class's code, one's own name, "is that you?". All of it is one address, so that
 * no step of it can be reached by "back".
 */
export default function ClassCode() {
  const me = useSession();
  const { route } = useLocation();
  const [{ found, one }] = useVisit();
  const here = me?.kind === "pupil";
  useEffect(() => {
    if (here) route("/promises", true);
  }, [here, route]);
  if (here) return <Loading rows={3} />;
  if (!found) return <TypeCode />;
  return one ? <IsThatYou key={one.id} one={one} /> : <Names of={found} />;
}

function TypeCode() {
  const [{ code, timeUp }, change] = useVisit();
  const look = useAction(async intent => change({ found: await lookAtCode(code, intent), timeUp: false }));
  return (
    <ChildScreen key="code" title={say("pupil.code.title")} tab={say("pupil.code.title")} focused>
      {timeUp && <p class="child-note">{say("pupil.code.out")}</p>}
      <p>{say("pupil.code.about")}</p>
      <CodeKeys
        value={code}
        onValue={typed => {
          look.clear();
          change({ code: typed });
        }}
        busy={look.busy}
        onGo={() => {
          if (code.length === LONG) void look.run();
        }}
      />
      {look.problem && <Problem of={look.problem} retry={look.retry} />}
    </ChildScreen>
  );
}

function Names(props: { of: FoundClass }) {
  const { of } = props;
  const [, change] = useVisit();
  return (
    <ChildScreen key="names" title={say("pupil.names.title")} tab={say("pupil.names.title")}>
      <p>
        <Say k="pupil.names.about" with={{ Class: of.class, School: of.school.name }} />
      </p>
      {of.names.length === 0 && <Empty title={say("pupil.names.empty")} />}
      <ul class="class-names">
        {of.names.map(name => (
          <li key={name.id}>
            <button type="button" onClick={() => change({ one: name })}>
              <bdi>{name.name}</bdi>
            </button>
          </li>
        ))}
      </ul>
      <p>{say("pupil.names.not_here")}</p>
      <Button look="quiet" onPress={() => forgetVisit()}>
        {say("pupil.names.again")}
      </Button>
    </ChildScreen>
  );
}

function IsThatYou(props: { one: FoundClass["names"][number] }) {
  const { route } = useLocation();
  const [{ code }, change] = useVisit();
  const go = useAction(async intent => {
    const me = await comeIn(code, props.one.id, intent);
    // From here on the session says who it is: the names of the class are not kept beside it.
    forgetVisit();
    enter(me);
    route("/promises", true);
  });
  return (
    <ChildScreen key="you" title={say("pupil.you.title")} tab={say("pupil.you.title")}>
      <p class="own-name">
        <bdi>{props.one.name}</bdi>
      </p>
      <p>{say("pupil.you.about")}</p>
      {go.problem && <Problem of={go.problem} retry={go.retry} />}
      <div class="yes-no">
        <Button wide busy={go.busy} onPress={() => void go.run()}>
          {say("pupil.you.yes")}
        </Button>
        <Button wide onPress={() => change({ one: undefined })}>
          {say("pupil.you.no")}
        </Button>
      </div>
      {go.problem && (
        <Button look="quiet" onPress={() => forgetVisit()}>
          {say("pupil.code.again")}
        </Button>
      )}
    </ChildScreen>
  );
}
