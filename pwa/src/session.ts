import { read } from "./api/send";
import type { Me, SaidMe, SchoolBrief } from "./api/types";
import type { Language } from "./i18n/catalogue";
import { callThem } from "./i18n/say";
import { store, useStore } from "./store";

/** Who is signed in on this screen; null when nobody is. */
export const session = store<Me | null>(null);

/** The school of the address, where nobody is signed in yet. */
export const door = store<SchoolBrief | null>(null);

/** The languages that can be chosen. */
export const languages = store<readonly Language[]>([]);

/** Asks the server who is signed in. */
export async function refresh(): Promise<Me | null> {
  return enter(await read("/api/me", {}));
}

/** Takes over what the server said about who is signed in: at the start, and in the answer to coming in. */
export function enter(said: SaidMe | null | undefined): Me | null {
  if (said) setNow(said.now);
  const me = said?.signed_in ? (said as Me) : null;
  session.set(me);
  if (me) {
    door.set(me.school);
    callThem(me.terms);
  }
  return me;
}

/** Follows the signed-in person. */
export const useSession = () => useStore(session);

/** The signed-in person, for screens that are only drawn when there is one. */
export function useMe(): Me {
  const now = useSession();
  if (!now) throw new Error("drawn with nobody signed in");
  return now;
}

/** Whether the person may open it. */
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
