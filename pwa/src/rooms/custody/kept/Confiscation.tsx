import { useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import { read } from "../../../api/send";
import type { OpenedConfiscation, ProblemBody } from "../../../api/types";
import { moment } from "../../../i18n/dates";
import { Say, say, sayCode } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Card } from "../../../parts/card/Card";
import { Loading } from "../../../parts/loading/Loading";
import { Problem } from "../../../parts/problem/Problem";
import { Screen } from "../../../parts/shell/Screen";
import { now, useMe } from "../../../session";
import { useLoad } from "../../../use/load";
import { State } from "./Confiscations";
import { Contacts } from "./Contacts";
import { Hold } from "./Hold";
import { Police } from "./Police";
import { Release } from "./Release";
import { Deletion, Search } from "./Search";
import { Tell } from "./Tell";

/** What the panels of the screen share: the record, and where the newer one goes after a change. */
export interface Panel {
  of: OpenedConfiscation;
  put: (next: OpenedConfiscation) => void;
  /** Reads the record again; what the server said of a change that came too late stays on the screen above it. */
  again: (said?: ProblemBody) => void;
}

/** One kept device: what happened, what to do now, who was told; and under them what is rarely needed. */
export default function Confiscation() {
  const { params } = useRoute();
  const path = { id: params.id ?? "" };
  const kept = useLoad(path.id, signal => read("/api/confiscations/{id}", { path }, signal));
  const { data } = kept;
  const [said, setSaid] = useState<ProblemBody>();
  const again = (late?: ProblemBody) => {
    setSaid(late);
    kept.again();
  };
  const title = data
    ? say("pwa.one.title", { Name: data.pupil.name, Kind: sayCode("pwa.kind.", data.kind).toLocaleLowerCase() })
    : say("pwa.kept.title");
  return (
    <Screen title={title} narrow>
      <p>
        <Button look="quiet" href="/confiscations" symbol="back" small>
          {say("pwa.one.back")}
        </Button>
      </p>
      {kept.problem && <Problem of={kept.problem} retry={kept.again} />}
      {said && <Problem of={said} />}
      {!data && !kept.problem && <Loading rows={3} />}
      {data && (
        <>
          <Happened of={data} />
          <ToDo of={data} put={kept.put} again={again} />
        </>
      )}
    </Screen>
  );
}

function Happened(props: { of: OpenedConfiscation }) {
  const { of } = props;
  return (
    <Card>
      <div class="side">
        <State of={of} />
      </div>
      <p>
        <b>
          <Say
            k="pwa.one.took"
            with={{
              Who: of.by,
              Name: of.pupil.name,
              Class: of.pupil.class,
              Kind: sayCode("pwa.kind.", of.kind).toLocaleLowerCase(),
              When: moment(of.at, now()),
            }}
          />
        </b>{" "}
        {of.state === "kept" && <Say k="pwa.one.lies" with={{ Place: of.stored }} />}
      </p>
      {of.ground && (
        <p>
          <Say k="pwa.one.ground" with={{ Ground: sayCode("pwa.ground.", of.ground) }} />
          {of.secret && <span class="muted"> {say("pwa.one.secret")}</span>}
        </p>
      )}
      {of.released && (
        <p>
          <Say
            k="pwa.one.released"
            with={{ Adult: of.released.to, Who: of.released.by, When: moment(of.released.at, now()) }}
          />
        </p>
      )}
      {of.police && (
        <p>
          <Say
            k="pwa.one.police"
            with={{
              Officer: of.police.officer,
              Reference: of.police.reference,
              Who: of.police.by,
              When: moment(of.police.at, now()),
            }}
          />
        </p>
      )}
    </Card>
  );
}

function ToDo(props: Panel) {
  const { of } = props;
  const me = useMe();
  const [more, setMore] = useState<"police" | "search" | "hold">();
  const close = () => setMore(undefined);
  const kept = of.state === "kept";
  const police =
    of.rulings.police.verdict === "allowed" && (!of.held || of.team || me.roles.some(role => LEADERS.has(role)));
  const search = me.phones.search !== "off" && !of.held;
  const hold = of.team && !of.held;
  if (!of.keeper) {
    return kept ? (
      <Card title={say("pwa.one.next")}>
        <p>{of.release.title ?? say("pwa.one.office_releases")}</p>
      </Card>
    ) : null;
  }
  return (
    <>
      {kept && of.held && <Hold {...props} />}
      {kept && !of.held && <Release {...props} />}
      {kept && !of.held && <Tell {...props} />}
      <Contacts {...props} />
      {kept && <Deletion {...props} />}
      {kept && (police || search || hold) && (
        <Card title={say("pwa.one.more")}>
          <div class="side">
            {police && <Button onPress={() => setMore("police")}>{say("pwa.police.start")}</Button>}
            {search && <Button onPress={() => setMore("search")}>{say("pwa.search.start")}</Button>}
            {hold && <Button onPress={() => setMore("hold")}>{say("pwa.hold.set")}</Button>}
          </div>
        </Card>
      )}
      {more === "police" && <Police {...props} onClose={close} />}
      {more === "search" && <Search {...props} onClose={close} />}
      {more === "hold" && <Hold.Set {...props} onClose={close} />}
    </>
  );
}

/** The leadership team, who may hand a held device to the police beside the safeguarding team. */
const LEADERS: ReadonlySet<string> = new Set(["head", "head_of_school", "deputy_head"]);
