import { createHmac } from "node:crypto";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page, TestInfo } from "@playwright/test";
import { be, call, fresh, people } from "./house";
import { type Line, lay } from "./line";
import { expect, test } from "./ours";

// Help without a script, without a session and without a network.

const LANGUAGES = ["en", "pl", "ur", "en-x-easy"];

/** A browser in which no script runs. */
async function plain(browser: Browser, info: TestInfo, width = 320): Promise<Page> {
  const viewport = { width, height: 740 };
  return (await fresh(browser, info, { javaScriptEnabled: false, viewport })).newPage();
}

/** What an authenticator shows at that moment (RFC 6238: SHA-1, thirty seconds, six digits). */
function shown(secret: string, at: number): string {
  const bits = [...secret].map(one => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(one).toString(2).padStart(5, "0"));
  const bytes = bits.join("").match(/.{8}/g) ?? [];
  const moving = Buffer.alloc(8);
  moving.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const key = Buffer.from(bytes.map(one => Number.parseInt(one, 2)));
  const sum = createHmac("sha1", key).update(moving).digest();
  const from = (sum[19] ?? 0) & 15;
  return String((sum.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** The head of Hook Lane, who is its safeguarding lead, with the door open. */
async function head(browser: Browser, info: TestInfo): Promise<Page> {
  const page = await be(browser, people.hookHead, info);
  expect((await call(page, "/api/tell-door", { open: true })).status).toBe(200);
  return page;
}

/** The same with a proof of who they are: only once for a server, which keeps what proves it. */
async function lead(browser: Browser, info: TestInfo): Promise<Page> {
  const page = await head(browser, info);
  const made = await call<{ secret: string }>(page, "/api/factor/app", {});
  expect(made.status).toBe(200);
  const code = shown(made.said.secret, Date.now());
  expect((await call(page, "/api/factor/app/confirm", { code })).status).toBe(200);
  return page;
}

test("somebody who reads Urdu tells without a script, comes back with five words and reads a reply", async ({
  browser,
}, info) => {
  const reader = await lead(browser, info);
  const page = await plain(browser, info);
  await page.goto("/s/hook-lane/help?lang=ur");
  await page.locator(".doors a[href*='for=ks2']").click();
  expect(await page.title()).toBe("Lollipop");
  expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
  await page.locator("input[name=kinds][value=stranger]").check();
  await page.locator("input[name=feel][value=worried]").check();
  const story = "ایک اجنبی مجھے پیغام بھیجتا ہے۔";
  await page.locator("textarea[name=story]").fill(story);
  await page.locator("button[type=submit]").click();
  const words = await page.locator(".receipt b").allTextContents();
  expect(words).toHaveLength(5);
  await page.screenshot({ path: `shots/e2e/${info.project.name}-help-receipt-ur.png`, fullPage: true });
  expect(await page.content(), "nothing of what was told stands on the receipt").not.toContain(story);

  const found = await call<{ items: { id: string }[] }>(reader, "/api/concerns/search", { text: "اجنبی" });
  const id = found.said.items[0]?.id ?? "";
  expect((await call(reader, `/api/concerns/${id}`)).status).toBe(200);
  expect((await call(reader, `/api/concerns/${id}/reply`, { phrase: "thank_you" })).status).toBe(200);
  expect((await call(reader, `/api/concerns/${id}/reply`, { words: "Come to my room.", language: "en" })).status).toBe(
    200,
  );

  const later = await plain(browser, info, 390);
  await later.goto("/s/hook-lane/help/back?lang=ur");
  await later.locator("input[name=receipt]").fill(`  ${words.join(", ")}  `);
  await later.locator("button[type=submit]").click();
  await expect(later.locator(".thread li")).toHaveCount(3);
  await expect(later.locator(".thread .mine p")).toHaveText(story);
  await expect(later.locator(".thread li").last().locator("p")).toHaveText("Come to my room.");
  await expect(later.locator(".thread li").last().locator("p")).toHaveAttribute("lang", "en");
  await later.locator("textarea[name=words]").fill("شکریہ۔");
  await later.locator("button[type=submit]").click();
  await expect(later.locator(".thread .mine")).toHaveCount(2);
  await later.screenshot({ path: `shots/e2e/${info.project.name}-help-back-ur.png`, fullPage: true });
  await page.context().close();
  await later.context().close();
  await reader.context().close();
});

test("leaving quickly and going back shows nothing of what was written", async ({ browser }, info) => {
  const reader = await head(browser, info);
  const page = await plain(browser, info, 390);
  await page.goto("/s/hook-lane/help?lang=en&for=ks2");
  await page.locator("textarea[name=story]").fill("Nobody else should read this.");
  await page.locator("input[name=kinds][value=secret]").check();
  await page.locator(".leave a").click();
  await expect(page).toHaveTitle("Times tables");
  expect(await page.content()).not.toMatch(/lollipop|tell someone/i);
  await page.goBack();
  await expect(page.locator("textarea[name=story]")).toHaveValue("");
  await expect(page.locator("input:checked")).toHaveCount(0);
  await page.locator("textarea[name=story]").fill("This is sent.");
  await page.locator("button[type=submit]").click();
  await expect(page.locator(".receipt li")).toHaveCount(5);
  await page.goBack();
  await expect(page.locator("textarea[name=story]")).toHaveValue("");
  await page.context().close();
  await reader.context().close();
});

test("every page of help in every language fits a narrow screen", async ({ browser }, info) => {
  const reader = await head(browser, info);
  for (const lang of LANGUAGES) {
    const page = await (await fresh(browser, info, { viewport: { width: 320, height: 740 } })).newPage();
    const paths = ["/help", "/s/hook-lane/help", "/s/hook-lane/help?for=eyfs", "/s/hook-lane/help?for=adult"];
    for (const path of [...paths, "/s/hook-lane/help/back", "/s/hook-lane/help/ceop"]) {
      await page.goto(`${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
      const over = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
      expect(await page.evaluate(over), `${path} in ${lang}`).toBeLessThanOrEqual(0);
    }
    await page.context().close();
  }
  await reader.context().close();
});

let line: Line | undefined;

test.afterEach(() => line?.close());

test("with the server gone help shows its numbers in every language, and there is a page to leave to", async ({
  browser,
}, info) => {
  line = await lay(info.project.use.baseURL ?? "");
  const page = await (await fresh(browser, info, { baseURL: line.url })).newPage();
  await page.goto("/s/hook-lane/page");
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  const kept = () =>
    page.evaluate(async () => {
      const all = await (await caches.open("help-2")).keys();
      return all.map(one => one.url.slice(location.origin.length));
    });
  const wanted = LANGUAGES.flatMap(lang => [`/help?lang=${lang}`, `/away?lang=${lang}`]);
  await expect.poll(kept).toEqual(expect.arrayContaining(wanted));
  await page.reload(); // the worker has the page now
  await line.cut();
  for (const lang of LANGUAGES) {
    for (const path of ["/help", "/s/hook-lane/help", "/s/hook-lane/help/ceop", "/s/nowhere/help/back"]) {
      await page.goto(`${path}?lang=${lang}`);
      expect(await page.locator("html").getAttribute("lang"), path).toBe(lang);
      await expect(page.locator("a[href='tel:999']")).toBeVisible();
      await expect(page.locator("a[href='tel:08001111']")).toBeVisible();
      await expect(page.locator("a[href^='https://www.ceop.police.uk/']")).toBeVisible();
      await expect(page.locator("form")).toHaveCount(0);
    }
    await page.goto(`/away?lang=${lang}`);
    await expect(page.locator("table").first()).toBeVisible();
    expect(await page.locator("html").getAttribute("lang")).toBe(lang);
  }
  await page.context().close();
});

test("help is what axe wants", async ({ browser }, info) => {
  const reader = await head(browser, info);
  for (const [name, path] of Object.entries({
    help: "/help?lang=en",
    school: "/s/hook-lane/help?lang=ur",
    form: "/s/hook-lane/help?for=ks1&lang=pl",
    adults: "/s/hook-lane/help?for=adult&lang=ur",
    back: "/s/hook-lane/help/back?lang=en",
  })) {
    const page = await (await fresh(browser, info)).newPage();
    await page.goto(path);
    const found = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
      .analyze();
    expect(
      found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.target.join(" ")).join(", ")}`),
      name,
    ).toEqual([]);
    await page.screenshot({ path: `shots/e2e/${info.project.name}-help-${name}.png`, fullPage: true });
    await page.context().close();
  }
  await reader.context().close();
});
