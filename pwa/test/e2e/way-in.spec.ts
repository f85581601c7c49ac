import type { Browser, Page, TestInfo } from "@playwright/test";
import { be, done, fresh, listen, look, people } from "./house";
import { expect, test } from "./ours";

// A colleague's way in and out: the link that the head makes, the passphrase, and what is left behind.
test.describe.configure({ mode: "serial" });

const PASSPHRASE = "seven quiet otters paint";
const colleague = { url: "", name: "", email: "" };

async function stranger(browser: Browser, info: TestInfo): Promise<Page> {
  const page = await (await fresh(browser, info)).newPage();
  listen(page, info);
  return page;
}

/** Fills the sign-in; the one that lies over a screen knows the school. */
async function signIn(page: Page, passphrase: string, school = "hook-lane"): Promise<void> {
  if (school) await page.getByLabel("School", { exact: true }).fill(school);
  await page.getByLabel("E-mail address").fill(colleague.email);
  await page.getByLabel("Passphrase").fill(passphrase);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function signedIn(browser: Browser, info: TestInfo): Promise<Page> {
  const page = await stranger(browser, info);
  await page.goto("/sign-in");
  await signIn(page, PASSPHRASE);
  await expect(page.getByRole("heading", { level: 1, name: /today$/ })).toBeVisible();
  return page;
}

/** Opens who is signed in, where the ways out are. */
const whoIs = (page: Page) => page.getByRole("button", { name: /^Signed in:/ }).click();

test("the head makes a link, shown once", async ({ browser }, info) => {
  const page = await be(browser, people.hookHead, info);
  await page.goto("/staff");
  await page.getByRole("searchbox").fill("teacher falcon");
  const row = page.getByRole("listitem").filter({ hasText: "Teacher · Falcon" });
  colleague.name = (await row.locator("bdi").first().textContent()) ?? "";
  colleague.email = (await row.locator("[dir=ltr]").textContent()) ?? "";
  await row.getByRole("button", { name: /^Make a sign-in link/ }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("button", { name: "Make a sign-in link" }).click();
  await expect(sheet.getByText("shown only this once")).toBeVisible();
  colleague.url = (await sheet.locator(".url").textContent()) ?? "";
  expect(colleague.url).toContain(`${info.project.use.baseURL}/link/`);
  await look(page, info, "link-made");
  await page.reload();
  await expect(page.getByText(colleague.url)).toHaveCount(0);
  await done(page);
});

test("the colleague chooses a passphrase, signs out, and in again with it", async ({ browser }, info) => {
  const page = await stranger(browser, info);
  await page.goto(colleague.url);
  await expect(page.getByText(colleague.name)).toBeVisible();
  const field = page.getByLabel("Choose a passphrase");
  await field.fill("password1234");
  await page.getByRole("button", { name: "Come in" }).click();
  await expect(page.getByText("easy to guess")).toBeVisible();
  await look(page, info, "link-refused");
  await field.fill(PASSPHRASE);
  await page.getByRole("button", { name: "Come in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Falcon today" })).toBeVisible();
  const child = (await page.getByRole("main").getByRole("listitem").first().locator("bdi").textContent()) ?? "";
  expect(child).not.toBe("");
  await page.getByRole("link", { name: "Kept" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Kept by/ })).toBeVisible();

  await whoIs(page);
  await look(page, info, "who");
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  for (let step = 0; step < 2; step++) {
    await page.goBack();
    await expect(page.getByRole("heading", { level: 1, name: "Sign in" }), "back shows the door").toBeVisible();
    for (const told of [colleague.name, child]) await expect(page.getByText(told)).toHaveCount(0);
  }

  await page.goto("/sign-in");
  await signIn(page, "seven quiet otters swim");
  await expect(page.getByRole("alert")).toContainText("do not go together");
  await expect(page.getByLabel("E-mail address"), "what was typed is still there").toHaveValue(colleague.email);
  await look(page, info, "sign-in-wrong");
  await signIn(page, PASSPHRASE);
  await expect(page.getByRole("heading", { level: 1, name: "Falcon today" })).toBeVisible();
  await done(page);
});

test("a link that was used says so, and lets nobody in", async ({ browser }, info) => {
  const page = await stranger(browser, info);
  await page.goto(colleague.url);
  await expect(page.getByRole("alert")).toContainText("This link has been used");
  await expect(page.getByRole("button", { name: "Come in" })).toHaveCount(0);
  await expect(page.getByText(colleague.name)).toHaveCount(0);
  await look(page, info, "link-used");
  await page.getByRole("link", { name: "Sign in" }).click();
  await expect(page.getByLabel("Passphrase")).toBeVisible();
  await done(page);
});

test("another passphrase for the one that they have, which signs the other device out", async ({ browser }, info) => {
  const other = await signedIn(browser, info);
  const here = await signedIn(browser, info);
  const next = "seven loud otters paint";
  await whoIs(here);
  await here.getByRole("button", { name: "Change your passphrase" }).click();
  await expect(here.getByRole("heading", { level: 1, name: "Change your passphrase" })).toBeVisible();
  const now = here.getByLabel("The passphrase that you have");
  const wanted = here.getByLabel("The passphrase that you want");
  await now.fill("seven quiet otters swim");
  await wanted.fill(next);
  await here.getByRole("button", { name: "Change it" }).click();
  await expect(here.getByText("That is not your passphrase.")).toBeVisible();
  await look(here, info, "passphrase-wrong");
  await now.fill(PASSPHRASE);
  await here.keyboard.press("Enter");
  await expect(here.getByText("Your passphrase is changed.")).toBeVisible();
  await look(here, info, "passphrase-changed");
  await here.getByRole("link", { name: "Back to work" }).click();
  await expect(here.getByRole("heading", { level: 1, name: "Falcon today" })).toBeVisible();
  await other.reload();
  await expect(other.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await signIn(other, next);
  await expect(other.getByRole("heading", { level: 1, name: "Falcon today" })).toBeVisible();

  await here.goto("/passphrase"); // and back, for those who come after
  await now.fill(next);
  await wanted.fill(PASSPHRASE);
  await here.getByRole("button", { name: "Change it" }).click();
  await expect(here.getByText("Your passphrase is changed.")).toBeVisible();
  await done(here);
  await done(other);
});

test("signing out everywhere ends the other device, which keeps what was being typed", async ({ browser }, info) => {
  const left = await signedIn(browser, info);
  await left
    .getByRole("button", { name: /^Keep phone/ })
    .first()
    .click();
  await left.getByText("The phone rules were broken").click();
  await left.getByLabel("Where is it kept?").fill("Top drawer, room 4");
  await left.getByText("Not yet", { exact: true }).click();
  await left.getByLabel("Not yet, because …").fill("Dad is on a plane.");

  const here = await signedIn(browser, info);
  await whoIs(here);
  await here.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(here.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await done(here);

  await left.getByRole("button", { name: "Keep it" }).click();
  await expect(left.getByRole("dialog", { name: "Are you still there?" })).toBeVisible();
  await left.screenshot({ path: `shots/e2e/${info.project.name}-still-there.png` });
  await signIn(left, PASSPHRASE, "");
  await expect(left.getByText("It is kept here: Top drawer, room 4.")).toBeVisible();
  await left.getByRole("link", { name: "Open" }).click();
  await expect(left).toHaveURL(/confiscations\/./);
  const address = left.url();
  await done(left);

  const office = await be(browser, people.hookOffice, info);
  await office.goto(address);
  await expect(office.getByText("Dad is on a plane.")).toBeVisible();
  await done(office);
});
