import { aWeekLater } from "./export";
import { be, clock, done, fresh, listen, look, people } from "./house";
import { expect, test } from "./ours";

// One school day at both schools, as a newcomer would try it: each step leaves the school as the next one finds it.
test.describe.configure({ mode: "serial" });

test("1. the secretary imports an export, and takes it back", async ({ browser }, info) => {
  const page = await be(browser, people.hookOffice, info);
  await page.goto("/import");
  await look(page, info, "1-import");
  const week = aWeekLater();
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "pupils.csv", mimeType: "text/csv", buffer: Buffer.from(week.file) });
  await expect(page.getByRole("button", { name: "New: 1" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Leaving: 1" })).toBeVisible();
  await look(page, info, "1-problems");
  const problems = page.getByRole("main");
  for (const value of ["30/02/2022", "Year 9"]) await expect(problems.getByText(value).first()).toBeVisible();
  await page.getByRole("button", { name: "New: 1" }).click();
  await expect(problems.getByText("Sofiia Shevchenko")).toBeVisible();
  await look(page, info, "1-new");
  await page.getByRole("button", { name: /^Changed: / }).click();
  await look(page, info, "1-changed");
  await page.getByRole("button", { name: "Leaving: 1" }).click();
  await look(page, info, "1-leaving");

  const apply = page.getByRole("button", { name: /^Bring in/ });
  await expect(apply, "nothing is brought in before the person agrees").toBeDisabled();
  await page.getByLabel("Take the good rows only").check();
  await apply.click();
  await expect(page.getByText("Brought in").first()).toBeVisible();
  await look(page, info, "1-applied");

  await page.getByRole("link", { name: "See the families" }).click();
  await page.getByRole("searchbox").fill("shev");
  await expect(page.getByText("Sofiia Shevchenko")).toBeVisible();
  await look(page, info, "1-families");

  await page.goto("/import");
  await page
    .getByRole("link", { name: /pupils\.csv/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Undo this import" }).click();
  await page.getByRole("button", { name: "Undo it" }).click();
  await expect(page.getByText("Undone").first()).toBeVisible();
  await page.goto("/families");
  await page.getByRole("searchbox").fill("sofiia shev");
  await expect(page.getByText("Sofiia Shevchenko")).toHaveCount(0);
  await done(page);
});

test("1. a workbook that was renamed is refused in words", async ({ browser }, info) => {
  const page = await be(browser, people.hookOffice, info);
  await page.goto("/import");
  await page.locator("input[type=file]").setInputFiles({
    name: "pupils.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("PK\u0003\u0004rest of a workbook"),
  });
  await expect(page.getByRole("alert")).toContainText(/Excel|workbook/);
  await look(page, info, "1-workbook");
  await done(page);
});

test("2. at 08:40 phones come in, one tap each", async ({ browser }, info) => {
  const page = await be(browser, people.hookOffice, info);
  await clock(page, "08:40");
  await expect(page.getByRole("heading", { level: 1, name: "Phones in" })).toBeVisible();
  await look(page, info, "2-desk");
  const search = page.getByRole("searchbox");
  await search.fill("ma");
  const hand = page.getByRole("button", { name: /^Hand in, / });
  await expect(hand.first()).toBeVisible();
  const name = ((await hand.first().getAttribute("aria-label")) ?? "").replace("Hand in, ", "");
  await hand.first().click();
  const undo = page.getByRole("button", { name: `Undo, ${name}` });
  await expect(undo.first()).toBeVisible();
  await expect(page.getByText(/^In, slot \d+$/).first()).toBeVisible();
  await look(page, info, "2-handed-in");
  await undo.first().click();
  await expect(page.getByRole("button", { name: `Hand in, ${name}` })).toBeVisible();
  await page.getByRole("button", { name: `Hand in, ${name}` }).click();
  await expect(undo.first()).toBeVisible();

  // A class, ten children, one tap each; and a second tablet sees them.
  await search.fill("");
  await page.getByRole("button", { name: "Everest", exact: true }).click();
  for (let i = 0; i < 10; i++) {
    const before = await page.getByRole("button", { name: /^Hand in, / }).count();
    await page
      .getByRole("button", { name: /^Hand in, / })
      .first()
      .click();
    await expect(page.getByRole("button", { name: /^Hand in, / })).toHaveCount(before - 1);
  }
  await look(page, info, "2-class");
  const second = await be(browser, people.hookOffice, info);
  await second.getByRole("searchbox").fill(name);
  await expect(second.getByText(/^In, slot \d+$/).first()).toBeVisible();
  await done(second);
  await done(page);
});

test("2. the same with the keyboard alone", async ({ browser }, info) => {
  const page = await be(browser, people.hookOffice, info);
  await expect(page.getByRole("searchbox"), "the search has the focus").toBeFocused();
  await page.keyboard.type("be");
  const first = page.getByRole("button", { name: /^Hand in, / }).first();
  await expect(first).toBeVisible();
  const waiting = await page.getByRole("button", { name: /^Hand in, / }).count();
  let steps = 0;
  for (; steps < 20; steps++) {
    const said = await page.getByRole("status").allTextContents();
    const chosen = said.join(" ").match(/^\s*(.*?), .*Press Enter/)?.[1];
    if (chosen && (await page.getByRole("button", { name: `Hand in, ${chosen}` }).count()) > 0) break;
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Hand in, / })).toHaveCount(waiting - 1);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("searchbox")).toHaveValue("");
  // Round the screen with Tab: every stop shows where it is, and the way to tell someone is among them.
  const stops: string[] = [];
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return "";
      const style = getComputedStyle(at);
      return `${at.getAttribute("aria-label") ?? at.textContent ?? ""}|${style.outlineStyle !== "none" || style.boxShadow !== "none"}`;
    });
    if (stop === "") break;
    stops.push(stop);
  }
  expect(stops.some(stop => stop.startsWith("Tell someone"))).toBe(true);
  expect(stops.filter(stop => stop.endsWith("|false"))).toEqual([]);
  await done(page);
});

test("2. at Beaver Road the class is checked, exceptions only", async ({ browser }, info) => {
  const page = await be(browser, people.roadTeacher, info);
  await page.goto("/class-check");
  await look(page, info, "2-check");
  await page
    .getByRole("button", { name: /^Exception, / })
    .first()
    .click();
  await page.getByRole("button", { name: "In use" }).first().click();
  await look(page, info, "2-check-exception");
  await page.getByRole("button", { name: "Secured and off, but for 1" }).click();
  await expect(page.getByText(/checked Everest/)).toBeVisible();
  await look(page, info, "2-checked");
  await done(page);
});

test("3. a teacher keeps a phone, and the policy asks about the parents", async ({ browser }, info) => {
  const page = await be(browser, people.hookTeacher, info);
  await clock(page, "11:10");
  await page.goto("/class");
  await look(page, info, "3-class");
  await page
    .getByRole("button", { name: /^Keep phone/ })
    .first()
    .click();
  await page.getByText("The phone rules were broken").click();
  await page.getByLabel("Where is it kept?").fill("Office safe");
  await page.getByText("Not yet", { exact: true }).click();
  await page.getByLabel("Not yet, because …").fill("Mum is at work until three.");
  await look(page, info, "3-taking");
  await page.getByRole("button", { name: "Keep it" }).click();
  await expect(page.getByText("It is kept here: Office safe.")).toBeVisible();
  await look(page, info, "3-kept");
  await done(page);
});

test("3. child protection sets the hold, and only the team sees why", async ({ browser }, info) => {
  const page = await be(browser, people.hookTeacher, info);
  await page.goto("/class");
  await page
    .getByRole("button", { name: /^Keep phone/ })
    .nth(2)
    .click();
  await page.getByText("Child protection").click();
  await expect(page.getByText("Tell the parents now?")).toHaveCount(0);
  await look(page, info, "3-hold");
  await page.getByLabel("Where is it kept?").fill("Office safe");
  await page.getByRole("button", { name: "Keep it" }).click();
  await expect(page.getByText("Now tell the safeguarding lead yourself.")).toBeVisible();
  await done(page);

  const office = await be(browser, people.hookOffice, info);
  await office.goto("/confiscations");
  await office.getByRole("link").filter({ hasText: "ask the DSL" }).click();
  await expect(office.getByText("Child protection")).toHaveCount(0);
  await expect(office.getByRole("button", { name: "Release it" })).toHaveCount(0);
  await look(office, info, "3-hold-office");
  await done(office);

  const lead = await be(browser, people.hookDeputy, info);
  await lead.goto("/confiscations");
  await lead.getByRole("link").filter({ hasText: "Child protection" }).click();
  await look(lead, info, "3-hold-lead");
  await done(lead);
});

test("4. Hook Lane: not before the end of the day, to an adult, never to the child, and only once", async ({
  browser,
}, info) => {
  const page = await be(browser, people.hookOffice, info);
  await page.goto("/confiscations");
  await look(page, info, "4-list");
  const kept = page.getByRole("link").filter({ hasText: "From 15:15" });
  await kept.first().click();
  await expect(page.getByText(/Not before the end of the school day: from 15:15/).first()).toBeVisible();
  await look(page, info, "4-not-yet");
  await expect(page.getByText(/released to parents\/ ?carers at the end of the day/).first()).toBeVisible();
  await expect(page.getByText(/§\s*9\.3/).first()).toBeVisible();
  await look(page, info, "4-why");
  const address = page.url();

  await clock(page, "15:20");
  await page.goto(address);
  await page.getByRole("button", { name: "The pupil asks for it" }).click();
  await expect(page.getByText(/Not to the pupil/)).toBeVisible();
  await look(page, info, "4-not-the-child");
  const second = await be(browser, people.hookHead, info);
  await second.goto(address);
  await second.getByRole("radio").first().check({ force: true });

  await page.getByRole("radio").first().check({ force: true });
  await page.getByRole("button", { name: "Release it" }).click();
  await expect(page.getByText(/Gone home/).first()).toBeVisible();
  await look(page, info, "4-released");
  await second.getByRole("button", { name: "Release it" }).click();
  await expect(second.getByText(/Ms Taylor released this device at 15:2\d/)).toBeVisible();
  await look(second, info, "4-second");
  await done(second);
  await done(page);
});

test("4. Beaver Road: only once somebody has spoken to the family", async ({ browser }, info) => {
  const teacher = await be(browser, people.roadTeacher, info);
  await clock(teacher, "11:10");
  await teacher.goto("/class");
  await teacher
    .getByRole("button", { name: /^Keep phone/ })
    .nth(1)
    .click();
  await teacher.getByText("The phone rules were broken").click();
  await teacher.getByLabel("Where is it kept?").fill("Locked drawer");
  await expect(teacher.getByText("Tell the parents now?")).toHaveCount(0);
  await teacher.getByRole("button", { name: "Keep it" }).click();
  await expect(teacher.getByText("It is kept here: Locked drawer.")).toBeVisible();
  await done(teacher);

  const page = await be(browser, people.roadOffice, info);
  await clock(page, "12:40");
  await page.goto("/confiscations");
  await page.getByRole("link").filter({ hasText: "today" }).first().click();
  await expect(page.getByText(/Speak to a parent or carer first/).first()).toBeVisible();
  await look(page, info, "4-contact-first");
  const contact = page.getByRole("group", { name: "Whom did you try to reach?" });
  await contact.getByRole("radio").first().check({ force: true });
  await page.getByText("By phone", { exact: true }).click();
  await page.getByRole("button", { name: "We spoke" }).click();
  await expect(page.getByText(/spoke to .* by phone/)).toBeVisible();
  const who = page.getByRole("group", { name: "Who collects it?" });
  await who.getByRole("radio").first().check({ force: true });
  await page.getByRole("button", { name: "Release it" }).click();
  await expect(page.getByText(/Gone home/).first()).toBeVisible();
  await look(page, info, "4-released-road");
  await done(page);
});

test("5. the head sees the day and the policy", async ({ browser }, info) => {
  const page = await be(browser, people.hookHead, info);
  await page.goto("/today");
  await look(page, info, "5-today");
  await expect(page.getByRole("main")).toContainText(/[0-9a-f]{4}-[0-9a-f]{4}/);
  await page.goto("/policy");
  await look(page, info, "5-policy");
  await expect(page.getByRole("main")).toContainText("This policy was due for review in January 2021");
  await done(page);
  const road = await be(browser, people.roadHead, info);
  await road.goto("/today");
  await look(road, info, "5-today-road");
  await road.goto("/policy");
  await look(road, info, "5-policy-road");
  await done(road);
});

test("6. the way to tell someone works without a script, and without a network", async ({ browser }, info) => {
  const plain = await fresh(browser, info, { javaScriptEnabled: false });
  const page = await plain.newPage();
  listen(page, info);
  await page.goto("/");
  await page.getByRole("link", { name: "Tell someone" }).click();
  for (const number of ["999", "0800 1111"]) await expect(page.getByRole("link", { name: number })).toBeVisible();
  await page.goto("/s/hook-lane/help");
  await expect(page.getByRole("link", { name: "01632 960147" })).toBeVisible();
  await expect(page.locator("form, input, textarea")).toHaveCount(0);
  await page.screenshot({ path: `shots/e2e/${info.project.name}-6-help.png`, fullPage: true });
  await done(page);

  const away = await be(browser, people.hookTeacher, info);
  await away.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await away.getByRole("link", { name: "Tell someone" }).click();
  await expect(away.getByRole("link", { name: "999" })).toBeVisible();
  await away.context().setOffline(true);
  await away.reload();
  await expect(away.getByRole("link", { name: "0800 1111" })).toBeVisible();
  await expect(away.getByRole("link", { name: "01632 960147" })).toBeVisible();
  await away.context().setOffline(false);
  await done(away);
});
