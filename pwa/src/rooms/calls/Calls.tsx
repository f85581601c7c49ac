import { type Call, readCalls, readDocuments } from "../../api/office";
import { say, sayMany } from "../../i18n/say";
import { Empty } from "../../parts/empty/Empty";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { Screen } from "../../parts/shell/Screen";
import { may, useMe } from "../../session";
import { useLoad } from "../../use/load";
import { useRefresh } from "../../use/refresh";
import { OneCall } from "./OneCall";
import { waits } from "./waits";
import "./calls.css";

const newest = (a: Call, b: Call) => b.at.localeCompare(a.at);

/** Families who want to be rung, with the language that they speak; those who have been, below. */
export default function Calls() {
  const me = useMe();
  const list = useLoad("calls", signal => readCalls(signal));
  useRefresh(list.again);
  const all = [...(list.data?.items ?? [])].sort(newest);
  const waiting = all.filter(waits);
  const done = all.filter(one => !waits(one));
  const asked = may(me, "documents") && all.some(one => one.statements.length > 0);
  const texts = useLoad(`texts ${asked}`, async signal => (asked ? (await readDocuments(signal)).items : []));
  const next = () => {
    list.again();
    // The card goes to those that are done, and what was pressed with it: the keyboard goes on from the top.
    document.querySelector<HTMLElement>("h1")?.focus();
  };
  const said = (one: Call) => {
    const of = texts.data?.find(found => found.document === one.document);
    const statements = [...(of?.current?.statements ?? []), ...(of?.proposed.statements ?? [])];
    return one.statements.flatMap(key => statements.find(found => found.key === key)?.text ?? []);
  };
  return (
    <Screen title={say("pwa.calls.title")} narrow>
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!list.data && !list.problem && <Loading rows={4} />}
      {list.data && waiting.length === 0 && (
        <Empty title={say("pwa.calls.none")}>
          <p>{say("pwa.calls.none_about")}</p>
        </Empty>
      )}
      {waiting.length > 0 && (
        <>
          <p role="status">
            <b>{sayMany("pwa.calls.waiting", waiting.length)}</b> {say("pwa.calls.hint")}
          </p>
          {waiting.map(one => (
            <OneCall key={one.id} of={one} said={said(one)} onDone={next} />
          ))}
        </>
      )}
      {done.length > 0 && (
        <details class="calls-done">
          <summary>{sayMany("pwa.calls.done", done.length)}</summary>
          <div class="stack">
            {done.map(one => (
              <OneCall key={one.id} of={one} said={said(one)} onDone={next} />
            ))}
          </div>
        </details>
      )}
    </Screen>
  );
}
