import { expect } from "@playwright/test";
import { corpus, kept, NAMES, NUL, TURNED, textsOf } from "./corpus";
import type { Asker } from "./script-ask";
import type { Things } from "./script-words";

// The corpus in files: as the names of children, carers and staff, and beside these.

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
export async function bringPeople(office: Asker, head: Asker, things: Things): Promise<void> {
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
