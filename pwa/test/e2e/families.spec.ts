import { readOn, sign, signatures, tick } from "./families";
import { comeIn, done, letterOf, look, type Person, people, phone } from "./house";
import { expect, test } from "./ours";
import { wordsOf } from "./words";

// A letter, a telephone, a language, a signature: families at the furnished schools. Nothing of the screens is known
// here but what a person reads on them, so the same steps are walked in every language. See the others that end in
// -families.spec.ts.

test.describe.configure({ timeout: 120_000 });

const walks: { tag: string; locale: string; dir: string; who: Person; count: number; status: string }[] = [
  { tag: "en", locale: "en-GB", dir: "ltr", who: people.three, count: 2, status: "original" },
  { tag: "pl", locale: "pl-PL", dir: "ltr", who: people.polish, count: 3, status: "draft" },
  { tag: "ur", locale: "ur-PK", dir: "rtl", who: people.urdu, count: 2, status: "draft" },
];

for (const { tag, locale, dir, who, count, status } of walks) {
  test(`from the letter to both documents signed, in ${tag}`, async ({ browser }, info) => {
    const say = wordsOf(tag);
    const letter = await letterOf(browser, who, info);
    const page = await phone(browser, info, locale);
    const taps: string[] = [];
    await page.exposeFunction("tapped", (what: string) => taps.push(what));
    await page.addInitScript(() => {
      const tell = (window as unknown as { tapped: (what: string) => void }).tapped;
      addEventListener(
        "pointerdown",
        event => {
          const at = (event.target as Element).closest("button, label, a, select");
          if (event.isTrusted) tell(at?.textContent?.trim() ?? "nothing");
        },
        true,
      );
    });
    await page.goto(letter.path);
    await expect(page.locator("html")).toHaveAttribute("lang", tag);
    await expect(page.locator("html")).toHaveAttribute("dir", dir);
    await expect(page.getByText(letter.name), "the letter's page does not say whose it is").toHaveCount(0);
    await look(page, info, `${tag}-letter`);
    await comeIn(page, letter);
    await expect(page.locator("html"), "the choice of language holds").toHaveAttribute("lang", tag);
    expect(page.url(), "the code has left the address").not.toContain(letter.code.replace("-", ""));
    await look(page, info, `${tag}-begin`);

    let read = 0;
    await readOn(page, tag, async nth => {
      const words = page.locator(".promise-text");
      if (!(await words.isVisible())) return;
      read++;
      await expect(words).toHaveAttribute("lang", tag);
      await expect(words).toHaveAttribute("dir", dir);
      await expect(page.locator(".promise .pictogram path").first()).toBeVisible();
      if (tag !== "en") {
        const english = page.locator(".promise .english");
        await expect(english).toBeVisible();
        await expect(english).toHaveAttribute("dir", "ltr");
        await expect(english).toHaveAttribute("lang", "en");
        await expect(page.getByText(say("family.sitting.draft"))).toBeVisible();
      }
      if (tag === "ur") {
        const line = await words.evaluate(at => {
          const style = getComputedStyle(at);
          return {
            font: style.fontFamily,
            ratio: Number.parseFloat(style.lineHeight) / Number.parseFloat(style.fontSize),
          };
        });
        expect(line.font).toContain("Nastaliq");
        expect(line.ratio, "Nastaliq stands tall").toBeGreaterThan(1.7);
      }
      if (nth !== 1) return;
      await look(page, info, `${tag}-promise`);
      // What else can be opened here is looked at as well, and is not on the way: its taps do not count.
      const way = [...taps];
      await page.getByRole("button", { name: say("family.sitting.ask") }).click();
      await look(page, info, `${tag}-ask`);
      await page
        .getByRole("dialog")
        .getByRole("button", { name: say("pwa.close") })
        .click();
      await page.getByRole("button", { name: say("family.sitting.all") }).click();
      await look(page, info, `${tag}-all`);
      await page.getByRole("button", { name: say("family.sitting.one") }).click();
      taps.splice(0, taps.length, ...way);
    });
    expect(read, "every promise of both documents").toBeGreaterThanOrEqual(16);

    await sign(page, tag);
    await expect(page.getByText(say("family.sign.talk_first")), "who has not talked about it is told to").toBeVisible();
    await look(page, info, `${tag}-sign`);
    const way = taps.slice(0, -1);
    await page.getByRole("button", { name: say("family.sign.no") }).click();
    await look(page, info, `${tag}-decline`);
    await page
      .getByRole("dialog")
      .getByRole("button", { name: say("family.decline.back") })
      .click();
    taps.splice(0, taps.length, ...way);
    await tick(page);
    await sign(page, tag);
    await expect(page.getByText(say("family.done.saved"))).toBeVisible();
    await look(page, info, `${tag}-done`);

    // Choosing the month is a tap of its own on a telephone, on the system's own list.
    const reading = taps.filter(what => say("family.sitting.next").test(what));
    expect(reading.length, "one tap a page").toBeGreaterThanOrEqual(read);
    expect(1 + taps.length - reading.length, `taps besides reading: the month, ${taps.join(", ")}`).toBeLessThanOrEqual(
      5,
    );

    const items = await signatures(page);
    expect(items.map(one => [one.language, one.status, one.how, one.standing])).toEqual(
      Array(count).fill([tag, status, "own_device", "stands"]),
    );
    expect(new Set(items.map(one => one.document))).toEqual(new Set(["parents", "ks2_upper"]));

    await page.goto("/home");
    await expect(page.getByText(say("family.home.nothing"))).toBeVisible();
    await look(page, info, `${tag}-home`);
    await page.locator("a.row-link").click();
    await expect(page.getByRole("heading", { level: 1, name: say("family.signed.title") })).toBeVisible();
    await look(page, info, `${tag}-signed`);
    await page.goto(`/signed/${items[0]?.id}`);
    await expect(page.getByText(letter.name).first()).toBeVisible();
    await look(page, info, `${tag}-receipt`);
    for (const at of ["details", "another-phone", "letter", "hand-over"]) {
      await page.goto(`/${at}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await look(page, info, `${tag}-at-${at}`);
    }
    await done(page);
  });
}

test("the same with the keyboard alone", async ({ browser }, info) => {
  const letter = await letterOf(browser, people.fosterCarer, info);
  const page = await phone(browser, info);
  let pointers = 0;
  await page.exposeFunction("pointed", () => pointers++);
  await page.addInitScript(() => {
    addEventListener("pointerdown", () => (window as unknown as { pointed: () => void }).pointed(), true);
  });
  /** Goes on by Tab to what is called so, and says that one can see where one is. */
  const tabTo = async (name: RegExp) => {
    for (let i = 0; i < 40; i++) {
      const at = await page.evaluate(() => {
        const here = document.activeElement as HTMLElement;
        const label =
          here.closest("label")?.textContent ?? document.querySelector(`label[for="${here.id}"]`)?.textContent;
        const style = getComputedStyle(here);
        const shown = style.outlineStyle !== "none" || style.boxShadow !== "none";
        return { name: here.getAttribute("aria-label") ?? label ?? here.textContent ?? "", shown, tag: here.tagName };
      });
      if (at.tag !== "BODY" && name.test(at.name.trim())) {
        expect(at.shown, `${at.name}: the focus can be seen`).toBe(true);
        return;
      }
      await page.keyboard.press("Tab");
    }
    throw new Error(`the keyboard does not reach ${name}`);
  };
  await page.goto(letter.path);
  await expect(page.locator("fieldset.birthday input")).toBeFocused();
  await page.keyboard.type(letter.day);
  await tabTo(/^Month/);
  const months = "January February March April May June July August September October November December".split(" ");
  await page.keyboard.type(months[letter.month - 1] ?? "");
  await tabTo(/^Continue$/);
  await page.keyboard.press("Enter");
  await expect(page.locator(".sitting")).toBeVisible();
  await tabTo(/^Next$/);
  for (let i = 0; i < 60; i++) {
    if (await page.getByRole("heading", { level: 2, name: "Your answer" }).isVisible()) break;
    const before = (await page.getByText(/^\d+ of \d+$/).textContent()) ?? "";
    await page.keyboard.press("Enter");
    await expect(page.getByText(before, { exact: true })).toHaveCount(0);
  }
  await tabTo(/^I have talked about it/);
  await page.keyboard.press("Space");
  await expect(page.getByRole("checkbox")).toBeChecked();
  await tabTo(/^I sign$/);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Saved at school")).toBeVisible();
  expect(pointers).toBe(0);
  expect((await signatures(page)).length).toBe(2);
  await done(page);
});
