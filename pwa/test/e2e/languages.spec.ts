import type { Page } from "@playwright/test";
import { be, done, fresh, letterOf, people } from "./house";
import { expect, test } from "./ours";
import { wordsOf } from "./words";

/** The catalogues that a page asks for, by their addresses. */
function catalogues(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", request => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/locales/")) asked.push(pathname);
  });
  return asked;
}

test("a family's telephone asks for no sentence of staff's", async ({ browser }, info) => {
  const letter = await letterOf(browser, people.three, info);
  const page = await (await fresh(browser, info, { locale: "pl-PL" })).newPage();
  const asked = catalogues(page);
  await page.goto("/");
  await expect(page.getByRole("heading", { name: wordsOf("pl")("pwa.sign_in.title") })).toBeVisible();
  await page.goto(letter.path);
  await expect(page.getByRole("heading", { name: wordsOf("pl")("letter.page.title") })).toBeVisible();
  await page.goto("/class-code");
  await expect(page.getByRole("heading", { name: wordsOf("pl")("pupil.code.title") })).toBeVisible();
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(one => !/^\/locales\/(?:en|en-x-easy|pl|ur)\.[0-9a-z]+\.json$/.test(one))).toEqual([]);
  await page.context().close();
});

test("staff's sentences come with staff's rooms, and follow the language", async ({ browser }, info) => {
  const page = await be(browser, people.hookOffice, info);
  const asked = catalogues(page);
  await page.goto("/desk");
  await expect(page.getByRole("heading", { name: "Phones in" })).toBeVisible();
  expect(asked.filter(one => /^\/locales\/en\.staff\.[0-9a-f]{16}\.json$/.test(one))).toHaveLength(1);
  // English stands in where a room of staff's is not translated, and what families read too is.
  await page.context().addCookies([{ name: "lang", value: "ur", url: new URL(info.project.use.baseURL ?? "").origin }]);
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(page.getByRole("heading", { name: "\u2066Phones in\u2069" })).toBeVisible();
  await expect(page.getByRole("link", { name: wordsOf("ur")("pwa.tell_someone") })).toBeVisible();
  await done(page);
});

test("the browser's language, by base and script, and never a related one", async ({ browser }, info) => {
  for (const [locale, spoken] of [
    ["ur-PK", "ur"],
    ["pl", "pl"],
    ["en-US", "en"],
    ["uk-UA", "en"],
    ["ps-AF", "en"],
  ] as const) {
    const page = await (await fresh(browser, info, { locale })).newPage();
    await page.goto("/help");
    await expect(page.locator("html"), locale).toHaveAttribute("lang", spoken);
    await page.goto("/");
    await expect(page.locator("html"), locale).toHaveAttribute("lang", spoken);
    await page.context().close();
  }
});
