import type { Browser, Page, TestInfo } from "@playwright/test";
import { call, fresh, letterOf, people } from "./house";
import { type Line, lay } from "./line";
import { expect, test } from "./ours";

// The first picture comes from the server, in the reader's language; the app takes it over and nothing moves.

let line: Line;

test.beforeEach(async ({ browserName: _ }, info) => {
  line = await lay(info.project.use.baseURL ?? "");
});

test.afterEach(() => line.close());

/** What a page writes down about its own beginning, from its first moment on. */
interface Diary {
  /** How much moved by itself. */
  shift: number;
  /** Every language and direction that the page was in. */
  languages: string[];
  /** Frames without a heading, after the first one with it. */
  blank: number;
}

declare global {
  interface Window {
    diary: Diary;
  }
}

function keepDiary(): void {
  const diary: Diary = { shift: 0, languages: [], blank: 0 };
  window.diary = diary;
  new PerformanceObserver(list => {
    for (const one of list.getEntries()) diary.shift += (one as unknown as { value: number }).value;
  }).observe({ type: "layout-shift", buffered: true });
  let begun = false;
  const frame = () => {
    const { lang, dir } = document.documentElement;
    if (lang && diary.languages.at(-1) !== `${lang} ${dir}`) diary.languages.push(`${lang} ${dir}`);
    const heading = document.querySelector("h1")?.textContent;
    begun ||= Boolean(heading);
    if (begun && !heading) diary.blank++;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** Pictures of the parts that both have: what stands over the heading, the heading, the coin. */
async function pictures(page: Page): Promise<Record<string, Buffer>> {
  const out: Record<string, Buffer> = {};
  for (const part of [".family-bar", ".head", "h1", ".coin .symbol", ".place >> nth=0", ".place >> nth=-1"]) {
    const found = page.locator(part);
    if (!(await found.count())) continue;
    const clip = (await found.boundingBox()) ?? { x: 0, y: 0, width: 1, height: 1 };
    out[`${part} ${Object.values(clip).join(" ")}`] = await page.screenshot({
      clip,
      animations: "disabled",
      caret: "hide",
    });
  }
  return out;
}

/** Opens an address with the program held back, looks, lets the program come, and looks again. */
async function takeOver(page: Page, address: string, info: TestInfo, language: string): Promise<void> {
  const name = `first-${language}-${address.replaceAll("/", "") || "door"}`;
  const release = line.hold(/^\/assets\/main-.*\.js$/);
  await page.goto(address, { waitUntil: "commit" });
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading, `${name}: there is a heading before any script`).toBeVisible();
  await expect(page.locator("main p").first()).not.toBeEmpty();
  // What keeps a name's direction to itself is a character in the one and an element in the other.
  const plain = async () => (await heading.textContent())?.replace(/[\u2068\u2069]/g, "");
  const text = await plain();
  const before = await pictures(page);
  await page.screenshot({ path: `shots/e2e/${info.project.name}-${name}-before.png` });
  release();
  await expect(page.locator("#main"), `${name}: the app takes over`).toBeVisible();
  await expect(page.locator(".loading")).toHaveCount(0);
  await page.screenshot({ path: `shots/e2e/${info.project.name}-${name}-after.png` });
  expect(await plain()).toBe(text);
  const after = await pictures(page);
  expect(Object.keys(after), `${name}: everything is where it was`).toEqual(Object.keys(before));
  for (const [part, picture] of Object.entries(before)) {
    expect(after[part]?.equals(picture), `${name}: ${part} looks as it did`).toBe(true);
  }
  const diary = await page.evaluate(() => window.diary);
  expect(diary.shift, `${name}: layout shift`).toBeLessThan(0.01);
  expect(diary.languages, `${name}: one language from the first byte`).toEqual([
    language === "ur" ? "ur rtl" : "en ltr",
  ]);
  expect(diary.blank, `${name}: never without its heading`).toBe(0);
  line.plain();
}

async function slowPhone(browser: Browser, info: TestInfo, locale: string): Promise<Page> {
  const context = await fresh(browser, info, { baseURL: line.url, locale, serviceWorkers: "block" });
  await context.addInitScript(keepDiary);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  // Every opening is the first one.
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  return page;
}

for (const [language, locale] of [
  ["en", "en-GB"],
  ["ur", "ur"],
] as const) {
  test(`the app takes the doors over without a flash, in ${language}`, async ({ browser }, info) => {
    const page = await slowPhone(browser, info, locale);
    for (const address of ["/", "/letter", "/hand-over", "/class-code"]) {
      await takeOver(page, address, info, language);
    }
    await page.context().close();
  });

  test(`the app takes a family's home over without a flash, in ${language}`, async ({ browser }, info) => {
    const letter = await letterOf(browser, people.urdu, info);
    const page = await slowPhone(browser, info, locale);
    await page.goto("/letter");
    await call(page, "/api/letters/use", { code: letter.code, day: Number(letter.day), month: letter.month });
    await takeOver(page, "/home", info, language);
    await expect(page.getByRole("main").getByText("01632").first(), "the school's number").toBeVisible();
    await page.context().close();
  });
}

test("where neither the reader nor the browser says one, a family's page is in the family's language", async ({
  browser,
}, info) => {
  const letter = await letterOf(browser, people.urdu, info);
  const page = await slowPhone(browser, info, "ps");
  await page.goto("/letter");
  expect(await page.evaluate(() => document.documentElement.lang), "before anybody is there").toBe("en");
  await call(page, "/api/letters/use", { code: letter.code, day: Number(letter.day), month: letter.month });
  await takeOver(page, "/home", info, "ur");
  await page.context().close();
});
