import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import type { ReceiptBody, Seat } from "../../api/family";
import { post, Refused, read } from "../../api/send";
import { clock, day, dayOf } from "../../i18n/dates";
import { Say, say, sayCode, useSpoken } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Dialog } from "../../parts/dialog/Dialog";
import { Field } from "../../parts/field/Field";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { languages } from "../../session";
import { useStore } from "../../store";
import { useAction } from "../../use/action";
import { useLoad } from "../../use/load";
import { FamilyScreen } from "../family/FamilyScreen";
import { usePerson } from "../family/person";
import { RingSchool } from "../family/RingSchool";
import { Promises } from "./AllPromises";
import { titlesOf } from "./papers";
import { Standing, TitleOf } from "./Signed";
import "./aup.css";

/** The receipt at whichever of the person's schools has it: an address carries the seat only where a list led here. */
async function find(seats: readonly Seat[], id: string, signal: AbortSignal): Promise<{ seat: Seat; it: ReceiptBody }> {
  let no: unknown;
  for (const seat of seats) {
    try {
      const where = { path: { id }, as: seat.id };
      return { seat, it: await read("/api/aup/signatures/{id}", where, signal) };
    } catch (cause) {
      if (!(cause instanceof Refused) || cause.body.kind !== "not_found") throw cause;
      no = cause;
    }
  }
  throw no;
}

/** The language of a signature by its own name. */
function LanguageOf(props: { tag: string }) {
  const found = useStore(languages).find(one => one.tag === props.tag);
  if (!found) return <bdi>{props.tag}</bdi>;
  return (
    <bdi lang={found.tag} dir={found.dir}>
      {found.name}
    </bdi>
  );
}

/** Takes a signature back: what it means, and that school then talks to them. */
function Withdraw(props: { seat: Seat; id: string; onClose: () => void; onDone: () => void }) {
  const [reason, setReason] = useState("");
  const go = useAction(async intent => {
    const body = reason.trim() ? { reason: reason.trim() } : {};
    await post("/api/aup/signatures/{id}/withdraw", { path: { id: props.id }, body, as: props.seat.id }, intent);
    props.onDone();
  });
  return (
    <Dialog title={say("family.withdraw.title")} onClose={props.onClose}>
      <p>{say("family.withdraw.about")}</p>
      <Field
        as="lines"
        label={say("family.withdraw.why")}
        hint={say("family.ask.words_hint")}
        value={reason}
        onValue={setReason}
        max={500}
      />
      {go.problem && <Problem of={go.problem} retry={go.retry} />}
      <Button wide busy={go.busy} onPress={() => void go.run()}>
        {say("family.withdraw.go")}
      </Button>
      <Button look="quiet" wide onPress={props.onClose}>
        {say("family.withdraw.back")}
      </Button>
    </Dialog>
  );
}

function Evidence(props: { it: ReceiptBody }) {
  const { it } = props;
  const draft = it.status === "draft";
  return (
    <dl class="facts">
      <dt>{say("family.receipt.who")}</dt>
      <dd>
        <bdi>{it.signer}</bdi>
      </dd>
      <dt>{say("family.receipt.for")}</dt>
      <dd>{it.pupil ? <bdi>{it.pupil.name}</bdi> : say("family.receipt.self")}</dd>
      <dt>{say("family.receipt.when")}</dt>
      <dd>
        {day(dayOf(it.at))}, {clock(it.at)}
      </dd>
      <dt>{say("family.receipt.how")}</dt>
      <dd>
        {sayCode("family.how.", it.how)}
        {it.signed_on && (
          <span class="quietly block">{say("family.receipt.paper_on", { Day: day(it.signed_on) })}</span>
        )}
      </dd>
      <dt>{say("family.receipt.language")}</dt>
      <dd>
        <LanguageOf tag={it.language} />
        {draft && <span class="quietly block">{say("family.receipt.draft")}</span>}
      </dd>
      {it.pupil && (
        <>
          <dt>{say("family.receipt.talked")}</dt>
          <dd>{say(it.talked ? "family.receipt.yes" : "family.receipt.no")}</dd>
        </>
      )}
      <dt>{say("family.receipt.version")}</dt>
      <dd>
        {say("family.receipt.number", { Number: it.number })} <span class="hash">{it.version.slice(0, 12)}</span>
      </dd>
      <dt>{say("family.receipt.record")}</dt>
      <dd>
        {say("family.receipt.position", { Position: it.chain.position })}{" "}
        <span class="hash">{it.chain.link.slice(0, 12)}</span>
        <span class="quietly block">{say("family.receipt.record_about")}</span>
      </dd>
    </dl>
  );
}

function One(props: { id: string }) {
  const person = usePerson();
  const { tag } = useSpoken();
  const { query } = useLocation();
  const [withdrawing, setWithdrawing] = useState(false);
  const first = person.seats.filter(seat => seat.id === query.of);
  const seats = [...first, ...person.seats.filter(seat => seat.id !== query.of)];
  const load = useLoad(`${props.id} ${tag}`, async signal => {
    const found = await find(seats, props.id, signal);
    return { ...found, titles: await titlesOf(found.seat.school.slug, tag).catch(() => undefined) };
  });
  // The button that took it back is gone with it: what has become of the signature is read from its title.
  const standing = load.data?.it.standing;
  const before = useRef(standing);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (before.current === "stands" && standing === "withdrawn") title.current?.focus();
    before.current = standing;
  }, [standing]);
  if (load.problem) return <Problem of={load.problem} retry={load.again} />;
  if (!load.data) return <Loading rows={3} />;
  const { seat, it } = load.data;
  return (
    <>
      <Card>
        <p class="for">
          <bdi>{seat.school.name}</bdi>
        </p>
        <h2 ref={title} tabIndex={-1}>
          <TitleOf english={it.title} known={load.data.titles?.get(it.document)} />
        </h2>
        <p>
          <Standing of={it.standing} />
        </p>
        {it.standing !== "stands" && <p>{sayCode("family.standing_about.", it.standing)}</p>}
        <Evidence it={it} />
      </Card>
      <Card title={say("family.receipt.promises")}>
        <Promises statements={it.statements} />
      </Card>
      <div class="stack no-print">
        <Button symbol="print" wide onPress={() => print()}>
          {say("family.receipt.print")}
        </Button>
        <Button look="quiet" wide href="/signed">
          {say("family.receipt.all")}
        </Button>
      </div>
      {it.standing === "stands" && (
        <div class="no-print">
          <Card title={say("family.withdraw.mind")}>
            <p>{say("family.withdraw.may")}</p>
            <Button wide onPress={() => setWithdrawing(true)}>
              {say("family.withdraw.title")}
            </Button>
          </Card>
        </div>
      )}
      <RingSchool {...seat.school} />
      <p class="only-print">
        <Say k="family.receipt.kept_by" with={{ School: seat.school.name }} />
      </p>
      {withdrawing && (
        <Withdraw
          seat={seat}
          id={it.id}
          onClose={() => setWithdrawing(false)}
          onDone={() => {
            setWithdrawing(false);
            load.again();
          }}
        />
      )}
    </>
  );
}

/** What was signed, word for word, and everything that proves it: to read, to print, to save. */
export default function Receipt() {
  const { params } = useRoute();
  return (
    <FamilyScreen title={say("family.receipt.title")}>
      <One id={params.id ?? ""} />
    </FamilyScreen>
  );
}
