// The service worker, whole. What it keeps on this device, and nothing of any person:
//   build-<id>  this build of the app: the page with nobody in it and the sentences, in English and in each language
//               that was spoken here, and the files that families' screens are made of;
//   help-2      the pages behind "Tell someone", in every language, and the one that "Leave quickly" shows;
//   school-1    what schools say in public: their documents, their name and number; and the language spoken last.
// It never keeps an answer of /api or a page that the server made for somebody: those go past it untouched. Of a push it
// keeps nothing: it shows the bland sentence that came, which is the same for everything, or the one among the sentences
// it has, and tells the open pages that something arrived. Where the browser changes this device's subscription, it tells
// the server the new one.
import {
  AWAY,
  assets,
  BUILD,
  catalogues,
  helpKept,
  id,
  keep,
  keepHelp,
  keepLanguage,
  keepOnce,
  keepSchool,
  keepTelling,
  SCHOOL,
  SPOKEN,
  spoken,
  tells,
  wished,
} from "./sw/kept";
import "./sw/ring";

declare const self: ServiceWorkerGlobalScope;

/** What a page says to its worker. */
interface Told {
  /** The language on screen. */
  language?: string;
  /** The school of whoever is signed in, or of the address; `families` where its documents are wanted too. */
  school?: { id: string; slug: string; name: string; phone: string; families: boolean };
  /** The newer version is wanted now: by the person, or by a page that is of it already, if no other page is open. */
  use?: "now" | "if alone";
  /** Asks for the build's id. */
  which?: boolean;
}

/** The pages of help that Go renders, with the address of the one that stands in for all of them. */
const HELP_PAGE = /^((?:\/s\/[a-z0-9-]+)?\/help)(?:\/(?:back|ceop))?$/;
const DOCUMENTS = /^\/s\/([a-z0-9-]+)\/documents\.json$/;
const EDITION = /^\/s\/[a-z0-9-]+\/documents\/[0-9a-f]+\.json$/;
const WORDS = /^\/locales\/([A-Za-z0-9-]+)\.(staff\.|tell\.)?[0-9a-z]+\.json$/;
/** The form behind "Tell someone": the app's, under a school's address. */
const TELLING = /^\/s\/[a-z0-9-]+\/page$/;
/** Addresses that are not the app's: no shell stands in for them. */
const NOT_OURS = /^\/(?:s\/|api\/|demo$|shell\/|assets\/|locales\/|openapi|healthz$|readyz$|.*\.[a-z]+$)/;
/** So long a page waits for the network before the device's own copy is shown. */
const PATIENCE = 2000;
/** Help is worth a longer wait, since only the server's own page has the form; and then the numbers are there at least. */
const HELP_PATIENCE = 6000;

self.addEventListener("install", event => {
  const fill = async () => {
    const [first = "en"] = await wished();
    await Promise.all([
      keepHelp("/help"),
      keepLanguage("en"),
      keepLanguage(first),
      keepTelling(),
      ...assets.map(address => keepOnce(BUILD, address)),
    ]);
  };
  // It does not take over by itself: whoever is at a half-filled form says when.
  event.waitUntil(fill());
});

self.addEventListener("activate", event => {
  const clean = async () => {
    const builds = (await caches.keys()).filter(name => name.startsWith("build-") && name !== BUILD);
    // A page of the last build may still be open in another window: its files stay until the next one.
    for (const name of [...builds.slice(0, -1), "help-1"]) await caches.delete(name);
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

/** Keeps a school's documents in English and in the language spoken, and drops those that are no longer shown. */
async function keepDocuments(slug: string, list: Response): Promise<void> {
  const { documents } = (await list.json()) as {
    documents: { editions: { language: string; edition: string }[] | null }[] | null;
  };
  const languages = new Set(["en", await spoken()]);
  const editions = (documents ?? []).flatMap(one => one.editions ?? []).filter(one => languages.has(one.language));
  const wanted = new Set(editions.map(one => `/s/${slug}/documents/${one.edition}.json`));
  await Promise.allSettled([...wanted].map(address => keepOnce(SCHOOL, address)));
  const cache = await caches.open(SCHOOL);
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url);
    if (EDITION.test(pathname) && pathname.startsWith(`/s/${slug}/`) && !wanted.has(pathname)) {
      await cache.delete(pathname);
    }
  }
}

async function refreshDocuments(slug: string): Promise<void> {
  const address = `/s/${slug}/documents.json`;
  await keep(SCHOOL, address);
  const list = await caches.match(address);
  if (list) await keepDocuments(slug, list);
}

/** After another choice of language: what is kept by language is kept in this one. */
async function speakAnew(): Promise<void> {
  const read = await (await caches.open(SCHOOL)).keys();
  const schools = read.flatMap(one => DOCUMENTS.exec(new URL(one.url).pathname)?.[1] ?? []);
  await Promise.allSettled(schools.map(refreshDocuments));
}

async function told(what: Told, reply: MessagePort | undefined): Promise<void> {
  if (what.which) reply?.postMessage(id);
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (what.use === "now" || (what.use && open.length === 1)) await self.skipWaiting();
  const cache = await caches.open(SCHOOL);
  if (what.language && what.language in catalogues) {
    const before = await spoken();
    await cache.put(SPOKEN, new Response(what.language));
    await keepLanguage(what.language);
    if (before !== what.language) await speakAnew();
  }
  if (what.school && HELP_PAGE.test(`/s/${what.school.slug}/help`)) {
    const { slug, families } = what.school;
    await keepSchool(what.school);
    await keepHelp(`/s/${slug}/help`);
    if (families) await refreshDocuments(slug);
  }
}

self.addEventListener("message", event => {
  const what = event.data as Told | null;
  if (what && typeof what === "object") event.waitUntil(told(what, event.ports[0]).catch(() => undefined));
});

/** The server's page of help; where it does not come, the device's own. What was looked at is not kept. */
async function help(event: FetchEvent, address: string): Promise<Response> {
  const asked = new URL(event.request.url).searchParams.get("lang");
  const network = (async () => {
    const answer = ((await event.preloadResponse) as Response | undefined) ?? (await fetch(event.request));
    if (answer.status >= 500) throw new Error(`no server: ${answer.status}`);
    return answer;
  })();
  network.catch(() => undefined);
  const slow = new Promise<undefined>(done => setTimeout(done, HELP_PATIENCE));
  const answer = await Promise.race([network.catch(() => undefined), slow]);
  return answer ?? (await helpKept(address, asked)) ?? (await helpKept("/help", asked)) ?? network;
}

/** What "Leave quickly" shows waits for no network. */
async function away(request: Request): Promise<Response> {
  return (await helpKept(AWAY, new URL(request.url).searchParams.get("lang"))) ?? fetch(request);
}

/** The network for two seconds, then the device's own page with nobody in it. */
async function page(event: FetchEvent): Promise<Response> {
  const network = (async () => {
    const answer = ((await event.preloadResponse) as Response | undefined) ?? (await fetch(event.request));
    if (answer.status >= 502 && answer.status <= 504) throw new Error(`no server: ${answer.status}`);
    return answer;
  })();
  network.catch(() => undefined);
  const slow = new Promise<undefined>(done => setTimeout(done, PATIENCE));
  const answer = await Promise.race([network.catch(() => undefined), slow]);
  return answer ?? (await shell()) ?? network;
}

async function shell(): Promise<Response | undefined> {
  const cache = await caches.open(BUILD);
  for (const tag of await wished()) {
    const found = await cache.match(`/shell/${tag}`);
    if (found) return found;
  }
  return undefined;
}

/** A language's sentences under any hash; without a network, those of this build. */
async function words(request: Request, tag: string, whose: string): Promise<Response> {
  const kept = { "": catalogues, "tell.": tells }[whose]?.[tag] ?? "";
  try {
    return await named(request, BUILD);
  } catch (offline) {
    const found = await caches.match(kept);
    if (found) return found;
    throw offline;
  }
}

/** A file named by its hash: what is kept, else the network; what was not kept at the beginning is kept when used. */
async function named(request: Request, name: string): Promise<Response> {
  const found = await caches.match(request, { ignoreVary: true });
  if (found) return found;
  const answer = await fetch(request);
  const immutable = answer.headers.get("Cache-Control")?.includes("immutable");
  if (answer.ok && immutable) await (await caches.open(name)).put(request, answer.clone());
  return answer;
}

async function documents(event: FetchEvent, slug: string, address: string): Promise<Response> {
  try {
    const answer = await fetch(event.request);
    if (answer.ok) {
      await (await caches.open(SCHOOL)).put(address, answer.clone());
      event.waitUntil(keepDocuments(slug, answer.clone()));
    }
    return answer;
  } catch (offline) {
    const found = await caches.match(address);
    if (found) return found;
    throw offline;
  }
}

self.addEventListener("fetch", event => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || request.method !== "GET") return;
  const school = DOCUMENTS.exec(pathname)?.[1];
  const said = WORDS.exec(pathname);
  const helped = HELP_PAGE.exec(pathname)?.[1];
  if (request.mode === "navigate") {
    if (helped) event.respondWith(help(event, helped));
    else if (pathname === AWAY) event.respondWith(away(request));
    else if (!NOT_OURS.test(pathname) || TELLING.test(pathname)) event.respondWith(page(event));
  } else if (school) event.respondWith(documents(event, school, pathname));
  else if (EDITION.test(pathname)) event.respondWith(named(request, SCHOOL));
  else if (pathname.startsWith("/assets/")) event.respondWith(named(request, BUILD));
  else if (said) event.respondWith(words(request, said[1] ?? "", said[2] ?? ""));
});
