import type { Browser, Page, TestInfo } from "@playwright/test";
import { call, fresh, letterOf, listen, look, people } from "./house";
import { type Line, lay } from "./line";
import { expect, test } from "./ours";

// What the device keeps: it opens without a network, it holds nobody, and a newer version waits to be asked for.

let line: Line;

test.beforeEach(async ({ browserName: _ }, info) => {
  line = await lay(info.project.use.baseURL ?? "");
});

test.afterEach(() => line.close());

/** A phone that opens the door, and waits until what works without a network is there. */
async function phone(browser: Browser, info: TestInfo, options: { locale?: string } = {}): Promise<Page> {
  const context = await fresh(browser, info, { baseURL: line.url, ...options });
  const page = await context.newPage();
  listen(page, { project: { use: { baseURL: line.url } } } as TestInfo);
  await page.goto("/sign-in");
  await kept(page);
  return page;
}

/** Waits until the page has a worker, and the worker what it wanted to keep. */
async function kept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise(done => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  });
  const language = await page.evaluate(() => document.documentElement.lang);
  await expect.poll(async () => Object.keys(await everything(page)).join()).toContain(`/shell/${language}`);
}

/** Everything that the device keeps of this site, as text. */
function everything(page: Page): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    const out: Record<string, string> = {};
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const one of await cache.keys()) {
        const answer = await cache.match(one, { ignoreVary: true });
        let text = "";
        answer?.headers.forEach((value, header) => {
          text += `${header}: ${value}\n`;
        });
        out[`${name} ${new URL(one.url).pathname}`] = text + (await answer?.text());
      }
    }
    return out;
  });
}

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });

test("without a network the door says so, shows help, and comes back by itself", async ({ browser }, info) => {
  const page = await phone(browser, info);
  await line.cut();
  await page.reload();
  await expect(heading(page, "Sign in"), "what needs nobody opens").toBeVisible();
  await page.goto("/home");
  await expect(heading(page, "No internet just now")).toBeVisible();
  await look(page, info, "offline");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("Still no internet.")).toBeVisible();
  await page.getByRole("navigation").getByRole("link", { name: "Tell someone" }).click();
  await expect(heading(page, "Tell someone")).toBeVisible();
  await expect(page.getByRole("link", { name: "999" })).toBeVisible();
  await page.goBack();
  await expect(heading(page, "No internet just now")).toBeVisible();
  await line.mend();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(heading(page, "Sign in")).toBeVisible();
});

test("the device's page is in the reader's language from its first byte", async ({ browser }, info) => {
  const page = await phone(browser, info, { locale: "ur" });
  await line.cut();
  await page.goto("/home");
  await expect(heading(page, await words(page, "offline.title"))).toBeVisible();
  const here = () => page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
  expect(await here()).toEqual(["ur", "rtl"]);
  await look(page, info, "offline-ur");
  await page.goto("/help");
  expect(await here(), "help too").toEqual(["ur", "rtl"]);
});

/** A sentence of the language on the page, from what the device keeps of it. */
function words(page: Page, key: string): Promise<string> {
  return page.evaluate(async wanted => {
    const { catalogue } = JSON.parse(document.getElementById("boot")?.textContent ?? "") as { catalogue: string };
    const kept = (await (await caches.match(catalogue))?.json()) as Record<string, Record<string, string>>;
    return kept.messages?.[wanted] ?? kept.english?.[wanted] ?? "";
  }, key);
}

test("a network that does not answer within two seconds is not waited for", async ({ browser }, info) => {
  const page = await phone(browser, info);
  const release = line.hold(/^\/(?:home|api\/me)$/);
  await page.goto("/home");
  await expect(heading(page, "No internet just now")).toBeVisible();
  release();
  await expect(heading(page, "Sign in"), "the answer comes late, and is taken").toBeVisible();
});

test("a worker that cannot be installed breaks nothing", async ({ browser }, info) => {
  line.break(/^\/shell\//, 500);
  const context = await fresh(browser, info, { baseURL: line.url });
  const page = await context.newPage();
  const failed = page.waitForRequest(/shell/).catch(() => undefined);
  await page.goto("/sign-in");
  await expect(page.getByLabel("Passphrase")).toBeVisible();
  await expect.poll(() => line.asked.filter(one => one.startsWith("GET /shell/")).length).toBeGreaterThan(0);
  void failed;
  await page.reload();
  await expect(page.getByLabel("Passphrase")).toBeVisible();
  expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
  await context.close();
});

/** From now on the server is of another build, as after an update. */
function update(): void {
  const other = (text: string) => text.replace(/"(id|build)":"[0-9a-f]{16}"/, '"$1":"feedfacefeedface"');
  line.change(/^\/sw\.js$/, other);
  line.change(/^\/(?:sign-in|shell\/.*)?$/, other);
}

test("a newer version waits until it is asked for, and loses nothing that is being written", async ({
  browser,
}, info) => {
  const page = await phone(browser, info);
  const other = await page.context().newPage();
  await other.goto("/sign-in");
  await page.getByLabel("E-mail address").fill("half.written@school.example");
  update();
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
  await expect(page.getByText("There is a newer version.")).toBeVisible();
  await look(page, info, "newer-version");
  expect(await page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe("activated");
  await expect(page.getByLabel("E-mail address"), "nothing happens by itself").toHaveValue(/half/);
  const builds = () => page.evaluate(async () => (await caches.keys()).filter(one => one.startsWith("build-")).length);
  expect(await builds(), "both are kept while one waits").toBe(2);

  const loads: string[] = [];
  page.on("framenavigated", frame => loads.push(frame.url()));
  await page.getByRole("button", { name: "Use it now" }).click();
  await expect(page.getByText("There is a newer version.")).toHaveCount(0);
  await expect(page.getByLabel("Passphrase")).toBeVisible();
  await kept(page);
  expect(loads, "opened anew once").toHaveLength(1);
  expect(await page.evaluate(() => document.getElementById("boot")?.textContent)).toContain("feedfacefeedface");

  await expect(other.getByLabel("Passphrase"), "another window is left alone").toBeVisible();
  await expect(other.getByText("There is a newer version.")).toBeVisible();
  const [room = ""] = Object.keys(await everything(page)).filter(name => /SignIn-.*\.js$/.test(name));
  expect(await other.evaluate(async path => (await fetch(path)).status, room.split(" ")[1] ?? "")).toBe(200);
});

test("a page that is of the newer version already lets its worker in, and says nothing", async ({ browser }, info) => {
  const page = await phone(browser, info);
  update();
  await page.reload();
  await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.ready).waiting === null)).toBe(true);
  await expect
    .poll(async () => (await page.evaluate(() => caches.keys())).includes("build-feedfacefeedface"))
    .toBe(true);
  await expect(page.getByText("There is a newer version.")).toHaveCount(0);
  await line.cut();
  await page.goto("/home");
  await expect(heading(page, "No internet just now")).toBeVisible();
  expect(await page.evaluate(() => document.getElementById("boot")?.textContent)).toContain("feedfacefeedface");
});

/** Every name, number and id that the server tells this family about itself. */
async function ofThem(page: Page): Promise<string[]> {
  const out = new Set<string>();
  const take = (value: unknown, key = ""): void => {
    if (Array.isArray(value)) for (const one of value) take(one, key);
    else if (value && typeof value === "object") {
      for (const [name, one] of Object.entries(value)) if (name !== "school" && name !== "terms") take(one, name);
    } else if (typeof value === "string" && ["id", "name", "mobile", "email"].includes(key) && value) out.add(value);
  };
  const me = await call<{ people: { seats: { id: string }[] }[] }>(page, "/api/me");
  take(me.said.people);
  const seat = me.said.people[0]?.seats[0]?.id ?? "";
  take((await call(page, "/api/family/details", undefined, seat)).said);
  expect(out.size, "there is something to look for").toBeGreaterThan(4);
  return [...out];
}

test("a family reads the promises without a network, and no cache knows whose device it is", async ({
  browser,
}, info) => {
  const letter = await letterOf(browser, people.urdu, info);
  const page = await phone(browser, info, { locale: "ur" });
  await call(page, "/api/letters/use", { code: letter.code, day: Number(letter.day), month: letter.month });
  for (const address of ["/", "/signed", "/details", "/another-phone", "/s/hook-lane/help", "/home"]) {
    await page.goto(address);
    await expect(page.locator("h1")).toBeVisible();
  }
  const theirs = await ofThem(page);
  const editions = async () => Object.keys(await everything(page)).filter(one => /documents\/[0-9a-f]+/.test(one));
  await expect.poll(async () => (await editions()).length, "both documents, in Urdu and English").toBeGreaterThan(3);
  for (const [name, text] of Object.entries(await everything(page))) {
    expect(name).not.toMatch(/\/api\/|\/home|\/sitting|\/l\//);
    for (const one of theirs) expect(`${name} ${text}`.includes(one), `${one} in ${name}`).toBe(false);
    expect(text).not.toContain("set-cookie");
  }

  await line.cut();
  await page.clock.setFixedTime(Date.now() + 8 * 86_400_000); // more than a week later
  await page.goto("/home");
  await expect(heading(page, await words(page, "offline.title"))).toBeVisible();
  for (const one of theirs) await expect(page.getByText(one)).toHaveCount(0);
  await expect(page.getByRole("main").getByText("01632").first(), "the school's number").toBeVisible();
  await look(page, info, "offline-family-ur");
  await page.locator("main .rows a").first().click();
  await expect(page.locator(".promise-text[lang=ur]").first()).toBeVisible();
  await page.reload();
  await expect(page.locator(".promise-text[lang=ur]").first(), "opened anew it is still there").toBeVisible();
  expect(await page.locator(".promise-text").count()).toBeGreaterThan(5);
  await expect(page.locator("[lang=en]").first(), "English beside it").toBeVisible();
  await look(page, info, "offline-read-ur");
  await line.mend();
  await page.goto("/home");
  await expect(page.locator("h1"), "and is back").toContainText(letter.name);
});

/** What a school asks of a seat, as the app reads it. */
interface Home {
  seats: {
    id: string;
    due: {
      document: string;
      version: string;
      pupils: { id: string }[] | null;
      editions: { language: string; edition: string }[];
    }[];
  }[];
}

/** What is kept for later, as text; a phone that keeps nothing has none. */
function shelf(page: Page, put?: object): Promise<string> {
  return page.evaluate(
    row =>
      new Promise<string>((done, fail) => {
        const open = indexedDB.open("lollipop", 1);
        open.onupgradeneeded = () => open.result.createObjectStore("signings", { keyPath: "id" });
        open.onerror = () => fail(open.error);
        open.onsuccess = () => {
          const store = open.result.transaction("signings", "readwrite").objectStore("signings");
          if (row) store.put(row);
          const all = store.getAll();
          all.onsuccess = () => {
            open.result.close();
            done(JSON.stringify(all.result));
          };
        };
      }),
    put,
  );
}

test("what was signed without a network arrives once: two windows, a lost answer, a cut line", async ({
  browser,
}, info) => {
  const letter = await letterOf(browser, people.polish, info);
  const page = await phone(browser, info);
  await call(page, "/api/letters/use", { code: letter.code, day: Number(letter.day), month: letter.month });
  const home = await call<Home>(page, "/api/aup/home");
  const [seat = { id: "", due: [] }] = home.said.seats;
  const answers = seat.due.flatMap(({ document, version, pupils, editions }) => {
    const one = { document, version, edition: editions.find(each => each.language === "en")?.edition ?? "" };
    return pupils?.length ? pupils.map(child => ({ ...one, pupil: child.id })) : [one];
  });
  expect(answers.length).toBeGreaterThan(1);
  // As a battery that died in the middle of sending leaves it.
  const id = "0123456789abcdefghjkmnpqrs";
  const body = JSON.stringify({ language: "en", talked: true, answers });
  await shelf(page, { id, as: seat.id, school: "", body, since: 1 });
  const signed = async () =>
    (await call<{ items: unknown[] }>(page, "/api/aup/signatures", undefined, seat.id)).said.items.length;
  expect(await signed()).toBe(0);

  const sent = () => line.operations.filter(one => one === id).length;
  line.lose(/^\/api\/aup\/signatures$/);
  const other = await page.context().newPage();
  await Promise.all([page.goto("/home"), other.goto("/home")]);
  await expect.poll(sent, "both windows have tried").toBeGreaterThan(1);
  expect(await shelf(page), "without an answer it stays").toContain(id);
  await line.cut();
  line.plain();
  await line.mend();
  await Promise.all([page, other].map(one => one.evaluate(() => dispatchEvent(new Event("online")))));
  await expect.poll(() => shelf(page)).toBe("[]");
  await expect.poll(signed).toBe(answers.length);
  const tries = sent();
  await Promise.all([page.reload(), other.reload()]);
  await expect(heading(page, /./)).toBeVisible();
  expect(await signed(), "and never again").toBe(answers.length);
  expect(sent()).toBe(tries);
});
