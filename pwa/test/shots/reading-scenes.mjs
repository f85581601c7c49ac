// The readers' room: the list, one concern, its sheets, the lock, the bar on other screens.
import { told1, told4 } from "./reading.mjs";

const who = "lead";
const full = true;
const sizes = ["phone", "tablet"];
const list = { path: "/reading", who, full, sizes, ready: page => page.locator(".one-row").first().waitFor() };
const one = { path: `/reading/${told1}`, who, full, sizes, ready: page => page.locator(".happened").waitFor() };
const sheet = name => ({
  ...one,
  full: false,
  ready: async page => {
    await page.locator(".happened").waitFor();
    await page.getByRole("button", { name }).click();
  },
});

export const reading = {
  "reading-list": list,
  "reading-list-small": { ...list, sizes: ["small"] },
  "reading-list-dark": { ...list, dark: true },
  "reading-list-forced": { ...list, forced: true, sizes: ["phone"] },
  "reading-none": {
    ...list,
    ready: async page => {
      await page.getByRole("button", { name: "Finished" }).click();
      await page.locator(".empty").waitFor();
    },
  },
  "reading-failed": {
    ...list,
    fails: (_verb, at) => (at === "/api/concerns" ? [503, { title: "This does not answer just now." }] : undefined),
    ready: page => page.locator(".problem").waitFor(),
  },
  "reading-loading": { ...list, fails: (_v, at) => (at === "/api/concerns" ? "hang" : undefined), ready: undefined },
  "reading-glass": {
    ...list,
    full: false,
    ready: async page => {
      await page.getByRole("button", { name: "Break the glass" }).click();
    },
  },
  "reading-one": one,
  "reading-one-small": { ...one, sizes: ["small"] },
  "reading-one-dark": { ...one, dark: true },
  "reading-one-print": { ...one, print: true, sizes: ["tablet"] },
  "reading-one-ur": { ...one, path: `/reading/${told4}`, ready: page => page.locator(".who-reads").waitFor() },
  "reading-status": {
    ...one,
    full: false,
    ready: async page => {
      await sheet("Set how far it is").ready(page);
      await page.getByText("We would like to talk").click();
    },
  },
  "reading-from": sheet("Keep it from a colleague"),
  "reading-parents": sheet("Decide about the parents"),
  "reading-device": sheet("Join to a kept device"),
  "reading-answer": sheet("Answer them"),
  "reading-own": {
    ...one,
    full: false,
    ready: async page => {
      await page.locator(".happened").waitFor();
      await page.getByRole("button", { name: "Answer them" }).click();
      await page.getByText("My own words").click();
    },
  },
  "reading-locked": {
    ...one,
    full: false,
    init: { run: () => undefined },
    ready: async page => {
      await page.locator(".happened").waitFor();
      await page.evaluate(() => dispatchEvent(new Event("pagehide")));
      await page.getByRole("button", { name: "Go on" }).waitFor();
    },
  },
  "reading-bar": { path: "/class", who: "waits", sizes, ready: page => page.locator(".waiting-bar").waitFor() },
  "reading-door": {
    path: "/today",
    who,
    full,
    sizes,
    ready: page => page.getByText("These could have to read it").waitFor(),
  },
};
