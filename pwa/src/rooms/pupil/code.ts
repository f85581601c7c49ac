/** How many letters and numbers a class code has. */
export const LONG = 6;

/** The keys, as Crockford has them: no I, L, O or U, so that nobody misreads one. */
export const KEYS: readonly string[] = [..."ABCDEFGHJKMNPQRSTVWXYZ0123456789"];

/** What was typed or pasted, as a code: in capitals, without spaces and hyphens, an O read as 0, an I or an L as 1. */
export function codeOf(typed: string): string {
  const plain = typed.toUpperCase().replaceAll("O", "0").replace(/[IL]/g, "1");
  return [...plain]
    .filter(one => KEYS.includes(one))
    .slice(0, LONG)
    .join("");
}
