import type { SaidMe, SchoolBrief } from "./api/types";
import type { Catalogue, Language } from "./i18n/catalogue";
import { spoken } from "./i18n/say";

/** What Go wrote into the first page, in <script type="application/json" id="boot">. */
export interface Boot {
  lang: string;
  dir: "ltr" | "rtl";
  /** The address of the language's catalogue, "/locales/en.<hash>.json". */
  catalogue: string;
  /** The languages to choose from; absent or one: no choice is offered. */
  languages?: Language[];
  /** Who is signed in, as GET /api/me says it; it says so too when nobody is. */
  me?: SaidMe | null;
  /** The school of the address (/s/<slug>/…), for the sign-in. */
  school?: SchoolBrief | null;
}

/** Reads the first page's data; without any, nobody is signed in and English is spoken. */
export function readBoot(from: Document = document): Boot {
  const text = from.getElementById("boot")?.textContent;
  const nothing: Boot = { lang: "en", dir: "ltr", catalogue: "/locales/en.now.json" };
  return text ? { ...nothing, ...(JSON.parse(text) as Partial<Boot>) } : nothing;
}

/**
 * Loads a language's sentences and speaks them: <html lang dir> and every sentence on screen follow. The first page
 * names the address; for another language any hash will do, and the server answers with today's words.
 */
export async function speak(what: Language, address = `/locales/${what.tag}.now.json`): Promise<void> {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`catalogue ${address}: ${answer.status}`);
  const catalogue = (await answer.json()) as Catalogue;
  document.documentElement.lang = what.tag;
  document.documentElement.dir = what.dir;
  spoken.set({ tag: what.tag, name: what.name, dir: what.dir, catalogue });
}

/** Keeps the choice of language for the next page that Go renders, and speaks it now. */
export async function choose(what: Language): Promise<void> {
  await speak(what);
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that schools use
  document.cookie = `lang=${what.tag}; Path=/; Max-Age=31536000; SameSite=Lax`;
}
