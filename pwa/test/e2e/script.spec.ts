import type { Browser, BrowserContext, Page, TestInfo } from "@playwright/test";
import { CHECKED, CHOSEN, listed, screens, TURNED, textFields } from "./corpus";
import { be, call, comeIn, fresh, letterOf, people } from "./house";
import { expect, test } from "./ours";
import { Demo } from "./script-ask";
import { fill } from "./script-fill";
import { type Founded, found } from "./script-found";
import { due, type Filled, type Things, WORDS } from "./script-words";
import { prove } from "./second-step";
import { wordsOf } from "./words";

// What anybody may write is shown as they wrote it, to everybody, and is never run: each text field keeps each line of
// the corpus or refuses it in words, and then every screen is opened by everybody who may come in.
// In the ordinary suite the head alone looks, who sees the most; where CORPUS is set, everybody does.
test.describe.configure({ mode: "serial", timeout: 600_000 });

let filled: Filled = {};
let things: Things = {};
let school: Founded | undefined;

/** Hears what a page's policy stopped, what opened a dialog and what went wrong, from the first page of a context on. */
async function guard(context: BrowserContext, faults: string[]): Promise<void> {
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", event =>
      console.error(`Content Security Policy: ${event.violatedDirective} ${event.sample}`),
    );
  });
  context.on("console", said => {
    if (/Content Security Policy|TrustedHTML|TrustedScript/.test(said.text())) faults.push(said.text());
  });
  context.on("dialog", dialog => {
    faults.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on("weberror", error => faults.push(`an error: ${error.error().message}`));
}

/** A browser whose every context is guarded before its first page. */
function guarded(browser: Browser, faults: string[]): Browser {
  return new Proxy(browser, {
    get(of, name) {
      if (name !== "newContext") return Reflect.get(of, name);
      return async (...options: Parameters<Browser["newContext"]>) => {
        const context = await of.newContext(...options);
        await guard(context, faults);
        return context;
      };
    },
  });
}

/** What is on screen: what came to life, and words that turn the writing round without standing alone. */
function seen(page: Page) {
  return page.evaluate(turned => {
    const loose: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (!turned.some(one => text.textContent?.includes(one))) continue;
      let at = text.parentElement;
      while (at && at !== document.body) {
        const { unicodeBidi, display } = getComputedStyle(at);
        if (/isolate|plaintext/.test(unicodeBidi) || !display.startsWith("inline") || display !== "inline") break;
        at = at.parentElement;
      }
      if (at?.textContent !== text.textContent) loose.push(at?.textContent ?? "");
    }
    return {
      ran: "oc" in window,
      made: document.querySelectorAll(".oc, [onerror], [onload], [onfocus], [onmouseover], [href^='javascript:' i]")
        .length,
      origin: location.origin,
      loose,
    };
  }, TURNED);
}

/** Nothing of the corpus lives on the screen; returns how much of it stands there. */
async function looked(page: Page, faults: string[], who: string, origin: string): Promise<number> {
  await expect(page.locator("[aria-busy=true], .loading"), `${page.url()} is drawn`).toHaveCount(0);
  const where = page.url();
  expect(await seen(page), `${who} at ${where}`).toEqual({ ran: false, made: 0, origin, loose: [] });
  expect(where).not.toMatch(/[?&]oc/);
  expect(faults, `${who} at ${where}`).toEqual([]);
  return ((await page.locator("body").textContent()) ?? "").split(/oc=1|Ann.nitram/).length - 1;
}

/** Opens every screen; each real thing of those that show one, or as many as `most`. */
async function walk(page: Page, see: () => Promise<void>, most: number): Promise<void> {
  for (const screen of [...screens(), "/help", "/s/hook-lane/help", "/s/st-marys/help"]) {
    const paths = things[screen]?.slice(0, most) ?? [screen.replace(/:\w+/g, "none")];
    // A proof lasts for some minutes, and these are read with one alone.
    if (screen.startsWith("/reading")) await prove((address, body) => call(page, address, body));
    for (const path of new Set(paths)) {
      await page.goto(path);
      await see();
    }
  }
}

/** The counters count: one violation of ours is seen, and one name that does not stand alone. */
async function violate(page: Page, faults: string[]): Promise<void> {
  await page.goto("/help");
  expect(faults).toEqual([]);
  await page.evaluate(name => {
    const line = document.body.appendChild(document.createElement("p"));
    line.append("before ", document.createElement("b"), " after");
    line.querySelector("b")?.append(name);
  }, TURNED[0] ?? "");
  expect((await seen(page)).loose).toHaveLength(1);
  await page.evaluate(() => document.body.setAttribute("style", "color: red"));
  await expect.poll(() => faults.length).toBeGreaterThan(0);
}

test.afterAll(async () => school?.stop());

test("the table has every text field of the product", () => {
  expect(textFields()).toEqual([...listed(CHOSEN), ...listed(CHECKED), ...Object.keys(WORDS)].sort());
  expect(screens().length).toBeGreaterThan(40);
});

test("each line of the corpus is kept or refused, wherever words go in", async ({ baseURL }) => {
  ({ filled, things } = await fill(await Demo.read(baseURL ?? "")));
  school = await found(filled, 8203);
  const wanted = Object.entries(WORDS).map(([field, refuses]) => [field, due(refuses)]);
  expect(filled).toEqual(Object.fromEntries(wanted));
});

/** Somebody who may come in, on a device of their own; `words` says that they are shown what others wrote. */
interface Role {
  come: (browser: Browser, info: TestInfo) => Promise<Page>;
  words: boolean;
  /** What they do before they open every screen. */
  first?: (page: Page, see: () => Promise<void>) => Promise<void>;
  always?: boolean;
  most?: number;
}

/** The desk in the afternoon, with everybody whose phone it has. */
async function everyPhone(page: Page): Promise<void> {
  await page.goto("/desk");
  await page.getByText("Going home", { exact: true }).click();
  await page.getByRole("button", { name: /^Show \d+ more$/ }).click();
}

const staff = (who: (typeof people)[keyof typeof people]) => (browser: Browser, info: TestInfo) =>
  be(browser, who, info);

const roles: Record<string, Role> = {
  "head and safeguarding lead": { come: staff(people.hookHead), words: true, always: true },
  office: {
    come: staff(people.hookOffice),
    words: true,
    most: 6,
    async first(page, see) {
      await everyPhone(page);
      await see();
    },
  },
  teacher: { come: staff(people.hookTeacher), words: true },
  "deputy safeguarding lead": { come: staff(people.hookDeputy), words: true, most: 300 },
  governor: { come: staff(people.hookChair), words: false },
  parent: {
    words: true,
    async come(browser, info) {
      const letter = await letterOf(browser, people.three, info);
      const page = await (await fresh(browser, info)).newPage();
      await comeIn(page, letter);
      return page;
    },
    // What they are asked to sign, its text, and what they were told.
    async first(page, see) {
      await see();
      type Seats = { seats: { id: string; due: { editions: { edition: string }[] }[] }[] };
      const [seat] = (await call<Seats>(page, "/api/aup/home")).said.seats;
      const editions = seat?.due.flatMap(one => one.editions.map(one => `/read/hook-lane/${one.edition}`)) ?? [];
      const told = await call<{ items: { id: string; seat: string }[] }>(page, "/api/notices");
      const messages = told.said.items.map(one => `/messages/${one.seat}/${one.id}`);
      expect(editions, "something is asked").not.toEqual([]);
      expect(messages, "something was told").not.toEqual([]);
      for (const path of [...editions, ...messages.slice(0, 3)]) {
        await page.goto(path);
        await see();
      }
    },
  },
  pupil: {
    words: true,
    async come(browser, info) {
      const page = await (await fresh(browser, info)).newPage();
      await page.goto("/demo");
      const line = await page.getByRole("listitem").filter({ hasText: "Hook Lane" }).last().textContent();
      const code = /[0-9A-Z]{3}-[0-9A-Z]{3}/.exec(line ?? "")?.[0] ?? "";
      await page.goto("/class-code");
      const { said } = await call<{ names: { id: string }[] }>(page, "/api/class-codes/look", { code });
      const used = await call(page, "/api/class-codes/use", { code, pupil: said.names[0]?.id });
      expect(used.status).toBe(200);
      return page;
    },
    // A child reads one promise at a time, and is signed out by the first screen that is not theirs.
    async first(page, see) {
      const say = wordsOf("en");
      await page.goto("/promises");
      await page.getByRole("button", { name: say("pupil.hello.go") }).click();
      const next = page.getByRole("button", { name: say("pupil.read.next") });
      const end = page.getByRole("heading", { level: 1, name: say("pupil.sign.title") });
      for (let read = ""; !(await end.isVisible()); ) {
        const words = page.locator(".promise-text");
        await expect(words.or(end)).not.toHaveText(read);
        if (await end.isVisible()) break;
        read = (await words.textContent()) ?? "";
        await see();
        await next.click();
      }
    },
  },
  nobody: { words: false, come: async (browser, info) => (await fresh(browser, info)).newPage() },
};

for (const [role, { come, words, first, always, most = 3 }] of Object.entries(roles)) {
  if (!always && !process.env.CORPUS) continue;
  test(`nothing of the corpus runs for: ${role}`, async ({ browser, baseURL }, info) => {
    const faults: string[] = [];
    const page = await come(guarded(browser, faults), info);
    let shown = 0;
    const see = async () => {
      shown += await looked(page, faults, role, baseURL ?? "");
    };
    await first?.(page, see);
    await walk(page, see, most);
    expect(shown > 0, "the corpus was on screen").toBe(words);
    await violate(page, faults);
    await page.context().close();
  });
}

test("a label that turns the writing round leaves what stands beside it in its place", async ({ browser }, info) => {
  const page = await be(browser, people.hookOffice, info);
  await everyPhone(page);
  const about = page.locator(".one-row .muted").filter({ hasText: TURNED[0] ?? "" });
  await expect(about.first()).toBeVisible();
  // The class, then the label: each box is on its own side, as if the label said something else.
  const boxes = (label: string) =>
    about.first().evaluate((line, label) => {
      const [before, turned] = [...line.querySelectorAll("bdi")];
      if (!before || !turned) throw new Error("the line is not of two names");
      const written = turned.textContent;
      if (label) turned.textContent = label;
      const lefts = [before, turned].map(one => Math.round(one.getBoundingClientRect().left));
      turned.textContent = written;
      return lefts;
    }, label);
  const [turned, plain] = [await boxes(""), await boxes("Ann Martin")];
  expect(turned).toEqual(plain);
  await page.context().close();
});

if (process.env.CORPUS) {
  test("nothing of the corpus runs for: the administrator of a school that is called so", async ({ browser }, info) => {
    const { origin = "", admin } = school ?? {};
    const faults: string[] = [];
    const page = await (await fresh(guarded(browser, faults), info, { baseURL: origin })).newPage();
    await page.goto("/sign-in");
    expect((await call(page, "/api/sign-in", admin ?? {})).status).toBe(200);
    things = {};
    let shown = 0;
    await walk(
      page,
      async () => {
        shown += await looked(page, faults, "administrator", origin);
      },
      1,
    );
    expect(shown, "the names were on screen").toBeGreaterThan(0);
    await violate(page, faults);
    await page.context().close();
  });
}
