import { AxeBuilder } from "@axe-core/playwright";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Page,
  type TestInfo,
} from "@playwright/test";

/** A person of the demo, by the words of its page. */
export interface Person {
  school: "Hook Lane" | "Beaver Road";
  role: RegExp;
}

export const people = {
  hookOffice: { school: "Hook Lane", role: /office secretary/ },
  hookTeacher: { school: "Hook Lane", role: /class teacher/ },
  hookHead: { school: "Hook Lane", role: /safeguarding lead and head/ },
  hookDeputy: { school: "Hook Lane", role: /deputy safeguarding lead/ },
  roadOffice: { school: "Beaver Road", role: /office secretary/ },
  roadTeacher: { school: "Beaver Road", role: /class teacher/ },
  roadLead: { school: "Beaver Road", role: /· designated safeguarding lead/ },
  roadDeputy: { school: "Beaver Road", role: /deputy safeguarding lead/ },
  hookChair: { school: "Hook Lane", role: /chair of governors/ },
  roadHead: { school: "Beaver Road", role: /· head/ },
  urdu: { school: "Hook Lane", role: /reads Urdu/ },
  polish: { school: "Hook Lane", role: /reads Polish/ },
  three: { school: "Hook Lane", role: /has three children/ },
  fosterCarer: { school: "Hook Lane", role: /foster carer/ },
  stepfather: { school: "Hook Lane", role: /stepfather/ },
  oneOfTwo: { school: "Hook Lane", role: /at both schools/ },
  otherOfTwo: { school: "Beaver Road", role: /at both schools/ },
} satisfies Record<string, Person>;

/** A family to be: an adult of the demo's page, with what their letter from school says. */
export interface Letter {
  name: string;
  /** The address that the QR code holds, "/l/…". */
  path: string;
  /** The code as it is printed. */
  code: string;
  /** The child's birthday that it asks. */
  day: string;
  month: number;
}

const MONTHS = "January February March April May June July August September October November December".split(" ");

/** A parent or carer of the demo, by the words of its page, and their letter: one that works now. */
export async function letterOf(browser: Browser, who: Person, info: TestInfo): Promise<Letter> {
  const page = await (await fresh(browser, info)).newPage();
  await page.goto("/demo");
  const line = page.getByRole("listitem").filter({ hasText: who.school }).filter({ hasText: who.role });
  const link = line.getByRole("link");
  const path = (await link.getAttribute("href")) ?? "";
  const [, code = "", day = "", month = ""] =
    /([0-9A-Z]{5}-[0-9A-Z]{5}).*: (\d+) ([A-Z][a-z]+)/s.exec((await line.textContent()) ?? "") ?? [];
  const letter = { name: (await link.textContent()) ?? "", path, code, day, month: MONTHS.indexOf(month) + 1 };
  await page.context().close();
  expect(letter.month, `${letter.name} has a letter`).toBeGreaterThan(0);
  return letter;
}

/** What went wrong in a page that nobody looked at: errors in the console, refused styles, failed requests, strangers. */
const noise = new WeakMap<Page, string[]>();

/** A device that nobody has used, of the size that is being tried. */
export function fresh(browser: Browser, info: TestInfo, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const { baseURL = "", viewport = null } = info.project.use;
  return browser.newContext({ baseURL, viewport, locale: "en-GB", timezoneId: "Europe/London", ...options });
}

/** A new device in that person's hand, signed in by a one-time link of the demo. */
export async function be(
  browser: Browser,
  who: Person,
  info: TestInfo,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await fresh(browser, info, options);
  const page = await context.newPage();
  listen(page, info);
  await page.goto("/demo");
  const line = page.getByRole("listitem").filter({ hasText: who.school }).filter({ hasText: who.role });
  await line.getByRole("link").click();
  await page.getByRole("button", { name: "Come in" }).click();
  await expect(page).not.toHaveURL(/link/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  return page;
}

/** Collects what a page complains about. A request to anybody else's server is a fault of ours. */
export function listen(page: Page, info: TestInfo): void {
  const heard: string[] = [];
  noise.set(page, heard);
  const own = new URL(info.project.use.baseURL ?? "").origin;
  page.on("console", message => {
    // The browser reports every answer of 4xx; whether those were meant, the tests say themselves.
    if (message.type() === "error" && !message.text().includes("Failed to load resource")) heard.push(message.text());
  });
  page.on("pageerror", error => heard.push(String(error)));
  page.on("request", request => {
    const url = request.url();
    if (!url.startsWith(own) && !url.startsWith("data:") && !url.startsWith("blob:")) heard.push(`request to ${url}`);
  });
  page.on("response", answer => {
    if (answer.status() >= 500) heard.push(`${answer.status()} from ${new URL(answer.url()).pathname}`);
  });
}

/** A telephone that nobody has used, with its own language. */
export async function phone(browser: Browser, info: TestInfo, locale = "en-GB"): Promise<Page> {
  const page = await (await fresh(browser, info, { locale })).newPage();
  listen(page, info);
  return page;
}

/** Opens a letter and answers what it asks. */
export async function open(page: Page, letter: Letter): Promise<void> {
  await page.goto(letter.path);
  const form = page.locator("form").filter({ has: page.locator("fieldset.birthday") });
  await form.getByRole("textbox").fill(letter.day);
  await form.getByRole("combobox").selectOption(String(letter.month));
  await form.locator("button[type=submit]").click();
}

/** Comes in by a letter, up to what the school asks. */
export async function comeIn(page: Page, letter: Letter): Promise<void> {
  await open(page, letter);
  await expect(page).toHaveURL(/\/sitting\//);
  await expect(page.locator(".sitting")).toBeVisible();
}

/** Ends a person's turn: nothing was complained about. */
export async function done(page: Page): Promise<void> {
  expect(noise.get(page) ?? []).toEqual([]);
  await page.context().close();
}

/** Asks the server as the page's own person would, past the screens; `as` is the adult who acts. */
export async function call<T>(
  page: Page,
  address: string,
  body?: object,
  as = "",
): Promise<{ status: number; said: T }> {
  const asked = { address, body: body && JSON.stringify(body), as };
  return page.evaluate(async ({ address, body, as }) => {
    const letters = "0123456789abcdefghjkmnpqrstvwxyz";
    const op = [...crypto.getRandomValues(new Uint8Array(25))].map(byte => letters[byte % 32]).join("");
    const headers: Record<string, string> = as ? { As: as } : {};
    const change = {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json", "Operation-Id": `0${op}` },
    };
    const answer = await fetch(address, body === undefined ? { headers } : { ...change, body });
    return { status: answer.status, said: (await answer.json()) as T };
  }, asked);
}

/** Moves the demo's clock to a time of its day, as the bar on the page does, and draws the screen anew. */
export async function clock(page: Page, time: string): Promise<void> {
  const told = await call<{ at: string }>(page, "/api/demo/clock");
  // The browser is in London wherever the tests run.
  const at = await page.evaluate(
    ([day, time]) => {
      const there = new Date(day);
      const [hour = 0, minute = 0] = time.split(":").map(Number);
      there.setHours(hour, minute, 0, 0);
      return there.toISOString();
    },
    [told.said.at, time] as const,
  );
  const moved = await call(page, "/api/demo/clock", { at });
  expect(moved.status).toBe(200);
  await page.reload();
}

/** Looks at a screen as axe does, and keeps a picture of it. */
export async function look(page: Page, info: TestInfo, name: string): Promise<void> {
  await expect(page.locator("[aria-busy=true], .loading")).toHaveCount(0);
  await page.screenshot({ path: `shots/e2e/${info.project.name}-${name}.png` });
  // axe sees the whole screen at once: what lies under the bar while it scrolls by is no small target.
  const size = page.viewportSize() ?? { width: 360, height: 740 };
  const tall = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: size.width, height: Math.max(size.height, Math.min(tall + 200, 12_000)) });
  const found = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(
    found.violations.map(one => `${one.id}: ${one.help} ${one.nodes.map(node => node.target.join(" ")).join(", ")}`),
    `axe on ${name}`,
  ).toEqual([]);
  await page.setViewportSize(size);
  // Nothing is wider than the screen: no sideways scrolling at any size.
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
  // The form behind the coin has its way out in the coin's place.
  const tell = page.locator("a.tell[href*='/help'], a.tell[href$='/page'], .way-out button");
  await expect(tell.first(), `${name} has the way to tell someone`).toBeVisible();
}
