import { useState } from "preact/hooks";
import { say, sayMany } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Chips } from "../../parts/chips/Chips";
import { Empty } from "../../parts/empty/Empty";
import { Loading } from "../../parts/loading/Loading";
import { Screen } from "../../parts/shell/Screen";
import { may, useMe } from "../../session";
import { useAction } from "../../use/action";
import { useLoad } from "../../use/load";
import { BellRow } from "../bell/BellRow";
import { type Line, readList, search } from "./api";
import { Find } from "./Find";
import { Glass } from "./Glass";
import { Lines } from "./Lines";
import { Locked } from "./Locked";
import { useLock } from "./lock";
import { Refusal } from "./Refusal";
import { look } from "./waiting";
import "./reading.css";

/** What is this reader's to read. It is read anew when they ask for it and never by itself: each look is recorded. */
export default function Reading() {
  const { locked, unlock } = useLock();
  const [broken, breakOne] = useState(0);
  return (
    <Screen title={say("reading.title")} actions={!locked && <GlassButton onDone={() => breakOne(broken + 1)} />}>
      {locked ? (
        <Locked about={say("reading.lock.about_list")} onGo={unlock} />
      ) : (
        <Lists key={broken} broken={broken > 0} />
      )}
      <BellRow />
    </Screen>
  );
}

/** Which list is shown: the open ones, the finished ones, or what a search found. */
type Shown = { list: "open" | "finished" } | { list: "found"; items: Line[] };

/** `broken`: this reader has just broken the glass, and wants to know what that opened. */
function Lists(props: { broken: boolean }) {
  const [shown, show] = useState<Shown>({ list: "open" });
  const [skip, leaveOut] = useState(0);
  const finished = shown.list === "finished";
  const list = useLoad(`${finished ? "finished" : "open"} ${skip}`, async signal => {
    const got = await readList(finished, skip, signal);
    look();
    return got;
  });
  const find = useAction(async (intent, text: string) => {
    show({ list: "found", items: (await search(text, intent)).items });
  });
  const found = shown.list === "found";
  const items = found ? shown.items : list.data?.items;
  return (
    <>
      <div class="reading-tools">
        <Chips
          label={say("reading.list.which")}
          value={shown.list}
          onValue={value => {
            find.clear();
            leaveOut(0);
            show({ list: value as "open" | "finished" });
          }}
          options={[
            { value: "open", label: say("reading.list.open") },
            { value: "finished", label: say("reading.list.finished") },
          ]}
        />
        <Find busy={find.busy} onFind={find.run} />
      </div>
      {items && (
        <div class="side recorded">
          <p class="quietly">{say(found ? "reading.list.recorded_search" : "reading.list.recorded")}</p>
          {!found && (
            <Button look="quiet" small symbol="undo" onPress={list.again}>
              {say("reading.again")}
            </Button>
          )}
        </div>
      )}
      {find.problem && <Refusal of={find.problem} again={find.retry} />}
      {!found && list.problem && <Refusal of={list.problem} again={list.again} />}
      {!items && !list.problem && <Loading rows={4} />}
      {found && shown.items.length > 0 && <p role="status">{sayMany("reading.list.found", shown.items.length)}</p>}
      {props.broken && shown.list === "open" && list.data?.items.every(one => !one.until) && (
        <p role="status">{say("reading.glass.nothing")}</p>
      )}
      {items && items.length > 0 && <Lines key={`${shown.list} ${skip}`} items={items} apart={shown.list === "open"} />}
      {!found && list.data && (list.data.more || skip > 0) && (
        <div class="side">
          {list.data.more && (
            <Button small onPress={() => leaveOut(skip + (items?.length ?? 0))}>
              {say("reading.list.more")}
            </Button>
          )}
          {skip > 0 && (
            <Button look="quiet" small onPress={() => leaveOut(0)}>
              {say("reading.list.first")}
            </Button>
          )}
        </div>
      )}
      {items?.length === 0 && <Nothing of={shown.list} />}
    </>
  );
}

function Nothing(props: { of: Shown["list"] }) {
  if (props.of === "found") return <Empty title={say("reading.list.none_found")} />;
  if (props.of === "finished") return <Empty title={say("reading.list.none_finished")} />;
  return (
    <Empty title={say("reading.list.none")}>
      <p>{say("reading.list.none_about")}</p>
    </Empty>
  );
}

/** What it opened stands in the list, which is therefore read anew. */
function GlassButton(props: { onDone: () => void }) {
  const me = useMe();
  const [asking, ask] = useState(false);
  if (!may(me, "glass")) return null;
  return (
    <>
      <Button small symbol="alert" onPress={() => ask(true)}>
        {say("reading.glass.start")}
      </Button>
      {asking && (
        <Glass
          onClose={() => ask(false)}
          onDone={() => {
            ask(false);
            props.onDone();
          }}
        />
      )}
    </>
  );
}
