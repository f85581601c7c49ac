import type { Language } from "../../i18n/catalogue";

/** The language alone, without script, region or register: "en-x-easy" → "en". */
const base = (tag: string) => tag.toLowerCase().split("-")[0] ?? "";

/** The script that a tag names: "pa-Arab" → "arab"; "" where it names none. */
const script = (tag: string) =>
  tag
    .toLowerCase()
    .split("-x-")[0]
    ?.split("-")
    .find(part => /^[a-z]{4}$/.test(part)) ?? "";

/**
 * The language offered for a wish: the same tag, else the same language in the same script. Never a related one: a
 * Ukrainian reader is not given Russian.
 */
export function offeredFor(wish: string, offered: readonly Language[]): Language | undefined {
  const same = offered.find(one => one.tag.toLowerCase() === wish.toLowerCase());
  if (same) return same;
  return offered.find(
    one => one.tag === base(one.tag) && one.tag === base(wish) && (!script(wish) || script(wish) === script(one.tag)),
  );
}

/** Whether this person has chosen, by a tap or by the language of their browser: then the letter's is not tried. */
export function hasOwn(offered: readonly Language[]): boolean {
  if (/(?:^|;\s*)lang=/.test(document.cookie)) return true;
  return navigator.languages.some(wish => offeredFor(wish, offered));
}
