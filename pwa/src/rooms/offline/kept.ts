// What the service worker keeps of schools on this device (see sw.ts): public things alone.

/** A school whose documents can be read without a network. */
export interface KeptSchool {
  slug: string;
  name: string;
  phone: string;
  documents: KeptDocument[];
}

/** A document that is kept, in the reader's language where there is one, else in English. */
export interface KeptDocument {
  title: string;
  edition: string;
}

interface DocumentList {
  documents: { document: string; title: string; editions: { language: string; edition: string }[] | null }[] | null;
}

const NAME = "school-1";

/** The address of an edition's words. */
export const addressOf = (slug: string, edition: string) => `/s/${slug}/documents/${edition}.json`;

/** The schools that are kept, with the documents whose words are kept too. None where the browser keeps nothing. */
export async function keptSchools(language: string, store = globalThis.caches): Promise<KeptSchool[]> {
  if (!store || !(await store.has(NAME))) return [];
  const cache = await store.open(NAME);
  const found: KeptSchool[] = [];
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url);
    if (!pathname.startsWith("/kept/school/")) continue;
    const answer = await cache.match(pathname);
    if (!answer) continue;
    const school = (await answer.json()) as Omit<KeptSchool, "documents">;
    found.push({ ...school, documents: await keptDocuments(cache, school.slug, language) });
  }
  return found.sort((a, b) => a.name.localeCompare(b.name));
}

async function keptDocuments(cache: Cache, slug: string, language: string): Promise<KeptDocument[]> {
  const list = await cache.match(`/s/${slug}/documents.json`);
  const { documents } = list ? ((await list.json()) as DocumentList) : { documents: null };
  const out: KeptDocument[] = [];
  for (const one of documents ?? []) {
    for (const tag of [language, "en"]) {
      const edition = one.editions?.find(each => each.language === tag)?.edition;
      const words = edition && (await cache.match(addressOf(slug, edition)));
      if (!edition || !words) continue;
      out.push({ edition, title: ((await words.json()) as { title: string }).title });
      break;
    }
  }
  return out;
}
