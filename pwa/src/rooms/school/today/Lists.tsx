import type { Confiscation, HeldPhone } from "../../../api/types";
import { moment } from "../../../i18n/dates";
import { type Key, Say, say, sayMany } from "../../../i18n/say";
import { Icon, KindIcon } from "../../../parts/icon/Icon";
import { Pill } from "../../../parts/pill/Pill";
import { Row, Rows } from "../../../parts/rows/Rows";
import { may, now, useMe } from "../../../session";
import { State } from "../../custody/kept/Confiscations";

/**
 * What waits for somebody's decision or conversation, each with what is owed.
 *
 * Policy: phones.parents_told (AR 9.3/10), phones.release (BG 9.3/12).
 */
export function Owed(props: { items: readonly Confiscation[] }) {
  const { items } = props;
  return (
    <section class="stack">
      <h2>{say("pwa.today.owed")}</h2>
      {items.length === 0 ? (
        <p class="all-well">
          <Icon name="check" />
          {say("pwa.today.none_owed")}
        </p>
      ) : (
        <Rows label={say("pwa.today.owed")}>
          {items.map(one => (
            <OneOwed key={one.id} of={one} />
          ))}
        </Rows>
      )}
    </section>
  );
}

function OneOwed(props: { of: Confiscation }) {
  const { of } = props;
  const me = useMe();
  const team = may(me, "hold");
  const since = <Say k="pwa.today.since" with={{ Class: of.pupil.class, When: moment(of.at, now()) }} />;
  if (of.held) {
    // Outside the team there is one sentence and no more; nor is there on paper, which lies about.
    return (
      <Row
        name={of.pupil.name}
        href={`/confiscations/${of.id}`}
        symbol={<Icon name="shield" />}
        about={
          <>
            <b class={team ? "only-print" : ""}>{say("pwa.hold.title")}</b>
            {team && (
              <span class="no-print">
                {since}
                <b class="owes">{say("pwa.today.owes_hold")}</b>
              </span>
            )}
          </>
        }
      />
    );
  }
  return (
    <Row
      name={of.pupil.name}
      href={`/confiscations/${of.id}`}
      symbol={<KindIcon kind={of.kind} />}
      about={
        <>
          {since}
          <b class="owes">{say(owes(of, me.phones.parents_told))}</b>
          {of.tell === "not_yet" && of.reason && (
            <span class="owes">
              <Say k="pwa.tell.not_yet" with={{ Reason: of.reason }} />
            </span>
          )}
        </>
      }
    />
  );
}

/** What has to happen: a decision about the parents where the policy leaves it open, else the conversation with them. */
function owes(of: Confiscation, told: string): Key {
  if (told !== "decision") return "pwa.today.owes_contact";
  return of.tell === "not_yet" ? "pwa.today.owes_again" : "pwa.today.owes_tell";
}

/** Phones that should have gone home, the longest first. */
export function Uncollected(props: { items: readonly HeldPhone[] }) {
  if (props.items.length === 0) return null;
  const items = [...props.items].sort((a, b) => a.since.localeCompare(b.since));
  return (
    <section class="stack">
      <h2>{say("pwa.today.uncollected")}</h2>
      <Rows label={say("pwa.today.uncollected")}>
        {items.map(one => (
          <Row
            key={one.pupil.id + one.slot}
            name={one.pupil.name}
            about={<Say k="pwa.today.since" with={{ Class: one.pupil.class, When: moment(one.since, now()) }} />}
          >
            <Pill tone="due" symbol="wait">
              {say("pwa.today.slot", { Slot: one.slot })}
            </Pill>
          </Row>
        ))}
      </Rows>
    </section>
  );
}

/** The rest of what the school keeps: nothing is owed about these, they wait for somebody to collect them. */
export function Kept(props: { items: readonly Confiscation[] }) {
  const rest = props.items.filter(one => !one.owed);
  if (props.items.length > 0 && rest.length === 0) return null;
  return (
    <section class="stack">
      <h2>{say("pwa.kept.title")}</h2>
      {rest.length === 0 ? (
        <p class="all-well">
          <Icon name="check" />
          {say("pwa.today.none_kept")}
        </p>
      ) : (
        <>
          {rest.length < props.items.length && <p class="muted">{sayMany("pwa.today.besides", rest.length)}</p>}
          <Rows label={say("pwa.kept.title")}>
            {rest.map(one => (
              <Row
                key={one.id}
                name={one.pupil.name}
                href={`/confiscations/${one.id}`}
                symbol={<KindIcon kind={one.kind} />}
                about={<Say k="pwa.today.since" with={{ Class: one.pupil.class, When: moment(one.at, now()) }} />}
              >
                <State of={one} />
              </Row>
            ))}
          </Rows>
        </>
      )}
    </section>
  );
}
