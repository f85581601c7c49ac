import type { BrowserContextOptions, Page } from "@playwright/test";
import { be, done, look, people } from "./house";
import { expect, test } from "./ours";
import { plainWords } from "./plain-words";

// The same screens for everybody: written from the right, on the smallest phone, in colours of the reader's own, in the
// dark, and enlarged to 200 %.

const screens = ["desk", "kept", "device", "today", "policy", "s/hook-lane/page"] as const;

async function open(page: Page, screen: (typeof screens)[number]): Promise<void> {
  if (screen === "device") {
    await page.goto("/confiscations");
    await page.locator('main a[href^="/confiscations/"]').first().click();
    await expect(page).toHaveURL(/confiscations\/./);
  } else {
    await page.goto(screen === "kept" ? "/confiscations" : `/${screen}`);
  }
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("[aria-busy=true], .loading")).toHaveCount(0);
}

const ways: { name: string; options: BrowserContextOptions }[] = [
  { name: "320", options: { viewport: { width: 320, height: 568 } } },
  { name: "forced-colours", options: { forcedColors: "active" } },
  { name: "dark", options: { colorScheme: "dark", reducedMotion: "reduce" } },
  // What 200 % leaves of a screen of 1280 by 740.
  { name: "200-percent", options: { viewport: { width: 640, height: 370 } } },
];

for (const way of ways) {
  test(`every screen fits: ${way.name}`, async ({ browser }, info) => {
    const page = await be(browser, people.hookHead, info, way.options);
    for (const screen of screens) {
      await open(page, screen);
      await look(page, info, `${way.name}-${screen.replaceAll("/", "-")}`);
    }
    await done(page);
  });
}

test("from the right to the left, with no word outside the catalogue", async ({ browser }, info) => {
  const page = await be(browser, people.hookHead, info);
  await page
    .context()
    .addCookies([{ name: "lang", value: "en-x-pseudo", url: new URL(info.project.use.baseURL ?? "").origin }]);
  for (const screen of screens) {
    await open(page, screen);
    await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
    await expect(page.locator("html")).toHaveAttribute("lang", "en-x-pseudo");
    expect(await plainWords(page), `${screen} speaks English`).toEqual([]);
    await look(page, info, `pseudo-${screen.replaceAll("/", "-")}`);
  }
  await done(page);
});
