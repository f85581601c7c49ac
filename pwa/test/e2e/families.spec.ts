import type { Page } from "@playwright/test";
import { be, call, comeIn, done, type Letter, letterOf, listen, look, open, type Person, people, phone } from "./house";
import { expect, test } from "./ours";
import { wordsOf } from "./words";

// A letter, a telephone, a language, a signature: families at the furnished schools. Nothing of the screens is known
// here but what a person reads on them, so the same steps are walked in every language.

test.describe.configure({ timeout: 120_000 });

interface Signed {
  items: {
    id: string;
    document: string;
    number: number;
    language: string;
    status: string;
    how: string;
    standing: string;
  }[];
}

interface Listed {
  items: {
    adult: string;
    name: string;
    relationship: string;
    language: string;
    needs_yes: boolean;
    signed_in: boolean;
    children: { id: string; name: string; class: string }[];
    last?: { state: string };
  }[];
}

interface Printed {
  letters: { adult: string; name: string; code: string; url: string }[];
  refused: { adult: string; title: string }[];
}

interface Pupils {
  items: {
    pupil: { id: string; name: string; dob: string };
    contacts: { adult: string; name: string; relationship: string; no_contact: boolean }[];
  }[];
}

/** Has the office print letters, past its screen: what stands on each, and the birthday that the family knows. */
async function print(office: Page, adults: string[]): Promise<Letter[]> {
  const { status, said } = await call<Printed>(office, "/api/letters", { adults, yes: [] });
  expect([status, said.refused]).toEqual([200, []]);
  return Promise.all(
    said.letters.map(async one => {
      const q = encodeURIComponent(one.name);
      const around = (await call<Pupils>(office, `/api/families?q=${q}`)).said.items.filter(item =>
        item.contacts.some(contact => contact.adult === one.adult),
      );
      const [, month = 0, day = 0] = (
        around
          .map(item => item.pupil.dob)
          .sort()
          .at(-1) ?? ""
      )
        .split("-")
        .map(Number);
      return { name: one.name, path: new URL(one.url).pathname, code: one.code, day: String(day), month };
    }),
  );
}

/** Adults of a class with one child and no letter yet, each of another family. */
async function strangers(office: Page, from: string): Promise<Listed["items"]> {
  const { said } = await call<Listed>(office, `/api/letters?class=${from}&page=1`);
  const alone = said.items.filter(
    one => !one.needs_yes && !one.signed_in && !one.last && one.children.length === 1 && one.language === "en",
  );
  return alone.filter((one, i) => alone.findIndex(two => two.children[0]?.id === one.children[0]?.id) === i);
}

/** Reads on, promise by promise, until only the answer is left; `see` looks at each. */
async function readOn(page: Page, tag: string, see?: (nth: number) => Promise<void>): Promise<void> {
  const say = wordsOf(tag);
  for (let nth = 0; ; nth++) {
    await see?.(nth);
    const next = page.getByRole("button", { name: say("family.sitting.next") });
    const last = page.getByRole("button", { name: say("family.sitting.to_sign") });
    await next.or(last).click();
    if (await page.getByRole("heading", { level: 2, name: say("family.sign.title") }).isVisible()) return;
    expect(nth, "the reading comes to an end").toBeLessThan(60);
  }
}

/** All on one page instead: for tests whose matter is another. */
async function readAll(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Show all on one page" }).click();
  await page.getByRole("button", { name: "Go to sign" }).click();
}

async function tick(page: Page): Promise<void> {
  const box = page.getByRole("checkbox");
  if ((await box.count()) > 0) await page.locator("label").filter({ has: box }).click();
}

const sign = (page: Page, tag = "en") => page.getByRole("button", { name: wordsOf(tag)("family.sign.yes") }).click();

/** Everything that the acting person signed at a school, as the school has it. */
async function signatures(page: Page, as = ""): Promise<Signed["items"]> {
  const { status, said } = await call<Signed>(page, "/api/aup/signatures", undefined, as);
  expect(status).toBe(200);
  return said.items;
}

/** The seats on this telephone. */
async function seats(
  page: Page,
): Promise<{ id: string; school: { slug: string }; children: { id: string; name: string }[] }[]> {
  type Home = {
    people: { seats: { id: string; school: { slug: string }; children: { id: string; name: string }[] }[] }[];
  };
  return (await call<Home>(page, "/api/me")).said.people.flatMap(one => one.seats);
}

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

test("the network goes before, during and after the signature: it counts exactly once", async ({ browser }, info) => {
  const office = await be(browser, people.hookOffice, info);
  const three = (await strangers(office, "Oak")).slice(0, 3);
  const letters = await print(
    office,
    three.map(each => each.adult),
  );
  const [before, during, after] = letters;
  if (!before || !during || !after) throw new Error("no letters");

  // Before: kept on the telephone, said so, and sent when there is a network again.
  const page = await phone(browser, info);
  await comeIn(page, before);
  await readAll(page);
  await tick(page);
  await page.context().setOffline(true);
  await sign(page);
  await expect(page.getByText("Kept on this phone").first()).toBeVisible({ timeout: 20_000 });
  await page.screenshot({ path: `shots/e2e/${info.project.name}-kept.png` });
  await page.context().setOffline(false);
  await expect.poll(async () => (await signatures(page)).length, { timeout: 30_000 }).toBe(2);
  await page.goto("/home");
  await expect(page.getByText("School asks you for nothing now.")).toBeVisible();
  expect((await signatures(page)).length).toBe(2);
  await done(page);

  // During: the school has it, the answer is lost on the way. The same signature is asked for again, not a second one.
  const second = await phone(browser, info);
  await comeIn(second, during);
  await readAll(second);
  await tick(second);
  const operations: (string | undefined)[] = [];
  await second.route("**/api/aup/signatures", async route => {
    const { method, headers } = { method: route.request().method(), headers: route.request().headers() };
    if (method !== "POST") return route.fallback();
    operations.push(headers["operation-id"]);
    if (operations.length > 1) return route.fallback();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await sign(second);
  await expect(second.getByText("Saved at school")).toBeVisible({ timeout: 20_000 });
  expect(operations.length, "it was asked for again").toBeGreaterThan(1);
  expect(new Set(operations).size, "as the same operation").toBe(1);
  expect((await signatures(second)).length).toBe(2);
  await done(second);

  // After: saved is saved.
  const third = await phone(browser, info);
  await comeIn(third, after);
  await readAll(third);
  await tick(third);
  await sign(third);
  await expect(third.getByText("Saved at school")).toBeVisible();
  await third.context().setOffline(true);
  await third.getByRole("link", { name: "Home" }).first().click();
  await third.context().setOffline(false);
  await third.goto("/home");
  await expect(third.getByText("School asks you for nothing now.")).toBeVisible();
  expect((await signatures(third)).length).toBe(2);
  await done(third);
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

test("a version that is replaced while it is read: told kindly, what changed is read, and that is signed", async ({
  browser,
}, info) => {
  const office = await be(browser, people.hookOffice, info);
  const [reader, signer] = (await strangers(office, "Kestrel")).map(one => one.adult);
  const letters = await print(office, [reader ?? "", signer ?? ""]);
  const [page, before] = [await phone(browser, info), await phone(browser, info)];
  if (!letters[0] || !letters[1]) throw new Error("nobody in Kestrel has no letter");
  await comeIn(before, letters[1]);
  await readAll(before);
  await tick(before);
  await sign(before);
  await expect(before.getByText("Saved at school")).toBeVisible();
  await comeIn(page, letters[0]);
  await page.getByRole("button", { name: "Next" }).click();

  interface Text {
    title: string;
    intro: string;
    statements: { key: string; text: string }[];
  }
  const head = await be(browser, people.hookHead, info);
  const all = await call<{ items: { document: string; current: Text }[] }>(head, "/api/aup/documents");
  const was = all.said.items.find(one => one.document === "parents")?.current;
  if (!was) throw new Error("nothing is published");
  const [first, ...rest] = was.statements.map(({ key, text }) => ({ key, text }));
  const statements = [{ key: first?.key ?? "", text: "I now read this in quite other words." }, ...rest];
  const published = await call(head, "/api/aup/documents/parents/publish", {
    title: was.title,
    intro: was.intro,
    statements,
  });
  expect(published.status).toBe(200);
  await done(head);

  await readAll(page);
  await tick(page);
  await sign(page);
  await expect(page.getByText("School changed this while you were reading.")).toBeVisible();
  await expect(page.getByText("I now read this in quite other words.").first()).toBeVisible();
  await expect(
    page
      .locator("del")
      .filter({ hasText: first?.text ?? "" })
      .first(),
    "the old words beside it",
  ).toBeVisible();
  expect(await signatures(page), "nothing was signed meanwhile").toEqual([]);
  await look(page, info, "replaced");
  await readOn(page, "en", async nth => expect(nth, "only what changed").toBeLessThan(4));
  await tick(page);
  await sign(page);
  await expect(page.getByText("Saved at school")).toBeVisible();
  expect((await signatures(page)).map(one => [one.document, one.number])).toEqual([["parents", 2]]);

  // Who signed before is asked again, with time.
  await before.goto("/home");
  await expect(before.getByText("Changed", { exact: true })).toBeVisible();
  await expect(before.getByText(/Please answer by /)).toBeVisible();
  await look(before, info, "asked-again");
  await done(before);
  await done(page);
  await done(office);
});
