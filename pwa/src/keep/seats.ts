import { kindOf, type session } from "../session";

/**
 * Begins to keep and to send for whoever is signed in, as soon as the page has been drawn. The piece of the program that
 * does it is fetched then, and only for those who sign anything.
 */
export function keepFor(who: typeof session): void {
  let begun = false;
  const follow = async () => {
    const me = who.get();
    if (!begun && (!me || kindOf(me) === "staff")) return;
    const first = !begun;
    begun = true;
    const { beginKeeping, seated } = await import("./keep");
    if (first) beginKeeping();
    if (me?.kind === "family") await seated(me.people.flatMap(one => one.seats.map(seat => seat.id)));
    else await seated(me?.kind === "pupil" ? [me.pupil.id] : []);
  };
  who.follow(() => void follow());
  void follow();
}
