/** What to picture: who looks at which address, and what they do there first. */
export const scenes = {
  "sign-in": { path: "/", ready: page => page.getByRole("button", { name: "Sign in" }).waitFor() },
  link: { path: "/link/abc", ready: page => page.getByLabel("Choose a passphrase").waitFor() },
  "first-run": {
    path: "/first-run/abc",
    full: true,
    ready: page => page.getByRole("button", { name: "Set up" }).waitFor(),
  },
  nowhere: {
    path: "/nowhere",
    who: "office",
    ready: page => page.getByRole("link", { name: "Go to the start" }).waitFor(),
  },
  desk: {
    path: "/desk",
    who: "office",
    ready: async page => {
      await page.getByRole("searchbox").fill("ma");
      await page
        .getByRole("button", { name: /^Hand in, Maja/ })
        .first()
        .click();
      await page.getByText("Saved").waitFor();
    },
  },
  "desk-empty": {
    path: "/desk",
    who: "office",
    sizes: ["phone", "small"],
    ready: page => page.getByText("Who is there?").waitFor(),
  },
  "desk-home": {
    path: "/desk",
    who: "office",
    ready: page => page.getByRole("button", { name: "Going home" }).click(),
  },
  "desk-class": {
    path: "/desk",
    who: "office",
    dark: true,
    ready: page => page.getByRole("button", { name: "Everest" }).click(),
  },
  "desk-other": {
    path: "/desk",
    who: "office",
    ready: async page => {
      await page.getByRole("searchbox").fill("zof");
      await page
        .getByRole("button", { name: /^Something else/ })
        .first()
        .click();
    },
  },
  "desk-lost": {
    path: "/desk",
    who: "office",
    sizes: ["phone"],
    fails: (_method, path) =>
      path.endsWith("hand-in")
        ? [
            503,
            {
              status: 503,
              kind: "unavailable",
              title: "It could not be kept just now. Nothing has changed: try again in a moment.",
            },
          ]
        : undefined,
    ready: async page => {
      await page.getByRole("searchbox").fill("zof");
      await page
        .getByRole("button", { name: /^Hand in/ })
        .first()
        .click();
      await page.getByText("Not saved").waitFor({ timeout: 15000 });
    },
  },
  check: {
    path: "/class-check",
    who: "bgteacher",
    ready: page =>
      page
        .getByRole("button", { name: /^Exception, / })
        .nth(1)
        .click()
        .then(() => page.getByRole("button", { name: "In use" }).click()),
  },
  "check-done": {
    path: "/class-check",
    who: "bgoffice",
    ready: page => page.getByRole("button", { name: "Oak" }).click(),
  },
  class: {
    path: "/class",
    who: "teacher",
    ready: page =>
      page
        .getByRole("button", { name: /^Keep phone/ })
        .first()
        .waitFor(),
  },
  taking: {
    path: "/class",
    who: "teacher",
    ready: async page => {
      await page
        .getByRole("button", { name: /^Keep phone/ })
        .first()
        .click();
      await page.getByText("The phone rules").click();
      await page.getByText("Not yet").click();
    },
  },
  "taking-held": {
    path: "/class",
    who: "teacher",
    ready: async page => {
      await page
        .getByRole("button", { name: /^Keep phone/ })
        .first()
        .click();
      await page.getByText("Child protection").click();
    },
  },
  kept: { path: "/confiscations", who: "office", ready: page => page.getByText("Can go home").waitFor() },
  "kept-none": {
    path: "/confiscations",
    who: "office",
    sizes: ["phone"],
    ready: page => page.getByRole("button", { name: "Gone home" }).click(),
  },
  "one-not-yet": {
    path: "/confiscations/0000000000000000000000c001",
    who: "office",
    full: true,
    ready: async page => {
      await page.getByRole("button", { name: /asks for it/ }).click();
      await page.getByText("Not to the pupil").waitFor();
    },
  },
  "one-release": {
    path: "/confiscations/0000000000000000000000c002",
    who: "office",
    full: true,
    ready: page => page.getByText("Amina Hussain").first().click(),
  },
  "one-raced": {
    path: "/confiscations/0000000000000000000000c002",
    who: "office",
    sizes: ["phone"],
    ready: async page => {
      await page.getByText("Amina Hussain").first().click();
      await page.getByRole("button", { name: "Release it" }).click();
      await page.getByText("released this device").scrollIntoViewIfNeeded();
    },
  },
  "one-held": {
    path: "/confiscations/0000000000000000000000c003",
    who: "office",
    ready: page => page.getByText("Rarely needed").waitFor(),
  },
  "one-held-team": {
    path: "/confiscations/0000000000000000000000c003",
    who: "head",
    full: true,
    ready: page => page.getByRole("button", { name: /Decide about/ }).click(),
  },
  "one-contact": {
    path: "/confiscations/0000000000000000000000c004",
    who: "bgoffice",
    full: true,
    ready: page => page.getByText("We spoke").waitFor(),
  },
  "one-teacher": {
    path: "/confiscations/0000000000000000000000c001",
    who: "teacher",
    sizes: ["phone"],
    ready: page => page.getByText("What happens next").waitFor(),
  },
  search: {
    path: "/confiscations/0000000000000000000000c002",
    who: "bghead",
    ready: async page => {
      await page.getByRole("button", { name: "Record a search" }).click();
      await page.getByText("A parent or carer").click();
    },
  },
};
