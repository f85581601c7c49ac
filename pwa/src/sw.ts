// The service worker, whole. It does one thing: the help pages (/help and /s/<school>/help) open without a network.
// It keeps nothing else, and nothing of any person: every other request goes past it untouched.
declare const self: ServiceWorkerGlobalScope;

export {};

const KEPT = "help-1";
const HELP = /^(?:\/s\/[a-z0-9-]+)?\/help$/;

async function keep(address: string): Promise<void> {
  const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
  if (answer.ok) await (await caches.open(KEPT)).put(address, answer);
}

async function help(request: Request, address: string): Promise<Response> {
  try {
    const answer = await fetch(request);
    if (answer.ok) await (await caches.open(KEPT)).put(address, answer.clone());
    return answer;
  } catch (offline) {
    const found = (await caches.match(address)) ?? (await caches.match("/help"));
    if (found) return found;
    throw offline;
  }
}

self.addEventListener("install", event => {
  event.waitUntil(keep("/help").then(() => self.skipWaiting()));
});

self.addEventListener("activate", event => {
  const clean = async () => {
    for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

self.addEventListener("message", event => {
  const address: unknown = (event.data as { keep?: unknown } | null)?.keep;
  if (typeof address === "string" && HELP.test(address)) event.waitUntil(keep(address).catch(() => undefined));
});

self.addEventListener("fetch", event => {
  const { origin, pathname } = new URL(event.request.url);
  if (origin === location.origin && event.request.mode === "navigate" && HELP.test(pathname)) {
    event.respondWith(help(event.request, pathname));
  }
});
