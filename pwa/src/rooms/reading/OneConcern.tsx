import { useEffect, useRef, useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import { moment } from "../../i18n/dates";
import { Say, say, sayCode } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Icon } from "../../parts/icon/Icon";
import { Loading } from "../../parts/loading/Loading";
import { Pill } from "../../parts/pill/Pill";
import { Problem } from "../../parts/problem/Problem";
import { Screen } from "../../parts/shell/Screen";
import { WhyBox } from "../../parts/why-box/WhyBox";
import { now, useMe } from "../../session";
import { useAction } from "../../use/action";
import { useLoad } from "../../use/load";
import { Answered } from "./Answered";
import { type Concern, printConcern, readConcern } from "./api";
import { Happened } from "./Happened";
import { Lado } from "./Lado";
import { Locked } from "./Locked";
import { useLock } from "./lock";
import type { Drafts } from "./panel";
import { Readers } from "./Readers";
import { useTheirs } from "./replies";
import { ToDo } from "./ToDo";
import { look } from "./waiting";
import "./reading.css";

/** One concern. Nothing of it is in the tab's title; after five minutes without a touch it takes itself away. */
export default function OneConcern() {
  const { params } = useRoute();
  const id = params.id ?? "";
  const { locked, unlock } = useLock();
  const drafts = useRef<Drafts>(new Map());
  return (
    <Screen title={say("reading.one")}>
      <p class="no-print">
        <Button look="quiet" href="/reading" symbol="back" small>
          {say("reading.back")}
        </Button>
      </p>
      {locked ? (
        <Locked about={say("reading.lock.about")} onGo={unlock} />
      ) : (
        <Opened key={id} id={id} drafts={drafts.current} />
      )}
    </Screen>
  );
}

function Opened(props: { id: string; drafts: Drafts }) {
  const { id } = props;
  const one = useLoad(id, async signal => {
    const got = await readConcern(id, signal);
    look();
    return got;
  });
  const { data } = one;
  // What this reader was the first to read stays that for as long as they look at it.
  const first = useRef(false);
  if (data?.first) first.current = true;
  const theirs = useTheirs(data?.language);
  if (!data) {
    return one.problem ? <Problem of={one.problem} retry={one.again} /> : <Loading rows={5} />;
  }
  const panel = { of: data, put: one.put, theirs, drafts: props.drafts };
  return (
    <>
      {one.problem && <Problem of={one.problem} retry={one.again} />}
      <Top of={data} first={first.current} put={one.put} />
      <div class="concern">
        <div class="stack">
          <Answered of={data} />
          <Happened of={data} theirs={theirs} />
        </div>
        <div class="stack">
          {data.outside && <Lado />}
          <ToDo {...panel} />
          <Readers {...panel} />
          <WhyBox why={data.why} label={say("reading.why")} />
        </div>
      </div>
    </>
  );
}

/** What it is, how soon, how far it has come; that it was recorded; the way to paper. */
function Top(props: { of: Concern; first: boolean; put: (next: Concern) => void }) {
  const { of } = props;
  const me = useMe();
  const [paper, lay] = useState(0);
  const printing = useAction(async intent => {
    props.put(await printConcern(of.id, intent));
    lay(paper + 1);
  });
  useEffect(() => {
    if (paper > 0) print(); // once the newest answer is drawn
  }, [paper]);
  return (
    <>
      {of.danger && (
        <div role="alert">
          <Card tone="brick">
            <p class="side">
              <Icon name="alert" />
              <b class="grow">{say("reading.answered.danger")}</b>
            </p>
            <p>{say("reading.answered.danger_about")}</p>
          </Card>
        </div>
      )}
      {props.first && (
        <Card tone="sun">
          <p role="status">
            <b>{say("reading.first")}</b> {say("reading.first_about")}
          </p>
        </Card>
      )}
      <div class="concern-top">
        <div class="grow">
          <h2>{sayCode("reading.box.", of.box)}</h2>
          <p class="side">
            <Pill tone={of.urgency === "now" ? "bad" : of.urgency === "soon" ? "due" : undefined}>
              {say(`reading.urgency.${of.urgency}`)}
            </Pill>
            <Pill>{sayCode("reading.status.", of.status)}</Pill>
            {of.until && (
              <Pill tone="due" symbol="wait">
                <Say k="reading.until" with={{ When: moment(of.until, now()) }} />
              </Pill>
            )}
          </p>
          <p class="muted">
            <Say k="reading.told_at" with={{ When: moment(of.at, now()) }} />
            {of.told_at > of.at && (
              <>
                {" · "}
                <Say k="reading.told_more" with={{ When: moment(of.told_at, now()) }} />
              </>
            )}
          </p>
        </div>
        <div class="stack no-print">
          <Button symbol="print" busy={printing.busy} onPress={() => printing.run()}>
            {say("reading.print")}
          </Button>
          <p class="quietly">
            {say("reading.recorded")} {say("reading.print_recorded")}
          </p>
        </div>
      </div>
      {printing.problem && <Problem of={printing.problem} retry={printing.retry} />}
      <p class="only-print">
        <Say k="reading.paper.by" with={{ Name: me.person.name, When: moment(now().toISOString(), now()) }} />{" "}
        {say("reading.paper.about")}
      </p>
    </>
  );
}
