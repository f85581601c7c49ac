import { type BrowserContext, expect, type Page } from "@playwright/test";

/** Where the push service of the house is driven (backend/house/push_control.go). */
export const HOUSE = "127.0.0.1:8201";

/** A push as the service got and opened it. */
export interface Arrival {
  endpoint: string;
  topic: string;
  ttl: string;
  urgency: string;
  length: number;
  plain: string;
  status: number;
}

async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(`http://${HOUSE}${path}`, init);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

const tell = (path: string, body: object) => ask(path, { method: "POST", body: JSON.stringify(body) });

/** What came for a device so far. */
export const arrivals = (endpoint: string) => ask<Arrival[]>(`/arrivals?endpoint=${encodeURIComponent(endpoint)}`);

/** Everything that came for anybody. */
export const everything = () => ask<Arrival[]>("/arrivals");

/** Has the service answer a device, or all of a host's, otherwise than with a yes. */
export const script = (who: string, ...says: object[]) => tell("/script", { who, says });

/** Sets the service's clock ahead of the machine's by so many seconds. */
export const setAhead = (seconds: number) => tell("/clock", { seconds });

/**
 * Gives a context's pages a push service: Chromium's own would need the internet. Its subscriptions are the house's, whose
 * keys the house has; what the app does with them is the app's own.
 */
export async function withPush(context: BrowserContext, host = "fcm.googleapis.com"): Promise<void> {
  await context.grantPermissions(["notifications"]);
  await context.exposeFunction("houseSubscribes", (key: string) => tell("/devices", { host, key }));
  await context.addInitScript(() => {
    if (!("PushManager" in window)) return;
    const subscribes = (window as unknown as { houseSubscribes: (key: string) => Promise<Made> }).houseSubscribes;
    interface Made {
      endpoint: string;
      p256dh: string;
      auth: string;
      key: string;
    }
    const KEPT = "test-push";
    const bytes = (text: string) =>
      Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), one => one.charCodeAt(0)).buffer;
    const text = (key: unknown) =>
      typeof key === "string"
        ? key
        : btoa(String.fromCharCode(...new Uint8Array(key as ArrayBuffer)))
            .replaceAll("+", "-")
            .replaceAll("/", "_")
            .replaceAll("=", "");
    const subscription = (made: Made) => ({
      endpoint: made.endpoint,
      options: { userVisibleOnly: true, applicationServerKey: bytes(made.key) },
      getKey: (name: "p256dh" | "auth") => bytes(made[name]),
      toJSON: () => ({ endpoint: made.endpoint, keys: { p256dh: made.p256dh, auth: made.auth } }),
      unsubscribe: async () => {
        localStorage.removeItem(KEPT);
        return true;
      },
    });
    const kept = () => {
      const made = localStorage.getItem(KEPT);
      return made ? subscription(JSON.parse(made) as Made) : null;
    };
    Object.assign(PushManager.prototype, {
      getSubscription: async () => kept(),
      subscribe: async (options: { applicationServerKey: unknown }) => {
        const there = kept();
        if (there) return there;
        const key = text(options.applicationServerKey);
        const made = { ...(await subscribes(key)), key };
        localStorage.setItem(KEPT, JSON.stringify(made));
        return subscription(made);
      },
    });
  });
}

/** The address of a page's device; empty where it is not subscribed. */
export const endpointOf = (page: Page) =>
  page.evaluate(() => (JSON.parse(localStorage.getItem("test-push") ?? "{}") as { endpoint?: string }).endpoint ?? "");

/** Waits until so many pushes came for a device, and returns the last. */
export async function rung(endpoint: string, times = 1): Promise<Arrival> {
  await expect.poll(async () => (await arrivals(endpoint)).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(times);
  return (await arrivals(endpoint)).at(-1) as Arrival;
}

/** Hands a push to the page's service worker, as its browser would. */
export async function deliver(page: Page, plain: string): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const found = new Promise<string>(done => {
    cdp.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const [one] = registrations.filter(registration => !registration.isDeleted);
      if (one) done(one.registrationId);
    });
  });
  await cdp.send("ServiceWorker.enable");
  const origin = new URL(page.url()).origin;
  await cdp.send("ServiceWorker.deliverPushMessage", { origin, registrationId: await found, data: plain });
  await cdp.detach();
}

/** A notification as the device shows it. */
export interface Shown {
  title: string;
  body: string;
  lang: string;
  dir: string;
  tag: string;
}

/** What the device shows now. */
export const shown = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const all = await registration.getNotifications();
    return all.map(({ title, body, lang, dir, tag }) => ({ title, body, lang, dir, tag })) as Shown[];
  });

/** Taps the notification: what a browser tells the worker then. */
export async function tap(page: Page): Promise<void> {
  const [worker] = page.context().serviceWorkers();
  if (!worker) throw new Error("no service worker");
  await worker.evaluate(async () => {
    // The worker's own globals, which these tests' types lack.
    const here = self as unknown as {
      registration: ServiceWorkerRegistration;
      NotificationEvent: new (name: string, init: { notification: Notification }) => Event;
      dispatchEvent(event: Event): void;
    };
    const [notification] = await here.registration.getNotifications();
    if (!notification) throw new Error("nothing is shown");
    here.dispatchEvent(new here.NotificationEvent("notificationclick", { notification }));
  });
}
