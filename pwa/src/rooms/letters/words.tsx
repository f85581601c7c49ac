import type { ComponentChild } from "preact";
import { type Catalogue, pattern, pieces } from "../../i18n/catalogue";
import type { Key } from "../../i18n/say";

/** The keys of what is printed: the letter, the form to sign, and a message that reached nobody's telephone. */
export type PaperKey =
  | Extract<Key, `letter.paper.${string}` | `letter.form.${string}` | `letter.message.${string}`>
  | "family.sitting.draft"
  | "family.receipt.number";

/** What fills the placeholders of a sentence on paper. */
export type With = Readonly<Record<string, ComponentChild>>;

/** The catalogues that a batch needs: English, and each family's own where we have it. */
export type Books = Readonly<Record<string, Catalogue>>;

/** Fetches the sentences of these languages. The page on screen stays in its own. */
export async function readBooks(tags: readonly string[], signal?: AbortSignal): Promise<Books> {
  const all = await Promise.all(
    tags.map(async tag => {
      const answer = await fetch(`/locales/${tag}.now.json`, { credentials: "same-origin", ...(signal && { signal }) });
      if (!answer.ok) throw new Error(`catalogue ${tag}: ${answer.status}`);
      return [tag, (await answer.json()) as Catalogue] as const;
    }),
  );
  return Object.fromEntries(all);
}

/** A sentence in the language of that catalogue, what is put in isolated, so that a name cannot turn it around. */
export function Words(props: { from: Catalogue; k: PaperKey; with?: With | undefined }) {
  return (
    <>
      {pieces(pattern(props.from, props.k)).map(piece =>
        typeof piece === "string" ? piece : <bdi key={piece.name}>{props.with?.[piece.name]}</bdi>,
      )}
    </>
  );
}

/** "Sunday 6 December 2026" in the language of that catalogue: its own words, not every browser's. */
export function dayIn(from: Catalogue, iso: string): string {
  const [year, month, date] = iso.split("-").map(Number) as [number, number, number];
  const weekday = new Date(Date.UTC(year, month - 1, date)).getUTCDay();
  const words: Record<string, string> = {
    Weekday: pattern(from, `pwa.weekday.${weekday}`),
    Day: String(date),
    Month: pattern(from, `pwa.month.${month}`),
    Year: String(year),
  };
  return pieces(pattern(from, "pwa.date.day_year"))
    .map(piece => (typeof piece === "string" ? piece : (words[piece.name] ?? "")))
    .join("");
}
