import { families } from "./families-scenes.mjs";
import { reading } from "./reading-scenes.mjs";
import { tell } from "./tell-scenes.mjs";

/** What to picture: who looks at which address, and what they do there first. */
export const scenes = {
  ...families,
  ...reading,
  "sign-in": { path: "/", ready: page => page.getByRole("button", { name: "Sign in" }).waitFor() },
  link: { path: "/link/abc", ready: page => page.getByLabel("Choose a passphrase").waitFor() },
  "first-run": {
    path: "/first-run/first",
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
  imports: { path: "/import", who: "office", ready: page => page.getByText("Waits for you").waitFor() },
  import: {
    path: "/import/0000000000000000000000i001",
    who: "office",
    full: true,
    ready: page => page.getByText("Row not taken").first().waitFor(),
  },
  "import-leaving": {
    path: "/import/0000000000000000000000i001",
    who: "office",
    ready: page => page.getByRole("button", { name: /^Leaving/ }).click(),
  },
  "import-changed": {
    path: "/import/0000000000000000000000i001",
    who: "office",
    ready: page => page.getByRole("button", { name: /^Changed/ }).click(),
  },
  "import-columns": {
    path: "/import/0000000000000000000000i003",
    who: "office",
    ready: page => page.getByText("Which column is what?").waitFor(),
  },
  "import-done": {
    path: "/import/0000000000000000000000i002",
    who: "office",
    ready: async page => {
      await page.getByRole("button", { name: "Undo this import" }).click();
      await page.getByRole("button", { name: "Undo it" }).click();
      await page.getByText("A device has been logged").waitFor();
    },
  },
  families: { path: "/families", who: "office", ready: page => page.getByText("400 pupils").waitFor() },
  pupil: {
    path: "/pupils/1",
    who: "office",
    full: true,
    ready: page => page.getByText("May collect").first().waitFor(),
  },
  marks: {
    path: "/pupils/1",
    who: "office",
    ready: page => page.getByRole("button", { name: /^Change the marks, Bilal/ }).click(),
  },
  same: { path: "/same-person", who: "office", ready: page => page.getByText("One person: join").waitFor() },
  today: { path: "/today", who: "head", full: true, ready: page => page.getByText("seal").first().waitFor() },
  "today-bg": {
    path: "/today",
    who: "bghead",
    sizes: ["phone"],
    full: true,
    ready: page => page.getByText("Not checked yet").first().waitFor(),
  },
  "today-print": {
    path: "/today",
    who: "head",
    sizes: ["tablet"],
    print: true,
    full: true,
    ready: page => page.getByText("seal").first().waitFor(),
  },
  policy: {
    path: "/policy",
    who: "head",
    full: true,
    ready: page => page.getByText("The sentences behind it").first().click(),
  },
  staff: { path: "/staff", who: "office", ready: page => page.getByText("This is you").waitFor() },
  "staff-link": {
    path: "/staff",
    who: "office",
    ready: async page => {
      await page.getByRole("button", { name: /^Make a link, Mr White/ }).click();
      await page.getByRole("button", { name: "Copy" }).waitFor();
    },
  },
  leave: { path: "/exceptions", who: "head", ready: page => page.getByText("Medical").waitFor() },
  lessons: { path: "/exceptions", who: "teacher", ready: page => page.getByText("not approved").waitFor() },
  who: { path: "/policy", who: "office", ready: page => page.getByRole("button", { name: /Mrs Hall/ }).click() },
  more: {
    path: "/policy",
    who: "head",
    sizes: ["phone"],
    ready: page => page.getByRole("button", { name: "More" }).click(),
  },
  failed: {
    path: "/today",
    who: "head",
    sizes: ["phone"],
    fails: (_method, path) =>
      path.endsWith("today")
        ? [
            500,
            {
              status: 500,
              kind: "internal",
              title: "Something went wrong on our side. Nothing has changed. Try again in a moment.",
            },
          ]
        : undefined,
    ready: page => page.getByRole("button", { name: "Try again" }).waitFor(),
  },
  loading: {
    path: "/today",
    who: "head",
    sizes: ["phone"],
    fails: (_method, path) => (path.endsWith("today") ? "hang" : undefined),
    ready: page => page.locator(".loading").waitFor(),
  },
  "desk-rtl": {
    path: "/desk",
    who: "office",
    lang: "en-x-pseudo",
    sizes: ["phone", "tablet", "small"],
    ready: page => page.getByRole("searchbox").fill("ma"),
  },
  "one-rtl": {
    path: "/confiscations/0000000000000000000000c002",
    who: "office",
    lang: "en-x-pseudo",
    sizes: ["phone"],
    full: true,
    ready: page => page.locator(".choice").first().waitFor(),
  },
  messages: {
    path: "/deliveries",
    who: "messages",
    full: true,
    ready: page => page.getByText("have reached nobody").waitFor(),
  },
  "messages-all": {
    path: "/deliveries?view=all",
    who: "messages",
    full: true,
    ready: page => page.getByText("15 messages").waitFor(),
  },
  "messages-told": {
    path: "/deliveries?kind=confiscated",
    who: "messages",
    ready: async page => {
      await page.getByRole("button", { name: "They know, Amina Hussain" }).click();
      await page.getByText("I rang and spoke to them").click();
      await page.getByRole("button", { name: "Note it" }).click();
      await page.getByText("Mrs Reed has told them").waitFor();
    },
  },
  "messages-none": {
    path: "/deliveries",
    who: "messages",
    sizes: ["phone"],
    fails: (_method, path) => (path.endsWith("/deliveries") ? [200, { items: [], total: 0, by_kind: {} }] : undefined),
    ready: page => page.getByText("Everybody has been reached").waitFor(),
  },
  "messages-round": {
    path: "/deliveries/print",
    who: "messages",
    full: true,
    ready: page => page.getByRole("table").waitFor(),
  },
  "messages-round-print": {
    path: "/deliveries/print",
    who: "messages",
    sizes: ["tablet"],
    print: true,
    ready: page => page.getByRole("table").waitFor(),
  },
  "messages-sheets": {
    path: "/deliveries/print?sheets=0000000000000000000000n001",
    who: "messages",
    full: true,
    ready: page => page.locator(".sheet").first().waitFor(),
  },
  "messages-sheet-print": {
    path: "/deliveries/print?sheets=all&kind=confiscated",
    who: "messages",
    sizes: ["tablet"],
    print: true,
    full: true,
    ready: page => page.locator(".sheet").first().waitFor(),
  },
  "messages-arrive": {
    path: "/deliveries?view=arrive",
    who: "technician",
    full: true,
    ready: page => page.getByRole("table").waitFor(),
  },
  "messages-trial": {
    path: "/deliveries?view=arrive",
    who: "messages",
    ready: async page => {
      await page.getByRole("button", { name: "Send me a test notice" }).click();
      await page.locator(".trial-came").waitFor({ timeout: 25_000 });
    },
  },
  "today-messages": {
    path: "/today",
    who: "messageshead",
    sizes: ["phone"],
    full: true,
    ready: page => page.getByText("Not reached:").waitFor(),
  },
  "messages-rtl": {
    path: "/deliveries",
    who: "messages",
    lang: "en-x-pseudo",
    sizes: ["phone"],
    full: true,
    ready: page => page.locator(".told-whom").first().waitFor(),
  },
  ...tell,
  "desk-forced": { path: "/desk", who: "office", forced: true, ready: page => page.getByRole("searchbox").fill("ma") },
};
