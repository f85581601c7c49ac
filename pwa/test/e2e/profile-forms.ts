import { randomInt } from "node:crypto";

// The forms in which a word could stand in a browser's files, and the search for many of them at once.

const SMALL = "bcdfghjklmnpqrstvwxz";
const ALIEN = ["żźłśćńęą", "ٹپچڈژگےں", "éóüøñçæß"];

const drawn = (letters: string, count: number) =>
  Array.from({ length: count }, () => letters[randomInt(letters.length)]).join("");

/** Words that nobody ever wrote: twelve letters, and in every fourth some that are not English. */
export const planted = (count: number): string[] =>
  Array.from({ length: count }, (_, nth) =>
    nth % 4 === 3 ? drawn(SMALL, 8) + drawn(ALIEN[(nth >> 2) % ALIEN.length] ?? "", 4) : drawn(SMALL, 12),
  );

/** What stands of `bytes` in base64 whatever stood before and after them, by their place among groups of three. */
function inBase64(bytes: Buffer): string[] {
  return [0, 1, 2].map(before => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    return text.slice(before && before + 1, Math.floor(((before + bytes.length) * 8) / 6));
  });
}

const percent = (bytes: Buffer, plain: boolean) =>
  [...bytes].map(b => (plain && b < 128 ? String.fromCharCode(b) : `%${b.toString(16).padStart(2, "0")}`)).join("");

const escaped = (text: string) =>
  text.replace(/[\u0080-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Every form of a text, by its name: encodings, and each of those written out as text once more. */
export function formsOf(text: string): { form: string; bytes: Buffer }[] {
  const utf8 = Buffer.from(text);
  const wide = Buffer.from(text, "utf16le");
  const raw: [string, Buffer][] = [
    ["utf-8", utf8],
    ["utf-16le", wide],
    ["utf-16be", Buffer.from(wide).swap16()],
  ];
  if ([...text].every(c => c <= "\u00ff")) raw.push(["latin-1", Buffer.from(text, "latin1")]);
  const written: [string, string][] = [
    ["json", escaped(text)],
    ["percent", percent(utf8, true)],
    ["percent, every letter", percent(utf8, false)],
  ];
  for (const [name, bytes] of raw) {
    written.push([`hex of ${name}`, bytes.toString("hex")]);
    for (const [at, part] of inBase64(bytes).entries()) {
      written.push(
        [`base64 ${at} of ${name}`, part],
        [`base64url ${at} of ${name}`, part.replace(/\+/g, "-").replace(/\//g, "_")],
      );
    }
  }
  const upper = (t: string) => t.replace(/%[0-9a-f]{2}/g, one => one.toUpperCase());
  for (const [name, one] of [...written]) {
    if (name.startsWith("percent")) written.push([`${name}, upper`, upper(one)]);
    if (name.startsWith("hex")) written.push([`${name}, upper`, one.toUpperCase()]);
  }
  // What was written out may stand there in two bytes a letter, as a browser's own strings do.
  for (const [name, one] of written) {
    raw.push([name, Buffer.from(one)], [`${name}, in utf-16le`, Buffer.from(one, "utf16le")]);
  }
  const seen = new Set<string>();
  return raw.flatMap(([form, bytes]) => {
    const key = bytes.toString("latin1");
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ form, bytes }];
  });
}

/** Something to look for: where it was planted, in which form. */
export interface Needle {
  word: string;
  form: string;
  bytes: Buffer;
}

const hash = (b: Buffer, at: number) => Math.imul(b.readUInt32LE(at), 0x9e3779b1) >>> 12;

/** Many needles, looked for in one pass: by the first four bytes of each. */
export class Needles {
  readonly count: number;
  readonly #at: Uint32Array = new Uint32Array(1 << 20);
  readonly #lists: Needle[][] = [[]];

  constructor(all: readonly Needle[]) {
    this.count = all.length;
    for (const one of all) {
      if (one.bytes.length < 5) throw new Error(`${one.form} of ${one.word} is too short to mean anything`);
      const key = hash(one.bytes, 0);
      const list = this.#at[key] || this.#lists.push([]) - 1;
      this.#at[key] = list;
      this.#lists[list]?.push(one);
    }
  }

  /** Those that stand in `hay`. */
  in(hay: Buffer): Set<Needle> {
    const found = new Set<Needle>();
    for (let i = 0; i + 4 <= hay.length; i++) {
      const list = this.#at[hash(hay, i)];
      if (!list) continue;
      for (const one of this.#lists[list] ?? []) {
        if (hay.compare(one.bytes, 0, one.bytes.length, i, Math.min(hay.length, i + one.bytes.length)) === 0) {
          found.add(one);
        }
      }
    }
    return found;
  }
}

/** Everything to look for, of words by where they were planted. */
export const needlesOf = (words: ReadonlyMap<string, string>): Needle[] =>
  [...words].flatMap(([word, where]) => formsOf(word).map(one => ({ word: `${word} (${where})`, ...one })));

/**
 * The needles of a receipt, whose words stand in the app's own list one by one: its five words in a row with whatever usually stands
 * between words, its pictures, its numbers as text and as bytes.
 */
export function receiptNeedles(words: readonly string[], pictures: readonly string[], numbers: readonly number[]) {
  const texts = new Set<string>();
  const tells = numbers.map(String);
  for (const list of [words, words.map(one => one.toUpperCase()), pictures, tells]) {
    // Five numbers with nothing between them are any number.
    if (list !== tells) texts.add(list.join(""));
    for (const between of [" ", ", ", ". ", ".", ",", "-", "+", "\n", '","', '", "']) texts.add(list.join(between));
  }
  const needles: Needle[] = [...texts].flatMap(text =>
    formsOf(text).map(one => ({ word: `${text} (five words)`, ...one })),
  );
  needles.push({ word: `${numbers} (five words)`, form: "bytes", bytes: Buffer.from(numbers) });
  return needles;
}
