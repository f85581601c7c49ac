import { say } from "../../i18n/say";
import { dial } from "../family/person";
import type { Door } from "./door";
import { aloudOf } from "./shared";

/** A line with a number to ring. */
function Ring(props: { title: string; about?: string; number: string }) {
  return (
    <div class="ring-now">
      <p>
        <b>{props.title}</b>
        {props.about && <span class="muted">{props.about}</span>}
      </p>
      <a class="button plain" href={dial(props.number)} dir="ltr">
        <span>{props.number}</span>
      </a>
    </div>
  );
}

/** The same as it is read aloud. */
export const numbersAloud = ({ phone }: Door) =>
  aloudOf(
    say("tell.first.adult"),
    say("tell.first.adult_text"),
    `${say("tell.first.childline")} 0800 1111`,
    say("tell.first.childline_text"),
    phone && `${say("tell.first.school")} ${phone}`,
    phone && say("tell.first.school_text"),
  );

/** Whom to talk to now: a grown-up, Childline, the school. They need no network and no server. */
export function Numbers(props: { door: Door; short?: boolean }) {
  const { door } = props;
  return (
    <section class="card" aria-label={say("tell.numbers")}>
      {!props.short && (
        <p>
          <b>{say("tell.first.adult")}</b> {say("tell.first.adult_text")}
        </p>
      )}
      <Ring title={say("tell.first.childline")} about={say("tell.first.childline_text")} number="0800 1111" />
      {door.phone && (
        <Ring title={say("tell.first.school")} about={say("tell.first.school_text")} number={door.phone} />
      )}
    </section>
  );
}
