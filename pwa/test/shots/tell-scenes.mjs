// "Tell someone": each form and what comes after it, in the languages that families read.

const tongues = { "": "en", "-pl": "pl", "-ur": "ur", "-easy": "en-x-easy" };
const path = "/s/hook-lane/page";
const sizes = ["phone", "small"];
const inEach = (name, scene) =>
  Object.fromEntries(
    Object.entries(tongues).map(([end, lang]) => [name + end, { sizes, full: true, path, ...scene, lang }]),
  );

const door = nth => async page => {
  await page.locator(".who-are-you button").nth(nth).click();
};
const next = page => page.locator(".steps-foot .button.go").click();
const tile = (page, nth) => page.locator(".picture-tiles label").nth(nth).click();

/** Walks a child's form up to a question, tapping something at each. */
const upTo = (nth, steps) => async page => {
  await door(nth)(page);
  for (let step = 0; step < steps; step++) {
    if ((await page.locator(".picture-tiles label").count()) > 0)
      await tile(page, step === 0 ? (nth === 2 ? 5 : 4) : 0);
    await next(page);
  }
  if ((await page.locator(".picture-tiles label").count()) > 0) await tile(page, 0);
};
const write = async page => {
  await upTo(2, 5)(page);
  await page.locator("textarea").fill("Somebody in a game says I must send a photo. I did not.");
};
const check = async page => {
  await write(page);
  await next(page);
  await tile(page, 0);
  await page.locator(".field input").first().fill("Maja");
  await next(page);
};
const sent = async page => {
  await check(page);
  await page.locator(".child .button.go").first().click();
  await page.locator(".five li").first().waitFor();
};
const back = async page => {
  await page.locator(".child > .button.plain").last().click();
  await page.locator("form input").fill("cat boat apple drum kite");
};
const thread = async page => {
  await back(page);
  await page.locator("form .button.go").click();
  await page.locator(".thread").waitFor();
};

export const tell = {
  ...inEach("tell-first", { ready: page => page.getByText("08:45").first().waitFor() }),
  ...inEach("tell-about", { ready: upTo(0, 0) }),
  ...inEach("tell-whom", { ready: upTo(2, 1) }),
  ...inEach("tell-kinds", { ready: upTo(2, 2) }),
  ...inEach("tell-feel", { ready: upTo(1, 3) }),
  ...inEach("tell-danger", { ready: upTo(1, 4) }),
  ...inEach("tell-story", { ready: write }),
  ...inEach("tell-naming", {
    ready: async page => {
      await write(page);
      await next(page);
      await tile(page, 2);
    },
  }),
  ...inEach("tell-check", { ready: check }),
  ...inEach("tell-sent", { ready: sent }),
  ...inEach("tell-back", { ready: back }),
  ...inEach("tell-thread", { ready: thread }),
  ...inEach("tell-adult", {
    ready: async page => {
      await door(3)(page);
      await tile(page, 1);
    },
  }),
  ...inEach("tell-practice", { path: `${path}?practice`, ready: upTo(1, 3) }),
  "tell-feel-dark": { path, dark: true, sizes, ready: upTo(1, 3) },
  "tell-first-dark": { path, dark: true, full: true, sizes: ["phone"] },
  "tell-sent-dark": { path, dark: true, full: true, sizes: ["phone"], ready: sent },
  "tell-feel-forced": { path, forced: true, sizes: ["phone"], ready: upTo(1, 3) },
  "tell-first-forced": { path, forced: true, full: true, sizes: ["phone"] },
  "tell-sent-print": { path, print: true, full: true, sizes: ["phone"], ready: sent },
  "tell-feel-tablet": { path, sizes: ["tablet"], ready: upTo(1, 3) },
  "tell-failed": {
    path,
    full: true,
    sizes,
    fails: (verb, at) => (verb === "POST" && at.startsWith("/api/tell") ? [503, {}] : undefined),
    ready: async page => {
      await check(page);
      await page.locator(".child .button.go").first().click();
      await page.locator(".problem").waitFor({ timeout: 20_000 });
    },
  },
};
