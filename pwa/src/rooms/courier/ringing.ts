// That a telephone rings, a family's or a reader's: how it stands here, and that it goes on for whoever is signed in. What
// is remembered on the device says nothing of a person: that somebody wanted it, and when school was last told.
import { post } from "../../api/send";
import type { Someone } from "../../api/types";
import { chosen } from "../../boot";
import { session } from "../../session";
import { base64url, canRing, NoRinging, type Settled, settle, subscription, turnOn, type Why, within } from "./device";

/**
 * How it stands here. home_screen: an iPhone or iPad, which can do it only from its home screen. cannot: this browser has
 * no way to be rung. denied: somebody said no to it, and only the device's settings can change that.
 */
export type Standing = "cannot" | "home_screen" | "denied" | "off" | "on";

const WANTED = "lollipop.ring";
const TOLD = "lollipop.ring.told";
const NO_OFFER = "lollipop.ring.no_offer";

/** What this device remembers; a browser that keeps nothing remembers nothing. */
function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // It is asked again another day.
  }
}

/** An iPhone, or an iPad, which calls itself a Mac and has a screen to touch. */
function apple(): boolean {
  const { userAgent, maxTouchPoints } = navigator;
  return /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}

const onHomeScreen = () =>
  (navigator as { standalone?: boolean }).standalone === true || matchMedia("(display-mode: standalone)").matches;

/** How it stands on this device now. */
export async function standing(): Promise<Standing> {
  if (!canRing()) return apple() && !onHomeScreen() ? "home_screen" : "cannot";
  if (Notification.permission === "denied") return "denied";
  const on = Notification.permission === "granted" && (await subscription().catch(() => null));
  return on ? "on" : "off";
}

/** Whether to offer it on the home page: it can be had here, it is not on, and nobody has said no. */
export async function offered(): Promise<boolean> {
  if (remembered(NO_OFFER)) return false;
  const now = await standing();
  return now === "off" || now === "home_screen";
}

/** Somebody wants no more offers on this device. */
export const offerNoMore = () => remember(NO_OFFER, "1");

/** For whom it rings: a family, or a member of staff; nobody where a child is signed in, or nobody. */
function sitting(me: Someone | null): readonly string[] {
  if (me?.kind === "family") return me.people.flatMap(one => one.seats.map(seat => seat.id));
  return me && me.kind !== "pupil" ? [me.person.id] : [];
}

/** The day, and a digest of what school is told and for whom. The endpoint is a secret: nothing can be guessed from it. */
async function asTold(now: Settled): Promise<string> {
  const seats = sitting(session.get());
  const what = JSON.stringify([now.endpoint, now.key, chosen.get(), seats]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(what));
  return `${new Date().toISOString().slice(0, 10)} ${base64url(digest.slice(0, 12))}`;
}

/** Turns it on, from a tap. `on`, or why not; throws Refused where the school's server says no or cannot be reached. */
export async function begin(): Promise<"on" | Why> {
  try {
    await turnOn();
  } catch (no) {
    if (no instanceof NoRinging) return no.why;
    throw no;
  }
  remember(WANTED, "on");
  remember(TOLD, null);
  return "on";
}

/** Turns it on under an address of its own: the one before is gone, and asking for it again would bring it back. */
export async function beginAnew(): Promise<"on" | Why> {
  await (await subscription())?.unsubscribe();
  return begin();
}

/** Turns it off. `unsaid`: this device rings no more, and the school's server could not be told so. */
export async function end(): Promise<"off" | "unsaid"> {
  const one = await subscription();
  remember(WANTED, null);
  remember(TOLD, null);
  if (!one) return "off";
  const gone = await one.unsubscribe().catch(() => false);
  try {
    await post("/api/push/forget", { body: { endpoint: one.endpoint } });
    return "off";
  } catch (no) {
    if (gone) return "unsaid";
    throw no;
  }
}

/** Rings this device, now, and says what came of it. */
export async function tryOnce() {
  return post("/api/push/trial", { body: { endpoint: (await subscription())?.endpoint ?? "" } });
}

/** So often, at the most, an open page looks whether all is as it should be, in milliseconds. */
const HOUR = 3_600_000;
let looked = 0;

/**
 * On opening: where somebody wanted it and a family or staff are signed in, sees to it that this device is subscribed, under
 * today's key, and that school knows for whom it rings; at most once a day, unless something changed. `anew`: it may be
 * another session than before. What fails is tried the next time.
 */
export async function renew(anew = false): Promise<void> {
  if (sitting(session.get()).length === 0) return;
  if (anew) remember(TOLD, null);
  else if (Date.now() - looked < HOUR) return;
  if (!remembered(WANTED) || !canRing() || Notification.permission !== "granted") return;
  looked = Date.now();
  try {
    if (!(await navigator.serviceWorker.getRegistration())) throw new Error("no worker yet");
    const settled = await settle(undefined, async now => remembered(TOLD) === (await asTold(now)));
    remember(TOLD, await asTold(settled));
  } catch {
    looked = 0;
  }
}

/** Tells school when another language is chosen, until the returned function is called: the locked screen speaks it. */
export function hearLanguage(): () => void {
  return chosen.follow(() => {
    looked = 0;
    void renew();
  });
}

/** Signing out: this device rings for nobody any more, and shows nothing of what it rang for. */
export async function letGo(): Promise<void> {
  remember(WANTED, null);
  remember(TOLD, null);
  const badge = navigator as Partial<Pick<Navigator, "clearAppBadge">>;
  void badge.clearAppBadge?.().catch(() => undefined);
  if (!("serviceWorker" in navigator)) return;
  const clear = async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    for (const one of (await registration?.getNotifications?.()) ?? []) one.close();
    await (await registration?.pushManager?.getSubscription())?.unsubscribe();
  };
  // Nobody is kept waiting on the way out: school has forgotten the session, and with it the device.
  await within(2000, clear()).catch(() => undefined);
}

/** So long nobody is kept on the way out, in milliseconds. */
const ON_THE_WAY_OUT = 3000;

/**
 * Before a member of staff signs out on this device. Its bell would ring on without them, which is right at night and
 * wrong on a computer that is the next colleague's: whoever says that they leave it leaves its ringing too. School is
 * told while they are still signed in, as far as the network lets it; the browser forgets its address in any case.
 */
export async function leaveBell(): Promise<void> {
  await within(ON_THE_WAY_OUT, end()).catch(() => undefined);
  await letGo();
}

/** For tests: as if the page had just been opened. */
export const forgetLooking = () => {
  looked = 0;
};
