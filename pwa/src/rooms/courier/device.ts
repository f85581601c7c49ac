// This browser as something that can be rung: families' telephones and staff's computers do it alike.
import type { Intent } from "../../api/operation";
import { post, Refused, read } from "../../api/send";
import { spoken } from "../../i18n/say";

/** Why a browser cannot be rung now. */
export type Why =
  /** It has no push at all, or not here: an iPhone's Safari before the app is on the home screen, a private window. */
  | "unsupported"
  /** The person, or whoever looks after the device, has said no to notifications. */
  | "denied"
  /** The question was closed without an answer. */
  | "unanswered"
  /** The browser's push service did not answer in time: mostly a filter between them. */
  | "slow"
  /** The browser could not come to terms with its push service. */
  | "failed";

/** This browser cannot be rung, and why. */
export class NoRinging extends Error {
  constructor(readonly why: Why) {
    super(why);
  }
}

/** So long a browser has to come to terms with its push service, in milliseconds. Without a filter it takes one second. */
export const PATIENCE = 20_000;

/** Whether this browser can be rung at all. */
export const canRing = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** Whether it may show notifications: "default" where nobody was asked. */
export const permission = (): NotificationPermission => (canRing() ? Notification.permission : "denied");

/** Bytes as the server writes keys: unpadded base64url. */
export const base64url = (bytes: ArrayBuffer | null): string => {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0))));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};

function bytesOf(key: string): Uint8Array<ArrayBuffer> {
  const text = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, letter => letter.charCodeAt(0));
}

/** How this browser is rung now; null where it is not. */
export async function subscription(): Promise<PushSubscription | null> {
  if (!canRing()) return null;
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Gives up after `ms`: a browser whose push service is filtered away waits for ever. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, no) => {
    timer = setTimeout(() => no(new NoRinging("slow")), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Subscribes under that key of ours, or keeps what is there under the same; `replaces` is the address before. */
async function subscribed(key: string): Promise<{ now: PushSubscription; replaces?: string }> {
  const registration = await navigator.serviceWorker.ready;
  const before = await registration.pushManager.getSubscription();
  const made = before?.options?.applicationServerKey;
  // A browser that does not say under which key it was made has to be believed.
  if (before && (!made || base64url(made) === key)) return { now: before };
  await before?.unsubscribe();
  try {
    const options = { userVisibleOnly: true, applicationServerKey: bytesOf(key) };
    return { now: await registration.pushManager.subscribe(options), ...(before && { replaces: before.endpoint }) };
  } catch (no) {
    throw new NoRinging((no as Error).name === "NotAllowedError" ? "denied" : "failed");
  }
}

/**
 * Has this browser rung for whoever is signed in on it, and returns its address. To be called by a tap: the browser asks
 * its person then. Throws NoRinging where it cannot be, and Refused where our server says no.
 */
export async function turnOn(intent?: Intent): Promise<string> {
  if (!canRing()) throw new NoRinging("unsupported");
  const said = await Notification.requestPermission();
  if (said !== "granted") throw new NoRinging(said === "denied" ? "denied" : "unanswered");
  return (await settle(intent)).endpoint;
}

/** What the server was told: which device, and under which key of ours. */
export interface Settled {
  endpoint: string;
  key: string;
}

/**
 * Sees to it that this browser is subscribed under today's key of ours, and tells the server so unless `told` says that
 * it knows. Asks nobody: the permission is there. Throws as turnOn does.
 */
export async function settle(
  intent?: Intent,
  told?: (now: Settled) => Promise<boolean>,
  anew = false,
): Promise<Settled> {
  const { key } = await read("/api/push", {});
  const { now, replaces } = await within(PATIENCE, subscribed(key));
  const settled = { endpoint: now.endpoint, key };
  if (!replaces && (await told?.(settled))) return settled;
  const body = {
    endpoint: now.endpoint,
    p256dh: base64url(now.getKey("p256dh")),
    auth: base64url(now.getKey("auth")),
    key,
    language: spoken.get().tag,
    ...(replaces && { replaces }),
  };
  try {
    await post("/api/push/subscriptions", { body }, intent);
  } catch (no) {
    // An address that its service has given up, or that is somebody else's: the browser makes another, once.
    if (anew || !(no instanceof Refused) || no.body.field !== "endpoint") throw no;
    await now.unsubscribe();
    return settle(undefined, undefined, true);
  }
  return settled;
}

/** Ends ringing on this browser: the server forgets it first, so that nothing is sent to nobody. */
export async function turnOff(intent?: Intent): Promise<void> {
  const now = await subscription();
  if (!now) return;
  await post("/api/push/forget", { body: { endpoint: now.endpoint } }, intent);
  await now.unsubscribe();
}
