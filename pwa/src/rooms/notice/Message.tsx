import { useEffect, useRef } from "preact/hooks";
import { useRoute } from "preact-iso";
import type { OpenedNotice, Seat } from "../../api/family";
import { Intent } from "../../api/operation";
import { post, read } from "../../api/send";
import { moment } from "../../i18n/dates";
import { type Key, say, useSpoken } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Empty } from "../../parts/empty/Empty";
import { Icon } from "../../parts/icon/Icon";
import { Loading } from "../../parts/loading/Loading";
import { Pill } from "../../parts/pill/Pill";
import { Problem } from "../../parts/problem/Problem";
import { ReadAloud } from "../../parts/read-aloud/ReadAloud";
import { WhyBox } from "../../parts/why-box/WhyBox";
import { now } from "../../session";
import { type Loaded, useLoad } from "../../use/load";
import { titlesOf } from "../aup/papers";
import { FamilyScreen } from "../family/FamilyScreen";
import { useActing, usePerson } from "../family/person";
import { RingSchool } from "../family/RingSchool";
import { Answers } from "./Answers";
import { NoNetwork } from "./Messages";
import { NotMe } from "./NotMe";
import { aloud, tellingOf } from "./telling";
import { askUnread } from "./waits";
import { heading } from "./words";
import "./notice.css";

const All = () => (
  <Button look="quiet" symbol="back" href="/messages">
    {say("notice.inbox.all")}
  </Button>
);

/** What is not there, any more or for this person: one answer for both. */
function Gone(props: { seat: Seat | undefined }) {
  return (
    <Empty title={say("notice.gone.title")}>
      <p>{say("notice.gone.about")}</p>
      {props.seat && <RingSchool {...props.seat.school} />}
      <All />
    </Empty>
  );
}

/** Where it stands, in a word or two. */
function State(props: { of: OpenedNotice }) {
  const { kind, over } = props.of;
  if (over || kind === "released") {
    return (
      <Pill tone="ok" symbol="check">
        {say(kind === "released" ? "notice.pill.released" : "notice.inbox.done")}
      </Pill>
    );
  }
  if (kind !== "confiscated" && kind !== "uncollected") return null;
  return (
    <Pill tone={kind === "confiscated" ? "bad" : "due"} symbol="kept">
      {say(`notice.pill.${kind}` as Key)}
    </Pill>
  );
}

/** The document that it is about, by its title in the reader's words. */
function Document(props: { seat: Seat; document: string }) {
  const { tag } = useSpoken();
  const { slug } = props.seat.school;
  const title = useLoad(`${slug} ${tag}`, () => titlesOf(slug, tag)).data?.get(props.document);
  if (!title) return null;
  return (
    <p class="side">
      <Icon name="sheet" />
      <b class="grow" lang={title.lang} dir={title.dir}>
        {title.text}
      </b>
    </p>
  );
}

function Told(props: { notice: OpenedNotice; seat: Seat; load: Loaded<OpenedNotice> }) {
  const { notice, seat, load } = props;
  const { tag } = useSpoken();
  const telling = tellingOf(notice, now());
  const { phone } = notice;
  const asksToSign = notice.kind.startsWith("aup_") && !notice.over;
  return (
    <>
      <Card>
        <p class="side told-top">
          <State of={notice} />
          <span class="quietly when">{moment(notice.at, now())}</span>
        </p>
        <p class="told">
          <b>{telling.what[0]}</b> {telling.what.slice(1).join(" ")}
        </p>
        {notice.document && <Document seat={seat} document={notice.document} />}
        {telling.todo && (
          <div class="todo">
            <Icon name={telling.todo.title ? "home" : notice.over || notice.kind === "released" ? "check" : "ask"} />
            <div>
              {telling.todo.title && <h2>{telling.todo.title}</h2>}
              <p class={telling.todo.title ? "quietly" : undefined}>{telling.todo.about}</p>
            </div>
          </div>
        )}
        <ReadAloud text={aloud(telling)} lang={tag} />
      </Card>
      {phone?.why && (
        <WhyBox why={phone.why} open>
          {telling.why}
        </WhyBox>
      )}
      {phone?.home_why && !notice.over && <WhyBox why={phone.home_why} label={say("notice.why_then")} />}
      {asksToSign && (
        <Button look="go" wide href={`/sitting/${seat.id}`}>
          {say("family.sitting.title")}
        </Button>
      )}
      {notice.kind === "new_sign_in" && <NotMe seat={seat} notice={notice} onAnswer={load.put} />}
      {notice.kind !== "new_sign_in" && <Answers seat={seat} notice={notice} onAnswer={load.put} />}
    </>
  );
}

/** Says once that it was read, and counts anew what waits. Without a network it waits until it is opened again. */
function useRead(notice: OpenedNotice | undefined, seat: Seat | undefined): void {
  const said = useRef("");
  const unread = notice?.read === false ? notice.id : "";
  const as = seat?.id ?? "";
  useEffect(() => {
    if (!unread || said.current === unread) return;
    said.current = unread;
    post("/api/notices/{id}/read", { path: { id: unread }, body: {}, as }, new Intent()).then(
      askUnread,
      () => undefined,
    );
  }, [unread, as]);
}

function One(props: { seat: Seat | undefined; load: Loaded<OpenedNotice> }) {
  const { seat, load } = props;
  const person = usePerson();
  const { data, problem } = load;
  if (!seat || problem?.kind === "not_found") return <Gone seat={seat ?? person.seats[0]} />;
  if (problem?.kind === "offline" && !data) return <NoNetwork person={person} again={load.again} />;
  return (
    <>
      {problem && <Problem of={problem} retry={load.again} />}
      {!data && !problem && <Loading rows={3} />}
      {data && <Told notice={data} seat={seat} load={load} />}
      <RingSchool {...seat.school} />
      <All />
    </>
  );
}

/** One message of school's: what happened, what to do, why. */
export default function Message() {
  const { seat: as, id = "" } = useRoute().params;
  const person = useActing();
  const seat = person?.seats.find(one => one.id === as);
  const load = useLoad(`${seat?.id} ${id}`, async signal => {
    if (!seat) throw new Error("not this person's");
    return read("/api/notices/{id}", { path: { id }, as: seat.id }, signal);
  });
  const { data } = load;
  useRead(data, seat);
  return (
    <FamilyScreen
      // What it is about names a child, and has no business in a browser's history.
      title={say("courier.message.title")}
      heading={data && heading(data)}
      place={seat?.school.name ?? ""}
    >
      <One seat={seat} load={load} />
    </FamilyScreen>
  );
}
