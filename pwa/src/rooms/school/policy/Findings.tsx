import type { Finding, Policy } from "../../../api/types";
import { day } from "../../../i18n/dates";
import { say, sayCode, sayMany } from "../../../i18n/say";
import { Icon } from "../../../parts/icon/Icon";
import { Pill } from "../../../parts/pill/Pill";
import { now } from "../../../session";
import { Fold } from "./Fold";
import type { Book } from "./model";
import { Reason, Reasoned } from "./Reason";
import { Sections, Sentence } from "./Sentence";

/** What the school should look at in its own text: first what needs a decision, the rest a press away. */
export function Findings(props: {
  of: readonly Finding[];
  book: Book;
  printing: boolean;
  onDone: (next: Policy) => void;
}) {
  const red = props.of.filter(one => one.severity === "red");
  const amber = props.of.filter(one => one.severity !== "red");
  if (props.of.length === 0) {
    return (
      <p class="all-well">
        <Icon name="check" />
        {say("pwa.policy.no_findings")}
      </p>
    );
  }
  const list = (some: readonly Finding[]) => (
    <ul class="findings">
      {some.map(one => (
        <li key={one.code}>
          <OneFinding of={one} book={props.book} printing={props.printing} onDone={props.onDone} />
        </li>
      ))}
    </ul>
  );
  return (
    <section class="stack">
      <h2>{sayMany("pwa.policy.findings", props.of.length)}</h2>
      {list(red)}
      {red.length === 0 || props.printing ? (
        list(amber)
      ) : (
        <Fold line={<b>{sayMany("pwa.policy.amber", amber.length)}</b>}>{() => list(amber)}</Fold>
      )}
    </section>
  );
}

function OneFinding(props: { of: Finding; book: Book; printing: boolean; onDone: (next: Policy) => void }) {
  const { of } = props;
  const red = of.severity === "red";
  const clauses = of.clauses.flatMap(id => props.book.byId.get(id) ?? []);
  return (
    <Fold
      tone={red ? "brick" : "sun"}
      forced={props.printing}
      line={
        <>
          <Pill tone={red ? "bad" : "due"} symbol="alert">
            {sayCode("school.severity.", of.severity)}
          </Pill>{" "}
          <Reasoned of={of} />
          <b class="finding">{of.title}</b>
          <span class="muted">
            <Sections of={clauses} />
          </span>
        </>
      }
    >
      {() => (
        <>
          <p>
            <b>{say("pwa.policy.to_do")}</b> {sayCode("pwa.policy.do_", of.code.split(".")[0] ?? "")}
          </p>
          {clauses.map(one => (
            <Sentence key={one.id} of={one} />
          ))}
          {of.verified_on && <p class="muted">{say("pwa.policy.verified", { Day: day(of.verified_on, now()) })}</p>}
          {!red && <Reason of={of} onDone={props.onDone} />}
        </>
      )}
    </Fold>
  );
}
