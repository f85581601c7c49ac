import { expect } from "@playwright/test";
import { corpus, kept, NUL, TURNED, textsOf } from "./corpus";
import type { Answer } from "./script-ask";

// Where people's own words go in, and how the corpus is sent there and read again.

/**
 * What a text refuses of the corpus: NUL alone, or what turns the writing round as well. "cleaned" refuses NUL, and keeps
 * all but what is no writing: whoever tells something is not sent back for a character that nobody sees.
 */
type Refuses = "nul" | "turned" | "cleaned";

/** Where people's own words go in, and what each refuses. A new field stands here before the test of the table passes. */
export const WORDS: Record<string, Refuses> = {
  "post /api/aup/decline words": "nul",
  "post /api/aup/documents/{document}/publish intro": "turned",
  "post /api/aup/documents/{document}/publish statements[].text": "turned",
  "post /api/aup/documents/{document}/publish title": "turned",
  "post /api/aup/questions words": "nul",
  "post /api/aup/signatures/{id}/withdraw reason": "nul",
  "post /api/calls words": "nul",
  "post /api/concerns/glass reason": "cleaned",
  "post /api/concerns/{id}/hand words": "cleaned",
  "post /api/concerns/{id}/keep-from words": "cleaned",
  "post /api/concerns/{id}/note words": "cleaned",
  "post /api/concerns/{id}/parents reason": "cleaned",
  "post /api/concerns/{id}/reply words": "cleaned",
  "post /api/confiscations reason": "nul",
  "post /api/confiscations stored": "nul",
  "post /api/confiscations/{id}/hold reason": "nul",
  "post /api/confiscations/{id}/police officer": "nul",
  "post /api/confiscations/{id}/police reference": "nul",
  "post /api/confiscations/{id}/tell reason": "nul",
  "post /api/desk/hand-in colour": "nul",
  "post /api/desk/hand-in condition": "nul",
  "post /api/desk/hand-in label": "nul",
  "post /api/first-run name": "turned",
  "post /api/first-run school_name": "turned",
  "post /api/policy/reasons reason": "nul",
  "post /api/staff-leave reason": "nul",
  "post /api/tell/{school} class": "cleaned",
  "post /api/tell/{school} name": "cleaned",
  "post /api/tell/{school} reach": "cleaned",
  "post /api/tell/{school} story": "cleaned",
  "post /api/tell/{school} when": "cleaned",
  "post /api/tell/{school}/more words": "cleaned",
  "post /api/uses activity": "nul",
};

/** What is kept for the record, and shown on no screen: that it was kept is its answer's word. */
const UNSHOWN = [
  "post /api/concerns/glass reason", // those whom it opened something see it there
  "post /api/confiscations/{id}/hold reason",
  "post /api/desk/hand-in condition",
];

/** Controls, hidden directions, private characters, and what stands for half of one: no writing, and cleaned away. */
const NO_WRITING = /[^\P{C}\n\t\u200b-\u200d\ufeff]|\ufffd/gu;

/** What was kept and what was refused of the corpus, field by field: each line is in one of the two. */
export type Filled = Record<string, { kept: string[]; refused: string[] }>;

/** What the corpus comes to in a field that refuses so much. */
export function due(refuses: Refuses): { kept: string[]; refused: string[] } {
  const no = refuses === "turned" ? [...TURNED, NUL] : [NUL];
  return { kept: corpus.filter(line => !no.includes(line)).sort(), refused: [...no].sort() };
}

/** Real things, for the screens that show one: "/confiscations/:id" and the paths of some. */
export type Things = Record<string, string[]>;

export async function inTurns<T, R>(all: T[], does: (one: T, nth: number) => Promise<R>): Promise<R[]> {
  const made: R[] = [];
  for (let at = 0; at < all.length; at += 8) {
    made.push(...(await Promise.all(all.slice(at, at + 8).map((one, nth) => does(one, at + nth)))));
  }
  return made;
}

/** Lets one thing happen after another, where an answer tells only of the newest. */
export function queue(): <T>(does: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return does => {
    const next = last.then(does);
    last = next;
    return next;
  };
}

/** One line to each text, for those that hold 60 characters. */
export const single = corpus.map(line => [line]);

export class Filling {
  readonly filled: Filled = {};

  /**
   * Sends the corpus to a field, a text a pack. A refusal has to be the field's own: what the state of a thing refuses
   * says nothing of the text. What was kept has to be read again: in the answer, or in what `reads` brings.
   */
  async tell(
    field: string,
    packs: string[][],
    send: (text: string, nth: number) => Promise<Answer>,
    reads?: () => Promise<unknown>,
  ): Promise<Answer[]> {
    const own = field.split(/[ .[]+/)[2] ?? "";
    const said = await inTurns(packs, (pack, nth) => send(pack.join(" "), nth));
    const all = reads && textsOf(await reads());
    const one = { kept: [] as string[], refused: [] as string[] };
    for (const [nth, answer] of said.entries()) {
      const pack = packs[nth] ?? [];
      const what = `${field} with ${JSON.stringify(pack)}: ${answer.status} ${JSON.stringify(answer.said).slice(0, 300)}`;
      if (answer.status < 300) {
        const whole = kept(pack.join(" "));
        const text = WORDS[field] === "cleaned" ? whole.replace(NO_WRITING, "").trim() : whole;
        const there = UNSHOWN.includes(field) || (all ?? textsOf(answer.said)).some(found => found.includes(text));
        expect(there, `what was kept is read again: ${what}`).toBe(true);
        one.kept.push(...pack);
      } else {
        expect(answer.status, what).toBe(422);
        if (pack.join() !== NUL) expect(answer.field, what).toBe(own);
        one.refused.push(...pack);
      }
    }
    one.kept.sort();
    one.refused.sort();
    this.filled[field] = one;
    return said;
  }
}
