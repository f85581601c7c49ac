import { mkdirSync, writeFileSync } from "node:fs";
import type { Browser, Page, TestInfo } from "@playwright/test";
import { be, call, clock, comeIn, fresh, letterOf, open, people } from "./house";
import { expect, test } from "./ours";
import { wordsOf } from "./words";

// The README's pictures, of the demo's own screens: scripts/pictures. They are looked at before they are committed.
test.describe.configure({ mode: "serial", timeout: 240_000 });

const folder = new URL("../../../docs/pictures/", import.meta.url).pathname;
const PHONE = { width: 360, height: 740 };
const TABLET = { width: 960, height: 740 };
/** No picture of a README is worth more than this, in bytes. */
const MOST = 90_000;

/** Keeps what is on screen as WebP, which the browser itself makes of its picture. */
async function keep(page: Page, name: string): Promise<void> {
  await expect(page.locator("[aria-busy=true], .loading")).toHaveCount(0);
  await page.evaluate(async () => {
    scrollTo(0, 0);
    await document.fonts.ready;
  });
  const picture = (await page.screenshot({ animations: "disabled", caret: "hide" })).toString("base64");
  const studio = await page.context().newPage();
  await studio.setContent("<canvas></canvas>");
  const made = await studio.evaluate(async png => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    canvas.getContext("2d")?.drawImage(image, 0, 0);
    return canvas.toDataURL("image/webp", 0.75).split(",")[1] ?? "";
  }, picture);
  await studio.close();
  const bytes = Buffer.from(made, "base64");
  expect(bytes.length, `${name} is small`).toBeLessThan(MOST);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}${name}.webp`, bytes);
}

const sharp = { deviceScaleFactor: 1.5 };

async function device(browser: Browser, info: TestInfo, locale: string, viewport = PHONE): Promise<Page> {
  return (await fresh(browser, info, { ...sharp, locale, viewport })).newPage();
}

/** Comes in by a letter, reads and signs everything, and stands at home. */
async function signAll(page: Page, tag: string): Promise<void> {
  const say = wordsOf(tag);
  await page.getByRole("button", { name: say("family.sitting.all") }).click();
  await page.getByRole("button", { name: say("family.sitting.to_sign") }).click();
  const box = page.getByRole("checkbox");
  if ((await box.count()) > 0) await page.locator("label").filter({ has: box }).click();
  await page.getByRole("button", { name: say("family.sign.yes") }).click();
  await expect(page.getByText(say("family.done.saved"))).toBeVisible();
  await page.goto("/");
}

test("the desk at 08:40, half of a class in", async ({ browser }, info) => {
  const page = await be(browser, people.hookOffice, info, { ...sharp, viewport: TABLET });
  await clock(page, "08:40");
  await page.getByRole("button", { name: "Everest", exact: true }).click();
  const hand = page.getByRole("button", { name: /^Hand in, / });
  for (let i = 0; i < 7; i++) {
    const before = await hand.count();
    await hand.first().click();
    await expect(hand).toHaveCount(before - 1);
  }
  await keep(page, "desk");
});

test("reading a promise in Polish, English beside it", async ({ browser }, info) => {
  const letter = await letterOf(browser, people.polish, info);
  const page = await device(browser, info, "pl-PL");
  await comeIn(page, letter);
  const next = page.getByRole("button", { name: wordsOf("pl")("family.sitting.next") });
  for (let i = 0; i < 5; i++) await next.click();
  await keep(page, "signing-pl");
});

test("a kept phone, told in Urdu, and the page that the office has of it", async ({ browser }, info) => {
  const letter = await letterOf(browser, people.urdu, info);
  const mother = await device(browser, info, "ur-PK");
  await open(mother, letter);
  await expect(mother).toHaveURL(/\/sitting\//);
  await signAll(mother, "ur");

  const teacher = await be(browser, people.hookTeacher, info, { ...sharp, viewport: PHONE });
  await clock(teacher, "11:10");
  const { said } = await call<{ people: { seats: { id: string; children: { id: string }[] }[] }[] }>(mother, "/api/me");
  const children = said.people.flatMap(one => one.seats).flatMap(one => one.children);
  const taken = await call(teacher, "/api/confiscations", {
    pupil: children.at(-1)?.id,
    ground: "breach",
    stored: "Office safe",
    tell_parents: "yes",
  });
  expect(taken.status).toBe(200);
  const box = mother.locator("main a[href^='/messages/']");
  await expect(async () => {
    await mother.goto("/messages");
    await expect(box.first()).toBeVisible({ timeout: 2000 });
  }).toPass();
  await box.first().click();
  await expect(mother).toHaveURL(/\/messages\/.+/);
  await keep(mother, "message-ur");

  const office = await be(browser, people.hookOffice, info, { ...sharp, viewport: TABLET });
  await office.goto(`/confiscations/${(taken.said as { id: string }).id}`);
  await keep(office, "confiscation");
});

test("the head's day", async ({ browser }, info) => {
  const page = await be(browser, people.hookHead, info, { ...sharp, viewport: PHONE });
  await keep(page, "day");
});

test("a child's promise on the class's tablet", async ({ browser }, info) => {
  const teacher = await be(browser, people.hookTeacher, info);
  await teacher.goto("/class-code");
  const { said } = await call<{ code: string }>(teacher, "/api/class-codes", { class: await ownClass(teacher) });
  const page = await device(browser, info, "en-GB", { width: 600, height: 740 });
  await page.goto("/class-code");
  await page.locator("form.code-keys input").fill(said.code.replace("-", ""));
  await page.keyboard.press("Enter");
  await page.locator(".class-names button").nth(2).click();
  await page.locator(".yes-no button").first().click();
  await page.getByRole("button", { name: wordsOf("en")("pupil.hello.go") }).click();
  await expect(page.locator(".promise-text")).toBeVisible();
  await keep(page, "pupil");
});

async function ownClass(teacher: Page): Promise<string> {
  return (await call<{ classes: string[] }>(teacher, "/api/me")).said.classes[0] ?? "";
}
