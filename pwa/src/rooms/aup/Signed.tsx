import type { Seat, SignatureItem } from "../../api/family";
import { read } from "../../api/send";
import { moment } from "../../i18n/dates";
import { type Key, Say, say, useSpoken } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Empty } from "../../parts/empty/Empty";
import { Icon } from "../../parts/icon/Icon";
import { Loading } from "../../parts/loading/Loading";
import { Pill } from "../../parts/pill/Pill";
import { Problem } from "../../parts/problem/Problem";
import { now } from "../../session";
import { useLoad } from "../../use/load";
import { FamilyScreen } from "../family/FamilyScreen";
import { usePerson } from "../family/person";
import { RingSchool } from "../family/RingSchool";
import { type Title, titled, titlesOf } from "./papers";
import "./aup.css";

/** Where a signature stands today, in a word or two. */
export function Standing(props: { of: SignatureItem["standing"] }) {
  const stands = props.of === "stands";
  return (
    <Pill tone={stands ? "ok" : undefined} {...(stands && { symbol: "check" as const })}>
      {say(`family.standing.${props.of}` as Key)}
    </Pill>
  );
}

/** A document's title, translated where that is known. */
export function TitleOf(props: { english: string; known: Title | undefined; class?: string }) {
  const { text, lang, dir } = titled(props.english, props.known);
  return (
    <span class={props.class} lang={lang} dir={dir}>
      {text}
    </span>
  );
}

function OfSchool(props: { seat: Seat; several: boolean }) {
  const { seat } = props;
  const load = useLoad(seat.id, signal => read("/api/aup/signatures", { as: seat.id }, signal));
  const { tag } = useSpoken();
  const titles = useLoad(`${seat.school.slug} ${tag}`, () => titlesOf(seat.school.slug, tag)).data;
  const items = load.data?.items;
  return (
    <Card title={props.several ? <bdi>{seat.school.name}</bdi> : undefined}>
      {load.problem && <Problem of={load.problem} retry={load.again} />}
      {!items && !load.problem && <Loading rows={2} />}
      {items?.length === 0 && (
        <Empty title={say("family.signed.none")}>
          <Button href="/home">{say("family.sitting.home")}</Button>
        </Empty>
      )}
      {items && items.length > 0 && (
        <ul class="rows">
          {items.map(one => (
            <li key={one.id}>
              <a class="one-row" href={`/signed/${one.id}?of=${seat.id}`}>
                <Icon name="sheet" />
                <span class="middle">
                  <span class="words">
                    <TitleOf class="name" english={one.title} known={titles?.get(one.document)} />
                    <span class="muted block">
                      {one.pupil ? (
                        <Say k="family.sitting.for" with={{ Names: one.pupil.name }} />
                      ) : (
                        say("family.sitting.for_you")
                      )}
                    </span>
                    <span class="muted block">{moment(one.at, now())}</span>
                  </span>
                  <span class="end">
                    <Standing of={one.standing} />
                  </span>
                </span>
                <Icon name="next" flips />
              </a>
            </li>
          ))}
        </ul>
      )}
      <RingSchool {...seat.school} />
    </Card>
  );
}

function Mine() {
  const person = usePerson();
  return (
    <>
      {person.seats.map(seat => (
        <OfSchool key={seat.id} seat={seat} several={person.seats.length > 1} />
      ))}
    </>
  );
}

/** What somebody signed, each with its receipt. */
export default function Signed() {
  return (
    <FamilyScreen title={say("family.signed.title")}>
      <Mine />
    </FamilyScreen>
  );
}
