/** What somebody typed as a code, as the server reads it: case, spaces, hyphens, and letters that look like digits. */
export function readCode(typed: string): string {
  return latinDigits(typed)
    .toUpperCase()
    .replace(/[\s\-–—_.]+/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
}

/** "abcdefghjk" → "ABCDE-FGHJK", "abcdef" → "ABC-DEF": halves are easier to read out and to type. */
export function showCode(code: string): string {
  const plain = code.toUpperCase().replace(/[^0-9A-Z]/g, "");
  const half = Math.ceil(plain.length / 2);
  return `${plain.slice(0, half)}-${plain.slice(half)}`;
}

/** Digits as Arabic and Urdu keyboards write them, as ours. */
export function latinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, digit => String(digit.charCodeAt(0) & 15));
}

/**
 * Reads a birthday as people write one into a field for the day: "14", "14th", "14/5", "14.05.". `day` is 0 where it is
 * no day; `month` is there only where it was written too.
 */
export function readDay(typed: string): { day: number; month?: number } {
  const [first, second] = latinDigits(typed).match(/\d+/g) ?? [];
  const day = Number(first ?? 0);
  const month = Number(second ?? 0);
  return { day: day <= 31 ? day : 0, ...(month >= 1 && month <= 12 && { month }) };
}
