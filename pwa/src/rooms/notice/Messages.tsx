import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { FamilyPerson } from "../../api/family";
import { moment } from "../../i18n/dates";
import { Say, say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Empty } from "../../parts/empty/Empty";
import { Icon, KindIcon } from "../../parts/icon/Icon";
import { Loading } from "../../parts/loading/Loading";
import { Pill } from "../../parts/pill/Pill";
import { Problem } from "../../parts/problem/Problem";
import { now } from "../../session";
import { useStore } from "../../store";
import { useAction } from "../../use/action";
import { useLoad } from "../../use/load";
import { OfferLater } from "../courier/OfferLater";
import { FamilyScreen } from "../family/FamilyScreen";
import { usePerson } from "../family/person";
import { RingSchool } from "../family/RingSchool";
import { arrived } from "./follow";
import { isNew, type Line, lines, newest, older, onlyNew, unreadOf } from "./inbox";
import { waits } from "./waits";
import { line, names } from "./words";
import "./notice.css";

/** Without a network: why nothing is here, and the number to ring. */
export function NoNetwork(props: { person: FamilyPerson; again: () => void }) {
  return (
    <div role="alert">
      <Empty title={say("notice.inbox.offline")}>
        <p>{say("notice.inbox.offline_about")}</p>
        <Button onPress={props.again}>{say("pwa.try_again")}</Button>
        {props.person.seats.map(seat => (
          <RingSchool key={seat.id} {...seat.school} />
        ))}
      </Empty>
    </div>
  );
}

function Sign(props: { of: Line["notice"] }) {
  const { kind, device } = props.of;
  if (kind === "new_sign_in") return <Icon name="person" />;
  return kind === "aup_to_sign" || kind === "aup_replaced" ? <Icon name="sheet" /> : <KindIcon kind={device ?? ""} />;
}

function OneLine(props: { of: Line; several: boolean }) {
  const { notice, seat } = props.of;
  const fresh = isNew(notice);
  const toSign = notice.kind === "aup_to_sign" || notice.kind === "aup_replaced";
  return (
    <li>
      <a class={fresh ? "one-row message new" : "one-row message"} href={`/messages/${seat.id}/${notice.id}`}>
        <span class="face" aria-hidden="true">
          <Sign of={notice} />
        </span>
        <span class="middle">
          <span class="words">
            <span class="name">{line(notice)}</span>
            {toSign && (
              <span class="muted block">
                {notice.children.length > 0 ? (
                  <Say k="family.sitting.for" with={{ Names: names(notice.children) }} />
                ) : (
                  say("family.sitting.for_you")
                )}
              </span>
            )}
            {props.several && (
              <span class="muted block">
                <bdi>{seat.school.name}</bdi>
              </span>
            )}
            <span class="muted block when">{moment(notice.at, now())}</span>
          </span>
          {(fresh || notice.over) && (
            <span class="end">
              {fresh ? (
                <Pill tone="due">{say("notice.inbox.new")}</Pill>
              ) : (
                <Pill tone="ok" symbol="check">
                  {say("notice.inbox.done")}
                </Pill>
              )}
            </span>
          )}
        </span>
        <Icon name="next" flips />
      </a>
    </li>
  );
}

function List() {
  const person = usePerson();
  const { route, query } = useLocation();
  const just = useStore(arrived);
  const tapped = "new" in query;
  const load = useLoad(`${person.seats.map(one => one.id)} ${just} ${tapped}`, signal => newest(person.seats, signal));
  const { data, put } = load;
  const [last, setLast] = useState<typeof data>();
  const more = useAction(async () => {
    if (data) put(await older(data));
  });
  const list = useRef<HTMLUListElement>(null);
  const shown = useRef(0);
  const only = tapped && data ? onlyNew(data) : undefined;
  useEffect(() => {
    if (!data) return;
    setLast(data);
    waits(unreadOf(data));
  }, [data]);
  useEffect(() => {
    if (only) route(`/messages/${only.seat.id}/${only.notice.id}`, true);
  }, [only, route]);
  // What was read stays in sight while something new is looked for.
  const here = data ?? last;
  const found = here && lines(here);
  const count = found?.length ?? 0;
  useEffect(() => {
    // The one who asked for older ones goes on where they begin.
    if (shown.current > 0 && count > shown.current && !more.busy) {
      list.current?.querySelectorAll("a")[shown.current]?.focus({ preventScroll: true });
      shown.current = 0;
    }
  }, [count, more.busy]);
  if (only) return <Loading rows={2} />;
  if (load.problem?.kind === "offline" && !found) return <NoNetwork person={person} again={load.again} />;
  return (
    <>
      {load.problem && <Problem of={load.problem} retry={load.again} />}
      {!found && !load.problem && <Loading rows={3} />}
      {found?.length === 0 && (
        <Empty title={say("notice.inbox.none")}>
          <p>{say("notice.inbox.none_about")}</p>
        </Empty>
      )}
      {found && found.length > 0 && (
        <ul class="rows" ref={list}>
          {found.map(one => (
            <OneLine key={one.notice.id} of={one} several={person.seats.length > 1} />
          ))}
        </ul>
      )}
      {more.problem && <Problem of={more.problem} retry={more.retry} />}
      {here?.some(one => one.more) && (
        <Button
          wide
          busy={more.busy}
          onPress={() => {
            shown.current = count;
            void more.run();
          }}
        >
          {say("notice.inbox.older")}
        </Button>
      )}
      {found && <OfferLater />}
      {found && person.seats.map(seat => <RingSchool key={seat.id} {...seat.school} />)}
    </>
  );
}

/** What school told a person: of all their schools, newest first. */
export default function Messages() {
  return (
    <FamilyScreen title={say("notice.inbox.title")}>
      <List />
    </FamilyScreen>
  );
}
