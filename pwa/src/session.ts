import type { FamilyMe, PupilMe } from "./api/family";
import { acting, read } from "./api/send";
import type { Me, SaidMe, SchoolBrief, Someone } from "./api/types";
import type { Language } from "./i18n/catalogue";
import { callThem } from "./i18n/say";
import { store, useStore } from "./store";

/** Who is signed in on this screen; null when nobody is. */
export const session = store<Someone | null>(null);

/** The school of the address, where nobody is signed in yet. */
export const door = store<SchoolBrief | null>(null);

/** The languages that can be chosen. */
export const languages = store<readonly Language[]>([]);

/** Asks the server who is signed in. */
export async function refresh(): Promise<Someone | null> {
  return enter(await read("/api/me", {}));
}

/** Takes over what the server said about who is signed in: at the start, and in the answer to coming in. */
export function enter(said: SaidMe | Someone | null | undefined): Someone | null {
  if (said) setNow(said.now);
  const me = said?.signed_in ? (said as Someone) : null;
  acting.set(me?.kind === "family" ? actsIn(me) : "");
  session.set(me);
  // Whose message it was is let in no more: the app's symbol says nothing of it to whoever holds the telephone now.
  if (said && !me) {
    const badge = navigator as Partial<Pick<Navigator, "clearAppBadge">>;
    void badge.clearAppBadge?.().catch(() => undefined);
  }
  if (me) {
    door.set(me.school);
    callThem(me.terms);
  }
  return me;
}

const ACTING = "lollipop.acting";

/** Who of a family acts: whom they chose on this tab, or the only one there is; "" where nobody has said yet. */
function actsIn(me: FamilyMe): string {
  const chosen = acting.get() || sessionStorage.getItem(ACTING);
  if (me.people.some(one => one.seats.some(seat => seat.id === chosen))) return chosen ?? "";
  return (me.people.length === 1 && me.people[0]?.seats[0]?.id) || "";
}

/** Somebody of the family says who they are, by one of their seats; "" asks again. */
export function actAs(seat: string): void {
  sessionStorage.setItem(ACTING, seat);
  acting.set(seat);
}

/** Follows the signed-in person. */
export const useSession = () => useStore(session);

/** Of which kind a signed-in person is: it decides which screens there are. */
export const kindOf = (me: Someone): "staff" | "family" | "pupil" => me.kind ?? "staff";

/** The signed-in member of staff, for screens that are only drawn when there is one. */
export function useMe(): Me {
  const now = useSession();
  if (!now || now.kind === "family" || now.kind === "pupil") throw new Error("drawn with no staff signed in");
  return now;
}

/** The signed-in family, for families' screens. */
export function useFamily(): FamilyMe {
  const now = useSession();
  if (now?.kind !== "family") throw new Error("drawn with no family signed in");
  return now;
}

/** The signed-in child, for children's screens. */
export function usePupil(): PupilMe {
  const now = useSession();
  if (now?.kind !== "pupil") throw new Error("drawn with no pupil signed in");
  return now;
}

/** Whether a member of staff may open it. */
export const may = (me: Me, ...what: string[]) => what.some(one => me.can.includes(one));

/** The moment at the school: the demo's clock may stand elsewhere than the browser's. */
let skew = 0;

/** Sets the school's clock by a moment that the server has just said. */
export function setNow(iso: string): void {
  skew = new Date(iso).getTime() - Date.now();
}

/** What the school's clock says now. */
export const now = () => new Date(Date.now() + skew);

/** A moment of the school's clock as one of this browser's, in milliseconds: for count-downs. */
export const here = (iso: string) => new Date(iso).getTime() - skew;
