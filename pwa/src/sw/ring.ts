// What the worker does with a push, a tap on what it showed, and a subscription that the browser changes.
import { newOperation } from "../api/operation";
import { lead, ours, shownFor, type Windows, type Words, wordsIn } from "../rooms/courier/ring";
import { catalogues, wished } from "./kept";

declare const self: ServiceWorkerGlobalScope;

/** The bland sentence in the language spoken here, from the sentences that this device keeps. */
async function bland(): Promise<Words> {
  for (const tag of await wished()) {
    const found = await caches.match(catalogues[tag] ?? "").catch(() => undefined);
    const words = wordsIn(await found?.json().catch(() => undefined));
    if (words) return words;
  }
  // Not a sentence: the name of the app, where a browser has thrown away all that was kept.
  return { title: "Lollipop", body: "", lang: "", dir: "ltr" };
}

/** What came with a push; undefined where it is none of ours. */
function message(data: PushMessageData | null): unknown {
  try {
    return data?.json();
  } catch {
    return undefined;
  }
}

async function ring(data: PushMessageData | null): Promise<void> {
  const { title, body, lang, dir, tag, to } = shownFor(message(data), await bland(), location.origin);
  // The types lack what browsers have: a second push of the same tag rings again in the place of the first.
  const look = { body, lang, dir, tag, renotify: true, icon: "/icon-192.png", badge: "/badge-96.png", data: { to } };
  await self.registration.showNotification(title, look as NotificationOptions);
  // How many wait is known behind the sign-in alone: a dot, and no number.
  await navigator.setAppBadge?.().catch(() => undefined);
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const page of pages) page.postMessage({ arrived: true });
}

self.addEventListener("push", event => event.waitUntil(ring(event.data)));

self.addEventListener("notificationclick", event => {
  event.notification.close();
  const { to } = (event.notification.data ?? {}) as { to?: unknown };
  event.waitUntil(lead(self.clients as Windows, ours(to, location.origin)));
});

/** An answer of the server's to this device, for the session that is signed in on it. */
async function tellServer(address: string, body: object): Promise<void> {
  const answer = await fetch(address, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "Operation-Id": newOperation() },
  });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
}

/** The browser has given this device another subscription, or none: what was wanted goes on. */
async function changed(event: Changed): Promise<void> {
  const { key } = (await (await fetch("/api/push")).json()) as { key: string };
  const manager = self.registration.pushManager;
  const now = event.newSubscription ?? (await manager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
  const { p256dh = "", auth = "" } = now.toJSON().keys ?? {};
  const [language = "en"] = await wished();
  const before = event.oldSubscription?.endpoint;
  const body = { endpoint: now.endpoint, p256dh, auth, key, language, ...(before && { replaces: before }) };
  await tellServer("/api/push/subscriptions", body);
}

interface Changed extends ExtendableEvent {
  readonly oldSubscription?: PushSubscription | null;
  readonly newSubscription?: PushSubscription | null;
}

self.addEventListener("pushsubscriptionchange", event => {
  // Without a network, or with nobody signed in: the app sees to it the next time that it is opened.
  const change = event as unknown as Changed;
  change.waitUntil(changed(change).catch(() => undefined));
});
