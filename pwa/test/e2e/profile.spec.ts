import { readFileSync } from "node:fs";
import type { BrowserContext, Locator, Page } from "@playwright/test";
import { be, call, people } from "./house";
import { type Line, lay } from "./line";
import { expect, test } from "./ours";
import { CARELESS, controlNeedles, missed, plantCareless, serveCareless, typedLast } from "./profile-control";
import { back, type Device, device } from "./profile-device";
import { type Needle, Needles, needlesOf, planted, receiptNeedles } from "./profile-forms";
import { said, search } from "./profile-search";
import { prove } from "./second-step";
import { answerAll, enter, fiveWords, heading, openDoor, PAGE, readyOffline, tile } from "./telling";
import { wordsOf } from "./words";

// What is told stands nowhere in the profile of the browser that told it: one device, many who tell, and then every file read.
test.describe.configure({ mode: "serial", timeout: 120_000 });

type Entry = { picture: string; en: string };
const entries = JSON.parse(readFileSync(new URL("../../../locales/receipt.json", import.meta.url), "utf8")) as Entry[];
const say = wordsOf("en");

let line: Line;
let own: Device;
let context: BrowserContext;
let careless: Awaited<ReturnType<typeof serveCareless>>;
/** The page on which a careless word is typed last. */
let typing: Page;
const words = new Map<string, string>();
const receipts: Needle[] = [];
let kept: string[] = [];

/** Plants so many words, and gives them as a text. */
function plant(count: number, where: string): string {
  const some = planted(count);
  for (const one of some) words.set(one, where);
  return some.join(" ");
}

/** Writes as people do: most of it in one go, the end key by key. */
async function write(field: Locator, text: string): Promise<void> {
  const parts = text.split(" ");
  await field.click();
  await field.page().keyboard.insertText(`${parts.slice(0, -1).join(" ")} `);
  await field.pressSequentially(parts.at(-1) ?? "");
}

const child = (who: string, count: number) => ({
  story: plant(count, `story of ${who}`),
  when: plant(3, `when of ${who}`),
  name: plant(3, `name of ${who}`),
  class: plant(2, `class of ${who}`),
  write,
});

/** The five words on the screen, which nobody may find again on this device. */
async function receipt(page: Page): Promise<string[]> {
  const five = await fiveWords(page);
  const numbers = five.map(word => entries.findIndex(one => one.en === word));
  expect(numbers).not.toContain(-1);
  const pictures = numbers.map(n => entries[n]?.picture ?? "");
  receipts.push(...receiptNeedles(five, pictures, numbers));
  return five;
}

const finish = (page: Page) => page.getByRole("button", { name: say("tell.finish") }).click();
const send = (page: Page) => page.getByRole("button", { name: say("tell.send") }).click();

async function form(nth: number): Promise<Page> {
  const page = await context.newPage();
  await page.goto(PAGE);
  await enter(page, nth);
  return page;
}

/** An adult's form, everything in it written and nothing sent. */
async function adultWrites(who: string, count: number): Promise<Page> {
  const page = await form(3);
  await tile(page, 1);
  await write(page.locator("textarea"), plant(count, `story of ${who}`));
  await page.locator(".picture-tiles.rows").last().locator("label").nth(0).click();
  const lines = page.locator("input[type=text]");
  await expect(lines).toHaveCount(3);
  for (const nth of [0, 1, 2]) await write(lines.nth(nth), plant(3, `line ${nth} of ${who}`));
  return page;
}

const first = (page: Page) => expect(page.locator(".who-are-you button").first()).toBeVisible();

/** Nothing of what was written shows on a page, and none of its fields has it. */
function showsNothing(text: string, where: string): void {
  expect(
    [...words.keys()].filter(one => text.includes(one)),
    where,
  ).toEqual([]);
}

/** Searches every file of the device: the careless page's words are all found, and of what was told nothing is. */
function proof(where: string, more: Record<string, string>, { alive = false, again = false } = {}): void {
  const control = search(own.home, new Needles(controlNeedles()), { alive, more });
  if (!alive) expect(missed(control.hits, again), "what the careless page keeps is found").toEqual([]);
  const needles = new Needles([...needlesOf(words), ...receipts]);
  const found = search(own.home, needles, { alive, more });
  console.log(
    `${where}: ${words.size} words and ${receipts.length} forms of receipts as ${needles.count} needles in ${found.files} files of ${found.bytes} bytes and ${found.pieces} packed pieces of ${found.unpacked} bytes; ${CARELESS} careless words`,
  );
  expect(said(found.hits), where).toEqual([]);
}

/** Cookies lie in the profile enciphered: they are read as pages have them. */
const cookies = async () => ({ cookies: JSON.stringify(await context.cookies()) });

test.beforeAll(async ({ browser }, info) => {
  await openDoor(browser, info);
  line = await lay(info.project.use.baseURL ?? "");
  careless = await serveCareless();
  own = device(info, line.url);
  context = await own.start();
  await plantCareless(await context.newPage(), careless.url);
});

test.afterAll(async () => {
  await context?.close();
  await line?.close();
  careless?.close();
  own?.wipe();
});

let five: string[] = [];
let search1 = "";

test("a child tells, and an adult", async () => {
  const page = await form(2);
  const told = child("a child", 50);
  search1 = told.story.split(" ")[0] ?? "";
  await answerAll(page, told);
  await send(page);
  await expect(heading(page, say("tell.sent.title"))).toBeVisible();
  five = await receipt(page);
  await finish(page);
  await expect(page).not.toHaveURL(/\/page/);
  await page.close();

  const adult = await adultWrites("an adult", 40);
  await send(adult);
  await expect(heading(adult, say("tell.sent.title"))).toBeVisible();
  await receipt(adult);
  await finish(adult);
  await expect(adult).not.toHaveURL(/\/page/);
});

test("they come back, read what school says, and add more", async ({ browser }, info) => {
  const head = await be(browser, people.hookHead, info);
  await prove((address, body) => call(head, address, body));
  const answer = plant(20, "reply");
  const found = await call<{ items: { id: string }[] }>(head, "/api/concerns/search", { text: search1 });
  expect(found.said.items).toHaveLength(1);
  const [concern] = found.said.items;
  const replied = await call(head, `/api/concerns/${concern?.id}/reply`, { words: answer, language: "en" });
  expect(replied.status).toBe(200);
  await head.context().close();

  const page = await context.newPage();
  await page.goto(PAGE);
  await page.getByRole("button", { name: say("tell.who.again") }).click();
  await write(page.locator("form input"), five.join(" "));
  await page.locator("form button[type=submit]").click();
  await expect(page.locator(".thread .theirs")).toContainText(answer);
  await write(page.locator("form textarea"), plant(20, "more"));
  await page.locator("form button[type=submit]").click();
  await expect(page.locator(".thread .mine")).toHaveCount(2);
  await finish(page);
  await expect(page).not.toHaveURL(/\/page/);
});

test("somebody writes and leaves, and nothing shows behind them", async () => {
  // Quickly.
  const quick = await form(2);
  await answerAll(quick, child("whoever leaves quickly", 15));
  await quick.getByRole("button", { name: say("tell.leave") }).click();
  await expect(quick).toHaveURL(/\/away$/);
  // By closing the tab.
  const shut = await form(2);
  await answerAll(shut, child("whoever closes the tab", 15));
  await shut.close({ runBeforeUnload: true });

  // The browser keeps pages whole for "back": the careless one comes back with its words.
  typing = await context.newPage();
  await typing.goto(`${careless.url}/typed`);
  await typing.locator("textarea").pressSequentially("careless");
  await typing.evaluate(() => location.assign("/thanks"));
  await typing.waitForURL(/thanks/);
  await back(typing);
  await expect
    .poll(() => own.shown.some(one => one.path === "/typed" && one.persisted && /careless$/.test(one.text)))
    .toBe(true);

  // By another page, and back.
  const page = await form(2);
  await answerAll(page, child("whoever goes back", 15));
  const before = own.shown.length;
  await page.evaluate(() => location.assign("/sign-in"));
  await page.waitForURL(/sign-in/);
  await back(page);
  await page.waitForURL(/\/page$/);
  await first(page);
  showsNothing(await page.content(), "behind back");
  for (const one of own.shown.slice(before)) showsNothing(one.text, `${one.path} as it was shown`);
  const whole = own.shown.slice(before).some(one => one.path === PAGE && one.persisted);
  console.log(`the form came back ${whole ? "whole from memory, empty" : "anew"}`);
});

test("the power is cut while somebody writes", async () => {
  const page = await form(2);
  await answerAll(page, child("whoever still writes", 20));
  // A session's file has what stands in fields of the screen: the story is open again, and an adult's whole form.
  await page.locator(".answers button").nth(4).click();
  await page.locator("textarea").press("End");
  await page.locator("textarea").pressSequentially(` ${plant(1, "story of whoever still writes")}`);
  await adultWrites("an adult who still writes", 15);
  await typing.bringToFront();
  await typing.locator("textarea").pressSequentially(` ${typedLast.word}`);
  // The session's file is written every few seconds, for all tabs at once.
  const needles = new Needles(controlNeedles());
  const written = () =>
    search(own.home, needles, { alive: true }).hits.some(
      ({ needle, file }) => needle.word === typedLast.word && typedLast.file.test(file),
    );
  await expect.poll(written, { timeout: 20_000 }).toBe(true);
  proof("while it is written", await cookies(), { alive: true });
});

test("without a network it waits sealed, and the browser is closed", async () => {
  const page = await context.newPage();
  await page.goto(PAGE);
  await readyOffline(page);
  await context.setOffline(true);
  await line.cut();
  await page.reload();
  await enter(page, 1);
  await answerAll(page, child("a child without a network", 30));
  await send(page);
  await expect(heading(page, say("tell.kept.title"))).toBeVisible({ timeout: 20_000 });
  kept = await receipt(page);
  const more = await cookies();
  // The form that is written on, the five words and the careless page are still open.
  await context.close();
  proof("closed without a network", more);
});

test("opened again it shows nothing, and what waits is sent", async () => {
  const before = own.shown.length;
  context = await own.start(true);
  await expect
    .poll(() =>
      Promise.all(
        context.pages().map(page =>
          page
            .locator("textarea")
            .inputValue({ timeout: 500 })
            .catch(() => ""),
        ),
      ),
    )
    .toContainEqual(expect.stringContaining(typedLast.word));
  const forms = context.pages().filter(page => page.url().endsWith(PAGE));
  expect(forms.length, "the forms that were open are open again").toBeGreaterThan(1);
  for (const page of forms) {
    await first(page);
    showsNothing(await page.content(), "opened again");
  }
  for (const one of own.shown.slice(before)) {
    if (one.path === PAGE) showsNothing(one.text, `${one.path} as it was shown`);
  }
  await line.mend();
  const page = await context.newPage();
  await page.goto(PAGE);
  await page.getByRole("button", { name: say("tell.who.again") }).click();
  await page.locator("form input").fill(kept.join(" "));
  await expect(async () => {
    await page.locator("form button[type=submit]").click();
    await expect(page.locator(".thread .mine")).toHaveCount(1, { timeout: 1500 });
  }).toPass({ timeout: 30_000 });
  await finish(page);
  const more = await cookies();
  await context.close();
  expect(words.size).toBeGreaterThan(200);
  proof("closed at last", more, { again: true });
  expect(own.strangers, "what was asked of other people's servers").toEqual([]);
});
