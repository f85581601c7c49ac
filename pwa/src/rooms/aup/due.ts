import type { Due, HomeSeat } from "../../api/family";
import type { Waiting } from "../../keep/keep";

/** Whether this phone keeps a signing of it that school has not got yet. */
export function isKept(due: Due, seat: string, waiting: readonly Waiting[]): boolean {
  return waiting.some(
    one =>
      one.as === seat &&
      one.state !== "needs_you" &&
      one.documents.includes(due.document) &&
      due.pupils.every(pupil => one.pupils.includes(pupil.id)),
  );
}

/** Whether school refused a signing that was kept because it has published other words meanwhile. */
export const isReplaced = (one: Waiting) => one.state === "needs_you" && one.problem?.kind === "conflict";

/** What somebody has to do now: what is new or changed; where all is answered, what they said no to. */
export function toSign(home: HomeSeat, waiting: readonly Waiting[]): Due[] {
  const open = home.due.filter(one => !isKept(one, home.id, waiting));
  const fresh = open.filter(one => one.state !== "declined");
  return fresh.length > 0 ? fresh : open;
}
