/** Letters that no decomposition turns into plain ones. */
const STRAIGHT: Record<string, string> = {
  ł: "l",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ı: "i",
  ħ: "h",
  ŋ: "n",
};

/** A name as one types it in a hurry: small letters, no accents, no apostrophes; what parts names is a space. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f'’ʼ`]/g, "")
    .replace(/[łøđðþßæœıħŋ]/g, letter => STRAIGHT[letter] ?? letter)
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ")
    .trim();
}

/** Somebody who can be found: the folded words of the name are kept beside them. */
export interface Findable<T> {
  of: T;
  words: string[];
}

/** Makes a list ready to be searched. */
export const findable = <T extends { name: string }>(list: readonly T[]): Findable<T>[] =>
  list.map(of => ({ of, words: fold(of.name).split(" ") }));

/**
 * Those whose name has a word that begins with each word typed: "ma no" finds Maja Nowak, "kova" Ema Kováčová. First
 * names come before later ones; otherwise the order stays.
 */
export function find<T>(among: readonly Findable<T>[], typed: string): T[] {
  const wanted = fold(typed).split(" ").filter(Boolean);
  if (wanted.length === 0) return among.map(one => one.of);
  const first = wanted[0] as string;
  const found = among.filter(one => wanted.every(want => one.words.some(word => word.startsWith(want))));
  const early = found.filter(one => one.words[0]?.startsWith(first));
  const late = found.filter(one => !one.words[0]?.startsWith(first));
  return [...early, ...late].map(one => one.of);
}
