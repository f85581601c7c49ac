import { be, done, look, people } from "./house";
import { expect, test } from "./ours";
import {
  bar,
  everyWay,
  findsNothing,
  leavesNothing,
  lines,
  openDoor,
  PLANTED,
  prove,
  readFromBar,
  tell,
  waits,
} from "./reading";

// Scenario 5 for both schools: what is told about whoever reads, and what of it shows to anybody else. Nothing does.
test.describe.configure({ mode: "serial", timeout: 120_000 });

/** Words that stand in one report alone. */
const HOOK = "Quaggahook";
const ROAD = "Quaggaroad";

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
    await prove(other);
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
    await prove(other);
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
