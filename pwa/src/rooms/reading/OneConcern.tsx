import { useRef } from "preact/hooks";
import { useRoute } from "preact-iso";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Loading } from "../../parts/loading/Loading";
import { Screen } from "../../parts/shell/Screen";
import { WhyBox } from "../../parts/why-box/WhyBox";
import { useLoad } from "../../use/load";
import { Answered } from "./Answered";
import { readConcern } from "./api";
import { Happened } from "./Happened";
import { Lado } from "./Lado";
import { Locked } from "./Locked";
import { useLock } from "./lock";
import type { Drafts } from "./panel";
import { Readers } from "./Readers";
import { Refusal } from "./Refusal";
import { useTheirs } from "./replies";
import { ToDo } from "./ToDo";
import { Top } from "./Top";
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
    return one.problem ? <Refusal of={one.problem} again={one.again} /> : <Loading rows={5} />;
  }
  const panel = { of: data, put: one.put, theirs, drafts: props.drafts };
  return (
    <>
      {one.problem && <Refusal of={one.problem} again={one.again} />}
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
          {data.why && (
            <div class="no-print">
              <WhyBox why={data.why} label={say("reading.why")} />
            </div>
          )}
        </div>
      </div>
    </>
  );
}
