import { Fragment } from "preact";
import type { Delivery } from "../../api/deliveries";
import { moment } from "../../i18n/dates";
import { say, sayCode } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Icon } from "../../parts/icon/Icon";
import { Tongue } from "../../parts/tongue/Tongue";
import { may, now, useMe } from "../../session";
import { spokenNumber } from "../people/families/number";
import { printAddress } from "./address";
import { type Matter, ofDevice, ofDocument } from "./matters";
import { stateOf, when } from "./state";

/** What somebody at the office does about one message. */
export type Doing = { what: "told" | "letter" | "form"; of: Delivery };

/** Several names with commas between them, each in its own direction. */
export const Names = (props: { of: readonly string[] }) => (
  <>
    {props.of.map((name, i) => (
      <Fragment key={name}>
        {i > 0 && ", "}
        <bdi>{name}</bdi>
      </Fragment>
    ))}
  </>
);

/** One thing that happened: about which child, when, whom it was told to and how far that came; `onDo` where one can act. */
export function MatterCard(props: { of: Matter; onDo?: ((what: Doing) => void) | undefined }) {
  const me = useMe();
  const { of, onDo } = props;
  const what = sayCode("delivery.what.", of.kind);
  const kept = (of.kind === "confiscated" || of.kind === "released") && may(me, "confiscations");
  const first = of.lines[0] as Delivery;
  // What is no child's is its adult's own.
  const title = <Names of={of.pupils.length > 0 ? of.pupils : [first.adult.name]} />;
  return (
    <Card title={kept ? <a href={`/confiscations/${of.subject}`}>{title}</a> : title}>
      <p class="muted">
        {what} · {moment(of.at, now())}
      </p>
      {onDo && <p>{say(todo(of))}</p>}
      {of.lines.map(one => (
        <Adult key={one.id} of={one} matter={of} onDo={onDo} />
      ))}
      {onDo && ofDevice(of.kind) && (
        <div class="side no-print">
          {kept && (
            <Button small href={`/confiscations/${of.subject}`} label={about("pwa.contact.log", of)}>
              {say("pwa.contact.log")}
            </Button>
          )}
          <Button small look="quiet" href={printAddress({ sheets: first.id })} label={about("delivery.sheet", of)}>
            {say("delivery.sheet")}
          </Button>
        </div>
      )}
    </Card>
  );
}

const about = (key: "pwa.contact.log" | "delivery.sheet", of: Matter) =>
  say("pwa.desk.for", { Action: say(key), Name: of.pupils.join(", ") });

/** What helps, in a sentence. */
function todo(of: Matter) {
  if (ofDocument(of.kind)) {
    return of.lines.every(one => one.signed_in) ? "delivery.todo.document" : "delivery.todo.letter";
  }
  switch (of.kind) {
    case "confiscated":
      return "delivery.todo.confiscated";
    case "uncollected":
      return "delivery.todo.uncollected";
    default:
      return "delivery.todo.ring";
  }
}

function Adult(props: { of: Delivery; matter: Matter; onDo?: ((what: Doing) => void) | undefined }) {
  const { of, onDo } = props;
  const state = stateOf(of, now());
  return (
    <div class="told-whom">
      <p class="who-speaks">
        <b>
          <bdi>{of.adult.name}</bdi>
        </b>
        <span class={of.language === "en" ? "tongue muted" : "tongue"}>
          <Icon name="globe" />
          <span>
            <Tongue tag={of.language} />
          </span>
        </span>
      </p>
      <p class={`how-far-it-came ${state.tone}`}>
        <Icon name={state.symbol} />
        <span>
          {state.text}
          {of.over && state.tone === "done" && <span class="muted"> {say("delivery.state.over_too")}</span>}
          {of.at !== props.matter.at && <span class="muted"> · {when(of.at, now())}</span>}
        </span>
      </p>
      {onDo && <ToDo of={of} onDo={onDo} />}
    </div>
  );
}

/** The buttons for one adult, the one that helps most first. */
function ToDo(props: { of: Delivery; onDo: (what: Doing) => void }) {
  const me = useMe();
  const { of, onDo } = props;
  const { name, mobile } = of.adult;
  // Whoever may give letters may write down that somebody was told: it is one word in the server's table.
  const office = may(me, "letters");
  const button = (what: Doing["what"], text: string, look: "plain" | "quiet") => (
    <Button
      small
      look={look}
      label={say("pwa.desk.for", { Action: text, Name: name })}
      onPress={() => onDo({ what, of })}
    >
      {text}
    </Button>
  );
  const letterFirst = ofDocument(of.kind) && !of.signed_in && office;
  return (
    <>
      {!mobile && !letterFirst && <p class="muted">{say("pwa.calls.no_number")}</p>}
      <div class="side no-print">
        {letterFirst && button("letter", say("pwa.signed.print_letter"), "plain")}
        {mobile && (
          <Button
            small
            look={letterFirst ? "quiet" : "plain"}
            symbol="call"
            href={`tel:${mobile.replaceAll(" ", "")}`}
            label={say("delivery.ring", { Name: name, Number: spokenNumber(mobile) })}
          >
            <bdi dir="ltr">{spokenNumber(mobile)}</bdi>
          </Button>
        )}
        {ofDocument(of.kind) && office && button("form", say("pwa.signed.print_form"), "quiet")}
        {office && button("told", say("delivery.told.button"), "quiet")}
      </div>
    </>
  );
}
