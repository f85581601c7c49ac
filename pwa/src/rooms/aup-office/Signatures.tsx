import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { type AskedAdult, type Progress, type ProgressItem, readProgress } from "../../api/office";
import { day } from "../../i18n/dates";
import { Say, say, sayCode, sayMany } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Chips } from "../../parts/chips/Chips";
import { Empty } from "../../parts/empty/Empty";
import { Search } from "../../parts/field/Field";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { Screen } from "../../parts/shell/Screen";
import { may, now, useMe } from "../../session";
import { useLoad } from "../../use/load";
import { PrintOne } from "../letters/PrintOne";
import { formFor, formsAddress } from "./blank";
import { ClassTable } from "./ClassTable";
import { FamilyCard } from "./FamilyCard";
import { Paper } from "./Paper";
import { documentOf, PARENTS } from "./wording";
import "./aup-office.css";

/** How long somebody has stopped typing before the server is asked, in milliseconds. */
const STOPPED = 250;

/** The states that the list can be narrowed to, the ones with something to do first. */
const STATES = [
  "",
  "waiting",
  "declined",
  "question",
  "no_letter",
  "letter_ended",
  "letter_guessed",
  "signed",
] as const;

function label(state: (typeof STATES)[number]): string {
  if (state === "") return say("pwa.all");
  return state === "waiting" ? say("pwa.signed.no") : sayCode("pwa.signed.state.", state);
}

/** What the office can do about one adult. */
export type Doing = { what: "letter" | "form" | "paper"; adult: AskedAdult; item: ProgressItem };

/** Who has signed what the school asks, class by class, and who has not and why, with the thing to do next. */
export default function Signatures() {
  const me = useMe();
  const { query, route } = useLocation();
  const known = me.all_classes.some(one => one.name === query.class);
  const [classOf, setClassOf] = useState(known ? (query.class as string) : "");
  const [state, setState] = useState<string>("");
  const [typed, setTyped] = useState("");
  const [q, setQ] = useState("");
  const [page, setPage] = useState(1);
  const [doing, setDoing] = useState<Doing>();
  const heading = useRef<HTMLHeadingElement>(null);
  const opened = useRef(false);
  useEffect(() => {
    // Who was recorded has no button any more to go back to.
    if (!doing && opened.current && document.activeElement === document.body) heading.current?.focus();
    opened.current = doing !== undefined;
  }, [doing]);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      setQ(typed.trim());
      setPage(1);
    }, STOPPED);
    return () => clearTimeout(timer);
  }, [typed]);
  const asked = { ...(classOf && { class: classOf }), ...(state && { state }), ...(q && { q }), page };
  const list = useLoad(JSON.stringify(asked), signal => readProgress(asked, signal));
  const recorded = useRef(false);
  const again = () => {
    recorded.current = true;
    list.again();
  };
  const rows = list.data;
  useEffect(() => {
    // The list without their button may come only after the dialog has gone back to it.
    if (rows && recorded.current && !opened.current && document.activeElement === document.body)
      heading.current?.focus();
    recorded.current = false;
  }, [rows]);
  // What was read before stands until the next answer is there: a field that one types into must not go away.
  const before = useRef<Progress>(undefined);
  if (list.data) before.current = list.data;
  const data = list.data ?? before.current;
  const pages = data ? Math.max(1, Math.ceil(data.total / data.size)) : 1;
  const act = (next: Doing) => {
    if (next.what !== "form") return setDoing(next);
    const { adult, item } = next;
    formFor.set({ by: me.person.id, adult: adult.name, children: [`${item.pupil.name} (${item.pupil.class})`] });
    const year = me.all_classes.find(one => one.name === item.pupil.class)?.year ?? "";
    route(
      formsAddress({ documents: [PARENTS, documentOf(year)].filter(Boolean), language: adult.language, named: true }),
    );
  };
  const choose = (name: string) => {
    setClassOf(name);
    setPage(1);
  };
  return (
    <Screen
      title={say("pwa.signed.title")}
      actions={
        <>
          {may(me, "letters") && (
            <Button small href={classOf ? `/letters?class=${encodeURIComponent(classOf)}` : "/letters"} symbol="sheet">
              {say("pwa.letters.title")}
            </Button>
          )}
          <Button small href="/documents" symbol="policy">
            {say("pwa.documents.short")}
          </Button>
          <Button small symbol="print" onPress={() => print()}>
            {say("pwa.print")}
          </Button>
        </>
      }
    >
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!data && !list.problem && <Loading rows={6} />}
      {data && data.documents.length === 0 && (
        <Empty title={say("pwa.signed.nothing_asked")}>
          <p>{say("pwa.signed.nothing_asked_about")}</p>
          <Button look="go" href="/documents">
            {say("pwa.documents.title")}
          </Button>
        </Empty>
      )}
      {data && data.documents.length > 0 && (
        <>
          <ul class="plain-list">
            {data.documents.map(one => (
              <li key={one.document}>
                <bdi>{one.title}</bdi>
                {", "}
                {say("pwa.documents.number", { Number: one.number })}
                {one.sign_by && (
                  <>
                    {" · "}
                    <b>
                      <Say k="pwa.signed.sign_by" with={{ Day: day(one.sign_by, now()) }} />
                    </b>
                  </>
                )}
              </li>
            ))}
          </ul>
          <ClassTable of={data.classes} chosen={classOf} onClass={choose} />
          <section class="stack">
            <h2 tabIndex={-1} ref={heading}>
              {classOf ? <Say k="pwa.signed.class" with={{ Class: classOf }} /> : say("pwa.signed.families")}
            </h2>
            <div class="stack no-print">
              <Search label={say("pwa.families.search")} value={typed} onValue={setTyped} input={field} />
              <Chips
                label={say("pwa.classes")}
                value={classOf}
                onValue={choose}
                options={[
                  { value: "", label: say("pwa.all") },
                  ...data.classes.map(one => ({ value: one.name, label: one.name })),
                ]}
              />
              <Chips
                label={say("pwa.signed.filter")}
                value={state}
                onValue={value => {
                  setState(value);
                  setPage(1);
                }}
                options={STATES.map(value => ({
                  value,
                  label: label(value),
                }))}
              />
            </div>
            <p class="muted" role="status">
              {list.data && sayMany("pwa.signed.found", list.data.total)}
            </p>
            {!list.data && !list.problem && <Loading rows={4} />}
            <div class="asked-list">
              {(list.data?.items ?? []).map(one => (
                <FamilyCard key={one.pupil.id} of={one} onDo={act} />
              ))}
            </div>
          </section>
          {pages > 1 && (
            <nav class="side no-print" aria-label={say("pwa.families.pages")}>
              <Button not={page > 1 ? undefined : say("pwa.families.first")} onPress={() => setPage(page - 1)}>
                {say("pwa.families.back")}
              </Button>
              <span>{say("pwa.families.page", { Page: page, Pages: pages })}</span>
              <Button not={page < pages ? undefined : say("pwa.families.last")} onPress={() => setPage(page + 1)}>
                {say("pwa.families.on")}
              </Button>
            </nav>
          )}
          {pages > 1 && (
            <Card>
              <p>{say("pwa.signed.print_hint")}</p>
            </Card>
          )}
        </>
      )}
      {doing?.what === "letter" && (
        <PrintOne adult={doing.adult.id} name={doing.adult.name} onClose={() => setDoing(undefined)} />
      )}
      {doing?.what === "paper" && (
        <Paper adult={doing.adult} item={doing.item} onClose={() => setDoing(undefined)} onDone={again} />
      )}
    </Screen>
  );
}
