// What the worker keeps, under which names, and how it gets there. See sw.ts for what that is.
declare const self: ServiceWorkerGlobalScope & { lollipop: Build };

/** What the server writes at the head of this file. */
interface Build {
  id: string;
  assets: string[];
  catalogues: Record<string, string>;
  /** Each language's sentences of the form behind "Tell someone". */
  tells: Record<string, string>;
}

export const { id, assets, catalogues, tells } = self.lollipop;
export const BUILD = `build-${id}`;
export const HELP = "help-2";
export const SCHOOL = "school-1";
export const SPOKEN = "/kept/language";
/** Where "Leave quickly" goes. */
export const AWAY = "/away";

/** Fetches without saying who asks, and keeps the answer: what comes back is the same for everybody. */
export async function keep(name: string, address: string, from = address): Promise<void> {
  const answer = await fetch(from, { credentials: "omit", cache: "no-cache" });
  if (!answer.ok) throw new Error(`${from}: ${answer.status}`);
  await (await caches.open(name)).put(address, answer);
}

/** Keeps what never changes under its address; the browser may have it already. */
export async function keepOnce(name: string, address: string): Promise<void> {
  const cache = await caches.open(name);
  if (await cache.match(address)) return;
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  await cache.put(address, answer);
}

/** Keeps what the app needs to open in that language. */
export async function keepLanguage(tag: string): Promise<void> {
  const catalogue = catalogues[tag];
  if (!catalogue) return;
  await Promise.all([keepOnce(BUILD, catalogue), keep(BUILD, `/shell/${tag}`)]);
}

/**
 * Keeps a page of help in every language: whoever needs it without a network may not be who chose this device's. The copy
 * says nothing that will not be true tomorrow ("kept"). The language spoken here and English have to be had.
 */
export async function keepHelp(address: string): Promise<void> {
  const needed = new Set([(await wished())[0] ?? "en", "en"]);
  await Promise.all(
    Object.keys(catalogues).map(async tag => {
      const kept = keep(HELP, `${address}?lang=${tag}`, `${address}?lang=${tag}&kept`);
      await (needed.has(tag) ? kept : kept.catch(() => undefined));
    }),
  );
}

/** A page of help as it is kept: in the language asked for, else in the first wished for. */
export async function helpKept(address: string, asked: string | null): Promise<Response | undefined> {
  const cache = await caches.open(HELP);
  for (const tag of [...(asked ? [asked] : []), ...(await wished())]) {
    const found = await cache.match(`${address}?lang=${tag}`, { ignoreVary: true });
    if (found) return found;
  }
  return undefined;
}

/** Keeps the page that "Leave quickly" goes to, and the form's sentences in every language: help waits for no choice. */
export async function keepTelling(): Promise<void> {
  // Without a page to leave to the form still works: its loss must not cost the rest.
  const away = keepHelp(AWAY).catch(() => undefined);
  await Promise.all([away, ...Object.values(tells).map(address => keepOnce(BUILD, address))]);
}

/**
 * Keeps a school's name and number, and the public key to which its form seals what waits for a network. Every device has
 * them, whether anybody opened the form there or not.
 */
export async function keepSchool(school: { id: string; slug: string; name: string; phone: string }): Promise<void> {
  const cache = await caches.open(SCHOOL);
  const address = `/kept/school/${school.slug}`;
  const before = (await (await cache.match(address))?.json()) as { key?: string; build?: string } | undefined;
  let key = before?.key ?? "";
  if (!key || before?.build !== id) {
    const answer = await fetch(`/api/tell/${school.slug}`, { credentials: "omit" }).catch(() => undefined);
    if (answer?.ok) key = ((await answer.json()) as { key?: string }).key ?? "";
  }
  const { slug, name, phone } = school;
  await cache.put(address, Response.json({ id: school.id, slug, name, phone, key, build: id }));
}

export async function spoken(): Promise<string | undefined> {
  return (await (await caches.open(SCHOOL)).match(SPOKEN))?.text();
}

/** A browser's wish by its exact tag, then by its base, where that is written in the same script. */
function meant(wish: string): string[] {
  const { language } = new Intl.Locale(wish);
  const script = (tag: string) => new Intl.Locale(tag).maximize().script;
  return script(wish) === script(language) ? [wish, language] : [wish];
}

/** The languages to try, the best first: the one spoken here, the browser's, English. */
export async function wished(): Promise<string[]> {
  const saved = await spoken();
  const browser = navigator.languages.flatMap(meant);
  return [...(saved ? [saved] : []), ...browser, "en"].filter(tag => tag in catalogues);
}
