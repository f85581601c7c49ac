import { useEffect, useState } from "preact/hooks";

/** One of the 256 words of a receipt: its picture, and the word by language. */
type Entry = Readonly<Record<string, string>>;

/** A word as it is shown. */
export interface Word {
  picture: string;
  word: string;
  lang: string;
}

/** The words of receipts, once they are here. */
export interface Words {
  /** A receipt's five in a language, in English where that has none. */
  say(tag: string, receipt: string): Word[];
  /** The pictures of what somebody has typed so far, in their order. */
  look(typed: string): string[];
}

/** Five numbers that nobody can foretell, as the server writes a receipt: "3.41.7.255.0". */
export const drawReceipt = () => [...crypto.getRandomValues(new Uint8Array(5))].join(".");

const fold = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}|\ufe0f|[\u200b-\u200f]/gu, "")
    .toLowerCase();

function wordsOf(list: readonly Entry[]): Words {
  const means = new Map(list.flatMap(one => Object.values(one).map(word => [fold(word), one.picture ?? ""] as const)));
  return {
    say: (tag, receipt) =>
      receipt.split(".").flatMap(nth => {
        const one = list[Number(nth)];
        if (!one) return [];
        const lang = one[tag] ? tag : "en";
        return [{ picture: one.picture ?? "", word: one[lang] ?? "", lang }];
      }),
    look: typed =>
      fold(typed)
        .split(/[\s,.;:،-]+/)
        .flatMap(word => means.get(word) ?? []),
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
