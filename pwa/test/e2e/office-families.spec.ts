import type { Page } from "@playwright/test";
import { be, call, done, look, people } from "./house";
import { notLost, press, tabTo } from "./keyboard";
import { expect, test } from "./ours";

// The office's side of what families sign: at a desk, by the keyboard, and on paper.

test.describe.configure({ timeout: 120_000 });

interface Library {
  items: {
    document: string;
    current?: { number: number; statements: unknown[] };
    editions: { language: string; edition: string }[];
  }[];
}

interface Progress {
  items: { adults: { name: string; state: string; language: string }[]; pupil: { name: string; class: string } }[];
}

/** Somebody who has not signed, in a class. */
async function unsigned(office: Page, from: string): Promise<{ name: string; child: string }> {
  const { said } = await call<Progress>(office, `/api/aup/progress?class=${from}&state=waiting&page=1`);
  const child = said.items.find(one => one.adults.some(two => two.state === "no_letter" && two.language === "en"));
  const adult = child?.adults.find(one => one.state === "no_letter" && one.language === "en");
  if (!child || !adult) throw new Error(`everybody of ${from} has signed or has a letter`);
  return { name: adult.name, child: child.pupil.name };
}

test("letters, forms, paper, a new wording and calls, with the keyboard alone", async ({ browser }, info) => {
  const office = await be(browser, people.hookOffice, info);
  await office.setViewportSize({ width: 1024, height: 740 });
  let pointers = 0;
  await office.exposeFunction("pointed", () => pointers++);
  await office.addInitScript(() => {
    addEventListener("pointerdown", () => (window as unknown as { pointed: () => void }).pointed(), true);
  });
  const { name, child } = await unsigned(office, "Falcon");

  await office.goto("/letters");
  await tabTo(office, /^Whoever has no sign-in yet/);
  await office.keyboard.press("ArrowDown");
  await press(office, /^Snowdon$/);
  await expect(office.getByRole("heading", { level: 2, name: /^\d+ (adults?|people)/ })).toBeVisible();
  await press(office, /^Make \d+ letters?$/);
  await expect(office.locator("article.sheet").first()).toBeVisible({ timeout: 20_000 });
  await press(office, /^They are on paper$/);
  await press(office, /^Yes, close them$/);
  await expect(office).toHaveURL(/\/letters$/);
  await expect(office.getByRole("heading", { level: 1 })).toBeFocused();
  await press(office, /^Signatures$/);

  // A form on paper, with the family's names on it and no name in its address.
  await tabTo(office, /^A child’s or an adult’s name/);
  await office.keyboard.type(name);
  await expect(office.locator(".asked").filter({ hasText: name }).first()).toBeVisible();
  await press(office, new RegExp(`^Print a form, ${name}`));
  const sheets = office.locator("article.form:not(.whole)");
  await expect(sheets.first()).toContainText(name);
  await expect(sheets.first()).toContainText(child);
  expect(office.url()).not.toContain(encodeURIComponent(name.split(" ")[0] ?? ""));
  await tabTo(office, /^Print$/);
  await look(office, info, "office-form");
  const foot = (await sheets.first().locator(".foot").textContent()) ?? "";
  const short = /[0-9a-f]{8}/.exec(foot)?.[0] ?? "none";
  await press(office, /^Signatures$/);

  // It comes back signed: what stands at its foot is what the office is shown.
  await tabTo(office, /^A child’s or an adult’s name/);
  await office.keyboard.type(name);
  await expect(office.locator(".asked").filter({ hasText: name }).first()).toBeVisible();
  await press(office, new RegExp(`^Signed on paper, ${name}`));
  const dialog = office.getByRole("dialog");
  await expect(dialog).toContainText(short);
  await press(office, /^Record it$/);
  await expect(dialog.getByRole("status")).toContainText(name);
  await notLost(office);
  await press(office, /^Close$/);
  await expect(dialog).toHaveCount(0);
  await expect(office.locator(".asked").filter({ hasText: name }).getByText("on paper").first()).toBeVisible();
  await notLost(office);

  // A call is made, and what came of it is noted.
  await office.goto("/calls");
  const waiting = office.getByText(/^\d+ famil(y|ies) waits? for a call\.$/);
  const before = await waiting.textContent();
  await tabTo(office, /^Spoke to them$/);
  await office.keyboard.press("Space");
  await press(office, /^Note it, /);
  await expect(waiting).not.toHaveText(before ?? "");
  await notLost(office);
  expect(pointers).toBe(0);
  await done(office);

  const head = await be(browser, people.hookHead, info);
  await head.setViewportSize({ width: 1024, height: 740 });
  const number = async () =>
    (await call<Library>(head, "/api/aup/documents")).said.items.find(one => one.document === "parents")?.current
      ?.number;
  const was = (await number()) ?? 0;
  await head.goto("/documents");
  await press(head, /^Change the wording, .*parent/);
  await expect(head.getByRole("heading", { name: "Statements" })).toBeVisible();
  await press(head, /^Add a statement$/);
  await head.keyboard.type("I tell the office when my number changes.");
  await press(head, /^Publish$/);
  await press(head, /^Publish$/);
  await expect(head).toHaveURL(/\/documents$/);
  await notLost(head);
  expect(await number()).toBe(was + 1);
  await done(head);
});

test("a form is as many whole sheets as it needs, in each language, and says which words it has", async ({
  browser,
}, info) => {
  const office = await be(browser, people.roadOffice, info);
  const { items } = (await call<Library>(office, "/api/aup/documents")).said;
  const asked = items.filter(one => one.current);
  expect(asked.length).toBeGreaterThan(1);
  for (const language of ["en", "pl", "ur"]) {
    await office.goto(`/forms?documents=${asked.map(one => one.document)}&language=${language}`);
    const sheets = office.locator("article.form:not(.whole)");
    await expect(sheets.first()).toBeVisible();
    await look(office, info, `form-${language}`);
    const promises = asked.reduce((sum, one) => sum + (one.current?.statements.length ?? 0), 0);
    await expect(sheets.locator(".promise")).toHaveCount(promises);
    await expect(sheets.locator(".answer")).toHaveCount(asked.length);
    expect(new Set(await sheets.evaluateAll(all => all.map(one => (one as HTMLElement).dir)))).toEqual(
      new Set([language === "ur" ? "rtl" : "ltr"]),
    );
    for (const one of asked) {
      const edition = one.editions.find(of => of.language === language)?.edition ?? "";
      expect(edition).not.toBe("");
      await expect(sheets.filter({ hasText: edition.slice(0, 8) }).first()).toBeVisible();
    }
    // On paper nothing is cut, and each sheet is one page.
    await office.emulateMedia({ media: "print" });
    const over = await sheets.evaluateAll(all =>
      all.flatMap(sheet => {
        const room = (sheet.querySelector(".blocks") as HTMLElement).getBoundingClientRect();
        return [...sheet.querySelectorAll(".promise, .block")]
          .map(one => one.getBoundingClientRect())
          .filter(one => one.bottom > room.bottom + 1 || one.top < room.top - 1 || one.right > room.right + 1);
      }),
    );
    expect(over).toEqual([]);
    await office.emulateMedia({ media: null }); // else the PDF is of the screen
    const pdf = (await office.pdf({ preferCSSPageSize: true })).toString("latin1");
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length).toBe(await sheets.count());
  }
  await done(office);
});

test("the call list says why a family said no", async ({ browser }, info) => {
  const head = await be(browser, people.hookHead, info);
  interface Calls {
    items: { about: string; reason?: string }[];
  }
  const { items } = (await call<Calls>(head, "/api/calls")).said;
  const why = items.find(one => one.about === "declined")?.reason;
  expect(["disagree", "understand", "talk_first", "other"]).toContain(why);
  await head.goto("/calls");
  const words: Record<string, string> = {
    disagree: "They do not agree with a promise.",
    understand: "They do not understand all of it.",
    talk_first: "They want to talk to somebody first.",
    other: "Their reason is another one.",
  };
  await expect(head.getByText(words[why ?? ""] ?? "").first()).toBeVisible();
  await look(head, info, "office-calls");
  await done(head);
});
