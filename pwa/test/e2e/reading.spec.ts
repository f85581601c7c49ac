import type { Browser, Page, TestInfo } from "@playwright/test";
import { be, call, done, fresh, look, people } from "./house";
import { expect, test } from "./ours";
import { prove as proveBy } from "./second-step";

// Scenario 5 for both schools: what is told about whoever reads, and what of it shows to anybody else. Nothing does.
test.describe.configure({ mode: "serial", timeout: 120_000 });

const PLANTED = "Planted words of somebody who tells";
/** Words that stand in one report alone. */
const HOOK = "Quaggahook";
const ROAD = "Quaggaroad";
type Told = Record<string, unknown>;

const prove = (page: Page) => proveBy((address, body) => call(page, address, body));

/** Tells a school something, as a stranger's telephone does; an open door is the head's or the lead's to have. */
async function tell(browser: Browser, info: TestInfo, school: string, told: Told): Promise<void> {
  const page = await (await fresh(browser, info)).newPage();
  await page.goto(`/s/${school}/help`);
  const body = { form: "adult", language: "en", naming: "anonymous", ...told };
  expect((await call(page, `/api/tell/${school}`, body)).status).toBe(200);
  await page.context().close();
}

async function openDoor(page: Page): Promise<void> {
  const { said } = await call<{ open: boolean }>(page, "/api/tell-door");
  if (!said.open) expect((await call(page, "/api/tell-door", { open: true })).status).toBe(200);
}

const lines = (page: Page) => page.locator(".one-row");
const bar = (page: Page) => page.locator(".waiting-bar");

/** Whether something waits for somebody, as every screen of theirs asks. */
const waits = async (page: Page) => (await call<object>(page, "/api/concerns/waiting")).said;

/** Somebody of the school finds nothing of it: no line, no search, no page of its own. */
async function findsNothing(page: Page, id: string, word: string): Promise<void> {
  await prove(page);
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
async function readFromBar(page: Page, word: string): Promise<string> {
  await page.goto("/policy");
  await expect(bar(page)).toContainText("There is something to read.");
  await bar(page).getByRole("link", { name: "Read" }).click();
  await expect(lines(page)).not.toHaveCount(0);
  await lines(page).filter({ hasText: "Nobody has read it" }).filter({ hasText: "works here" }).first().click();
  await expect(page.getByText(word)).toBeVisible();
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

test("Hook Lane: about the head, who is the lead too: the chair of governors reads it, the head finds nothing", async ({
  browser,
}, info) => {
  const head = await be(browser, people.hookHead, info);
  await openDoor(head);
  const before = await waits(head);
  const story = `${PLANTED} about the head, ${HOOK}. https://game.example/x`;
  await tell(browser, info, "hook-lane", { about: ["head"], story });
  expect(await waits(head)).toEqual(before);
  await done(head);

  const chair = await be(browser, people.hookChair, info);
  await chair.goto("/reading");
  await expect(chair.getByRole("dialog")).toBeVisible(); // nobody reads without a second step
  await chair.keyboard.press("Escape");
  await expect(chair.getByRole("button", { name: "Go on" })).toBeVisible();
  await expect(lines(chair)).toHaveCount(0);
  await look(chair, info, "reading-second-step");
  await prove(chair);
  const id = await readFromBar(chair, HOOK);
  await expect(chair.getByText("You are the first to read this.")).toBeVisible();
  await expect(chair.getByRole("link", { name: "03000 41 08 88" })).toBeVisible();
  await expect(chair.locator("main a[href*='game.example']")).toHaveCount(0);
  await look(chair, info, "reading-chair");
  await chair.setViewportSize({ width: 1024, height: 740 });
  await look(chair, info, "reading-chair-wide");
  await chair.setViewportSize({ width: 390, height: 780 });
  await expect(bar(chair)).toHaveCount(0); // what was read waits no more

  for (const who of [people.hookHead, people.hookDeputy]) {
    const other = await be(browser, who, info);
    await findsNothing(other, id, HOOK);
    await done(other);
  }
  await leavesNothing(chair);
  await done(chair);
});

test("Beaver Road: about the head of school, who is the lead: the executive headteacher reads it, nobody of the team", async ({
  browser,
}, info) => {
  const lead = await be(browser, people.roadLead, info);
  await openDoor(lead);
  const before = await waits(lead);
  await tell(browser, info, "beaver-road", { about: ["head_of_school"], story: `${PLANTED} about the lead, ${ROAD}.` });
  expect(await waits(lead)).toEqual(before);
  await done(lead);

  const executive = await be(browser, people.roadHead, info);
  await prove(executive);
  const id = await readFromBar(executive, ROAD);
  await look(executive, info, "reading-executive");

  await executive.getByRole("button", { name: "Answer them" }).click();
  await look(executive, info, "reading-answer");
  await executive.getByText("Thank you for telling us. You did the right thing.").click();
  await executive.getByRole("button", { name: "Send the answer" }).click();
  await expect(executive.locator(".happened")).toContainText("Thank you for telling us.");
  await executive.getByRole("button", { name: "Note something" }).click();
  await executive.getByLabel("Your note").fill("Spoke to the LADO.");
  await executive.getByRole("button", { name: "Keep the note" }).click();
  await expect(executive.locator(".happened")).toContainText("Spoke to the LADO.");
  await executive.getByRole("button", { name: "Hand to a colleague" }).click();
  // Whom it is about is nobody to whom it could be handed.
  await expect(executive.getByLabel("Hand it to whom?").locator("option", { hasText: "Head of School" })).toHaveCount(
    0,
  );
  await executive.keyboard.press("Escape");

  for (const who of [people.roadLead, people.roadDeputy]) {
    const other = await be(browser, who, info);
    await findsNothing(other, id, ROAD);
    await done(other);
  }
  await leavesNothing(executive);
  await done(executive);
});

test("a lead reads by urgency, sets how far it is, and decides about the parents before it ends", async ({
  browser,
}, info) => {
  await tell(browser, info, "hook-lane", {
    form: "ks2",
    about: ["me"],
    kinds: ["unkind"],
    story: `${PLANTED} calmly.`,
  });
  await tell(browser, info, "hook-lane", {
    form: "ks2",
    language: "pl",
    about: ["outsider"],
    kinds: ["stranger"],
    feel: "scared",
    danger: true,
    story: `${PLANTED} at once.`,
    naming: "lead_only",
    name: "Zofia",
  });
  const page = await be(browser, people.hookHead, info);
  await prove(page);
  await page.goto("/reading");
  await expect(page.getByRole("heading", { name: "Now: somebody may be in danger" })).toBeVisible();
  await look(page, info, "reading-list");
  await everyWay(page, info, "reading-list");
  await page.setViewportSize({ width: 1024, height: 740 });
  await look(page, info, "reading-list-wide");
  await page.setViewportSize({ width: 390, height: 780 });
  await lines(page).filter({ hasText: "Polish" }).filter({ hasText: "stranger" }).first().click();
  await expect(page.getByText("They said that somebody is in danger now")).toBeVisible();
  await expect(page.getByText("Only the safeguarding lead sees this")).toBeVisible();
  await look(page, info, "reading-danger");
  await everyWay(page, info, "reading-danger");

  await page.getByRole("button", { name: "Set how far it is" }).click();
  await page.getByRole("radio", { name: "Finished" }).check();
  await page.getByRole("button", { name: "Set it" }).click();
  await expect(page.getByRole("dialog")).toContainText("Nobody has decided yet whether the parents are told.");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Decide about the parents" }).click();
  await page.getByRole("radio", { name: "No, not told" }).check();
  await page.getByRole("textbox", { name: "Why" }).fill("It may be about home.");
  await look(page, info, "reading-parents");
  await page.getByRole("button", { name: "Keep the decision" }).click();
  await expect(page.getByText("Decided: the parents are not told")).toBeVisible();
  await page.getByRole("button", { name: "Set how far it is" }).click();
  await page.getByRole("radio", { name: "Finished" }).check();
  await look(page, info, "reading-finish");
  await page.getByRole("button", { name: "Set it" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.getByRole("link", { name: "All that is yours to read" }).click();
  await page.getByRole("button", { name: "Finished" }).click();
  await expect(lines(page).filter({ hasText: "stranger" })).not.toHaveCount(0);
  await leavesNothing(page);
  await done(page);
});

test("an open concern takes itself away when nobody touches it", async ({ browser }, info) => {
  await tell(browser, info, "beaver-road", { form: "ks1", about: ["me"], story: `${PLANTED} of the lock.` });
  const page = await be(browser, people.roadLead, info);
  await prove(page);
  await page.clock.install();
  await page.goto("/reading");
  await lines(page).filter({ hasText: "A worry about" }).first().click();
  await expect(page.getByRole("heading", { name: "What was answered" })).toBeVisible();
  await page.clock.runFor("05:10");
  await expect(page.getByRole("button", { name: "Go on" })).toBeVisible();
  await expect(page.locator("body")).not.toContainText("Planted");
  await look(page, info, "reading-locked");
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("heading", { name: "What was answered" })).toBeVisible();
  await done(page);
});

/** The same screen on the smallest phone, enlarged to 200 %, in colours of the reader's own, and in the dark. */
async function everyWay(page: Page, info: TestInfo, name: string): Promise<void> {
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
async function leavesNothing(page: Page): Promise<void> {
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
