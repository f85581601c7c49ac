import { useEffect, useState } from "preact/hooks";
import { type Catalogue, found, render } from "../../i18n/catalogue";

/** The sentences that a reader can choose, as the server knows them (concern.Replies), in the order of a conversation. */
export const REPLIES = [
  "thank_you",
  "believe_you",
  "not_your_fault",
  "on_it",
  "come_and_talk",
  "tell_us_more",
  "need_to_tell_someone",
  "safe_now",
  "call_999",
  "finished",
] as const;

/** How far it can be set, as the server knows it (concern.Statuses). */
export const STATUSES = ["read", "helping", "talk", "finished"] as const;

/** A sentence with what a browser needs to show it: English where their language lacks it. */
export interface Sentence {
  lang: string;
  dir: "ltr" | "rtl";
  text: string;
}

/** Says a key in the language of whoever told. */
export type Theirs = (key: string) => Sentence;

const english = (tag: string | undefined) => !tag || tag === "en";

/**
 * The sentences that whoever told reads, in the language of their form; undefined for English, and until they are here.
 * They come from the catalogue of the form, as the form itself reads them.
 */
export function useTheirs(tag: string | undefined): Theirs | undefined {
  const [got, set] = useState<Catalogue>();
  useEffect(() => {
    if (english(tag)) return;
    const stop = new AbortController();
    fetch(`/locales/${tag}.tell.now.json`, { credentials: "same-origin", signal: stop.signal })
      .then(answer => (answer.ok ? answer.json() : undefined))
      .then(
        words => set(words as Catalogue | undefined),
        () => undefined, // the English stands there by itself
      );
    return () => stop.abort();
  }, [tag]);
  if (english(tag) || !got || got.lang !== tag) return undefined;
  return key => {
    const { lang, dir } = found(got, key);
    return { lang, dir, text: render(got, { key }) };
  };
}
