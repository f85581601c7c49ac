import { type Browser, expect, type Locator, type Page, type TestInfo } from "@playwright/test";
import { be, call, people } from "./house";

// What tests of "Tell someone" share: its address, its door, and a form that is answered.

export const PAGE = "/s/hook-lane/page";

/** Where a school's door is not open yet, its head opens it. */
export async function openDoor(browser: Browser, info: TestInfo): Promise<void> {
  const page = await be(browser, people.hookHead, info);
  const { said } = await call<{ open: boolean }>(page, "/api/tell/hook-lane");
  if (!said.open) expect((await call(page, "/api/tell-door", { open: true })).status).toBe(200);
  await page.context().close();
}

export const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });
export const next = (page: Page) => page.locator(".steps-foot .button.go").click();
export const tile = (page: Page, nth: number) => page.locator(".picture-tiles label").nth(nth).click();

/** The door of a form, 0 to 3. */
export async function enter(page: Page, nth: number): Promise<void> {
  await page.locator(".who-are-you button").nth(nth).click();
}

/** What is written into a child's form, and how; the older ones are asked when, too. */
export interface Written {
  story: string;
  when?: string;
  name?: string;
  class?: string;
  /** Writes a text into a field; without it the text stands there at once. */
  write?: (field: Locator, text: string) => Promise<void>;
}

/** Answers a child's form up to the check: something is tapped at each question, and the story written. */
export async function answerAll(
  page: Page,
  written: string | Written,
  see?: (screen: string) => Promise<void>,
): Promise<void> {
  const told = typeof written === "string" ? { story: written } : written;
  const { story, when, name = "Planted Name", class: at = "Planted Class" } = told;
  const write = told.write ?? ((field: Locator, text: string) => field.fill(text));
  for (let step = 0; step < 12; step++) {
    await expect(page.locator(".zebra")).toBeVisible();
    const words = page.locator("textarea");
    const lines = page.locator("input[type=text]");
    if (await words.isVisible()) {
      await write(words, story);
      if (when && (await lines.count()) === 1) await write(lines, when);
    } else if ((await page.locator(".picture-tiles label").count()) > 0) await tile(page, step === 0 ? 1 : 0);
    else break;
    if ((await lines.count()) === 2) {
      await write(lines.nth(0), name);
      await write(lines.nth(1), at);
    }
    await see?.(`step-${step}`);
    const before = await page.locator("h1").textContent();
    await next(page);
    await expect(page.locator("h1")).not.toHaveText(before ?? "");
  }
  await see?.("check");
}

/** The five words on the screen. */
export async function fiveWords(page: Page): Promise<string[]> {
  const words = page.locator(".five li b");
  await expect(words).toHaveCount(5);
  return words.allTextContents();
}

/** Waits until the device has what it takes to tell without a network: the worker, and the school's key. */
export async function readyOffline(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise(done => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  });
  const kept = () =>
    page.evaluate(async () => (await (await caches.match("/kept/school/hook-lane"))?.json()) as { key?: string });
  await expect.poll(async () => (await kept())?.key ?? "", "the school's key is on the device").not.toBe("");
}
