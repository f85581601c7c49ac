import { readFileSync } from "node:fs";

const LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ";

/** The check letter of a unique pupil number's twelve digits. */
export function upn(digits: string): string {
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (i + 2), 0);
  return `${LETTERS[sum % 23]}${digits}`;
}

/**
 * Hook Lane's export a week later: one child is new, one has changed class, one is gone, and four rows have what real
 * exports have: a wrong number, a day that does not exist, a year group of another school, an empty surname.
 */
export function aWeekLater(): { file: string; rows: number; header: string[] } {
  const text = readFileSync(new URL("../../../backend/house/data/hook-lane-pupils.csv", import.meta.url), "utf8");
  const lines = text
    .replace(/^\uFEFF/, "")
    .trimEnd()
    .split("\r\n");
  const header = (lines[0] ?? "").split(",");
  const column = (name: string) => header.indexOf(name);
  const table = lines.slice(1).map(line => line.split(","));
  const ofReception = [
    ...new Set(table.filter(row => row[column("Year Group")] === "Reception").map(row => row[0] ?? "")),
  ];
  const [moved = "", gone = "", wrong = "", day = "", year = "", nameless = ""] = ofReception;
  const out: string[][] = [];
  for (const row of table) {
    const number = row[0];
    if (number === gone) continue;
    const copy = [...row];
    if (number === moved)
      copy[column("Registration Group")] = copy[column("Registration Group")] === "Robin" ? "Wren" : "Robin";
    if (number === wrong) copy[0] = `A${(number ?? "").slice(1)}`.replace(/^AA?/, number?.startsWith("A") ? "B" : "A");
    if (number === day) copy[column("DOB")] = "30/02/2022";
    if (number === year) copy[column("Year Group")] = "Year 9";
    if (number === nameless) copy[column("Legal Surname")] = "";
    out.push(copy);
  }
  const fresh = [...(table[0] ?? [])];
  fresh[0] = upn("886234599001");
  fresh[column("Legal Surname")] = "Shevchenko";
  fresh[column("Legal Forename")] = "Sofiia";
  fresh[column("Preferred Forename")] = "Sofiia";
  fresh[column("Contact Forename")] = "Mariia";
  fresh[column("Contact Surname")] = "Shevchenko";
  fresh[column("Contact Mobile")] = "07700 900123";
  fresh[column("Contact Email")] = "mariia.shevchenko@post.example";
  out.push(fresh);
  return { file: `\uFEFF${[header, ...out].map(row => row.join(",")).join("\r\n")}\r\n`, rows: out.length, header };
}
