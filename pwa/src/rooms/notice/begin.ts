import type { Someone } from "../../api/types";
import { kindOf, type session } from "../../session";

/** Whether somebody wanted to be rung on this device (courier/ringing.ts). */
function wanted(): boolean {
  try {
    return localStorage.getItem("lollipop.ring") !== null;
  } catch {
    return false;
  }
}

/** For whom it is worth following: a family, and staff whom this device rings. */
export function follows(me: Someone | null): boolean {
  const kind = me && kindOf(me);
  return kind === "family" || (kind === "staff" && wanted());
}

/**
 * Begins to follow what waits for a family as soon as the page has been drawn, and to keep a telephone ringing, of staff
 * too, where that was asked for. The piece of the program that does it is fetched then, and for nobody else.
 */
export function followFor(who: typeof session): void {
  let begun = false;
  let opening = true;
  const follow = async () => {
    const later = !opening;
    opening = false;
    if (begun || !follows(who.get())) return;
    begun = true;
    try {
      (await import("./follow")).follow(later);
    } catch {
      begun = false; // no network just now: the next change of who is here tries again
    }
  };
  who.follow(() => void follow());
  void follow();
}
