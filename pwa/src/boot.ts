import type { SaidMe, SchoolBrief } from "./api/types";
import type { Language } from "./i18n/catalogue";

export { choose, chosen, speak } from "./i18n/words";

/** What Go wrote into the first page, in <script type="application/json" id="boot">. */
export interface Boot {
  lang: string;
  dir: "ltr" | "rtl";
  /** The address of the language's catalogue, "/locales/en.<hash>.json". */
  catalogue: string;
  /** The address of staff's sentences in it, "/locales/en.staff.<hash>.json". */
  staff_catalogue?: string;
  /** The languages to choose from; absent or one: no choice is offered. */
  languages?: Language[];
  /** Who is signed in, as GET /api/me says it; it says so too when nobody is. */
  me?: SaidMe | null;
  /** The school of the address (/s/<slug>/…), for the sign-in. */
  school?: SchoolBrief | null;
  /** What the page was made by, as the service worker names it. */
  build?: string;
  /** The page came from this device, with nobody in it: who is signed in has to be asked. */
  shell?: boolean;
}

/** The form behind "Tell someone" (/s/<school>/page): a page of nobody's, with sentences of its own and nothing around it. */
export const TELLING = /^\/s\/[a-z0-9-]+\/page$/;

/** Where that form's sentences are in a language: today's, whatever the page's age. */
export const wordsToTell = (tag: string) => `/locales/${tag}.tell.now.json`;

/** Reads the first page's data; without any, nobody is signed in and English is spoken. */
export function readBoot(from: Document = document): Boot {
  const text = from.getElementById("boot")?.textContent;
  const nothing: Boot = { lang: "en", dir: "ltr", catalogue: "/locales/en.now.json" };
  return text ? { ...nothing, ...(JSON.parse(text) as Partial<Boot>) } : nothing;
}
