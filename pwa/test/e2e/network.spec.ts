import type { Page } from "@playwright/test";
import { be, done, people } from "./house";
import { expect, test } from "./ours";

// A tablet at the gate loses its network in the middle of the morning: nothing is said to be saved that is not, and
// nothing is saved twice.

const held = (page: Page) =>
  page.evaluate(async () => ((await (await fetch("/api/desk")).json()) as { held: number }).held);

const shown = async (page: Page) => Number(await page.locator(".desk-count .figure").textContent());

/** The name on the first button that hands somebody in, of a child whose name nobody shares. */
async function firstChild(page: Page, letters: string): Promise<string> {
  await page.getByRole("searchbox").fill(letters);
  const buttons = page.getByRole("button", { name: /^Hand in, / });
  await expect(buttons.first()).toBeVisible();
  const labels = await buttons.evaluateAll(all => all.map(one => one.getAttribute("aria-label") ?? ""));
  const own = labels.find(one => labels.filter(other => other === one).length === 1) ?? "";
  return own.replace("Hand in, ", "");
}

test("while the network is down nothing is saved, and says so; back again it is saved once", async ({
  browser,
}, info) => {
  const page = await be(browser, people.hookOffice, info);
  const name = await firstChild(page, "be");
  const before = await shown(page);
  await page.context().setOffline(true);
  await page.getByRole("button", { name: `Hand in, ${name}` }).click();
  await expect(page.getByText("Not saved", { exact: true })).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole("alert")).toContainText("cannot reach the school's server");
  await expect(page.getByText(/^In, slot/), "nobody is shown as handed in").toHaveCount(0);
  expect(await shown(page)).toBe(before);

  await page.context().setOffline(false);
  expect(await held(page), "nothing had arrived").toBe(before);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText(/^In, slot \d+$/)).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
  expect(await held(page)).toBe(before + 1);
  expect(await shown(page)).toBe(before + 1);
  await done(page);
});

test("an answer that is lost on its way is asked for again, and hands in once", async ({ browser }, info) => {
  const page = await be(browser, people.hookOffice, info);
  const name = await firstChild(page, "sm");
  const before = await held(page);
  const operations: string[] = [];
  await page.route("**/api/desk/hand-in", async route => {
    operations.push(route.request().headers()["operation-id"] ?? "");
    const answer = await route.fetch();
    expect(answer.status()).toBe(200);
    if (operations.length === 1) await route.abort("connectionreset");
    else await route.fulfill({ response: answer });
  });
  await page.getByRole("button", { name: `Hand in, ${name}` }).click();
  await expect(page.getByText(/^In, slot \d+$/)).toBeVisible();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect(operations).toHaveLength(2);
  expect(operations[0], "the same operation").toBe(operations[1]);
  expect(await held(page)).toBe(before + 1);
  await done(page);
});

test("two presses of one button are one hand-in", async ({ browser }, info) => {
  const page = await be(browser, people.hookOffice, info);
  const name = await firstChild(page, "gr");
  const before = await held(page);
  await page.getByRole("button", { name: `Hand in, ${name}` }).dblclick();
  await expect(page.getByRole("button", { name: `Undo, ${name}` }).first()).toBeVisible();
  expect(await held(page)).toBe(before + 1);
  await done(page);
});
