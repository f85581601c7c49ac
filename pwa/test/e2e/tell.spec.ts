import type { Browser, BrowserContext, Page, TestInfo } from "@playwright/test";
import { fresh, listen, look } from "./house";
import { type Line, lay } from "./line";
import { expect, test } from "./ours";
import { answerAll, enter, fiveWords, heading, openDoor, PAGE, readyOffline, tile } from "./telling";
import { wordsOf } from "./words";

// "Tell someone": a telephone or a class's tablet, each form from its door to its five words and back, and what is left of
// it on the device afterwards: nothing.
test.describe.configure({ timeout: 120_000 });

test.beforeAll(({ browser }, info) => openDoor(browser, info));

/** A telephone that nobody has used, in a language. */
async function device(browser: Browser, info: TestInfo, locale = "en-GB"): Promise<Page> {
  const page = await (await fresh(browser, info, { locale })).newPage();
  listen(page, info);
  return page;
}

const close = (page: Page) => page.context().close();
/** Everything that the browser keeps of this site, as text, but for the catalogues of the app's own sentences. */
function everything(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const all = [location.href, document.title, document.cookie];
    all.push(JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), JSON.stringify(history.state));
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const one of await cache.keys()) {
        all.push(one.url);
        if (!/\/(assets|locales)\//.test(one.url)) {
          all.push((await (await cache.match(one, { ignoreVary: true }))?.text()) ?? "");
        }
      }
    }
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((done, no) => {
        const asked = indexedDB.open(name);
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => no(asked.error);
      });
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>((done, no) => {
          const asked = database.transaction(store).objectStore(store).getAll();
          asked.onsuccess = () => done(asked.result);
          asked.onerror = () => no(asked.error);
        });
        all.push(`${name}/${store}`, JSON.stringify(rows));
      }
      database.close();
    }
    return all.join("\n");
  });
}

const forms = ["eyfs", "ks1", "ks2"];

for (const [tag, locale] of [
  ["en", "en-GB"],
  ["ur", "ur"],
] as const) {
  const say = wordsOf(tag);
  for (const [nth, form] of forms.entries()) {
    test(`a child tells with the form of ${form}, in ${tag}, and comes back with five words`, async ({
      browser,
    }, info) => {
      const page = await device(browser, info, locale);
      const see = (screen: string) => look(page, info, `tell-${form}-${tag}-${screen}`);
      await page.goto(PAGE);
      await expect(page.locator("html")).toHaveAttribute("lang", tag);
      await expect(page.getByRole("link", { name: "0800 1111" })).toBeVisible();
      await see("first");
      await enter(page, nth);
      await answerAll(page, `Planted story of ${form} in ${tag}`, see);
      await page.getByRole("button", { name: say("tell.send") }).click();
      await expect(heading(page, say("tell.sent.title"))).toBeVisible();
      const words = await fiveWords(page);
      await see("sent");
      await page.getByRole("button", { name: say("tell.finish") }).click();
      await expect(page).not.toHaveURL(/\/page/);
      expect(await everything(page)).not.toContain("Planted");

      await page.goto(PAGE);
      await page.getByRole("button", { name: say("tell.who.again") }).click();
      await page.locator("form input").fill(words.map(word => `  ${word.toUpperCase()},`).join(""));
      await expect(page.locator(".pictures-seen .emoji")).toHaveCount(5);
      await see("back");
      await page.locator("form button[type=submit]").click();
      await expect(heading(page, say("tell.thread.title"))).toBeVisible();
      await expect(page.locator(".thread .mine")).toContainText(`Planted story of ${form} in ${tag}`);
      await page.locator("form textarea").fill("Planted more");
      await page.locator("form button[type=submit]").click();
      await expect(page.locator(".thread .mine")).toHaveCount(2);
      await see("thread");
      await page.getByRole("button", { name: say("tell.finish") }).click();
      await close(page);
    });
  }

  test(`an adult tells on one page, in ${tag}`, async ({ browser }, info) => {
    const page = await device(browser, info, locale);
    const see = (screen: string) => look(page, info, `tell-adult-${tag}-${screen}`);
    await page.goto(PAGE);
    await enter(page, 3);
    await expect(heading(page, say("tell.adult.title"))).toBeVisible();
    await tile(page, 1);
    await see("form");
    await page.locator("textarea").fill("Planted worry");
    await page.locator(".picture-tiles.rows").last().locator("label").nth(1).click();
    await page.locator("input[type=text]").last().fill("07700 900123");
    await page.getByRole("button", { name: say("tell.send") }).click();
    await expect(heading(page, say("tell.sent.title"))).toBeVisible();
    await fiveWords(page);
    await close(page);
  });
}

test("by the keyboard alone", async ({ browser }, info) => {
  const page = await device(browser, info);
  await page.goto(PAGE);
  await expect(heading(page, "Tell someone")).toBeVisible();
  const to = async (what: () => Promise<boolean>) => {
    for (let press = 0; press < 40 && !(await what()); press++) await page.keyboard.press("Tab");
    expect(await what()).toBe(true);
  };
  const on = (text: string) => () =>
    page.evaluate(
      wanted => (document.activeElement?.closest("label, button")?.textContent ?? "").includes(wanted),
      text,
    );
  await to(on("I am in Year 1 or 2"));
  await page.keyboard.press("Enter");
  await expect(heading(page, "Who is it about?")).toBeFocused();
  const first = (await page.locator(".picture-tiles label").first().textContent()) ?? "";
  await to(on(first));
  await page.keyboard.press("Space");
  for (let step = 0; step < 6; step++) {
    await to(on("Next"));
    await page.keyboard.press("Enter");
    await expect(page.locator("h1")).toBeFocused();
  }
  await to(on("Send to school"));
  await page.keyboard.press("Enter");
  await expect(heading(page, "School has it")).toBeFocused();
  await close(page);
});

test("a pupil after a pupil on one tablet finds nothing", async ({ browser }, info) => {
  const page = await device(browser, info);
  await page.goto("/class-code");
  await page.goto("/sign-in");
  await page.goto(PAGE);
  await enter(page, 2);
  const length = await page.evaluate(() => history.length);
  await answerAll(page, "Planted story of the first");
  expect(await page.evaluate(() => history.length), "no step is in the history").toBe(length);
  expect(await everything(page), "nor anywhere else while it is written").not.toContain("Planted");
  const nothing = async (where: string) => {
    expect(await page.locator("body").textContent(), where).not.toContain("Planted");
    expect(
      await page
        .locator("textarea, input[type=text]")
        .evaluateAll(all => all.map(one => (one as HTMLInputElement).value).join("")),
      where,
    ).not.toContain("Planted");
    expect(await page.title(), where).not.toMatch(/danger|happened|feel/i);
  };
  // Left by "back", and forward again: the form begins anew.
  await page.goBack();
  await expect(page).toHaveURL(/sign-in/);
  await nothing("behind back");
  await page.goForward();
  await expect(page).toHaveURL(/\/page$/);
  await expect(page.locator(".who-are-you button").first()).toBeVisible();
  await nothing("after forward");
  await page.reload();
  await nothing("after a reload");

  // Sent and finished, or left quickly: nothing again.
  await enter(page, 2);
  await answerAll(page, "Planted story of the second");
  await page.getByRole("button", { name: "Send to school" }).click();
  const words = await fiveWords(page);
  await page.getByRole("button", { name: "Finish, and clear this page" }).click();
  await expect(page).not.toHaveURL(/\/page/);
  for (const step of ["back", "forward", "back"] as const) {
    await (step === "back" ? page.goBack() : page.goForward()).catch(() => undefined);
    await nothing(`finished, then ${step}`);
    const shown = (await page.locator("body").textContent()) ?? "";
    expect(
      words.every(word => shown.includes(word)),
      "the five words are gone too",
    ).toBe(false);
  }
  expect(await everything(page)).not.toContain("Planted");
  await close(page);
});

for (const locale of ["en-GB", "ur"]) {
  test(`a child who cannot type comes back by tapping five pictures, in ${locale}`, async ({ browser }, info) => {
    const page = await device(browser, info, locale);
    await page.goto(PAGE);
    await enter(page, 0);
    await answerAll(page, "Planted story of a child who cannot type");
    await page.locator(".tell-screen .button.go").last().click();
    await fiveWords(page);
    const pictures = await page.locator(".five .emoji").allTextContents();
    await page.goto(PAGE);
    await page.locator("main .button.plain.wide").last().click();
    await page.locator(".by-pictures").click();
    await page.context().setOffline(true);
    for (const [nth, picture] of pictures.entries()) {
      await expect(page.locator("h1")).toContainText(`${nth + 1}`);
      const there = page.locator(".to-tap button").filter({ hasText: picture });
      for (let kind = 0; kind < 9; kind++) {
        await page.locator(".kinds button").nth(kind).click();
        await expect(page.locator(".kinds")).toHaveCount(0);
        if ((await there.count()) > 0) break;
        await page.locator("main .button.wide").first().click();
      }
      if (nth === 0) await look(page, info, `tap-${locale}`);
      await there.click();
    }
    await page.context().setOffline(false);
    await look(page, info, `tapped-${locale}`);
    await page.locator(".tell-screen .button.go").click();
    await expect(page.locator(".thread .mine")).toContainText("Planted story of a child who cannot type");
    await close(page);
  });
}

test("what was being sent when the page was loaded again arrives by itself, and the page says so", async ({
  browser,
}, info) => {
  const page = await device(browser, info);
  await page.goto(PAGE);
  await expect(page.getByText(/reads it/).first()).toBeVisible();
  await enter(page, 2);
  await answerAll(page, "Planted story of a page loaded again");
  let held = true;
  await page.route("**/api/tell/**", route =>
    route.request().method() === "POST" && held ? route.abort() : route.continue(),
  );
  const asked = page.waitForRequest(one => one.method() === "POST");
  await page.getByRole("button", { name: "Send to school" }).click();
  await asked;
  held = false;
  const taken = page.waitForResponse(one => one.request().method() === "POST" && one.ok());
  await page.reload();
  await taken;
  await expect(page.getByText(/goes to school by itself/)).toBeVisible();
  expect(await everything(page)).not.toMatch(/Planted|"sealed"|sending/);
  await close(page);
});

test("leaves quickly, by the button and by Shift three times, to a page that says nothing", async ({
  browser,
}, info) => {
  const page = await device(browser, info);
  for (const how of ["button", "key"]) {
    await page.goto("/sign-in");
    await page.goto(PAGE);
    await enter(page, 2);
    await answerAll(page, "Planted story");
    if (how === "button") await page.getByRole("button", { name: "Leave quickly" }).click();
    else for (let press = 0; press < 3; press++) await page.keyboard.press("Shift");
    await expect(page).toHaveURL(/\/away$/);
    expect(await page.locator("body").textContent()).not.toMatch(/Planted|Lollipop|Tell someone/);
    expect(await page.title()).not.toMatch(/Lollipop|Tell/i);
    await page.goBack();
    await expect(page, "the form is not there to go back to").not.toHaveURL(/\/page$/);
    expect(await page.locator("body").textContent()).not.toContain("Planted");
  }
  await close(page);
});

test("a lesson sends nothing", async ({ browser }, info) => {
  const page = await device(browser, info);
  const asked: string[] = [];
  page.on("request", request => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await page.goto(`${PAGE}?practice`);
  await enter(page, 1);
  await answerAll(page, "Planted lesson");
  await expect(page.locator(".practice")).toBeVisible();
  await page.getByRole("button", { name: "Send (practice)" }).click();
  await fiveWords(page);
  await page.getByRole("button", { name: "Come back with these words" }).click();
  await page.getByRole("button", { name: "Look" }).click();
  await expect(heading(page, "What school says")).toBeVisible();
  expect(asked.filter(one => one.startsWith("POST") || one.includes("/api/"))).toEqual([]);
  await close(page);
});

test("a picture that is pasted goes nowhere, and the screen says why", async ({ browser }, info) => {
  const page = await device(browser, info);
  await page.goto(PAGE);
  await enter(page, 2);
  for (const how of ["paste", "drop"]) {
    await page.evaluate(kind => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array([137, 80, 78, 71])], "picture.png", { type: "image/png" }));
      const init = { bubbles: true, cancelable: true };
      const event =
        kind === "paste"
          ? new ClipboardEvent("paste", { ...init, clipboardData: data })
          : new DragEvent("drop", { ...init, dataTransfer: data });
      document.querySelector("main")?.dispatchEvent(event);
    }, how);
    await expect(page.getByRole("alert")).toContainText("Only words can go here");
    await look(page, info, `tell-only-words-${how}`);
    await page.getByRole("button", { name: "Close" }).click();
  }
  await close(page);
});

test.describe("without a network", () => {
  let line: Line;
  test.beforeEach(async ({ browserName: _ }, info) => {
    line = await lay(info.project.use.baseURL ?? "");
  });
  test.afterEach(() => line.close());

  async function ready(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    await page.goto(PAGE);
    await readyOffline(page);
    return page;
  }

  test("what is told is kept sealed, is not called sent, and goes by itself", async ({ browser }, info) => {
    const context = await fresh(browser, info, { baseURL: line.url });
    const page = await ready(context);
    await line.cut();
    await page.reload();
    await expect(page.getByRole("link", { name: "0800 1111" }), "help needs no server").toBeVisible();
    await expect(page.getByText("A grown-up at school reads it when school is open.")).toBeVisible();
    await enter(page, 2);
    await answerAll(page, "Planted story without a network");
    await page.getByRole("button", { name: "Send to school" }).click();
    await expect(heading(page, "Kept here, locked. Not sent yet.")).toBeVisible({ timeout: 20_000 });
    const words = await fiveWords(page);
    await look(page, info, "tell-kept");
    const left = await everything(page);
    expect(left, "something is kept").toContain("hook-lane");
    expect(left, "and nobody can read it").not.toContain("Planted");
    await page.getByRole("button", { name: "Finish, and clear this page" }).click();

    await line.mend();
    await page.goto(PAGE);
    await page.getByRole("button", { name: wordsOf("en")("tell.who.again") }).click();
    await page.locator("form input").fill(words.join(" "));
    await expect(async () => {
      await page.locator("form button[type=submit]").click();
      await expect(page.locator(".thread .mine")).toContainText("Planted story without a network", { timeout: 1500 });
    }).toPass({ timeout: 30_000 });
    await context.close();
  });

  test("every language has its help, and leaving quickly works", async ({ browser }, info) => {
    const context = await fresh(browser, info, { baseURL: line.url });
    const page = await ready(context);
    await line.cut();
    for (const tag of ["pl", "ur", "en-x-easy", "en"]) {
      await page.reload();
      await page.locator(".child-language").click();
      await page.locator(`dialog .tongues button[lang="${tag}"]`).click();
      await expect(page.locator("html")).toHaveAttribute("lang", tag);
      await expect(heading(page, wordsOf(tag)("tell.title"))).toBeVisible();
      await expect(page.getByRole("link", { name: "0800 1111" })).toBeVisible();
      await expect(page.locator(".danger-bar a")).toHaveAttribute("href", "tel:999");
    }
    await page.locator(".way-out button").click();
    await expect(page).toHaveURL(/\/away$/);
    await expect(page.locator("body")).not.toBeEmpty();
    await context.close();
  });
});
