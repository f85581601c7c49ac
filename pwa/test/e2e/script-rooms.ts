import { expect } from "@playwright/test";
import { corpus, NUL, packed, TURNED } from "./corpus";
import type { Asker, Demo } from "./script-ask";
import { type Filling, inTurns, queue, single, type Things } from "./script-words";

// The corpus in what staff and families write while the school runs.

/** What stands at the desk, and what the school took: a child for each line, so that no device's state refuses one. */
export async function fillCustody(of: Filling, office: Asker, head: Asker, things: Things): Promise<void> {
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
export async function fillLeave(of: Filling, head: Asker, teacher: Asker): Promise<void> {
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
export async function fillAUP(of: Filling, demo: Demo, head: Asker, things: Things): Promise<void> {
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
