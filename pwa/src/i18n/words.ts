import { store } from "../store";
import { type Catalogue, joined, type Language } from "./catalogue";
import { spoken } from "./say";

// A family's telephone carries what families read. Staff's sentences are three times as much, and come with the first
// of staff's rooms.

let everybodys: Catalogue | undefined;
let staffs: Catalogue | undefined;
let wanted = false;

/** The language that this device's reader has: what the first page came in, then what they choose. */
export const chosen = store("en");

async function load(address: string): Promise<Catalogue> {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`catalogue ${address}: ${answer.status}`);
  return (await answer.json()) as Catalogue;
}

// For a language that the first page does not name, any hash will do: the server answers with today's words.
const staffAddress = (tag: string) => `/locales/${tag}.staff.now.json`;

function whole(of: Catalogue): Catalogue {
  return staffs?.lang === of.lang ? joined(of, staffs) : of;
}

/**
 * Loads a language's sentences and speaks them: <html lang dir> and every sentence on screen follow. The first page
 * names the address; for another language any hash will do.
 */
export async function speak(what: Language, address = `/locales/${what.tag}.now.json`): Promise<void> {
  // Of the page's own language, staff's are here already, or on their way.
  const more = wanted && what.tag !== document.documentElement.lang;
  const [own, staff] = await Promise.all([load(address), more ? load(staffAddress(what.tag)) : undefined]);
  everybodys = own;
  staffs = staff ?? staffs;
  document.documentElement.lang = what.tag;
  document.documentElement.dir = what.dir;
  spoken.set({ tag: what.tag, name: what.name, dir: what.dir, catalogue: whole(own) });
}

/** Keeps the choice of language for the next page that Go renders, and speaks it now. */
export async function choose(what: Language): Promise<void> {
  await speak(what);
  chosen.set(what.tag);
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that schools use
  document.cookie = `lang=${what.tag}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}

/**
 * Loads staff's sentences in the language of the page, once, and tries until it works: without its words there is no
 * room to draw. `first` is the address that the first page names.
 */
export async function staffWords(first?: string): Promise<void> {
  wanted = true;
  for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
    const tag = document.documentElement.lang || "en";
    if (staffs?.lang === tag) return;
    try {
      const got = await load(first?.startsWith(`/locales/${tag}.`) ? first : staffAddress(tag));
      if (tag !== (document.documentElement.lang || "en")) continue; // another language was chosen meanwhile
      staffs = got;
      const now = spoken.get();
      if (everybodys?.lang === tag) spoken.set({ ...now, catalogue: whole(everybodys) });
      return;
    } catch {
      await new Promise(done => setTimeout(done, wait));
    }
  }
}

/** Forgets all words: for tests. */
export function forgetWords(): void {
  everybodys = staffs = undefined;
  wanted = false;
}
