import type { ComponentChildren } from "preact";
import { say, sayCode } from "../../i18n/say";
import { Card } from "../../parts/card/Card";
import { Pill } from "../../parts/pill/Pill";
import { Tongue } from "../../parts/tongue/Tongue";
import type { Concern } from "./api";
import { Words } from "./Words";

/** What was answered, in English, and who told it, as far as they said. */
export function Answered(props: { of: Concern }) {
  const { of } = props;
  const name = of.entries.find(one => one.kind === "name");
  return (
    <Card title={say("reading.answered.asked")}>
      <dl class="answers">
        {of.about.length > 0 && (
          <Answer of={say("reading.answered.about")}>
            <List items={of.about.map(about)} />
          </Answer>
        )}
        {of.kinds.length > 0 && (
          <Answer of={say("reading.answered.kinds")}>
            <List items={of.kinds.map(kind => sayCode("reading.kind.", kind))} />
          </Answer>
        )}
        {of.form && (
          <Answer of={say("reading.answered.feel")}>
            {of.feel ? sayCode("reading.feel.", of.feel) : say("reading.answered.not_said")}
          </Answer>
        )}
        {of.form && (
          <Answer of={say("reading.answered.form")}>
            {sayCode("reading.form.", of.form)}
            {of.language && (
              <>
                {", "}
                <Tongue tag={of.language} />
              </>
            )}
            {of.friend && <div>{say("reading.answered.friend")}</div>}
          </Answer>
        )}
        {of.form && (
          <Answer of={say("reading.answered.who")}>
            {name ? (
              <>
                <b>
                  <bdi dir="auto">{name.words}</bdi>
                </b>
                {name.class && (
                  <>
                    , <bdi dir="auto">{name.class}</bdi>
                  </>
                )}
                {name.reach && (
                  <div>
                    {say("reading.reach")} <bdi dir="auto">{name.reach}</bdi>
                  </div>
                )}
                {name.lead_only && (
                  <div>
                    <Pill tone="due" symbol="shield">
                      {say("reading.entry.lead_only")}
                    </Pill>
                  </div>
                )}
              </>
            ) : of.name_kept ? (
              say("reading.name_kept")
            ) : (
              sayCode("reading.naming.", of.naming ?? "anonymous")
            )}
          </Answer>
        )}
        {of.pupil && (
          <Answer of={say("reading.pupil")}>
            <bdi>{of.pupil.name}</bdi>, {of.pupil.class}
          </Answer>
        )}
      </dl>
      <First of={of} />
    </Card>
  );
}

/** Whom it is about: a role by the name that the school has for it, everybody else in our words. */
function about(who: string): string {
  const role = sayCode("pwa.role.", who);
  return role === who.replaceAll("_", " ") ? sayCode("reading.about.", who) : role;
}

/** What they wrote first, which is read before anything else is. */
function First(props: { of: Concern }) {
  const told = props.of.entries.find(one => one.kind === "story");
  if (!told?.words && !told?.when) return null;
  return (
    <section class="stack told-first">
      <h3>{say("reading.words")}</h3>
      {told.words && <Words text={told.words} language={told.language} />}
      {told.when && (
        <p>
          <b>{say("reading.entry.when")}</b> <bdi dir="auto">{told.when}</bdi>
        </p>
      )}
    </section>
  );
}

function Answer(props: { of: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{props.of}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function List(props: { items: readonly string[] }) {
  if (props.items.length === 1) return <>{props.items[0]}</>;
  return (
    <ul class="plain-list">
      {props.items.map(one => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  );
}
