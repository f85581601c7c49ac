import type { Locator, Page } from "@playwright/test";
import { be, call, done, fresh, listen, look, people } from "./house";
import { notLost, press, tabTo } from "./keyboard";
import { expect, test } from "./ours";
import { plainWords } from "./plain-words";
import { lines, openDoor, PLANTED, prove, tell } from "./reading";

// The readers' room as its sheets look from the right to the left and on the smallest phone, on paper, and by the
// keyboard alone.
test.describe.configure({ mode: "serial", timeout: 60_000 });

const word = "Quaggablatt";
let lead: Page;
/** The address of the concern whose sheets are looked at. */
let address: string;

test.beforeAll(async ({ browser }, info) => {
  lead = await be(browser, people.hookHead, info);
  await openDoor(lead);
  await prove(lead);
  const story = `${PLANTED}, ${word}.`;
  const named = { naming: "lead_only", name: "Planted Zofia" };
  await tell(browser, info, "hook-lane", { form: "ks2", language: "pl", kinds: ["secret"], story, ...named });
  await lead.goto("/reading");
  await lead.getByRole("searchbox").fill(word);
  await lead.keyboard.press("Enter");
  await expect(lines(lead)).toHaveCount(1);
  address = (await lines(lead).getAttribute("href")) ?? "";
});
test.afterAll(() => done(lead));

/** Everything that can be pressed for a sheet on the screen, in its order. */
const steps = (page: Page) => page.locator(".steps > button");

/** Opens each sheet by the keyboard and leaves it by Escape: its name, its width, and where the focus is before and after. */
async function everySheet(page: Page, see: (sheet: string) => Promise<void>): Promise<void> {
  const many = await steps(page).count();
  expect(many).toBe(8);
  for (let nth = 0; nth < many; nth++) await sheetOf(page, steps(page).nth(nth), () => see(`sheet-${nth}`));
}

async function sheetOf(page: Page, step: Locator, see: () => Promise<void>): Promise<void> {
  await step.focus();
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog");
  const title = (await sheet.getByRole("heading").textContent()) ?? "";
  await expect(sheet).toHaveAccessibleName(title);
  await expect(sheet.locator(".loading")).toHaveCount(0);
  expect(await sheet.evaluate(box => box.contains(document.activeElement)), title).toBe(true);
  // What is missing is said where it was pressed, and nothing was sent.
  const go = sheet.locator("button[type=submit]");
  if ((await go.getAttribute("aria-disabled")) === "true") {
    await go.focus();
    await page.keyboard.press("Enter");
    await expect(go.locator(".not"), title).toBeInViewport();
  }
  const over = await sheet.evaluate(box => box.scrollWidth - box.clientWidth);
  expect(over, `${title} is wider than the screen`).toBeLessThanOrEqual(0);
  await see();
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  await expect(step).toBeFocused();
}

const speak = (page: Page, tag: string, home = "") =>
  page.context().addCookies([{ name: "lang", value: tag, url: new URL(home).origin }]);

test("every sheet from the right to the left, on the smallest phone, and no word outside the catalogue", async ({
  baseURL,
}, info) => {
  await speak(lead, "en-x-pseudo", baseURL);
  await lead.setViewportSize({ width: 320, height: 568 });
  await lead.goto("/reading");
  await expect(lead.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(lines(lead)).not.toHaveCount(0);
  expect(await plainWords(lead), "the list speaks English").toEqual([]);
  await look(lead, info, "sheets-pseudo-list");
  await sheetOf(lead, lead.getByRole("button", { name: /^\[Ɓřḗáķ/ }), async () => {
    expect(await plainWords(lead), "the glass speaks English").toEqual([]);
    await look(lead, info, "sheets-pseudo-glass");
  });
  await lead.goto(address);
  await expect(steps(lead)).toHaveCount(8);
  expect(await plainWords(lead), "a concern speaks English").toEqual([]);
  await look(lead, info, "sheets-pseudo-one");
  await everySheet(lead, async sheet => {
    expect(await plainWords(lead), `${sheet} speaks English`).toEqual([]);
    await lead.screenshot({ path: `shots/e2e/reading-pseudo-${sheet}.png` });
  });
});

test("every sheet in Urdu, where the room speaks English", async ({ baseURL }, info) => {
  await speak(lead, "ur", baseURL);
  await lead.setViewportSize({ width: 390, height: 780 });
  await lead.goto(address);
  await expect(lead.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(steps(lead)).toHaveCount(8);
  await look(lead, info, "sheets-ur-one");
  await everySheet(lead, sheet => look(lead, info, `sheets-ur-${sheet}`));
});

test("every sheet in the dark", async ({ baseURL }, info) => {
  await speak(lead, "en", baseURL);
  await lead.emulateMedia({ colorScheme: "dark" });
  await lead.goto(address);
  await expect(steps(lead)).toHaveCount(8);
  await everySheet(lead, sheet => look(lead, info, `sheets-dark-${sheet}`));
  await lead.emulateMedia({ colorScheme: "light" });
});

test("on paper: with whole dates, who printed it, and nothing to press", async () => {
  await lead.evaluate(() => {
    window.print = () => document.body.setAttribute("data-printed", "once");
  });
  await lead.getByRole("button", { name: "Print" }).click();
  await expect(lead.locator("body[data-printed]")).toHaveCount(1);
  await lead.emulateMedia({ media: "print" });
  await expect(lead.getByText(/^Printed by .* \d{4}, \d\d:\d\d\. That it was printed is recorded\./)).toBeVisible();
  await expect(lead.getByText(word)).toBeVisible();
  const told = /Told \w+ \d+ \w+ \d{4}, \d\d:\d\d/;
  await expect(lead.locator(".concern-top")).toContainText(told, { useInnerText: true });
  expect(await lead.locator("button:visible, nav:visible").allTextContents()).toEqual([]);
  await lead.screenshot({ path: "shots/e2e/reading-paper.png", fullPage: true });
  await lead.emulateMedia({ media: "screen" });
});

test("by the keyboard alone: told, found, read, answered, and handed on", async ({ browser }, info) => {
  const said = "Quaggakeys";
  const child = await (await fresh(browser, info)).newPage();
  listen(child, info);
  await child.goto("/s/hook-lane/page");
  await press(child, /^I am in Year 3/);
  await expect(child.getByRole("heading", { level: 1, name: "Who is it about?" })).toBeFocused();
  await press(child, /^Another/, "Space");
  for (let step = 0; step < 8 && !(await child.locator("textarea").isVisible()); step++) {
    await press(child, /^Next/);
    await expect(child.locator("h1")).toBeFocused();
  }
  const story = child.locator("textarea");
  for (let step = 0; step < 20 && !(await story.evaluate(one => one === document.activeElement)); step++) {
    await child.keyboard.press("Tab");
  }
  await child.keyboard.type(`${PLANTED}, ${said}.`);
  for (let step = 0; step < 3 && (await child.getByRole("button", { name: "Next" }).count()) > 0; step++) {
    await press(child, /^Next/);
    await expect(child.locator("h1")).toBeFocused();
  }
  await press(child, /^Send to school/);
  await expect(child.getByRole("heading", { level: 1, name: "School has it" })).toBeFocused();
  await done(child);

  await lead.goto("/reading");
  await expect(lines(lead)).not.toHaveCount(0);
  await tabTo(lead, /^Search the words/);
  await lead.keyboard.type(said);
  await lead.keyboard.press("Enter");
  await expect(lead.getByText("1 with these words")).toBeVisible();
  await notLost(lead);
  await press(lead, /Nobody has read it/);
  await expect(lead.getByText(said)).toBeVisible();
  await press(lead, /^Answer them/);
  await press(lead, /^Thank you for telling us\./, "Space");
  await press(lead, /^Send the answer/);
  await expect(lead.locator(".happened")).toContainText("Thank you for telling us.");
  await notLost(lead);
  await press(lead, /^Hand to a colleague/);
  const { said: one } = await call<{ colleagues: { name: string }[] }>(
    lead,
    `/api/concerns/${new URL(lead.url()).pathname.split("/").at(-1)}`,
  );
  const name = one.colleagues[0]?.name ?? "";
  await tabTo(lead, /^Hand it to whom/);
  await lead.keyboard.press("ArrowDown");
  await press(lead, /^Hand it over/);
  await expect(lead.locator(".happened")).toContainText(`handed it to ${name}`);
  await notLost(lead);
});
