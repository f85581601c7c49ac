import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Due, Edition, HomeSeat, Seat } from "../../api/family";
import type { ProblemBody } from "../../api/types";
import { day, moment } from "../../i18n/dates";
import { Say, say, sayMany, useSpoken } from "../../i18n/say";
import { forget, savedLater, type Waiting, waiting } from "../../keep/keep";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Icon } from "../../parts/icon/Icon";
import { Loading } from "../../parts/loading/Loading";
import { Pill } from "../../parts/pill/Pill";
import { Problem } from "../../parts/problem/Problem";
import { now } from "../../session";
import { useStore } from "../../store";
import { problemIn, useLoad } from "../../use/load";
import { isKept, isReplaced, toSign } from "../aup/due";
import { For } from "../aup/For";
import { editionFor, fetchEdition, homeOf } from "../aup/papers";
import { OfferLater } from "../courier/OfferLater";
import { unread } from "../notice/unread";
import { askUnread } from "../notice/waits";
import { FamilyScreen } from "./FamilyScreen";
import { useActing, usePerson } from "./person";
import { RingSchool } from "./RingSchool";
import "../aup/aup.css";

function Children(props: { seat: Seat }) {
  return (
    <ul class="bare children">
      {props.seat.children.map(one => (
        <li key={one.id}>
          <span class="face" aria-hidden="true">
            {[...one.name][0]}
          </span>
          <span>
            <b>
              <bdi>{one.name}</bdi>
            </b>{" "}
            <span class="quietly">
              <bdi>{one.class}</bdi>
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** One document on the home page: what it is, for whom, and where it stands. */
function OneDue(props: { due: Due; words: Edition | undefined; kept: boolean }) {
  const { due, words, kept } = props;
  return (
    <li class="due">
      <Icon name="sheet" />
      <span class="grow">
        <span class="block" lang={words?.language ?? "en"} dir={words?.dir ?? "ltr"}>
          {words?.title ?? due.title}
        </span>
        <span class="quietly block">
          <For due={due} />
        </span>
        {due.sign_by && !kept && (
          <span class="quietly block">
            <Say k="family.home.by" with={{ Day: day(due.sign_by, now()) }} />
          </span>
        )}
      </span>
      {kept ? (
        <Pill tone="due" symbol="wait">
          {say("family.done.kept")}
        </Pill>
      ) : due.state === "changed" ? (
        <Pill tone="due">{say("family.home.changed")}</Pill>
      ) : due.state === "declined" ? (
        <Pill>{say("family.home.declined")}</Pill>
      ) : (
        <Pill tone="due">{say("family.home.new")}</Pill>
      )}
    </li>
  );
}

/** What waited on this phone and what school said no to: the person has to look at it. */
function NeedsYou(props: { one: Waiting; seat: string }) {
  const { route } = useLocation();
  const { one } = props;
  const changed = isReplaced(one);
  return (
    <div class="problem">
      <p class="title">
        <Icon name="alert" />
        <span class="grow">{say("family.home.needs_you")}</span>
      </p>
      <p>{one.problem?.title ?? say(changed ? "family.home.replaced" : "family.home.refused")}</p>
      <Button
        wide
        onPress={() => {
          // What was read for it is compared with what is asked now: the sitting forgets it once that is answered.
          if (!changed) void forget(one.id);
          route(`/sitting/${props.seat}`);
        }}
      >
        {say("family.home.read_again")}
      </Button>
    </div>
  );
}

/** What a school asks, with the words of its documents, or why it could not be asked. */
interface Asked {
  home?: HomeSeat;
  words?: ReadonlyMap<string, Edition>;
  problem?: ProblemBody;
}

/** Asks a school. Its documents' titles stand in their words, which this phone then has for when there is no network. */
async function ask(seat: Seat, tag: string, signal: AbortSignal): Promise<Asked> {
  try {
    const home = await homeOf(seat.id, signal);
    const fetched = home.due.map(due => fetchEdition(home.school.slug, editionFor(due, tag)).catch(() => undefined));
    const words = (await Promise.all(fetched)).filter(one => one !== undefined);
    return { home, words: new Map(words.map(one => [one.document, one])) };
  } catch (no) {
    return { problem: problemIn(no) };
  }
}

function OfSchool(props: { seat: Seat; asked: Asked | undefined; again: () => void }) {
  const { seat, asked } = props;
  const queue = useStore(waiting);
  const home = asked?.home;
  const mine = queue.filter(one => one.as === seat.id);
  const open = home ? toSign(home, queue) : [];
  const again = open.length > 0 && open.every(one => one.state === "declined");
  return (
    <Card title={<bdi>{seat.school.name}</bdi>}>
      {asked && <Children seat={seat} />}
      {mine
        .filter(one => one.state === "needs_you")
        .map(one => (
          <NeedsYou key={one.id} one={one} seat={seat.id} />
        ))}
      {asked?.problem && <Problem of={asked.problem} retry={props.again} />}
      {home && (
        <>
          <p class="asks">
            {home.due.length === 0
              ? say("family.home.nothing")
              : open.length === 0
                ? sayMany("family.home.kept", mine.length)
                : again
                  ? say("family.home.said_no")
                  : sayMany("family.home.asks", open.length)}
          </p>
          {home.due.length > 0 && (
            <ul class="bare">
              {home.due.map(due => (
                <OneDue
                  key={due.document}
                  due={due}
                  words={asked?.words?.get(due.document)}
                  kept={isKept(due, seat.id, queue)}
                />
              ))}
            </ul>
          )}
          {open.length > 0 && (
            <Button look={again ? "plain" : "go"} wide href={`/sitting/${seat.id}`}>
              {say(again ? "family.home.read_again" : "family.sitting.title")}
            </Button>
          )}
          {home.asked && (
            <p class="quietly side">
              <Icon name="call" />
              <span class="grow">
                <Say k="family.home.asked" with={{ When: moment(home.asked.at, now()) }} />
              </span>
            </p>
          )}
          {home.signed > 0 && (
            <a class="row-link" href="/signed">
              <Icon name="check" />
              <span class="grow">{sayMany("family.home.signed", home.signed)}</span>
              <Icon name="next" flips />
            </a>
          )}
        </>
      )}
      <RingSchool {...seat.school} />
    </Card>
  );
}

/** What school told and nobody has read: before everything else, and one of them a press away. */
function Unread() {
  const count = useStore(unread);
  if (count === 0) return null;
  return (
    <Card tone="sun">
      <p class="side asks">
        <Icon name="message" />
        <span class="grow">{sayMany("notice.home.new", count)}</span>
      </p>
      <Button wide href={count === 1 ? "/messages?new" : "/messages"}>
        {say("notice.home.read")}
      </Button>
    </Card>
  );
}

/** Every school is asked before any answer is drawn: nothing moves under a thumb because another one answers later. */
function Mine() {
  const { seats } = usePerson();
  const { tag } = useSpoken();
  const later = useStore(savedLater);
  const load = useLoad(`${seats.map(one => one.id)} ${tag}`, async signal => {
    const [asked] = await Promise.all([Promise.all(seats.map(seat => ask(seat, tag, signal))), askUnread()]);
    return asked;
  });
  const { again } = load;
  const before = useRef(later);
  useEffect(() => {
    if (before.current !== later) again();
    before.current = later;
  }, [later, again]);
  return (
    <>
      {load.data && <Unread />}
      {seats.map((seat, at) => (
        <OfSchool key={`${seat.id} ${load.data !== undefined}`} seat={seat} asked={load.data?.[at]} again={again} />
      ))}
      {load.data ? <OfferLater /> : <Loading rows={2} />}
    </>
  );
}

/** A family's home: for each of the person's schools what it asks, what they signed, and the number to ring. */
export default function Home() {
  const person = useActing();
  return (
    <FamilyScreen
      title={say("family.home.title")}
      heading={person && <Say k="family.home.hello" with={{ Name: person.name }} />}
    >
      <Mine />
    </FamilyScreen>
  );
}
