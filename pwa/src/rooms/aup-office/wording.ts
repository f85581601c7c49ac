import type { Statement, Wording } from "../../api/office";

/** The document that adults sign for themselves. */
export const PARENTS = "parents";

/** The document of the children of a year; empty where there is none. */
export function documentOf(year: string): string {
  switch (year) {
    case "nursery":
    case "reception":
      return "eyfs";
    case "1":
    case "2":
      return "ks1";
    case "3":
    case "4":
      return "ks2_lower";
    case "5":
    case "6":
      return "ks2_upper";
    default:
      return "";
  }
}

/** How many days families have to sign anew. */
export const GRACE = 14;

/** What became of a wording, statement by statement. */
export interface Changes {
  title: boolean;
  intro: boolean;
  added: readonly Statement[];
  reworded: readonly { was: Statement; now: Statement }[];
  removed: readonly Statement[];
  /** The same statements stand in another order. */
  moved: boolean;
}

/** Compares a wording with the one before it, by the keys of its statements. */
export function compare(was: Wording, now: Wording): Changes {
  const before = new Map(was.statements.map(one => [one.key, one]));
  const after = new Set(now.statements.map(one => one.key));
  const kept = was.statements.filter(one => after.has(one.key)).map(one => one.key);
  const stay = now.statements.filter(one => before.has(one.key));
  return {
    title: was.title !== now.title,
    intro: was.intro !== now.intro,
    added: now.statements.filter(one => !before.has(one.key)),
    reworded: stay.flatMap(one => {
      const old = before.get(one.key) as Statement;
      return old.text === one.text ? [] : [{ was: old, now: one }];
    }),
    removed: was.statements.filter(one => !after.has(one.key)),
    moved: stay.some((one, i) => one.key !== kept[i]),
  };
}

/** Whether anything is different: publishing the same again would ask everybody for nothing. */
export const differs = (of: Changes): boolean =>
  of.title || of.intro || of.moved || of.added.length + of.reworded.length + of.removed.length > 0;

/** How many sentences stand in English in every translation until somebody translates them. */
export const untranslated = (of: Changes): number =>
  Number(of.title) + Number(of.intro) + of.added.length + of.reworded.length;

/** What keeps a wording from being published: a sentence with nothing in it, or none at all. */
export const incomplete = (of: Wording): boolean =>
  !of.title.trim() || !of.intro.trim() || of.statements.length === 0 || of.statements.some(one => !one.text.trim());

/** A wording with one space between words and none at the ends, as it is published. */
export function tidy(of: Wording): Wording {
  const plain = (text: string) => text.trim().replace(/\s+/g, " ");
  return {
    title: plain(of.title),
    intro: plain(of.intro),
    statements: of.statements.map(one => ({ ...one, text: plain(one.text) })),
  };
}

/** Whether somebody changed what they began with; spaces are nobody's change. */
export const edited = (start: Wording, now: Wording): boolean => differs(compare(tidy(start), tidy(now)));

/** The statements with the one at `from` a place further up (-1) or down (1). */
export function move(list: readonly Statement[], from: number, by: -1 | 1): Statement[] {
  const next = [...list];
  const to = from + by;
  if (to < 0 || to >= next.length) return next;
  const [one] = next.splice(from, 1);
  next.splice(to, 0, one as Statement);
  return next;
}

/** The statements of other wordings that this one lacks, each once and as it stands in the first that has it. */
export function missing(of: Wording, ...others: readonly Wording[]): Statement[] {
  const seen = new Set(of.statements.map(one => one.key));
  return others
    .flatMap(one => one.statements)
    .filter(one => {
      const fresh = !seen.has(one.key);
      seen.add(one.key);
      return fresh;
    });
}

/** A key that no statement has: ours begin so, and are never given twice in one document. */
export function freshKey(...wordings: readonly Wording[]): string {
  const taken = new Set(wordings.flatMap(one => one.statements.map(s => s.key)));
  let n = 1;
  while (taken.has(`own_${n}`)) n++;
  return `own_${n}`;
}
