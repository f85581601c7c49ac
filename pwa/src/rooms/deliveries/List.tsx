import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { type Deliveries, readDeliveries } from "../../api/deliveries";
import { say, sayCode, sayMany } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Chips } from "../../parts/chips/Chips";
import { Empty } from "../../parts/empty/Empty";
import { Search } from "../../parts/field/Field";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { may, useMe } from "../../session";
import { useLoad } from "../../use/load";
import { useRefresh } from "../../use/refresh";
import { formFor, formsAddress } from "../aup-office/blank";
import { PrintOne } from "../letters/PrintOne";
import { printAddress, type Shown } from "./address";
import { type Doing, MatterCard } from "./MatterCard";
import { inOrder, matters, ofDevice, ofDocument } from "./matters";
import { Told } from "./Told";

/** How long somebody has stopped typing before the server is asked, in milliseconds. */
const STOPPED = 250;

/** So many messages are on a page. */
export const SIZE = 25;

/** Messages, newest first: those that have reached nobody with what to do, or all of them with how far they came. */
export function List(props: { shown: Shown; go: (next: Partial<Shown>) => void }) {
  const me = useMe();
  const { route } = useLocation();
  const { shown, go } = props;
  const { kind, page } = shown;
  const open = shown.view === "not_reached";
  const [typed, setTyped] = useState("");
  const [text, setText] = useState("");
  const [doing, setDoing] = useState<Doing>();
  const field = useRef<HTMLInputElement>(null);
  const turn = useRef(go);
  turn.current = go;
  useEffect(() => {
    if (typed.trim() === text) return;
    const timer = setTimeout(() => {
      setText(typed.trim());
      turn.current({ page: 1 });
    }, STOPPED);
    return () => clearTimeout(timer);
  }, [typed, text]);
  const asked = { ...(open && { not_reached: true }), ...(kind && { kind }), ...(text && { text }), page, size: SIZE };
  const list = useLoad(JSON.stringify(asked), signal => readDeliveries(asked, signal));
  useRefresh(list.again);
  const beyond = list.data !== undefined && list.data.items.length === 0 && page > 1;
  useEffect(() => {
    // What was on the last page has been done: the one before is the last now.
    if (beyond) turn.current({ page: 1 });
  }, [beyond]);
  const told = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the next answer is what takes the line away
  useEffect(() => {
    // With the line goes what was pressed on it: the keyboard goes on from the top.
    if (told.current && document.activeElement === document.body) document.querySelector<HTMLElement>("h1")?.focus();
    told.current = false;
  }, [list.data]);
  // What was read before stands until the next answer is there: a field that one types into must not go away.
  const before = useRef<Deliveries>(undefined);
  if (list.data) before.current = list.data;
  const data = list.data ?? before.current;
  const items = list.data?.items ?? [];
  const total = list.data?.total ?? 0;
  const pages = Math.max(1, Math.ceil((data?.total ?? 0) / SIZE));
  const counts = inOrder(Object.entries(data?.by_kind ?? {}), ([name]) => name).filter(
    ([name, n]) => n || name === kind,
  );
  const everything = counts.reduce((sum, [, n]) => sum + n, 0);
  const filtered = kind !== "" || text !== "";
  const act = (next: Doing) => {
    if (next.what !== "form") return setDoing(next);
    const { of } = next;
    formFor.set({ by: me.person.id, adult: of.adult.name, children: of.pupils });
    route(formsAddress({ documents: [of.subject], language: of.language, named: true }));
  };
  const done = () => {
    setDoing(undefined);
    told.current = true;
    list.again();
  };
  return (
    <>
      {(everything > 0 || filtered || typed !== "") && (
        <div class="stack no-print">
          <Search label={say("pwa.families.search")} value={typed} onValue={setTyped} input={field} />
          {(counts.length > 1 || kind !== "") && (
            <Chips
              label={say("delivery.kinds")}
              value={kind}
              onValue={value => go({ kind: value, page: 1 })}
              options={[
                { value: "", label: say("delivery.kind_count", { Kind: say("pwa.all"), Count: everything }) },
                ...counts.map(([name, n]) => ({
                  value: name,
                  label: say("delivery.kind_count", { Kind: sayCode("delivery.kind.", name), Count: n }),
                })),
              ]}
            />
          )}
        </div>
      )}
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!list.data && !list.problem && <Loading rows={4} />}
      {list.data && items.length === 0 && <Nothing open={open} filtered={filtered} />}
      {items.length > 0 && (
        <div class="side how-many">
          <p role="status">
            <b>{sayMany(open ? "delivery.not_reached" : "delivery.found", total)}</b>
            {open && items.some(one => one.language !== "en") && <> {say("pwa.calls.hint")}</>}
          </p>
          {open && (
            <div class="side no-print">
              <Button small symbol="print" href={printAddress({ kind })}>
                {say("delivery.round.print")}
              </Button>
              {ofDevice(kind) && (
                <Button small look="quiet" symbol="print" href={printAddress({ kind, sheets: "all" })}>
                  {say("delivery.sheets")}
                </Button>
              )}
              {may(me, "letters") && items.some(one => ofDocument(one.kind) && !one.signed_in) && (
                <Button small look="quiet" symbol="sheet" href="/letters">
                  {say("delivery.letters")}
                </Button>
              )}
            </div>
          )}
        </div>
      )}
      <div class="matters">
        {matters(items).map(one => (
          <MatterCard key={one.key} of={one} onDo={open ? act : undefined} />
        ))}
      </div>
      {pages > 1 && <Pages page={page} pages={pages} go={go} />}
      {doing?.what === "letter" && (
        <PrintOne adult={doing.of.adult.id} name={doing.of.adult.name} onClose={() => setDoing(undefined)} />
      )}
      {doing?.what === "told" && (
        <Told
          of={doing.of}
          onDone={done}
          onClose={() => {
            setDoing(undefined);
            // Whoever was faster has changed it: what stands here now is looked at again.
            list.again();
          }}
        />
      )}
    </>
  );
}

/** No message to show: because all is well, because none was sent, or because of what was asked for. */
function Nothing(props: { open: boolean; filtered: boolean }) {
  const { open, filtered } = props;
  if (filtered) return <Empty title={say(open ? "delivery.none_left_here" : "delivery.none_found")} />;
  return (
    <Empty title={say(open ? "delivery.none_left" : "delivery.none_yet")}>
      <p>{say(open ? "delivery.none_left_about" : "delivery.none_yet_about")}</p>
    </Empty>
  );
}

function Pages(props: { page: number; pages: number; go: (next: Partial<Shown>) => void }) {
  const { page, pages, go } = props;
  return (
    <nav class="side no-print" aria-label={say("pwa.families.pages")}>
      <Button not={page > 1 ? undefined : say("pwa.families.first")} onPress={() => go({ page: page - 1 })}>
        {say("pwa.families.back")}
      </Button>
      <span>{say("pwa.families.page", { Page: page, Pages: pages })}</span>
      <Button not={page < pages ? undefined : say("pwa.families.last")} onPress={() => go({ page: page + 1 })}>
        {say("pwa.families.on")}
      </Button>
    </nav>
  );
}
