import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { corpus, kept, NAMES, NUL, packed, SHORTEST, TURNED, textsOf } from "./corpus";
import { type Answer, Asker, type Demo } from "./script-ask";

/** What a text refuses of the corpus: NUL alone, or what turns the writing round as well. */
type Refuses = "nul" | "turned";

/** Where people's own words go in, and what each refuses. A new field stands here before the test of the table passes. */
export const WORDS: Record<string, Refuses> = {
  "post /api/aup/decline words": "nul",
  "post /api/aup/documents/{document}/publish intro": "turned",
  "post /api/aup/documents/{document}/publish statements[].text": "turned",
  "post /api/aup/documents/{document}/publish title": "turned",
  "post /api/aup/questions words": "nul",
  "post /api/aup/signatures/{id}/withdraw reason": "nul",
  "post /api/calls words": "nul",
  "post /api/confiscations reason": "nul",
  "post /api/confiscations stored": "nul",
  "post /api/confiscations/{id}/hold reason": "nul",
  "post /api/confiscations/{id}/police officer": "nul",
  "post /api/confiscations/{id}/police reference": "nul",
  "post /api/confiscations/{id}/tell reason": "nul",
  "post /api/desk/hand-in colour": "nul",
  "post /api/desk/hand-in condition": "nul",
  "post /api/desk/hand-in label": "nul",
  "post /api/first-run name": "turned",
  "post /api/first-run school_name": "turned",
  "post /api/policy/reasons reason": "nul",
  "post /api/staff-leave reason": "nul",
  "post /api/uses activity": "nul",
};

/** What is kept for the record, and shown on no screen: that it was kept is its answer's word. */
const UNSHOWN = ["post /api/confiscations/{id}/hold reason", "post /api/desk/hand-in condition"];

/** What was kept and what was refused of the corpus, field by field: each line is in one of the two. */
export type Filled = Record<string, { kept: string[]; refused: string[] }>;

/** What the corpus comes to in a field that refuses so much. */
export function due(refuses: Refuses): { kept: string[]; refused: string[] } {
  const no = refuses === "nul" ? [NUL] : [...TURNED, NUL];
  return { kept: corpus.filter(line => !no.includes(line)).sort(), refused: [...no].sort() };
}

/** Real things, for the screens that show one: "/confiscations/:id" and the paths of some. */
export type Things = Record<string, string[]>;

async function inTurns<T, R>(all: T[], does: (one: T, nth: number) => Promise<R>): Promise<R[]> {
  const made: R[] = [];
  for (let at = 0; at < all.length; at += 8) {
    made.push(...(await Promise.all(all.slice(at, at + 8).map((one, nth) => does(one, at + nth)))));
  }
  return made;
}

/** Lets one thing happen after another, where an answer tells only of the newest. */
function queue(): <T>(does: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return does => {
    const next = last.then(does);
    last = next;
    return next;
  };
}

/** One line to each text, for those that hold 60 characters. */
const single = corpus.map(line => [line]);

class Filling {
  readonly filled: Filled = {};

  /**
   * Sends the corpus to a field, a text a pack. A refusal has to be the field's own: what the state of a thing refuses
   * says nothing of the text. What was kept has to be read again: in the answer, or in what `reads` brings.
   */
  async tell(
    field: string,
    packs: string[][],
    send: (text: string, nth: number) => Promise<Answer>,
    reads?: () => Promise<unknown>,
  ): Promise<Answer[]> {
    const own = field.split(/[ .[]+/)[2] ?? "";
    const said = await inTurns(packs, (pack, nth) => send(pack.join(" "), nth));
    const all = reads && textsOf(await reads());
    const one = { kept: [] as string[], refused: [] as string[] };
    for (const [nth, answer] of said.entries()) {
      const pack = packs[nth] ?? [];
      const what = `${field} with ${JSON.stringify(pack)}: ${answer.status} ${JSON.stringify(answer.said).slice(0, 300)}`;
      if (answer.status < 300) {
        const text = kept(pack.join(" "));
        const there = UNSHOWN.includes(field) || (all ?? textsOf(answer.said)).some(found => found.includes(text));
        expect(there, `what was kept is read again: ${what}`).toBe(true);
        one.kept.push(...pack);
      } else {
        expect(answer.status, what).toBe(422);
        if (pack.join() !== NUL) expect(answer.field, what).toBe(own);
        one.refused.push(...pack);
      }
    }
    one.kept.sort();
    one.refused.sort();
    this.filled[field] = one;
    return said;
  }
}

/** A unique pupil number that no child of the demo has. */
function upn(nth: number): string {
  const digits = `98765${String(nth).padStart(7, "0")}`;
  const sum = [...digits].reduce((sum, digit, at) => sum + Number(digit) * (at + 2), 0);
  return `${"ABCDEFGHJKLMNPQRTUVWXYZ"[sum % 23]}${digits}`;
}

interface Preview {
  id: string;
  seen: string;
  problems: { row: number; header: string; weight: string; title: string }[];
}

const table = (rows: string[][]) =>
  rows.map(row => row.map(text => `"${text.replaceAll('"', '""')}"`).join(",")).join("\r\n");

/** Reads a file in, holds which cells are refused, and brings in the rest. */
async function bring(
  office: Asker,
  kind: string,
  rows: string[][],
  refused: Record<string, string[]>,
): Promise<string> {
  const at = `/api/imports/${kind}?name=${encodeURIComponent("<img class=oc src=x onerror=oc=1>.csv")}`;
  const nul = await office.ask(at, table([...rows, (rows[1] ?? []).map(() => NUL)]));
  expect(nul.status, `a file of ${kind} that holds NUL`).toBe(422);
  const read = await office.get<Preview>(at, table(rows));
  for (const [header, lines] of Object.entries(refused)) {
    const column = rows[0]?.indexOf(header) ?? -1;
    const found = read.problems.filter(one => one.header === header && /stops|left_out/.test(one.weight));
    expect(found.map(one => rows[one.row - 1]?.[column]).sort(), `${header} in a file of ${kind}`).toEqual(
      [...lines].sort(),
    );
  }
  await office.get(`/api/imports/${read.id}/apply`, { good_rows_only: true, leavers: [], seen: read.seen });
  return read.id;
}

const inFiles = corpus.filter(line => line !== NUL).map(kept);
const noNames = inFiles.filter(line => !NAMES.includes(line));

/** Files of pupils with their carers, and of staff: each line as a name, and beside one. */
async function bringPeople(office: Asker, head: Asker, things: Things): Promise<void> {
  const pupils = [
    "UPN,Legal Surname,Legal Forename,Preferred Forename,DOB,Year Group,Registration Group,First Language,Contact Title,Contact Forename,Contact Surname,Contact Relationship,Contact Priority,Court Order,Contact Mobile".split(
      ",",
    ),
  ];
  const carer = (nth: number) => ["1", "", `0770090${String(1000 + nth).slice(-4)}`];
  for (const [nth, line] of inFiles.entries()) {
    const plain = ["06/09/2018", "Year 3", "Robin", "English", "Ms", "Kay", "Vane", "Mother", ...carer(nth)];
    pupils.push([upn(nth), line, "Ann", "", ...plain]);
  }
  for (const [nth, line] of inFiles.entries()) {
    const beside = ["06/09/2018", "Year 3", line, line, "Ms", "Kay", "Vane", "Mother", ...carer(100 + nth)];
    pupils.push([upn(100 + nth), "Reed", "Bea", "", ...beside]);
    const carers = ["06/09/2018", "Year 3", "Robin", "English", line, "Dee", "Vane", line, ...carer(300 + nth)];
    pupils.push([upn(300 + nth), "Reed", "Eve", "", ...carers]);
  }
  for (const [nth, line] of inFiles.entries()) {
    const carers = ["06/09/2018", "Year 3", "Robin", "English", "Ms", line, "Vane", "Mother", "1", line];
    pupils.push([upn(200 + nth), "Moss", "Cai", line, ...carers, `0770090${String(1200 + nth).slice(-4)}`]);
  }
  const brought = await bring(office, "pupils", pupils, {
    "Legal Surname": noNames,
    "Registration Group": TURNED,
    "Contact Title": TURNED,
    "Contact Relationship": TURNED,
    "Preferred Forename": noNames,
    "Contact Forename": noNames,
  });
  const staff = ["Staff Code,Title,Forename,Surname,Email,Role,Registration Group".split(",")];
  for (const [nth, line] of inFiles.entries()) {
    staff.push([`X${nth}`, "Ms", "Ann", line, `x${nth}@hook-lane.sch.example`, "Teaching Assistant", "Robin"]);
    staff.push([`Y${nth}`, line, "Ann", "Reed", `y${nth}@hook-lane.sch.example`, "Teaching Assistant", line]);
  }
  const joined = await bring(head, "staff", staff, {
    Surname: noNames,
    Title: TURNED,
    "Registration Group": TURNED,
  });
  things["/import/:id"] = [`/import/${brought}`, `/import/${joined}`];
  const desk = await office.get<{ pupils: { id: string; name: string; class: string }[] }>("/api/desk");
  const shown = textsOf(desk);
  for (const name of NAMES)
    expect(
      shown.some(text => text.includes(kept(name))),
      `a child ${name}`,
    ).toBe(true);
  for (const line of inFiles.filter(line => !TURNED.includes(line))) expect(shown, "as a class").toContain(line);
  const named = (name: string) => desk.pupils.find(one => one.name.includes(name) || one.class === name)?.id ?? "";
  const shownAs = [...NAMES, inFiles[0] ?? "", inFiles[2] ?? ""].map(named);
  expect(shownAs).not.toContain("");
  things["/pupils/:id"] = shownAs.map(id => `/pupils/${id}`);
}

/** What stands at the desk, and what the school took: a child for each line, so that no device's state refuses one. */
async function fillCustody(of: Filling, office: Asker, head: Asker, things: Things): Promise<void> {
  type Desk = { pupils: { id: string; device?: object }[] };
  const free = (await office.get<Desk>("/api/desk")).pupils.filter(one => !one.device).map(one => one.id);
  const child = () => free.pop() ?? "";
  for (const field of ["label", "colour", "condition"]) {
    await of.tell(`post /api/desk/hand-in ${field}`, single, text =>
      office.ask("/api/desk/hand-in", { pupil: child(), [field]: text }),
    );
  }
  const taking = { ground: "breach", stored: "safe", tell_parents: "yes" };
  const ids = async (packs: string[][]) =>
    inTurns(
      packs,
      async () => (await head.get<{ id: string }>("/api/confiscations", { ...taking, pupil: child() })).id,
    );
  const stored = await of.tell("post /api/confiscations stored", single, text =>
    head.ask("/api/confiscations", { ...taking, pupil: child(), stored: text }),
  );
  const long = packed(400);
  await of.tell("post /api/confiscations reason", long, text =>
    head.ask("/api/confiscations", { ...taking, pupil: child(), tell_parents: "not_yet", reason: text }),
  );
  const kept = [stored.map(one => (one.said as { id?: string }).id ?? "").filter(Boolean)];
  for (const [field, packs, send] of [
    ["tell reason", long, (reason: string) => ({ decision: "not_yet", reason })],
    ["hold reason", long, (reason: string) => ({ lift: false, reason })],
    ["police officer", single, (officer: string) => ({ officer, reference: "1" })],
    ["police reference", single, (reference: string) => ({ officer: "PC 9", reference })],
  ] as const) {
    const [verb = ""] = field.split(" ");
    const fresh = await ids([...packs]);
    await of.tell(`post /api/confiscations/{id}/${field}`, [...packs], (text, nth) =>
      head.ask(`/api/confiscations/${fresh[nth]}/${verb}`, send(text)),
    );
    kept.push(fresh);
  }
  things["/confiscations/:id"] = kept.flat().map(id => `/confiscations/${id}`);
}

/** What staff write of the policy and of leave. */
async function fillLeave(of: Filling, head: Asker, teacher: Asker): Promise<void> {
  const long = packed(400);
  await of.tell("post /api/uses activity", long, activity =>
    teacher.ask("/api/uses", { class: "Everest", activity, on: "2026-12-01", risk_assessed: true }),
  );
  const people = (await head.get<{ items: { id: string }[] }>("/api/staff")).items;
  const days = { in_writing: true, from: "2026-11-30", till: "2026-12-01" };
  await of.tell(
    "post /api/staff-leave reason",
    long,
    (reason, nth) => head.ask("/api/staff-leave", { staff: people[nth]?.id, reason, ...days }),
    () => head.get("/api/staff-leave"),
  );
  const next = queue();
  await of.tell("post /api/policy/reasons reason", long, reason =>
    next(() => head.ask("/api/policy/reasons", { code: "practice.phones_in_lessons", reason })),
  );
}

/** What is signed, and what families write about it. */
async function fillAUP(of: Filling, demo: Demo, head: Asker, things: Things): Promise<void> {
  const monitored = { key: "monitored", text: "School looks at its computers." };
  const plain = { title: "Our part", intro: "Please read this.", statements: [monitored] };
  const at = "post /api/aup/documents/{document}/publish";
  const next = queue();
  const publish = (body: object, document = "parents") =>
    next(() => head.ask(`/api/aup/documents/${document}/publish`, body));
  await of.tell(`${at} title`, single, title => publish({ ...plain, title }));
  await of.tell(`${at} intro`, packed(600), intro => publish({ ...plain, intro }));
  const statement = packed(300);
  await of.tell(`${at} statements[].text`, statement, text =>
    publish({ ...plain, statements: [monitored, { key: "own_1", text }] }),
  );
  const own = statement.filter(pack => !pack.some(line => line === NUL || TURNED.includes(line)));
  const everything = {
    title: corpus[2],
    intro: own[0]?.join(" "),
    statements: [monitored, ...own.map((pack, nth) => ({ key: `own_${nth + 1}`, text: pack.join(" ") }))],
  };
  for (const document of ["parents", "ks2_upper"]) {
    expect((await publish(everything, document)).status, `${document} is published`).toBe(200);
  }

  things["/documents/:document"] = ["/documents/parents", "/documents/ks2_upper"];

  type Due = { document: string; version: string; pupils: { id: string }[]; editions: { edition: string }[] };
  type Home = { seats: { due: Due[] }[] };
  const families: { asker: Asker; due: Due[] }[] = [];
  for (const asker of await demo.families()) {
    const { seats } = await asker.get<Home>("/api/aup/home");
    if (seats.length === 1) families.push({ asker, due: seats[0]?.due ?? [] });
  }
  expect(families.length, "families with one school").toBeGreaterThan(1);
  const family = (nth: number) => families[nth % families.length] as (typeof families)[number];
  const long = packed(500);
  const list = () => head.get("/api/calls");
  // An entry on the list keeps 2,000 characters of what one family writes about one matter.
  await of.tell(
    "post /api/calls words",
    long,
    (words, nth) => family(nth).asker.ask("/api/calls", { about: "other", language: "en", words }),
    list,
  );
  await of.tell(
    "post /api/aup/questions words",
    long,
    (words, nth) => family(nth).asker.ask("/api/aup/questions", { language: "en", words }),
    list,
  );
  const document = (nth: number) => family(nth).due[0] as Due;
  await of.tell(
    "post /api/aup/decline words",
    long,
    (words, nth) => {
      const { document: name, version, editions, pupils } = document(nth);
      const of = { document: name, version, edition: editions[0]?.edition, pupils: pupils.map(one => one.id) };
      return family(nth).asker.ask("/api/aup/decline", { ...of, reason: "other", language: "en", words });
    },
    list,
  );
  await of.tell(
    "post /api/aup/signatures/{id}/withdraw reason",
    long,
    (reason, nth) => {
      const { asker } = family(nth);
      const { document: name, version, editions, pupils } = document(nth);
      const answer = { document: name, version, edition: editions[0]?.edition ?? "" };
      const answers = pupils.length ? pupils.map(one => ({ ...answer, pupil: one.id })) : [answer];
      return next(async () => {
        const made = await asker.get<{ items: { id: string }[] }>("/api/aup/signatures", {
          language: "en",
          talked: true,
          answers,
        });
        return asker.ask(`/api/aup/signatures/${made.items[0]?.id}/withdraw`, { reason });
      });
    },
    list,
  );
}

/** The first page of an empty installation, and the school that comes of it; `stop` ends it. */
export interface Founded {
  origin: string;
  admin: { school: string; email: string; passphrase: string };
  stop(): Promise<void>;
}

/** Founds a school whose name is a line of the corpus, and its administrator's too. */
export async function found(of: Filled, port: number): Promise<Founded> {
  const folder = mkdtempSync(join(tmpdir(), "lollipop-script-"));
  const origin = `http://127.0.0.1:${port}`;
  const env = { LOLLIPOP_DATA: folder, LOLLIPOP_LISTEN: `127.0.0.1:${port}`, LOLLIPOP_ORIGIN: origin };
  const made = spawnSync("../bin/lollipop", ["migrate"], { env, encoding: "utf8" });
  expect(made.status, made.stderr).toBe(0);
  const server = spawn("../bin/lollipop", ["serve"], { env, stdio: ["ignore", "pipe", "pipe"] });
  const token = await new Promise<string>((tell, failed) => {
    let said = "";
    const hear = (piece: Buffer) => {
      said += piece.toString();
      const printed = /\/first-run\/(\S+)/.exec(said);
      if (printed) tell(printed[1] ?? "");
    };
    server.stdout.on("data", hear);
    server.stderr.on("data", hear);
    server.on("exit", () => failed(new Error(`the server stopped: ${said}`)));
  });
  const stop = async () => {
    server.removeAllListeners("exit");
    const gone = new Promise(over => server.once("exit", over));
    server.kill("SIGTERM");
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const asker = new Asker(origin);
    const line = corpus[2] ?? "";
    const first = { token, phone: "01632 960147", preset: "anthony-roper", email: "okafor@st-marys.sch.example" };
    const whole = { ...first, slug: "st-marys", passphrase: "four lamps walk home", name: line, school_name: line };
    for (const field of ["name", "school_name"]) {
      const one = { kept: [] as string[], refused: [] as string[] };
      for (const line of corpus) {
        // The link founds one school: a passphrase that is too short says what else is wrong, and keeps the link.
        const answer = await asker.ask("/api/first-run", { ...whole, passphrase: "short", [field]: line });
        const parts = ((answer.said as { parts?: { field: string }[] }).parts ?? []).map(part => part.field);
        expect(answer.status, `${field} ${line}`).toBe(422);
        if (line !== NUL) expect(parts, `${field} ${line}`).toContain("passphrase");
        (parts.length === 1 ? one.kept : one.refused).push(line);
      }
      of[`post /api/first-run ${field}`] = { kept: one.kept.sort(), refused: one.refused.sort() };
    }
    const me = await asker.get("/api/first-run", whole);
    expect(textsOf(me).filter(text => text === line).length, "both names are kept").toBeGreaterThan(0);
    return { origin, admin: { school: whole.slug, email: whole.email, passphrase: whole.passphrase }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Fills every text of the demo's first school. */
export async function fill(demo: Demo): Promise<{ filled: Filled; things: Things }> {
  const of = new Filling();
  const things: Things = {};
  const [office, head, teacher] = await Promise.all([
    demo.staff("office secretary"),
    demo.staff("designated safeguarding lead and head"),
    demo.staff("class teacher"),
  ]);
  await bringPeople(office, head, things);
  await fillCustody(of, office, head, things);
  await fillLeave(of, head, teacher);
  await fillAUP(of, demo, head, things);
  expect(
    corpus.every(line => line.length <= SHORTEST),
    "every line fits into every text",
  ).toBe(true);
  return { filled: of.filled, things };
}
