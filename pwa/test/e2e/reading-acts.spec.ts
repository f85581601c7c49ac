import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { be, call, done, look, people, phone } from "./house";
import { expect, test } from "./ours";
import { bar, findsNothing, lines, openDoor, PLANTED, prove, tell } from "./reading";
import { wordsOf } from "./words";

// What a reader does with a concern, pressed as the lead of Hook Lane and colleagues press it, and what each of those
// others then finds. The lead reads on one device through all of it.
test.describe.configure({ mode: "serial", timeout: 60_000 });

let lead: Page;
let leadsName: string;

test.beforeAll(async ({ browser }, info) => {
  lead = await be(browser, people.hookHead, info);
  leadsName = (await whoIs(lead)).name;
  await openDoor(lead);
  await prove(lead);
});
test.afterAll(() => done(lead));

interface Person {
  id: string;
  name: string;
}
const whoIs = async (page: Page) => (await call<{ person: Person }>(page, "/api/me")).said.person;
const button = (page: Page, name: string) => page.getByRole("button", { name });
const sheet = (page: Page) => page.getByRole("dialog");
const happened = (page: Page) => page.locator(".happened");

/** Finds one by its words, in the room's search, opens it, and gives its id. */
async function find(page: Page, word: string): Promise<string> {
  await page.goto("/reading");
  await page.getByRole("searchbox").fill(word);
  await button(page, "Search").click();
  await expect(page.getByText("1 with these words")).toBeVisible();
  await lines(page).click();
  await expect(page.getByText(word)).toBeVisible();
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

/** Presses a step, does what its sheet wants, and presses its button; the sheet goes, and the focus is on the step again. */
async function step(page: Page, name: string, go: string, fill: () => Promise<unknown>): Promise<void> {
  await button(page, name).click();
  await fill();
  await sheet(page).getByRole("button", { name: go }).click();
  await expect(sheet(page)).toHaveCount(0);
  await expect(button(page, name)).toBeFocused();
}

/** Chooses somebody in a sheet, in which no two look the same: there are two Ms Bakers who teach. */
async function choose(page: Page, label: string, who: Person): Promise<void> {
  const options = await page.getByLabel(label).locator("option").allTextContents();
  expect(new Set(options).size).toBe(options.length);
  expect(options.filter(one => one.startsWith(who.name)).length).toBeGreaterThan(0);
  await page.getByLabel(label).selectOption(who.id);
}

test("hands it to a colleague, who finds and reads it; kept from them, they find nothing any more", async ({
  browser,
}, info) => {
  const word = "Quaggahand";
  await tell(browser, info, "hook-lane", {
    form: "ks2",
    about: ["child"],
    kinds: ["money"],
    story: `${PLANTED}, ${word}.`,
  });
  const teacher = await be(browser, people.hookTeacher, info);
  const who = await whoIs(teacher);
  const { name } = who;
  await prove(teacher);
  const id = await find(lead, word);
  await findsNothing(teacher, id, word);
  const line = (page: Page) => page.locator(`a[href="/reading/${id}"]`);

  await step(lead, "Hand to a colleague", "Hand it over", async () => {
    await choose(lead, "Hand it to whom?", who);
    await lead.getByLabel("What they should know (readers see it)").fill("A child of your class.");
  });
  await expect(happened(lead)).toContainText(`${leadsName} handed it to ${name}`);
  await expect(lead.locator(".who-reads li").filter({ hasText: name })).toContainText("has not read it");
  await lead.goto("/reading");
  await expect(line(lead)).toContainText(name);
  await expect(line(lead)).not.toContainText(/New to you|Nobody has read it/);

  await teacher.goto("/class");
  await expect(bar(teacher)).toContainText("There is something to read.");
  await bar(teacher).getByRole("link", { name: "Read" }).click();
  await expect(line(teacher)).toContainText("New to you");
  await line(teacher).click();
  await expect(teacher.getByText(word)).toBeVisible();
  await expect(happened(teacher)).toContainText("A child of your class.");
  await expect(teacher.locator(".who-reads li").filter({ hasText: "(you)" })).toContainText("it was handed to them");
  await expect(button(teacher, "Decide about the parents")).toHaveCount(0);
  await expect(button(teacher, "Keep it from a colleague")).toHaveCount(0);
  await look(teacher, info, "acts-handed");

  await find(lead, word);
  await expect(lead.locator(".who-reads li").filter({ hasText: name })).toContainText("read it today");
  await step(lead, "Keep it from a colleague", "Keep it from them", async () => {
    await choose(lead, "Keep it from whom?", who);
    await lead.getByLabel("Why (readers see it)").fill("Too close to it.");
  });
  await expect(happened(lead)).toContainText(`${leadsName} keeps it from ${name}`);
  await expect(lead.locator(".who-reads")).not.toContainText(name);
  await findsNothing(teacher, id, word);
  await expect(bar(teacher)).toHaveCount(0);
  await done(teacher);
});

test("answers in words of their own, marked as not translated, and asks for an interpreter", async ({
  browser,
}, info) => {
  const word = "Quaggaslowo";
  const story = `${PLANTED}, ${word}.`;
  const receipt = await tell(browser, info, "hook-lane", { form: "ks2", language: "pl", kinds: ["unkind"], story });
  await find(lead, word);
  await step(lead, "Answer them", "Send the answer", async () => {
    await lead.getByText("My own words").click();
    await expect(sheet(lead)).toContainText("Nothing translates them.");
    await expect(sheet(lead)).toContainText("will be marked “not translated”");
    const send = sheet(lead).getByRole("button", { name: "Send the answer" });
    await send.focus();
    await lead.keyboard.press("Enter");
    await expect(send).toContainText("Write something first.");
    await lead.getByLabel("Your words").fill("Come to room 4 at playtime.");
  });
  await expect(happened(lead)).toContainText("Come to room 4 at playtime.");
  await step(lead, "Ask for an interpreter", "Ask for an interpreter", async () => {
    await expect(lead.getByLabel("Language")).toHaveValue("pl");
  });
  await expect(lead.getByText("An interpreter was asked for: Polish")).toBeVisible();

  // Whoever told it comes back with the five words, in Polish.
  const say = wordsOf("pl");
  const all = JSON.parse(readFileSync("../locales/receipt.json", "utf8")) as { pl: string }[];
  const theirs = await phone(browser, info, "pl-PL");
  await theirs.goto("/s/hook-lane/page");
  await theirs.getByRole("button", { name: say("tell.who.again") }).click();
  const five = receipt.split(".").map(nth => all[Number(nth)]?.pl);
  await theirs.getByLabel(say("tell.back.label")).fill(five.join(" "));
  await theirs.getByRole("button", { name: say("tell.back.go") }).click();
  await expect(theirs.getByText("Come to room 4 at playtime.")).toBeVisible();
  await expect(theirs.getByText(say("tell.thread.untranslated"))).toBeVisible();
  await done(theirs);
});

test("the deputy breaks the glass: what nobody has read of children, for an hour, and the lead is told", async ({
  browser,
}, info) => {
  const [open, read, staff] = ["Quaggaglas", "Quaggaread", "Quaggastaff"] as const;
  const child = { form: "ks2", about: ["child"], kinds: ["money"] };
  await tell(browser, info, "hook-lane", { ...child, story: `${PLANTED}, ${read}.` });
  await find(lead, read); // somebody has: not to be opened
  await tell(browser, info, "hook-lane", { ...child, story: `${PLANTED}, ${open}.` });
  await tell(browser, info, "hook-lane", { about: ["staff"], story: `${PLANTED}, ${staff}.` });

  const deputy = await be(browser, people.hookDeputy, info);
  const { name } = await whoIs(deputy);
  await prove(deputy);
  await deputy.goto("/reading");
  await expect(deputy.getByText("Nothing waits for you")).toBeVisible();
  await button(deputy, "Break the glass").click();
  await deputy.keyboard.press("Escape");
  await expect(button(deputy, "Break the glass")).toBeFocused();
  await deputy.keyboard.press("Enter");
  await expect(sheet(deputy)).toContainText("A second person is told at once");
  const go = sheet(deputy).getByRole("button", { name: "Break the glass" });
  await go.focus();
  await deputy.keyboard.press("Enter");
  await expect(go).toContainText("Give the reason first.");
  await deputy.getByLabel("Why can it not wait?").fill("The lead cannot be reached.");
  await look(deputy, info, "acts-glass");
  await go.click();
  await expect(sheet(deputy)).toHaveCount(0);
  await expect(button(deputy, "Break the glass")).toBeFocused();
  await expect(lines(deputy)).toHaveCount(1);
  await expect(lines(deputy)).toContainText(/Open to you until today, \d\d:\d\d/);
  await lines(deputy).click();
  await expect(deputy.getByText(open)).toBeVisible();
  await expect(deputy.getByText("You read this for an hour.")).toBeVisible();
  await expect(button(deputy, "Decide about the parents")).toBeVisible();
  await expect(button(deputy, "Hand to a colleague")).toHaveCount(0);
  await expect(button(deputy, "Keep it from a colleague")).toHaveCount(0);
  await look(deputy, info, "acts-glass-open");
  // Nor past the screen.
  const id = new URL(deputy.url()).pathname.split("/").at(-1) ?? "";
  const { said } = await call<{ colleagues: { id: string; name: string }[] }>(deputy, `/api/concerns/${id}`);
  const [other = ""] = said.colleagues.map(one => one.id);
  for (const [what, body] of [
    ["hand", { to: other }],
    ["keep-from", { person: other }],
    ["status", { status: "finished" }],
  ] as const) {
    const refused = await call<{ title: string }>(deputy, `/api/concerns/${id}/${what}`, body);
    expect([what, refused.status]).toEqual([what, 403]);
    expect(refused.said.title).toMatch(/^You read this for an hour/);
  }
  await done(deputy);

  await lead.goto("/policy");
  await expect(bar(lead)).toContainText("Somebody broke the glass on something of yours.");
  await lead.goto("/reading");
  await expect(bar(lead)).toContainText("Somebody broke the glass on something of yours.");
  await expect(lead.locator(`a[href="/reading/${id}"]`)).toContainText(name);
  await look(lead, info, "acts-glass-lead");
  await lead.locator(`a[href="/reading/${id}"]`).click();
  await expect(happened(lead)).toContainText(`${name} broke the glass, to read it for an hour:`);
  await expect(happened(lead)).toContainText("The lead cannot be reached.");
  await expect(bar(lead)).not.toContainText("broke the glass");
});

test("joins a kept device: the office keeps it, releases it to nobody, and sees nothing of why", async ({
  browser,
}, info) => {
  const word = "Quaggaphone";
  await tell(browser, info, "hook-lane", { form: "ks2", kinds: ["unkind"], story: `${PLANTED}, ${word}.` });
  const concern = await find(lead, word);
  type Kept = { id: string; held: boolean; adults: { id: string; may_collect: boolean }[] };
  const { said } = await call<{ items: Kept[] }>(lead, "/api/confiscations?open=true");
  const device = said.items.find(one => !one.held)?.id ?? "";
  const { adults } = (await call<Kept>(lead, `/api/confiscations/${device}`)).said;
  const adult = adults.find(one => one.may_collect)?.id ?? "";
  await step(lead, "Join to a kept device", "Join and hold it", async () => {
    await expect(sheet(lead)).toContainText("nobody gets it back");
    await lead.getByLabel("Which device?").selectOption(device);
  });
  await expect(happened(lead)).toContainText(`${leadsName} joined it to a kept device`);
  await lead.getByRole("link", { name: "The kept device" }).click();
  await expect(lead.getByText("Safeguarding hold: yours to decide")).toBeVisible();

  const office = await be(browser, people.hookOffice, info);
  await office.goto("/confiscations");
  await office.locator(`a[href="/confiscations/${device}"]`).filter({ hasText: "ask the DSL" }).click();
  await expect(office.getByText("Kept. Ask the designated safeguarding lead.")).toBeVisible();
  await expect(button(office, "Release it")).toHaveCount(0);
  await expect(office.locator("main")).not.toContainText(/concern|joined|Planted|Quagga/i);
  await look(office, info, "acts-device-office");
  const seen = JSON.stringify((await call(office, `/api/confiscations/${device}`)).said);
  expect(seen).not.toMatch(/concern|joined|Planted|Quagga/i);
  expect(seen).not.toContain(concern);
  const refused = await call<{ title: string }>(office, `/api/confiscations/${device}/release`, { adult });
  expect([refused.status, refused.said.title]).toEqual([409, "Kept. Ask the designated safeguarding lead."]);
  await prove(office);
  await findsNothing(office, concern, word);
  await done(office);
});
