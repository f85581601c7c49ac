import type { Browser, BrowserContext, Page, TestInfo } from "@playwright/test";
import { corpus, screens, textFields } from "./corpus";
import { be, call, comeIn, fresh, letterOf, people } from "./house";
import { expect, test } from "./ours";

// What anybody may write is shown as they wrote it, to everybody, and is never run: each text field holds each line of
// the corpus or refuses it in words, and then every screen is opened by everybody who may come in.
test.describe.configure({ mode: "serial", timeout: 240_000 });

/** Texts that choose a thing by its id, code, key or tag: nobody's words, and shown to nobody. */
const chosen =
  / (.*\.)?(keep|merge|pupil|pupils\[\]|document|edition|version|language|key|adult|adults\[\]|yes\[\]|class|code|device|kind|ground|seen|leavers\[\]|columns\.\*|parent|witness|staff|preset|slug|token|school|statement)$/;

/** Texts that are checked and kept apart: secrets, addresses of people and of devices. */
const checked = / (passphrase|email|phone|endpoint|auth|p256dh|replaces)$/;

/** Where people's own words go in, and what fills them. A new field stands here before this file passes. */
const words = [
  "post /api/aup/decline words",
  "post /api/aup/documents/{document}/publish intro",
  "post /api/aup/documents/{document}/publish statements[].text",
  "post /api/aup/documents/{document}/publish title",
  "post /api/aup/questions words",
  "post /api/aup/signatures/{id}/withdraw reason",
  "post /api/calls words",
  "post /api/confiscations reason",
  "post /api/confiscations stored",
  "post /api/confiscations/{id}/hold reason",
  "post /api/confiscations/{id}/police officer",
  "post /api/confiscations/{id}/police reference",
  "post /api/confiscations/{id}/tell reason",
  "post /api/desk/hand-in colour",
  "post /api/desk/hand-in condition",
  "post /api/desk/hand-in label",
  "post /api/first-run name",
  "post /api/first-run school_name",
  "post /api/policy/reasons reason",
  "post /api/staff-leave reason",
  "post /api/uses activity",
];

/** Counts what a page's policy stopped, what ran, what opened a dialog, and what left the page. */
async function guard(context: BrowserContext, faults: string[]): Promise<void> {
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", event =>
      console.error(`violation of Content Security Policy: ${event.violatedDirective} ${event.sample}`),
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

async function put(page: Page, file: string, text: string): Promise<{ status: number; id: string }> {
  return page.evaluate(
    async ({ file, text }) => {
      const letters = "0123456789abcdefghjkmnpqrstvwxyz";
      const op = [...crypto.getRandomValues(new Uint8Array(25))].map(byte => letters[byte % 32]).join("");
      const answer = await fetch(`/api/imports/${file}?name=${encodeURIComponent("<img src=x>.csv")}`, {
        method: "PUT",
        headers: { "Content-Type": "application/octet-stream", "Operation-Id": `0${op}` },
        body: text,
      });
      const { id = "" } = (await answer.json()) as { id?: string };
      return { status: answer.status, id };
    },
    { file, text },
  );
}

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Files of pupils with their carers, and of staff, whose names are lines of the corpus. */
const pupilsFile = () =>
  [
    "Legal Surname,Legal Forename,Preferred Forename,DOB,Year Group,Registration Group,Contact Forename,Contact Surname,Contact Relationship,Contact Priority,Contact Mobile,Contact Email",
    ...corpus.map(line =>
      [line, "Ann", line, "06/09/2018", "Year 3", line, line, "Lee", line, "1", line, line].map(cell).join(","),
    ),
  ].join("\r\n");
const staffFile = () =>
  [
    "Staff Code,Title,Forename,Surname,Email,Role,Registration Group",
    ...corpus.map(line => [line, line, "Ann", line, line, line, line].map(cell).join(",")),
  ].join("\r\n");

const things: Record<string, string> = {};
const kept = new Set<string>();

/** Asks with every line at once, and holds that each is kept or refused in words: never a fault of the server. */
async function write(page: Page, field: string, address: string, body: (line: string, nth: number) => object) {
  const bodies = corpus.map((line, nth) => JSON.stringify(body(line, nth)));
  const said = await page.evaluate(
    ({ address, bodies }) =>
      Promise.all(
        bodies.map(async body => {
          const letters = "0123456789abcdefghjkmnpqrstvwxyz";
          const op = [...crypto.getRandomValues(new Uint8Array(25))].map(byte => letters[byte % 32]).join("");
          const headers = { "Content-Type": "application/json", "Operation-Id": `0${op}` };
          return (await fetch(address, { method: "POST", headers, body })).status;
        }),
      ),
    { address, bodies },
  );
  for (const [nth, status] of said.entries()) {
    expect(status, `${field} with ${JSON.stringify(corpus[nth])}`).toBeLessThan(500);
  }
  if (said.some(status => status < 300)) kept.add(field);
}

test("the table has every text field of the product", () => {
  const all = textFields();
  const own = all.filter(field => !chosen.test(field) && !checked.test(field));
  expect(own).toEqual([...words].sort());
  expect(all.length).toBeGreaterThan(own.length);
  expect(screens().length).toBeGreaterThan(40);
});

test("each line of the corpus is kept or refused, wherever words go in", async ({ browser }, info) => {
  const office = await be(browser, people.hookOffice, info);
  const desk = (await call<{ pupils: { id: string; class: string }[] }>(office, "/api/desk")).said.pupils;
  const [pupil = { id: "", class: "" }] = desk;
  for (const field of ["colour", "condition", "label"]) {
    await write(office, `post /api/desk/hand-in ${field}`, "/api/desk/hand-in", (line, nth) => ({
      pupil: desk[nth % desk.length]?.id,
      [field]: line,
    }));
  }
  for (const [kind, file] of [
    ["pupils", pupilsFile()],
    ["staff", staffFile()],
  ] as const) {
    const read = await put(office, kind, file);
    expect(read.status, `a file of ${kind}`).toBeLessThan(500);
    if (read.id) {
      things[`/import/:id ${kind}`] = read.id;
      const brought = await call(office, `/api/imports/${read.id}/apply`, { good_rows_only: true, leavers: [] });
      expect(brought.status).toBeLessThan(500);
    }
  }
  const teacher = await be(browser, people.hookTeacher, info);
  const head = await be(browser, people.hookHead, info);
  const taking = { pupil: pupil.id, ground: "breach", tell_parents: "yes" };
  await write(head, "post /api/confiscations stored", "/api/confiscations", line => ({ ...taking, stored: line }));
  await write(head, "post /api/confiscations reason", "/api/confiscations", line => ({
    ...taking,
    stored: "safe",
    reason: line,
  }));
  const open = (await call<{ items: { id: string }[] }>(head, "/api/confiscations?open=true")).said.items;
  const id = open[0]?.id ?? "";
  expect(id).not.toBe("");
  things["/confiscations/:id"] = id;
  things["/pupils/:id"] = pupil.id;
  const at = `/api/confiscations/${id}`;
  const hold = "post /api/confiscations/{id}/hold reason";
  await write(head, hold, `${at}/hold`, line => ({ lift: false, reason: line }));
  const tell = "post /api/confiscations/{id}/tell reason";
  await write(head, tell, `${at}/tell`, line => ({ decision: "not_yet", reason: line }));
  for (const field of ["officer", "reference"]) {
    await write(head, `post /api/confiscations/{id}/police ${field}`, `${at}/police`, line => ({
      officer: "PC 9",
      reference: "1",
      [field]: line,
    }));
  }
  await write(head, "post /api/policy/reasons reason", "/api/policy/reasons", line => ({
    code: "practice.phones_in_lessons",
    reason: line,
  }));
  const staff = (await call<{ items: { id: string; name: string; roles: string[] }[] }>(head, "/api/staff")).said.items;
  const days = { from: "2026-11-30", till: "2026-12-01" };
  await write(head, "post /api/staff-leave reason", "/api/staff-leave", line => ({
    staff: staff[0]?.id,
    in_writing: true,
    reason: line,
    ...days,
  }));
  await write(teacher, "post /api/uses activity", "/api/uses", line => ({
    class: "Everest",
    activity: line,
    on: "2026-12-01",
    risk_assessed: true,
  }));
  const text = { title: "Our part", intro: "Please read this.", text: "School looks at its computers." };
  for (const [field, name] of [
    ["title", "title"],
    ["intro", "intro"],
    ["text", "statements[].text"],
  ]) {
    await write(
      head,
      `post /api/aup/documents/{document}/publish ${name}`,
      "/api/aup/documents/parents/publish",
      line => {
        const with_ = { ...text, [field ?? ""]: line };
        return { title: with_.title, intro: with_.intro, statements: [{ key: "monitored", text: with_.text }] };
      },
    );
  }
  expect(kept.size, "fields that kept a line").toBeGreaterThan(6);
  for (const page of [office, teacher, head]) await page.context().close();
});

/** Somebody who may come in, on a device of their own. */
const roles: Record<string, (browser: Browser, info: TestInfo) => Promise<Page>> = {
  office: (browser, info) => be(browser, people.hookOffice, info),
  teacher: (browser, info) => be(browser, people.hookTeacher, info),
  "head and safeguarding lead": (browser, info) => be(browser, people.hookHead, info),
  deputy: (browser, info) => be(browser, people.hookDeputy, info),
  parent: async (browser, info) => {
    const letter = await letterOf(browser, people.polish, info);
    const page = await (await fresh(browser, info)).newPage();
    await comeIn(page, letter);
    return page;
  },
  nobody: async (browser, info) => (await fresh(browser, info)).newPage(),
};

for (const [role, come] of Object.entries(roles)) {
  test(`nothing of the corpus runs for: ${role}`, async ({ browser }, info) => {
    const faults: string[] = [];
    const page = await come(browser, info);
    await guard(page.context(), faults);
    for (const screen of [...screens(), "/help", "/s/hook-lane/help"]) {
      const ids = Object.entries(things).filter(([at]) => at.split(" ")[0] === screen);
      const paths = ids.length ? ids.map(([, id]) => screen.replace(":id", id)) : [screen.replace(/:\w+/g, "none")];
      for (const path of paths) {
        await page.goto(path);
        await expect(page.locator("[aria-busy=true], .loading"), `${path} is drawn`).toHaveCount(0);
        const found = await page.evaluate(() => ({
          ran: "ranOfCorpus" in window,
          made: document.querySelectorAll(".of-corpus, [onerror], [onload], [onfocus], [href^='javascript:' i]").length,
          origin: location.origin,
        }));
        expect(found, `${role} at ${path}`).toEqual({
          ran: false,
          made: 0,
          origin: new URL(info.project.use.baseURL ?? "").origin,
        });
        expect(page.url(), path).not.toContain("of-corpus");
        expect(faults, `${role} at ${path}`).toEqual([]);
      }
    }
    // The counter counts: one violation of ours is seen.
    await page.goto("/sign-in");
    await page.evaluate(() => document.body.setAttribute("style", "color: red"));
    await expect.poll(() => faults.length).toBeGreaterThan(0);
    await page.context().close();
  });
}
