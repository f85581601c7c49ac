/** The plural forms of a sentence; `other` is always there. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Sentences by key. */
export type Messages = Readonly<Record<string, string | Forms>>;

/** What the server gives at /locales/<tag>.<hash>.json. */
export interface Catalogue {
  lang: string;
  dir: "ltr" | "rtl";
  /** The language's own sentences. */
  messages: Messages;
  /** What the language lacks, in English. */
  english?: Messages;
}

/** Something to say, as backend/phrase has it: an argument may be one. */
export interface Phrase {
  key: string;
  args?: Args;
  count?: number;
}

/** What fills the placeholders `{{.Name}}` of a sentence. */
export type Args = Readonly<Record<string, string | number | Phrase>>;

/** A language that the school offers. */
export interface Language {
  /** BCP 47, "ur" or "en-x-easy". */
  tag: string;
  /** Its own name for itself. */
  name: string;
  dir: "ltr" | "rtl";
}

const PLACE = /\{\{\.([A-Z][A-Za-z0-9]*)\}\}/g;
const STEERS = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const rules = new Map<string, Intl.PluralRules>();

function pluralRules(lang: string): Intl.PluralRules {
  let found = rules.get(lang);
  if (!found) {
    found = new Intl.PluralRules(lang);
    rules.set(lang, found);
  }
  return found;
}

/** A sentence with its placeholders still in it, and the language that it is in. */
export interface Pattern {
  text: string;
  lang: string;
  dir: "ltr" | "rtl";
  /** English stands in for a language that lacks the sentence. */
  english: boolean;
}

/** One language's sentences after another's of the same: families' and staff's make the whole. */
export function joined(one: Catalogue, other: Catalogue): Catalogue {
  return {
    ...one,
    messages: { ...one.messages, ...other.messages },
    english: { ...one.english, ...other.english },
  };
}

/** Whether there is a sentence of that key, be it English. */
export const has = (from: Catalogue, key: string) =>
  Object.hasOwn(from.messages, key) || (from.english !== undefined && Object.hasOwn(from.english, key));

/**
 * The sentence of a key and its language: English where the catalogue's own lacks it. A key that English lacks is its
 * own sentence, so that a mistake is seen and nothing breaks. `count` chooses among the plural forms.
 */
export function found(from: Catalogue, key: string, count?: number): Pattern {
  const own = Object.hasOwn(from.messages, key);
  const entry = own ? from.messages[key] : has(from, key) ? from.english?.[key] : undefined;
  const english = !own && entry !== undefined;
  const lang = english ? "en" : from.lang;
  const dir = english ? "ltr" : from.dir;
  if (entry === undefined) return { text: key, lang, dir, english };
  if (typeof entry === "string") return { text: entry, lang, dir, english };
  const form = count === undefined ? undefined : entry[pluralRules(lang).select(count)];
  return { text: form ?? entry.other, lang, dir, english };
}

/** The sentence of a key with its placeholders still in it, as `found` finds it. */
export const pattern = (from: Catalogue, key: string, count?: number): string => found(from, key, count).text;

/**
 * The pieces of a pattern in their order: plain text, or the name of a placeholder. "Hello {{.Name}}!" is
 * ["Hello ", {name: "Name"}, "!"].
 */
export function pieces(text: string): (string | { name: string })[] {
  const out: (string | { name: string })[] = [];
  let end = 0;
  for (const found of text.matchAll(PLACE)) {
    if (found.index > end) out.push(text.slice(end, found.index));
    out.push({ name: found[1] as string });
    end = found.index + found[0].length;
  }
  if (end < text.length) out.push(text.slice(end));
  return out;
}

/**
 * The sentence of a phrase. The rules are those of backend/translate (Translator.Say), and locales/golden.json holds
 * both to them: an argument loses the characters that steer direction, and stands between U+2068 and U+2069 where the
 * sentence or the argument is written right to left; the count is plain digits; a phrase is said first and put in as it
 * is; a placeholder without an argument stays as it is written. English that stands in for a language written right to
 * left stands between U+2066 and U+2069, and isolates a phrase that is written right to left.
 */
export function render(from: Catalogue, phrase: Phrase): string {
  const { key, args = {}, count } = phrase;
  const sentence = found(from, key, count);
  const turned = sentence.english && from.dir === "rtl";
  const text = pieces(sentence.text)
    .map(piece => {
      if (typeof piece === "string") return piece;
      if (piece.name === "PluralCount" && count !== undefined) return String(count);
      const arg = Object.hasOwn(args, piece.name) ? args[piece.name] : undefined;
      if (arg === undefined) return `{{.${piece.name}}}`;
      if (typeof arg !== "object") return isolated(sentence.dir, String(arg));
      const said = render(from, arg);
      return turned && RIGHT_TO_LEFT.test(said) ? `\u2068${said}\u2069` : said;
    })
    .join("");
  return turned ? `\u2066${text}\u2069` : text;
}

/** A text of somebody's own in a sentence of that direction: without what steers it, and kept apart where it must be. */
export function isolated(dir: "ltr" | "rtl", text: string): string {
  const clean = text.replace(STEERS, "");
  if (clean === "" || (dir === "ltr" && !RIGHT_TO_LEFT.test(clean))) return clean;
  return `\u2068${clean}\u2069`;
}
