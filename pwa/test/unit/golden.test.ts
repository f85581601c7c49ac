import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type Args, type Catalogue, render } from "../../src/i18n/catalogue";

interface Case {
  why: string;
  lang: string;
  key: string;
  args?: Args;
  count?: number;
  said: string;
}

// The same file holds the server to the same sentences (backend/translate).
const golden = JSON.parse(readFileSync("../locales/golden.json", "utf8")) as {
  catalogues: Record<string, Catalogue>;
  cases: Case[];
};

it.each(golden.cases)("says as the server does: $lang $key: $why", ({ lang, key, args, count, said }) => {
  const book = (golden.catalogues[lang] ?? golden.catalogues.en) as Catalogue; // the server never gives one that is not there
  expect(render(book, { key, ...(args && { args }), ...(count !== undefined && { count }) })).toBe(said);
});
