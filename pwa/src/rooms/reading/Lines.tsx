import { useState } from "preact/hooks";
import { moment } from "../../i18n/dates";
import { Say, say, sayCode } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Icon } from "../../parts/icon/Icon";
import type { IconName } from "../../parts/icon/paths";
import { Pill } from "../../parts/pill/Pill";
import { Row, Rows } from "../../parts/rows/Rows";
import { Tongue } from "../../parts/tongue/Tongue";
import { now } from "../../session";
import type { Line } from "./api";

/** So many stand on a page. */
export const SIZE = 50;

/** How soon it should be read, in words and by a sign. */
const URGENCIES: readonly { of: Line["urgency"]; symbol: IconName }[] = [
  { of: "now", symbol: "alert" },
  { of: "soon", symbol: "wait" },
  { of: "ordinary", symbol: "message" },
];

/** Concerns in the order in which the server gave them: by urgency, with its heading, where they are `apart`. */
export function Lines(props: { items: readonly Line[]; apart: boolean }) {
  const [page, turn] = useState(1);
  const pages = Math.max(1, Math.ceil(props.items.length / SIZE));
  const shown = props.items.slice((page - 1) * SIZE, page * SIZE);
  return (
    <>
      {props.apart ? (
        URGENCIES.map(({ of, symbol }) => {
          const some = shown.filter(one => one.urgency === of);
          if (some.length === 0) return null;
          return (
            <section key={of} class="stack">
              <h2 class={`urgency ${of}`}>
                <Icon name={symbol} />
                {say(`reading.urgency.${of}`)}
              </h2>
              <Some items={some} />
            </section>
          );
        })
      ) : (
        <Some items={shown} />
      )}
      {pages > 1 && (
        <nav class="side" aria-label={say("pwa.families.pages")}>
          <Button not={page > 1 ? undefined : say("pwa.families.first")} onPress={() => turn(page - 1)}>
            {say("pwa.families.back")}
          </Button>
          <span role="status">{say("pwa.families.page", { Page: page, Pages: pages })}</span>
          <Button not={page < pages ? undefined : say("pwa.families.last")} onPress={() => turn(page + 1)}>
            {say("pwa.families.on")}
          </Button>
        </nav>
      )}
    </>
  );
}

function Some(props: { items: readonly Line[] }) {
  return (
    <Rows label={say("reading.list.lines")}>
      {props.items.map(one => (one.shut ? <Shut key={one.id} of={one} /> : <One key={one.id} of={one} />))}
    </Rows>
  );
}

/** One concern: what it is, since when, in which language, whose turn it is, and whether it is new. */
function One(props: { of: Line }) {
  const { of } = props;
  const kinds = of.kinds.map(kind => sayCode("reading.kinds_short.", kind)).join(", ");
  const when = (key: "reading.told_at" | "reading.told_more", at: string) => (
    <Say k={key} with={{ When: moment(at, now()) }} />
  );
  return (
    <Row
      name={sayCode("reading.box.", of.box)}
      href={`/reading/${of.id}`}
      symbol={<Icon name={of.unread ? "message" : "check"} />}
      about={
        <>
          {of.told_at > of.at ? when("reading.told_more", of.told_at) : when("reading.told_at", of.at)}
          {kinds && <> · {kinds}</>}
          {of.language && of.language !== "en" && (
            <>
              {" · "}
              <Tongue tag={of.language} />
            </>
          )}
          <br />
          <Say k="reading.with" with={{ Names: of.readers }} />
          {of.until && (
            <>
              {" · "}
              <Say k="reading.until" with={{ When: moment(of.until, now()) }} />
            </>
          )}
        </>
      }
    >
      {of.broken && (
        <Pill tone="due" symbol="alert">
          {say("reading.broken")}
        </Pill>
      )}
      {of.unread && (
        <Pill tone="due" symbol="message">
          {say(of.first ? "reading.unread_first" : "reading.unread")}
        </Pill>
      )}
      {!(of.unread && of.first) && <Pill>{sayCode("reading.status.", of.status)}</Pill>}
    </Row>
  );
}

function Shut(props: { of: Line }) {
  const { of } = props;
  return (
    <Row
      name={say("reading.shut_name")}
      symbol={<Icon name="alert" />}
      about={
        <>
          <Say k="reading.told_at" with={{ When: moment(of.told_at, now()) }} />
          <br />
          {say("reading.shut")}
        </>
      }
    />
  );
}
