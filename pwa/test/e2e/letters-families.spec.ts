import { type Listed, type Printed, type Pupils, print, strangers } from "./families";
import { be, call, comeIn, done, look, open, people, phone } from "./house";
import { expect, test } from "./ours";

// The printed letter: what of it does not open, and the office that prints it and sees what became of it.

test.describe.configure({ timeout: 120_000 });

test("a wrong code, a used one, one that a newer letter ended, and a child that is not theirs", async ({
  browser,
}, info) => {
  const office = await be(browser, people.hookOffice, info);
  const [one, two] = (await strangers(office, "Willow")).map(each => each.adult);
  const [older, other] = await print(office, [one ?? "", two ?? ""]);
  const [newer] = await print(office, [one ?? ""]);
  if (!older || !newer || !other) throw new Error("no letters");
  expect(newer.code).not.toBe(older.code);
  const page = await phone(browser, info);

  await page.goto("/l/ZZZZZZZZZZ");
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.locator("fieldset.birthday")).toHaveCount(0);
  await look(page, info, "letter-wrong");
  await page.goto(older.path);
  await expect(page.getByRole("alert")).toContainText(/newer/);
  await expect(page.locator("fieldset.birthday")).toHaveCount(0);

  // By hand, as one types it.
  await page.goto("/letter");
  await page.getByLabel("The code on the letter").fill(newer.code.toLowerCase().replace("-", " "));
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.locator("fieldset.birthday")).toBeVisible();
  await comeIn(page, newer);
  await page.goto(newer.path);
  await expect(page.getByRole("alert")).toContainText(/used/);
  await look(page, info, "letter-used");
  await done(page);

  const stranger = await phone(browser, info);
  const today = (await call<{ at: string }>(office, "/api/demo/clock")).said.at;
  const later = new Date(new Date(today).getTime() + 15 * 86_400_000).toISOString();
  await call(office, "/api/demo/clock", { at: later });
  await stranger.goto(other.path);
  await expect(stranger.getByRole("alert"), "after its fourteen days").toContainText(/no longer works/);
  await expect(stranger.locator("fieldset.birthday")).toHaveCount(0);
  await look(stranger, info, "letter-ended");
  await call(office, "/api/demo/clock", { at: today });
  await stranger.goto(other.path);
  await stranger.getByRole("button", { name: "This is not my child" }).click();
  await look(stranger, info, "not-mine");
  await stranger.getByRole("button", { name: "Stop this letter" }).click();
  await expect(stranger.getByText("Nobody can use this letter now.")).toBeVisible();
  await stranger.goto(other.path);
  await expect(stranger.getByRole("alert")).toContainText(/no longer works/);
  await expect(stranger.locator("fieldset.birthday")).toHaveCount(0);
  const use = { code: other.code, day: Number(other.day), month: other.month };
  const forced = await call(stranger, "/api/letters/use", use);
  expect(forced.status, "nor with the right birthday").toBeGreaterThanOrEqual(400);
  await done(stranger);
  await office.goto("/calls");
  await expect(office.getByText("A letter came to the wrong family").first()).toBeVisible();
  await done(office);
});

test("a birthday that is guessed is slowed, and slowed is not locked", async ({ browser }, info) => {
  const office = await be(browser, people.hookOffice, info);
  const whose = (await strangers(office, "Rowan"))[0]?.adult ?? "";
  const [letter] = await print(office, [whose]);
  if (!letter) throw new Error("no letter");
  const page = await phone(browser, info);
  const wrong = { ...letter, day: letter.day === "1" ? "2" : "1" };
  const kinds: string[] = [];
  for (let i = 0; i < 4; i++) {
    const answer = page.waitForResponse(/\/api\/letters\/use$/);
    await open(page, wrong);
    kinds.push(((await (await answer).json()) as { kind: string }).kind);
    await expect(page.getByRole("alert")).toBeVisible();
  }
  expect(kinds[0], "a slip is free").not.toBe("too_many");
  expect(kinds.at(-1), "guessing is not").toBe("too_many");
  await look(page, info, "guessed");
  await open(page, letter);
  await expect(page.getByRole("alert"), "the right one waits its turn as well").toBeVisible();
  await expect(page).not.toHaveURL(/sitting/);
  const seen = await call<Listed>(office, `/api/letters?class=Rowan&page=1`);
  expect(seen.said.items.find(each => each.adult === whose)?.last?.state).toBe("guessed");
  const [fresh] = await print(office, [whose]);
  if (fresh) await comeIn(page, fresh);
  await done(page);
  await done(office);
});

test("the office prints letters, sees who signed, and writes down paper; who has no contact gets none", async ({
  browser,
}, info) => {
  const office = await be(browser, people.hookOffice, info);
  const all = (await call<Pupils>(office, "/api/families?q=green")).said.items;
  const barred = all.flatMap(item => item.contacts).find(one => one.no_contact && one.relationship === "father");
  if (!barred) throw new Error("no father is without contact");
  const listed = (await call<Listed>(office, `/api/letters?q=${encodeURIComponent(barred.name)}`)).said.items;
  expect(
    listed.map(one => one.adult),
    "he is not offered a letter",
  ).not.toContain(barred.adult);
  const asked = (await call<Printed>(office, "/api/letters", { adults: [barred.adult], yes: [barred.adult] })).said;
  expect([asked.letters, asked.refused.map(one => one.adult)], "nor given one by force").toEqual([[], [barred.adult]]);
  const duty = (await call<Listed>(office, "/api/letters?q=duty")).said.items;
  expect(duty, "a social worker's role is nobody's name").toEqual([]);

  await office.goto("/letters");
  await office.getByText("A class", { exact: true }).click();
  await office.getByRole("button", { name: "Snowdon", exact: true }).click();
  const make = office.getByRole("button", { name: /^Make \d+ letters?$/ });
  await expect(make).toBeVisible();
  await look(office, info, "office-letters");
  // Two of them: the mother who reads Urdu, though her letter still works, and one more.
  await office.getByRole("button", { name: "Tick all" }).click();
  await office.getByRole("button", { name: "Tick none" }).click();
  const [another] = await strangers(office, "Snowdon");
  for (const name of ["Hafsa Hussain", another?.name ?? ""]) {
    const box = office.getByRole("checkbox", { name: new RegExp(`^${name}`) });
    await office.locator("label").filter({ has: box }).click();
  }
  await expect(make).toHaveText("Make 2 letters");
  await make.click();
  const sheets = office.locator("article.sheet");
  await expect(sheets.first()).toBeVisible({ timeout: 20_000 });
  const urdu = office.locator("article.sheet[dir=rtl]");
  await expect(urdu.first(), "a letter in Urdu").toBeVisible();
  await expect(urdu.first().locator(".english[dir=ltr]").first(), "with English beside it").toBeVisible();
  await expect(sheets.first().locator("svg.qr path")).toHaveCount(1);
  await look(office, info, "office-sheets");
  await office.emulateMedia({ media: "print" });
  await urdu.first().screenshot({ path: `shots/e2e/${info.project.name}-letter-ur.png` });
  await office.emulateMedia({ media: "screen" });
  await office.getByRole("button", { name: "They are on paper" }).click();
  await office.getByRole("button", { name: "Yes, close them" }).click();

  await office.goto("/signatures");
  await expect(office.getByRole("heading", { level: 1 })).toBeVisible();
  await look(office, info, "office-signatures");

  // A family without a telephone has signed on paper.
  const [onPaper] = await strangers(office, "Falcon");
  if (!onPaper) throw new Error("everybody of Falcon has a letter");
  await office.getByRole("searchbox").fill(onPaper.name);
  const row = office.locator(".asked").filter({ hasText: onPaper.name });
  await row.getByRole("button", { name: /^Signed on paper/ }).click();
  await look(office, info, "office-paper");
  await office.getByRole("dialog").getByRole("button", { name: "Record it" }).click();
  await expect(office.getByRole("dialog").getByRole("status")).toContainText(onPaper.name);
  await office.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  await expect(row.getByText("on paper", { exact: true })).toBeVisible();
  await done(office);
});
