/** The sentences of a text, each with its words. */
export function sentences(text: string): string[][] {
  return text
    .split(/[.?!:]+(?:\s|$)/)
    .map(sentence => sentence.match(/[\p{L}\p{N}’'-]+/gu) ?? [])
    .filter(words => words.length > 0);
}

/** Groups of vowels, without the e that is not heard: right for English within a few words in a hundred. */
export function syllables(word: string): number {
  const bare = word.toLowerCase().replace(/[^a-z]/g, "");
  const heard = bare.replace(/([^aeiouyl])es?$/, "$1").replace(/([^aeiouydt])ed$/, "$1");
  return Math.max(1, heard.match(/[aeiouy]+/g)?.length ?? 0);
}

/** The age at which an English text is read: the grade of Flesch and Kincaid, counted from five years. */
export function readingAge(texts: readonly string[]): number {
  const all = texts.flatMap(sentences);
  const words = all.flat();
  const heard = words.reduce((sum, word) => sum + syllables(word), 0);
  return 0.39 * (words.length / all.length) + 11.8 * (heard / words.length) - 15.59 + 5;
}
