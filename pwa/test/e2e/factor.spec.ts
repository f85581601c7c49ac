import { createHmac } from "node:crypto";
import type { Browser, Page, TestInfo } from "@playwright/test";
import { be, done, look, people } from "./house";
import { expect, test } from "./ours";

// The second step of whoever reads what is told to the school: set up on the way, asked for again, and by a passkey.
test.describe.configure({ mode: "serial" });

const app = { secret: "", step: 0 };
let paper: string[] = [];

/** What an authenticator app shows (RFC 6238): of the first step that no code was taken of. */
function shows(): string {
  app.step = Math.max(app.step + 1, Math.floor(Date.now() / 30_000));
  const bits = [...app.secret].map(c => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0"));
  const key = Buffer.from((bits.join("").match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(app.step));
  const sum = createHmac("sha1", key).update(counter).digest();
  const at = (sum[19] ?? 0) & 15;
  return String((sum.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

const second = (page: Page) => expect(page.getByRole("heading", { level: 1, name: "Your second step" })).toBeVisible();

/** Opens the second step from who is signed in, once the day is drawn: what comes late would close the sheet again. */
async function openIt(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { name: "The day’s seal" })).toBeVisible();
  await expect(page.locator("[aria-busy=true], .loading")).toHaveCount(0);
  await page.getByRole("button", { name: /^Signed in:/ }).click();
  await page.getByRole("button", { name: "Your second step" }).click();
  await second(page);
}

/** The codes on the screen, read before they are put away. */
async function codesOf(page: Page): Promise<string[]> {
  await expect(page.getByText("These are shown only now.")).toBeVisible();
  return page.locator(".factor-codes li").allTextContents();
}

/** The same server by the name under which browsers make passkeys: none for a number. */
const byName = (info: TestInfo) => {
  const { use } = info.project;
  return {
    ...info,
    project: { ...info.project, use: { ...use, baseURL: use.baseURL?.replace("127.0.0.1", "localhost") } },
  };
};

const deputy = (browser: Browser, info: TestInfo) => be(browser, people.hookDeputy, info);

test("a deputy sets an app up and keeps the codes", async ({ browser }, info) => {
  const page = await deputy(browser, info);
  await openIt(page);
  await look(page, info, "factor-none");
  await expect(page.getByText("cannot make a passkey at this address")).toBeVisible();
  await page.getByRole("button", { name: "Set the app up" }).click();
  app.secret = ((await page.locator(".factor-secret").textContent()) ?? "").replaceAll(" ", "");
  expect(app.secret).toMatch(/^[A-Z2-7]{32}$/);
  await look(page, info, "factor-app");
  const field = page.getByLabel("The six digits");
  await field.fill("000000");
  await page.keyboard.press("Enter");
  await expect(page.getByText("That code is not right.")).toBeVisible();
  await field.fill(shows());
  await page.keyboard.press("Enter");
  const codes = await codesOf(page);
  expect(new Set(codes).size).toBe(8);
  await look(page, info, "factor-codes");
  await page.getByRole("button", { name: "I have them on paper" }).click();
  await expect(page.getByText("8 are left")).toBeVisible();
  await page.reload();
  await second(page);
  await expect(page.getByText(codes[0] ?? "?")).toHaveCount(0);
  await look(page, info, "factor-mine");
  await done(page);
});

test("on another device it is told, asked for by the keyboard, and what was asked is sent again", async ({
  browser,
}, info) => {
  const page = await deputy(browser, info);
  await expect(page.getByText("A second step was set up for you")).toBeVisible();
  await look(page, info, "factor-news");
  await page.getByRole("button", { name: "It was me" }).click();
  await expect(page.getByText("A second step was set up for you")).toHaveCount(0);
  await page.goto("/factor");
  await page.getByRole("button", { name: "Make new ones" }).click();
  const sheet = page.getByRole("dialog", { name: "Confirm that it is you" });
  await expect(sheet.getByLabel("The six digits")).toBeFocused();
  await page.screenshot({ path: `shots/e2e/${info.project.name}-factor-confirm.png` }); // the button below is on its way
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alert")).toContainText("Confirm that it is you");
  await page.getByRole("button", { name: "Make new ones" }).click();
  await expect(sheet.getByLabel("The six digits")).toBeFocused();
  await page.keyboard.type(shows());
  await page.keyboard.press("Enter");
  const codes = await codesOf(page);
  await page.getByRole("button", { name: "I have them on paper" }).click();
  await done(page);

  const third = await deputy(browser, info); // and once by what is on paper
  await third.goto("/factor");
  await third.getByRole("button", { name: "Make new ones" }).click();
  await third.getByRole("button", { name: "Use a recovery code instead" }).click();
  await expect(third.getByLabel("A recovery code")).toBeFocused();
  await third.keyboard.type((codes[3] ?? "").toLowerCase());
  await third.keyboard.press("Enter");
  paper = await codesOf(third);
  await done(third);
});

test("a passkey is added under its name, proves on another visit, and is taken away", async ({ browser }, info) => {
  const named = byName(info) as TestInfo;
  const page = await deputy(browser, named);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto("/factor");
  await page.getByRole("button", { name: "Set up another one" }).click();
  await page.getByLabel("What you call it").fill("Office laptop");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const sheet = page.getByRole("dialog", { name: "Confirm that it is you" });
  await sheet.getByRole("button", { name: "Use a recovery code instead" }).click();
  await expect(sheet.getByLabel("A recovery code")).toBeFocused();
  await page.keyboard.type(paper[7] ?? "");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Office laptop")).toBeVisible();
  await expect(page.getByText("7 are left"), "the codes on paper stay").toBeVisible();
  await look(page, named, "factor-passkey");

  // Another visit on the same device: the key is still in it.
  await page.getByRole("button", { name: /^Signed in:/ }).click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await page.goto("/demo");
  const line = page.getByRole("listitem").filter({ hasText: people.hookDeputy.school });
  await line.filter({ hasText: people.hookDeputy.role }).getByRole("link").click();
  await page.getByRole("button", { name: "Come in" }).click();
  await expect(page).not.toHaveURL(/link/);
  await page.goto("/factor");
  await page.getByRole("button", { name: "Remove, Office laptop" }).click();
  await page.getByRole("dialog", { name: "Office laptop" }).getByRole("button", { name: "Remove" }).click();
  await sheet.getByRole("button", { name: "Use your passkey" }).click();
  await expect(page.getByText("Office laptop")).toHaveCount(0);
  await expect(page.getByText("Authenticator app")).toBeVisible();
  await done(page);
});
