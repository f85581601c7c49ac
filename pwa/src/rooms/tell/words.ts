// A receipt's five words, as backend/concern/words.go says and reads them. Both are held to the cases of
// backend/concern/testdata/receipts.json.
import { useEffect, useState } from "preact/hooks";

/** One of the 256 words of a receipt: its picture, and the word by language. */
export type Entry = Readonly<Record<string, string>>;

/** A word as it is shown; `lang` is the language that it is in. */
export interface Word {
  picture: string;
  word: string;
  lang: string;
}

/** The words of receipts, once they are here. */
export interface Words {
  /** A receipt's five in a language, in English where that has none. None where it is no receipt. */
  say(tag: string, receipt: string): Word[];
  /** A picture's word in a language, in English where that has none. */
  name(tag: string, picture: string): Word;
  /** The pictures of what somebody has typed so far, in their order. */
  look(typed: string): string[];
  /**
   * The five pictures that somebody may have meant who spells as one does at six, in their language or else in another; none
   * where that is not plain.
   */
  guess(tag: string, typed: string): string[];
  /**
   * The receipt ("3.41.7.255.0") that somebody typed or pasted, in any languages or as pictures; "" where it is none. Case,
   * accents, signs and spaces do not matter, as long as only five words can be meant.
   */
  parse(typed: string): string;
}

const LENGTH = 5;

/** As much as is read of what somebody typed, in characters. */
const LONGEST = 2000;

/** Five numbers that nobody can foretell, as the server writes a receipt. */
export const drawReceipt = () => [...crypto.getRandomValues(new Uint8Array(LENGTH))].join(".");

/** The receipt's numbers, where the text is exactly a receipt as the server writes it. */
function numbersOf(text: string): number[] | undefined {
  const parts = text.split(".");
  if (parts.length !== LENGTH || !parts.every(part => /^(0|[1-9]\d{0,2})$/.test(part))) return undefined;
  const numbers = parts.map(Number);
  return numbers.every(n => n < 256) ? numbers : undefined;
}

/** Letters that look the same: those of Arabic's keyboard for those of Urdu's, and the few that have no accent to drop. */
const PLAIN: Readonly<Record<string, string>> = {
  ł: "l",
  đ: "d",
  ø: "o",
  ı: "i",
  ي: "ی",
  ى: "ی",
  ك: "ک",
  ه: "ہ",
  ة: "ہ",
  ھ: "ہ",
  ٱ: "ا",
  ں: "ن",
};

/** The folded words of a text, and the pictures in it that are known. Hidden characters part nothing; all else does. */
function piecesOf(text: string, known?: ReadonlyMap<string, number>): string[] {
  const pieces: string[] = [];
  let word = "";
  const flush = () => {
    if (word) pieces.push(word);
    word = "";
  };
  for (const sign of text.normalize("NFD").toLowerCase()) {
    if (/[\p{Mn}\p{Me}\p{Cf}\u0640]/u.test(sign)) continue;
    if (/\p{L}/u.test(sign)) word += PLAIN[sign] ?? sign;
    else {
      flush();
      if (known?.has(sign)) pieces.push(sign);
    }
  }
  flush();
  return pieces;
}

/** How many letters have to be put in, left out, changed or swapped with the next to make one word of the other. */
export function apart(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const now = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (now[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      now[j] = least;
    }
    before = last;
    last = now;
  }
  return last[b.length] ?? 0;
}

/** The one word that a misspelt one is nearest to; undefined where two are as near, or none is near. */
function nearest(piece: string, means: ReadonlyMap<string, number>): number | undefined {
  const most = piece.length < 3 ? 0 : piece.length < 7 ? 1 : 2;
  let least = most + 1;
  let found = new Set<number>();
  for (const [word, n] of means) {
    const far = apart(piece, word);
    if (far < least) found = new Set();
    if (far <= least) found.add(n);
    least = Math.min(least, far);
  }
  return least <= most && found.size === 1 ? [...found][0] : undefined;
}

/** Every way in which the rest is so many words, at most two. */
function split(rest: string, have: number[], means: ReadonlyMap<string, number>, longest: number, found: Set<string>) {
  if (have.length === LENGTH) {
    if (!rest) found.add(have.join("."));
    return;
  }
  for (let end = 1; end <= Math.min(rest.length, longest) && found.size < 2; end++) {
    const n = means.get(rest.slice(0, end));
    if (n !== undefined) split(rest.slice(end), [...have, n], means, longest, found);
  }
}

/** The words of such a list, which is locales/receipt.json. */
export function wordsOf(list: readonly Entry[]): Words {
  const means = new Map<string, number>();
  list.forEach((entry, n) => {
    for (const [tag, word] of Object.entries(entry)) {
      means.set(tag === "picture" ? word.replace("\ufe0f", "") : piecesOf(word).join(""), n);
    }
  });
  const longest = Math.max(...[...means.keys()].map(key => key.length));
  const word = (tag: string, one: Entry | undefined): Word => {
    const lang = one?.[tag] ? tag : "en";
    return { picture: one?.picture ?? "", word: one?.[lang] ?? "", lang };
  };
  return {
    say: (tag, receipt) => (numbersOf(receipt) ?? []).map(n => word(tag, list[n])),
    name: (tag, picture) => word(tag, list[means.get(picture.replace("\ufe0f", "")) ?? -1]),
    look: typed => {
      const pieces = piecesOf(typed.slice(0, LONGEST), means);
      const seen: string[] = [];
      for (let i = 0; i < pieces.length; i++) {
        // A word may have been broken apart: "yo-yo", "ice cream".
        const parts = [2, 1].find(n => i + n <= pieces.length && means.has(pieces.slice(i, i + n).join(""))) ?? 0;
        const n = means.get(pieces.slice(i, i + parts).join(""));
        if (n !== undefined) seen.push(list[n]?.picture ?? "");
        i += Math.max(parts - 1, 0);
      }
      return seen;
    },
    guess: (tag, typed) => {
      const pieces = piecesOf(typed.slice(0, LONGEST), means);
      if (pieces.length !== LENGTH) return [];
      const others = Object.keys(list[0] ?? {}).filter(one => one !== "picture" && one !== tag);
      for (const one of [tag, ...others]) {
        const own = new Map(list.map((entry, n) => [piecesOf(word(one, entry).word).join(""), n]));
        const near = pieces.flatMap(piece => means.get(piece) ?? nearest(piece, own) ?? []);
        if (near.length === LENGTH) return near.map(n => list[n]?.picture ?? "");
      }
      return [];
    },
    parse: typed => {
      if (typed.length > LONGEST) return "";
      if (numbersOf(typed.trim())) return typed.trim();
      const pieces = piecesOf(typed, means);
      const whole = pieces.map(piece => means.get(piece));
      if (whole.length === LENGTH && !whole.includes(undefined)) return whole.join(".");
      const all = pieces.join("");
      const found = new Set<string>();
      if (all.length <= LENGTH * longest) split(all, [], means, longest, found);
      return found.size === 1 ? ([...found][0] ?? "") : "";
    },
  };
}

let loading: Promise<Words> | undefined;

/** Loads the words, a piece of the program of their own. */
export function loadWords(): Promise<Words> {
  loading ??= import("../../../../locales/receipt.json")
    .then(all => wordsOf(all.default as unknown as Entry[]))
    .catch(no => {
      loading = undefined;
      throw no;
    });
  return loading;
}

/** The words, undefined until they are here. */
export function useWords(): Words | undefined {
  const [words, set] = useState<Words>();
  useEffect(() => {
    let here = true;
    void loadWords().then(
      got => here && set(got),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, []);
  return words;
}
