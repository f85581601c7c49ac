import { readFileSync } from "node:fs";
import { build, type Rolldown } from "vite";
import { expect, test } from "./ours";

interface Case {
  why: string;
  lang: string;
  key: string;
  args?: object;
  count?: number;
  said: string;
}

const golden = JSON.parse(readFileSync(new URL("../../../locales/golden.json", import.meta.url), "utf8")) as {
  catalogues: Record<string, object>;
  cases: Case[];
};

/** The module that says every sentence of the app, alone, as the app's own build makes it. */
async function catalogueModule(): Promise<string> {
  const entry = new URL("../../src/i18n/catalogue.ts", import.meta.url).pathname;
  const built = (await build({
    configFile: false,
    logLevel: "silent",
    build: { write: false, target: "es2022", lib: { entry, formats: ["iife"], name: "catalogue" } },
  })) as Rolldown.RolldownOutput[];
  return built[0]?.output[0].code ?? "";
}

// The server is held to the same file by backend/translate, Node by test/unit/golden.test.ts. A browser's own
// Intl.PluralRules and its own regular expressions say the third time what the other two say.
test("says every sentence of the golden file as the server does", async ({ page }) => {
  await page.goto("about:blank");
  await page.addScriptTag({ content: await catalogueModule() });
  const said = await page.evaluate(({ catalogues, cases }) => {
    type Render = (book: unknown, phrase: object) => string;
    const { render } = (globalThis as unknown as { catalogue: { render: Render } }).catalogue;
    return cases.map(({ lang, key, args, count }) => render(catalogues[lang] ?? catalogues.en, { key, args, count }));
  }, golden);
  expect(said).toEqual(golden.cases.map(one => one.said));
  expect(said.length).toBeGreaterThan(50);
});

test("has the plural rules of every language that we speak", async ({ page }) => {
  const tags = (
    JSON.parse(readFileSync(new URL("../../../locales/languages.json", import.meta.url), "utf8")) as { tag: string }[]
  ).map(one => one.tag);
  const here = tags
    .map(tag => new Intl.PluralRules(tag))
    .map(rules => Array.from({ length: 211 }, (_, n) => rules.select(n)));
  const there = await page.evaluate(
    all =>
      all.map(tag => new Intl.PluralRules(tag)).map(rules => Array.from({ length: 211 }, (_, n) => rules.select(n))),
    tags,
  );
  expect(there).toEqual(here);
});
