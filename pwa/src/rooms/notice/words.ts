// What a message says in one line, in a person's words.
import type { Notice } from "../../api/family";
import type { Args, Phrase } from "../../i18n/catalogue";
import { type Key, known, say, spoken } from "../../i18n/say";

/** Names in a row, as the reader's language joins them. */
export const names = (of: readonly string[]) =>
  new Intl.ListFormat([spoken.get().tag, "en"], { type: "conjunction" }).format(of);

const ofDevice = ({ kind }: Notice) => kind === "confiscated" || kind === "released" || kind === "uncollected";

/** "Maryam’s phone", to be put into a sentence; undefined where it is about no device. */
export function thing(notice: Notice): Phrase | undefined {
  if (!ofDevice(notice)) return undefined;
  const key = `notice.thing.${notice.device ?? ""}`;
  return { key: known(key) ? key : "notice.thing.other", args: { Name: names(notice.children) } };
}

/** "Maryam’s phone is at school": what happened, as it is now. */
export function line(notice: Notice): string {
  const Thing = thing(notice);
  const args: Args = Thing ? { Thing } : {};
  if (Thing && notice.over && notice.kind !== "released") return say("notice.line.gone", args);
  return say(`notice.line.${notice.kind}` as Key, args);
}

/** What stands over an opened message: the thing, or the line. */
export function heading(notice: Notice): string {
  const of = thing(notice);
  return of ? say(of.key as Key, of.args) : line(notice);
}
