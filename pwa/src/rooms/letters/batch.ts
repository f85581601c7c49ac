import { type Letter, type PrintedLetters, printLetters } from "../../api/office";
import { Intent } from "../../api/operation";
import { store } from "../../store";

/** Letters that are asked for in one go: one answer stays small, and a failure stops few. */
export const AT_ONCE = 40;

/** Letters whose codes are on this screen and nowhere else. */
export interface Batch {
  /** Who made them: nobody else on this screen may see them. */
  by: string;
  letters: readonly Letter[];
  refused: PrintedLetters["refused"];
}

/** The letters that are not yet said to be on paper: leaving the screen keeps them, closing the page loses them. */
export const batch = store<Batch | null>(null);

/** The letters that this person has made, if any. */
export const batchOf = (person: string): Batch | null => {
  const now = batch.get();
  return now?.by === person ? now : null;
};

/** The browser asks before it closes a page whose letters are not on paper yet: their codes cannot be shown again. */
function holdPage(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

batch.follow(() => {
  removeEventListener("beforeunload", holdPage);
  if (batch.get()) addEventListener("beforeunload", holdPage);
});

/**
 * Asks for letters, some at a time, each part one operation of its own: after a lost answer `go` asks for the same part
 * under the same id, and the server gives the same letters again.
 */
export class Printing {
  readonly #by: string;
  #parts: { adults: string[]; yes: string[]; intent: Intent }[] = [];

  constructor(by: string, adults: readonly string[], yes: readonly string[]) {
    this.#by = by;
    for (let i = 0; i < adults.length; i += AT_ONCE) {
      const part = adults.slice(i, i + AT_ONCE);
      this.#parts.push({ adults: part, yes: yes.filter(one => part.includes(one)), intent: new Intent() });
    }
  }

  /** Goes on until every part is there; what has come is kept even where a later part fails. */
  async go(tell: (made: number) => void): Promise<void> {
    for (let part = this.#parts[0]; part; part = this.#parts[0]) {
      const { intent, ...body } = part;
      const got = await printLetters(body, intent);
      this.#parts.shift();
      const before = batchOf(this.#by);
      // A newer letter ends an older one of the same adult: only the one that works is printed.
      const kept = (before?.letters ?? []).filter(old => !got.letters.some(fresh => fresh.adult === old.adult));
      const refused = [...(before?.refused ?? []), ...got.refused];
      batch.set({ by: this.#by, letters: [...kept, ...got.letters], refused });
      tell(kept.length + got.letters.length);
    }
  }
}
