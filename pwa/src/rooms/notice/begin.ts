import { kindOf, type session } from "../../session";

/**
 * Begins to follow what waits for a family as soon as the page has been drawn, and to keep its telephone ringing where
 * that was asked for. The piece of the program that does it is fetched then, and for nobody else.
 */
export function followFor(who: typeof session): void {
  let begun = false;
  let opening = true;
  const follow = async () => {
    const later = !opening;
    opening = false;
    const me = who.get();
    if (begun || !me || kindOf(me) !== "family") return;
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
