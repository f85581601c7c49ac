// What an opened message says: what happened, what to do, why; each a sentence, for the eye and for the ear.
import type { NoticePhone, OpenedNotice } from "../../api/family";
import { clock, dayOf, moment } from "../../i18n/dates";
import { type Key, known, say } from "../../i18n/say";
import { line, names, thing } from "./words";

/** A message in sentences. */
export interface Telling {
  /** What happened: the first one weighs most. */
  what: string[];
  /** What to do: a few words, and more about it. */
  todo: { title?: string; about: string } | undefined;
  /** Why, in the reader's words; the school's own sentence stands beside it. */
  why?: string;
}

/** Tells a message as it is now. */
export function tellingOf(notice: OpenedNotice, now: Date): Telling {
  switch (notice.kind) {
    case "confiscated":
      return keeping(notice, now);
    case "released":
      return { what: [went(notice, now)], todo: done() };
    case "uncollected":
      return staying(notice, now);
    case "aup_to_sign":
    case "aup_replaced":
      return { what: [say(`notice.sign.${notice.kind}`)], todo: notice.over ? done() : undefined };
    case "new_sign_in":
      return {
        what: [say("notice.sign_in.what", { When: moment(notice.at, now) })],
        todo: { about: say("notice.sign_in.you") },
      };
  }
}

const done = () => ({ about: say("notice.over") });

function went(notice: OpenedNotice, now: Date): string {
  const Thing = thing(notice);
  const gone = notice.phone?.gone;
  return Thing && gone ? say("notice.kept.went", { Thing, When: moment(gone, now) }) : line(notice);
}

function keeping(notice: OpenedNotice, now: Date): Telling {
  const { phone } = notice;
  const Thing = thing(notice);
  if (notice.over || phone?.gone) return { what: [went(notice, now)], todo: done(), ...because(phone) };
  // Nothing more may be said of it: then the school says it itself.
  if (!phone || !Thing) return { what: [line(notice)], todo: { about: say("notice.kept.ask") } };
  const keeps = phone.taken_by
    ? say("notice.kept.by", { By: phone.taken_by, Thing })
    : say("notice.kept.school", { Thing });
  const since = phone.taken_at ? [say("notice.kept.since", { When: moment(phone.taken_at, now) })] : [];
  return { what: [keeps, ...since], todo: fetching(notice, phone, now), ...because(phone) };
}

function fetching(notice: OpenedNotice, phone: NoticePhone, now: Date): NonNullable<Telling["todo"]> {
  if (phone.release === "contact_made") {
    const said = notice.answered?.answer ?? "about";
    // "I'll come" counts as the contact that the school waits for.
    const title: Key = said === "come" ? "notice.fetch.now" : "notice.fetch.contact";
    return { title: say(title), about: say(`notice.fetch.contact_${said}`) };
  }
  if (!phone.from) return { about: say("notice.kept.ask") };
  const about = say("notice.fetch.about", { Names: names(notice.children) });
  if (new Date(phone.from) <= now) return { title: say("notice.fetch.now"), about };
  const When = dayOf(phone.from) === dayOf(now) ? clock(phone.from) : moment(phone.from, now);
  return { title: say("notice.fetch.from", { When }), about };
}

function because(phone: NoticePhone | undefined): Pick<Telling, "why"> {
  const key = `notice.ground.${phone?.ground ?? ""}`;
  return known(key) ? { why: say(key) } : {};
}

function staying(notice: OpenedNotice, now: Date): Telling {
  if (notice.over) return { what: [line(notice)], todo: done() };
  const handed = notice.phone?.handed_in;
  const Thing = thing(notice);
  return {
    what: [
      Thing ? say("notice.kept.still", { Thing }) : line(notice),
      ...(handed ? [say("notice.kept.handed_in", { When: moment(handed, now) })] : []),
    ],
    todo: { title: say("notice.fetch.please"), about: say("notice.fetch.please_about") },
  };
}

/** All of it in one piece, to be read aloud. */
export const aloud = ({ what, todo, why }: Telling) =>
  [...what, todo?.title, todo?.about, why]
    .filter(one => one !== undefined)
    .map(one => (/[.!?:۔؟]$/u.test(one) ? one : `${one}.`))
    .join(" ");
