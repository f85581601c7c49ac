import type { AdultState, AskedAdult, ProgressItem } from "../../api/office";
import { moment } from "../../i18n/dates";
import { Say, say, sayCode } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import type { IconName } from "../../parts/icon/paths";
import { Pill } from "../../parts/pill/Pill";
import { Tongue } from "../../parts/tongue/Tongue";
import { may, now, useMe } from "../../session";
import type { Doing } from "./Signatures";

/** What helps next: a letter, a call, paper, or time. */
type Next = "letter" | "call" | "wait" | "nothing";

interface Look {
  tone?: "ok" | "due" | "bad";
  symbol?: IconName;
  next: Next;
}

const looks: Record<AdultState, Look> = {
  signed: { tone: "ok", symbol: "check", next: "nothing" },
  declined: { tone: "bad", symbol: "no", next: "call" },
  question: { tone: "due", symbol: "ask", next: "call" },
  replaced: { tone: "due", symbol: "wait", next: "wait" },
  signed_in: { tone: "due", symbol: "phone", next: "wait" },
  letter: { tone: "due", symbol: "wait", next: "wait" },
  letter_ended: { tone: "bad", symbol: "alert", next: "letter" },
  letter_guessed: { tone: "bad", symbol: "alert", next: "letter" },
  no_letter: { next: "letter" },
  not_asked: { next: "nothing" },
};

/** One child with the adults who are asked: who signed, how and when, and for the others what to do next. */
export function FamilyCard(props: { of: ProgressItem; onDo: (what: Doing) => void }) {
  const { of } = props;
  return (
    <Card
      title={
        <span class="side">
          <a class="grow" href={`/pupils/${of.pupil.id}`}>
            <bdi>{of.pupil.name}</bdi>
          </a>
          <Pill tone={of.signed ? "ok" : "due"} symbol={of.signed ? "check" : "wait"}>
            {say(of.signed ? "pwa.signed.yes" : "pwa.signed.no")}
          </Pill>
        </span>
      }
    >
      <p class="muted">
        <bdi>{of.pupil.class}</bdi> · {sayCode("pwa.signed.own.", of.own)}
      </p>
      {of.adults.length === 0 && <p>{say("pwa.signed.nobody")}</p>}
      {of.adults.map(one => (
        <Adult key={one.id} of={one} item={of} onDo={props.onDo} />
      ))}
    </Card>
  );
}

function Adult(props: { of: AskedAdult; item: ProgressItem; onDo: (what: Doing) => void }) {
  const me = useMe();
  const { of, item } = props;
  const look = looks[of.state];
  const office = may(me, "letters");
  const open = of.state !== "signed" && of.state !== "not_asked";
  const button = (what: Doing["what"], text: string) => (
    <Button
      small
      look={what === "letter" && look.next === "letter" ? "plain" : "quiet"}
      label={say("pwa.desk.for", { Action: text, Name: of.name })}
      onPress={() => props.onDo({ what, adult: of, item })}
    >
      {text}
    </Button>
  );
  return (
    <div class="asked">
      <p>
        <b>
          <bdi>{of.name}</bdi>
        </b>{" "}
        <span class="muted">
          {sayCode("pwa.relation.", of.relationship)} · <Tongue tag={of.language} />
        </span>
      </p>
      <p class="side">
        <Pill tone={look.tone} symbol={look.symbol}>
          {sayCode("pwa.signed.state.", of.state)}
        </Pill>
        {of.at && (
          <span class="muted">
            {of.how ? (
              <Say
                k="pwa.signed.how_when"
                with={{ How: sayCode("pwa.signed.how.", of.how), When: moment(of.at, now()) }}
              />
            ) : (
              moment(of.at, now())
            )}
          </span>
        )}
      </p>
      {open && !item.signed && <p>{sayCode("pwa.signed.next.", of.state)}</p>}
      {open && office && (
        <div class="side no-print">
          {look.next === "call" && may(me, "calls") && (
            <Button
              small
              href="/calls"
              symbol="call"
              label={say("pwa.desk.for", { Action: say("pwa.calls.title"), Name: of.name })}
            >
              {say("pwa.calls.title")}
            </Button>
          )}
          {button("letter", say("pwa.signed.print_letter"))}
          {button("form", say("pwa.signed.print_form"))}
          {button("paper", say("pwa.signed.on_paper"))}
        </div>
      )}
    </div>
  );
}
