import { type Browser, expect, type Page, type TestInfo } from "@playwright/test";
import { call, fresh, look } from "./house";
import { prove as proveBy } from "./second-step";

// What the specs of the readers' room share: somebody tells, a reader finds it, and others find nothing of it.

/** Every text that these specs tell begins so. */
export const PLANTED = "Planted words of somebody who tells";
type Told = Record<string, unknown>;

/** Proves whoever is signed in there, by a second step of theirs. */
export const prove = (page: Page) => proveBy((address, body) => call(page, address, body));

/** Tells a school something, as a stranger's telephone does; an open door is the head's or the lead's to have. Gives the receipt. */
export async function tell(browser: Browser, info: TestInfo, school: string, told: Told): Promise<string> {
  const page = await (await fresh(browser, info)).newPage();
  await page.goto(`/s/${school}/help`);
  const body = { form: "adult", language: "en", naming: "anonymous", ...told };
  const { status, said } = await call<{ receipt: string }>(page, `/api/tell/${school}`, body);
  expect(status).toBe(200);
  await page.context().close();
  return said.receipt;
}

/** Opens the school’s button, as its head or lead may. */
export async function openDoor(page: Page): Promise<void> {
  const { said } = await call<{ open: boolean }>(page, "/api/tell-door");
  if (!said.open) expect((await call(page, "/api/tell-door", { open: true })).status).toBe(200);
}

/** The lines of a reader’s list. */
export const lines = (page: Page) => page.locator(".one-row");
/** That something waits, on every screen of the staff’s. */
export const bar = (page: Page) => page.locator(".waiting-bar");

/** Whether something waits for somebody, as every screen of theirs asks. */
export const waits = async (page: Page) => (await call<object>(page, "/api/concerns/waiting")).said;

/** Somebody of the school finds nothing of it: no line, no search, no page of its own. */
export async function findsNothing(page: Page, id: string, word: string): Promise<void> {
  await page.goto("/reading");
  await expect(page.getByText("That you looked at this list is recorded.")).toBeVisible();
  await expect(page.locator(`a[href="/reading/${id}"]`)).toHaveCount(0);
  await page.getByRole("searchbox").fill(word);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Nothing of yours has these words")).toBeVisible();
  const [there, never] = await Promise.all(
    [id, "0123456789abcdefghjkmnpqrs"].map(one => call<object>(page, `/api/concerns/${one}`)),
  );
  expect(there?.status).toBe(404);
  expect(there).toEqual(never);
  await page.goto(`/reading/${id}`);
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.locator("main")).not.toContainText("Planted");
}

/** Opens the one that waits from the bar of a screen, and gives its id. */
export async function readFromBar(page: Page, word: string): Promise<string> {
  await page.goto("/policy");
  await expect(bar(page)).toContainText("There is something to read.");
  await bar(page).getByRole("link", { name: "Read" }).click();
  await expect(lines(page)).not.toHaveCount(0);
  await lines(page).filter({ hasText: "Nobody has read it" }).filter({ hasText: "works here" }).first().click();
  await expect(page.getByText(word)).toBeVisible();
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

/** The same screen on the smallest phone, enlarged to 200 %, in colours of the reader's own, and in the dark. */
export async function everyWay(page: Page, info: TestInfo, name: string): Promise<void> {
  for (const [width, height] of [
    [320, 568],
    [640, 370],
  ] as const) {
    await page.setViewportSize({ width, height });
    await look(page, info, `${name}-${width}`);
  }
  await page.setViewportSize({ width: 390, height: 780 });
  await page.emulateMedia({ forcedColors: "active" });
  await look(page, info, `${name}-forced`);
  await page.emulateMedia({ forcedColors: "none", colorScheme: "dark", reducedMotion: "reduce" });
  await look(page, info, `${name}-dark`);
  await page.emulateMedia({ colorScheme: "light" });
}

/** Of what was read nothing is in any storage or cache of the browser, in its history, or in an address. */
export async function leavesNothing(page: Page): Promise<void> {
  const kept = await page.evaluate(async () => {
    const all = [location.href, document.title, document.cookie, JSON.stringify(history.state)];
    all.push(JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }));
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const one of await cache.keys()) {
        all.push(one.url, (await (await cache.match(one, { ignoreVary: true }))?.text()) ?? "");
      }
    }
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((yes, no) => {
        const asked = indexedDB.open(name);
        asked.onsuccess = () => yes(asked.result);
        asked.onerror = () => no(asked.error);
      });
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>((yes, no) => {
          const asked = database.transaction(store).objectStore(store).getAll();
          asked.onsuccess = () => yes(asked.result);
          asked.onerror = () => no(asked.error);
        });
        all.push(JSON.stringify(rows));
      }
      database.close();
    }
    return all.join("\n");
  });
  expect(kept).not.toContain("Planted");
  expect(kept).not.toContain("Spoke to the LADO");
}
