import type { Browser, Page, TestInfo } from "@playwright/test";
import { be, call, clock, done, fresh, letterOf, listen, look, people } from "./house";
import { expect, test } from "./ours";
import { wordsOf } from "./words";

// A class and one tablet: the teacher shows a code, a child comes in by it, reads and signs, and hands the tablet on.
test.describe.configure({ mode: "serial", timeout: 120_000 });

let code = "";

interface Found {
  class: string;
  names: { id: string; name: string }[];
}

async function tablet(browser: Browser, info: TestInfo, locale = "en-GB"): Promise<Page> {
  const page = await (await fresh(browser, info, { locale })).newPage();
  listen(page, info);
  return page;
}

/** Taps the code on the big keys, and then the child's own name. */
async function tapIn(page: Page, nth: number, see?: (screen: string) => Promise<void>): Promise<string> {
  await page.goto("/class-code");
  await see?.("code");
  for (const letter of code.replace("-", "")) {
    await page
      .locator(".keys button")
      .filter({ hasText: new RegExp(`^${letter}$`) })
      .click();
  }
  await page.locator("form.code-keys button[type=submit]").click();
  const own = page.locator(".class-names button").nth(nth);
  await expect(own).toBeVisible();
  await see?.("names");
  const name = (await own.textContent()) ?? "";
  await own.click();
  await expect(page.locator(".own-name")).toHaveText(name);
  await see?.("you");
  await page.locator(".yes-no button").first().click();
  await expect(page).toHaveURL(/\/promises$/);
  return name;
}

/** Types a code on a keyboard: the line has the focus, and nothing has to be touched. */
async function typeIn(page: Page, what: string): Promise<void> {
  await expect(page.locator("form.code-keys input")).toBeFocused();
  await page.keyboard.type(what);
  await page.keyboard.press("Enter");
}

/** Reads every promise; `see` looks at the first and the last. */
async function read(page: Page, tag: string, see?: (screen: string) => Promise<void>): Promise<number> {
  const say = wordsOf(tag);
  await page.getByRole("button", { name: say("pupil.hello.go") }).click();
  for (let nth = 0; nth < 30; nth++) {
    const words = page.locator(".promise-text");
    await expect(words).toHaveAttribute("lang", tag);
    if (tag !== "en") await expect(page.locator(".promise .english[lang=en][dir=ltr]")).toBeVisible();
    if (nth === 0) await see?.("promise");
    const before = (await words.textContent()) ?? "";
    await page.getByRole("button", { name: say("pupil.read.next") }).click();
    await expect(page.getByText(before, { exact: true })).toHaveCount(0);
    if (await page.getByRole("heading", { level: 1, name: say("pupil.sign.title") }).isVisible()) return nth + 1;
  }
  throw new Error("the reading does not end");
}

const give = (page: Page, tag = "en") => page.getByRole("button", { name: wordsOf(tag)("pupil.done.give") }).click();

/** What the school has of the children of the class, as its office reads it. */
async function own(browser: Browser, info: TestInfo): Promise<Map<string, string>> {
  type Progress = { items: { pupil: { name: string }; own?: string }[] };
  const office = await be(browser, people.hookOffice, info);
  const all = new Map<string, string>();
  for (let page = 1; page < 5; page++) {
    const { said } = await call<Progress>(office, `/api/aup/progress?class=Everest&page=${page}`);
    for (const one of said.items) all.set(one.pupil.name, one.own ?? "");
  }
  await done(office);
  return all;
}

test("the teacher shows the code of the class, for today", async ({ browser }, info) => {
  const page = await be(browser, people.hookTeacher, info);
  await page.goto("/class-codes");
  await look(page, info, "teacher-before");
  await page.getByRole("button", { name: "Show a code for Everest" }).click();
  const letters = page.locator(".letters");
  code = ((await letters.textContent()) ?? "").trim();
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}$/);
  await expect(page.getByText("It works until today, 15:15.")).toBeVisible();
  const height = await letters.evaluate(at => Number.parseFloat(getComputedStyle(at).fontSize));
  expect(height, "the last row can read it").toBeGreaterThan(90);
  await look(page, info, "teacher-code");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("button", { name: "Print it" })).toBeHidden();
  await expect(letters).toBeVisible();
  await page.screenshot({ path: `shots/e2e/${info.project.name}-teacher-print.png` });
  await done(page);
});

for (const [nth, tag] of ["en", "pl", "ur"].entries()) {
  test(`a child signs on the class's tablet, in ${tag}; the next child sees nothing`, async ({ browser }, info) => {
    const say = wordsOf(tag);
    const page = await tablet(browser, info, tag === "en" ? "en-GB" : tag);
    const see = (screen: string) => look(page, info, `${tag}-${screen}`);
    const name = await tapIn(page, nth, see);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
    await see("hello");
    expect(await read(page, tag, see)).toBeGreaterThanOrEqual(6);
    await see("sign");
    await page.getByRole("button", { name: say("pupil.sign.go") }).click();
    await expect(page.getByRole("heading", { level: 1, name: say("pupil.done.title") })).toBeVisible();
    await see("done");
    const mine = await call<{ items: { document: string; language: string; how: string }[] }>(
      page,
      "/api/aup/signatures",
    );
    expect(mine.said.items.map(one => [one.document, one.language, one.how])).toEqual([
      ["ks2_upper", tag, "class_device"],
    ]);
    expect(await page.title(), "the browser's history names nobody").not.toContain(name);
    await give(page, tag);
    await expect(page.locator("form.code-keys")).toBeVisible();

    // The next child: nothing in the page, nothing behind "back", nothing kept.
    const nobody = async () => {
      await expect(page.getByText(name)).toHaveCount(0);
      expect((await call<{ signed_in: boolean }>(page, "/api/me")).said.signed_in).toBe(false);
    };
    await nobody();
    await page.goBack().catch(() => undefined);
    if (page.url() !== "about:blank") {
      await expect(page.locator("[aria-busy=true], .loading")).toHaveCount(0);
      await nobody();
    }
    await page.goto("/promises");
    await expect(page.locator("form.code-keys")).toBeVisible();
    await nobody();
    const left = await page.evaluate(async () => {
      const all = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie];
      for (const cache of await caches.keys()) {
        const kept = await caches.open(cache);
        for (const request of await kept.keys())
          all.push(request.url, (await (await kept.match(request))?.text()) ?? "");
      }
      return all.join("\n");
    });
    expect(left).not.toContain(name);
    const cookies = await page.context().cookies();
    expect(cookies.filter(one => one.name.startsWith("__Host-"))).toEqual([]);
    await done(page);
  });
}

test("a child who wants to ask first signs nothing, and so does one who is not that child", async ({
  browser,
}, info) => {
  const before = await own(browser, info);
  const page = await tablet(browser, info);
  await tapIn(page, 5);
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByRole("button", { name: "I want to ask first" }).click();
  await expect(page.getByText("You have not signed. Nothing was sent.")).toBeVisible();
  await look(page, info, "ask");
  await give(page);
  await expect(page.locator("form.code-keys")).toBeVisible();

  await typeIn(page, code);
  await page.locator(".class-names button").nth(6).click();
  await page.getByRole("button", { name: "No, go back" }).click();
  await expect(page.locator(".class-names")).toBeVisible();
  expect((await call<{ signed_in: boolean }>(page, "/api/me")).said.signed_in).toBe(false);
  expect(await own(browser, info)).toEqual(before);
  expect([...before.values()].filter(state => state === "signed").length, "the three who did sign").toBe(3);
  await done(page);
});

test("the answer to a child's signature is lost on the way: it counts once", async ({ browser }, info) => {
  const page = await tablet(browser, info);
  await tapIn(page, 7);
  await read(page, "en");
  let posts = 0;
  await page.route("**/api/aup/signatures", async route => {
    if (route.request().method() !== "POST" || ++posts > 1) return route.fallback();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await page.getByRole("button", { name: /^Sign: / }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Thank you/ })).toBeVisible({ timeout: 20_000 });
  expect(posts).toBeGreaterThan(1);
  const { said } = await call<{ items: unknown[] }>(page, "/api/aup/signatures");
  expect(said.items.length).toBe(1);
  await give(page);
  await expect(page.locator("form.code-keys")).toBeVisible();
  await tapIn(page, 7);
  await expect(page.getByText("You have signed your promises.")).toBeVisible();
  await look(page, info, "signed-before");
  await done(page);
});

test("a code is good for its own class and school, on no family's telephone, and until the bell", async ({
  browser,
}, info) => {
  const page = await tablet(browser, info);
  await page.goto("/class-code");
  const here = (await call<Found>(page, "/api/class-codes/look", { code })).said;
  const road = await be(browser, people.roadTeacher, info);
  const theirs = (await call<{ code: string }>(road, "/api/class-codes", { class: "Everest" })).said.code;
  await done(road);
  const there = (await call<Found>(page, "/api/class-codes/look", { code: theirs })).said;
  expect(there.names.map(one => one.id)).not.toContain(here.names[0]?.id);
  const crossed = await call(page, "/api/class-codes/use", { code: theirs, pupil: here.names[0]?.id ?? "" });
  expect(crossed.status, "another school's code lets nobody in").toBe(404);

  await typeIn(page, "ZZZZZZ");
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.locator(".class-names")).toHaveCount(0);
  await look(page, info, "wrong-code");
  await done(page);

  const letter = await letterOf(browser, people.stepfather, info);
  const family = await tablet(browser, info);
  await family.goto(letter.path);
  await family.locator("fieldset.birthday input").fill(letter.day);
  await family.locator("fieldset.birthday select").selectOption(String(letter.month));
  await family.getByRole("button", { name: "Continue" }).click();
  await expect(family).toHaveURL(/sitting/);
  await family.goto("/class-code");
  await typeIn(family, code);
  await family.locator(".class-names button").first().click();
  await family.getByRole("button", { name: "Yes", exact: true }).click();
  await expect(family.getByRole("alert")).toBeVisible();
  await look(family, info, "family-here");
  expect((await call<{ kind: string }>(family, "/api/me")).said.kind, "the telephone stays the family's").toBe(
    "family",
  );
  await done(family);

  const late = await tablet(browser, info);
  await late.goto("/class-code");
  await clock(late, "15:20");
  await typeIn(late, code);
  await expect(late.getByRole("alert")).toBeVisible();
  await expect(late.locator(".class-names")).toHaveCount(0);
  await look(late, info, "over");
  await done(late);
});
