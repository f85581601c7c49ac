import type { Page } from "@playwright/test";
import { type Listed, print, readAll, seats, sign, signatures, tick } from "./families";
import { be, call, comeIn, done, letterOf, listen, look, people, phone } from "./house";
import { expect, test } from "./ours";

// Whose telephone it is: two schools on one, two parents on one, one parent with two, and what is left on it afterwards.

test.describe.configure({ timeout: 120_000 });

test("a family with one child at one school and three at the other: both on one telephone", async ({
  browser,
}, info) => {
  const [first, second] = [
    await letterOf(browser, people.oneOfTwo, info),
    await letterOf(browser, people.otherOfTwo, info),
  ];
  expect(second.name).toBe(first.name);
  const page = await phone(browser, info);
  await comeIn(page, first);
  await comeIn(page, second);
  await page.goto("/home");
  await expect(page.getByRole("heading", { level: 2, name: "Hook Lane Primary School" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 2, name: "Beaver Road Primary School" })).toBeVisible();
  await look(page, info, "two-schools");
  const both = await seats(page);
  expect(both.map(one => [one.school.slug, one.children.length])).toEqual([
    ["hook-lane", 1],
    ["beaver-road", 3],
  ]);
  await page.goto(`/sitting/${both[0]?.id}`);
  await readAll(page);
  await tick(page);
  await sign(page);
  await page.getByRole("link", { name: "Go on with Beaver Road Primary School" }).click();
  await readAll(page);
  await tick(page);
  await sign(page);
  await expect(page.getByText("Saved at school")).toBeVisible();
  // One sitting for all children of a school: her own promises, and one for each child who is old enough.
  expect((await signatures(page, both[0]?.id)).map(one => one.document).sort()).toEqual(["ks2_upper", "parents"]);
  expect((await signatures(page, both[1]?.id)).map(one => one.document).sort()).toEqual([
    "ks2_upper",
    "ks2_upper",
    "parents",
  ]);
  await page.goto("/home");
  await expect(page.getByText("School asks you for nothing now.")).toHaveCount(2);
  await done(page);
});

test("two parents share a telephone, and each answers for themself", async ({ browser }, info) => {
  const office = await be(browser, people.hookOffice, info);
  const { said } = await call<Listed>(office, "/api/letters?class=Beech&page=1");
  const couple = said.items.flatMap(one => {
    const other = said.items.find(
      two => two.adult !== one.adult && two.children[0]?.id === one.children[0]?.id && one.relationship === "mother",
    );
    const fit = other && [one, other].every(each => !each.needs_yes && !each.last && each.children.length === 1);
    return other && fit ? [[one, other] as const] : [];
  })[0];
  const [mother, father] = couple ?? [];
  if (!mother || !father) throw new Error("nobody in Beech has two parents");
  const letters = await print(office, [mother.adult, father.adult]);
  const first = await phone(browser, info);
  for (const letter of letters) await comeIn(first, letter);
  // A tab knows who has just come in; whoever opens the app later says who they are.
  const page = await first.context().newPage();
  listen(page, info);
  await page.goto("/home");
  await expect(page.getByRole("heading", { level: 1, name: "Who are you?" })).toBeVisible();
  await look(page, info, "who-are-you");
  await page.getByRole("button", { name: mother.name }).click();
  await page.getByRole("link", { name: "Read and sign" }).click();
  await readAll(page);
  await expect(page.getByText(`You answer as ${mother.name}.`)).toBeVisible();
  await tick(page);
  await sign(page);
  await expect(page.getByText("Saved at school")).toBeVisible();
  expect((await signatures(page, mother.adult)).length).toBe(2);
  expect(await signatures(page, father.adult), "he has signed nothing").toEqual([]);
  // With several people, a change that does not say who acts is refused, whatever a screen forgot.
  expect((await call(page, "/api/calls", { about: "other", language: "en" })).status).toBe(422);
  await page.goto("/home");
  await page.getByRole("button", { name: new RegExp(`Signed in:.*${mother.name}`) }).click();
  await page.getByRole("dialog").getByRole("button", { name: father.name }).click();
  await expect(page.getByRole("link", { name: "Read and sign" })).toBeVisible();
  await done(page);
  await done(office);
});

/** Everything that a browser still holds of a person: what it sends, what it keeps, what a page could read. */
async function holds(page: Page): Promise<string> {
  const kept = await page.evaluate(async () => {
    const all: string[] = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie];
    for (const { name = "" } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((done, no) => {
        const asked = indexedDB.open(name);
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => no(asked.error);
      });
      for (const store of db.objectStoreNames) {
        const rows = await new Promise<unknown[]>((done, no) => {
          const asked = db.transaction(store).objectStore(store).getAll();
          asked.onsuccess = () => done(asked.result);
          asked.onerror = () => no(asked.error);
        });
        all.push(`${name}/${store}: ${JSON.stringify(rows)}`);
      }
      db.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const answer = await cache.match(request);
        all.push(
          `${name} ${request.url}: ${/json|html|text/.test(answer?.headers.get("content-type") ?? "") ? await answer?.text() : ""}`,
        );
      }
    }
    return all.join("\n");
  });
  const cookies = (await page.context().cookies()).filter(one => one.name !== "lang");
  return `${kept}\n${cookies.map(one => `${one.name}=${one.value}`).join("\n")}`;
}

test("a second telephone by a hand-over code; after signing out nothing is left", async ({ browser }, info) => {
  const letter = await letterOf(browser, people.stepfather, info);
  const page = await phone(browser, info);
  await comeIn(page, letter);
  await page.goto("/another-phone");
  await page.getByRole("button", { name: "Make a code" }).click();
  const code = ((await page.locator(".big-code").textContent()) ?? "").trim();
  expect(code).toMatch(/^[0-9A-Z]{3}-[0-9A-Z]{3}$/);
  await look(page, info, "hand-over-code");

  const other = await phone(browser, info);
  await other.goto("/hand-over");
  await other.getByLabel("The code from your other screen").fill(code);
  await other.getByRole("button", { name: "Continue" }).click();
  await expect(other).toHaveURL(/\/home$/);
  await expect(other.getByRole("button", { name: new RegExp(letter.name) })).toBeVisible();
  const third = await phone(browser, info);
  await third.goto("/hand-over");
  await third.getByLabel("The code from your other screen").fill(code);
  await third.getByRole("button", { name: "Continue" }).click();
  await expect(third.getByRole("alert"), "it works once").toBeVisible();
  await look(third, info, "hand-over-used");
  await done(third);

  const [seat] = await seats(other);
  const names = [letter.name, ...(seat?.children.map(one => one.name) ?? [])];
  const words = names.flatMap(name => name.split(" "));
  for (const at of ["/home", `/sitting/${seat?.id}`, "/details", "/signed"]) {
    await other.goto(at);
    await expect(other.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(other.locator("[aria-busy=true], .loading")).toHaveCount(0);
  }
  await other.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  expect(
    (await other.context().cookies()).some(one => one.name.startsWith("__Host-")),
    "there is a session",
  ).toBe(true);
  const window2 = await other.context().newPage();
  await window2.goto("/details");
  await expect(window2.getByRole("button", { name: new RegExp(letter.name) })).toBeVisible();
  await other.getByRole("button", { name: new RegExp(letter.name) }).click();
  await other.getByRole("button", { name: "Sign out" }).click();
  await expect(other.getByRole("link", { name: "I have a letter from school" })).toBeVisible();
  await expect(
    window2.getByRole("link", { name: "I have a letter from school" }),
    "nor in a window beside",
  ).toBeVisible();
  await window2.close();
  const left = await holds(other);
  for (const word of words) expect(left, `nothing of ${word} is left`).not.toContain(word);
  expect(left, "no session is left").not.toContain("__Host-");
  for (let step = 0; step < 5; step++) {
    await other.goBack().catch(() => undefined);
    if (other.url() === "about:blank") break;
    await expect(other.locator("[aria-busy=true], .loading")).toHaveCount(0);
    for (const name of names) await expect(other.getByText(name)).toHaveCount(0);
  }
  await done(other);
  // The first telephone is still his.
  await page.goto("/home");
  await expect(page.getByRole("button", { name: new RegExp(letter.name) })).toBeVisible();
  await done(page);
});
