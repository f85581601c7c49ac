import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readingAge, sentences } from "./readable";

interface Document {
  document: string;
  title: string;
  intro: string;
  statements: { key: string; symbol: string; text: string; fixed?: true }[];
}

const folder = "../backend/aup/documents";
const read = <T>(path: string) => JSON.parse(readFileSync(`${folder}/${path}`, "utf8")) as T;

/** What the issue asks of each document: how many statements, read at what age, and no sentence longer than this. */
const asked = [
  { document: "parents", from: 10, to: 16, age: 11, words: 17 },
  { document: "ks2_upper", from: 6, to: 10, age: 10, words: 16 },
];

it("has a rule for each document", () => {
  expect(readdirSync(`${folder}/en`).sort()).toEqual(asked.map(one => `${one.document}.json`).sort());
});

// Policy: aup.age_suited (AR 5.1/7, BG 5.1/7)
it("knows what is hard to read", () => {
  expect(readingAge(["I tell a grown-up I trust."])).toBeLessThan(9);
  expect(
    readingAge(["Parents acknowledge responsibility for appropriate supervision of technological communications."]),
  ).toBeGreaterThan(18);
});

describe.each(asked)("$document", ({ document, from, to, age, words }) => {
  const { title, intro, statements, ...rest } = read<Document>(`en/${document}.json`);

  it("is what its name says", () => expect(rest).toEqual({ document }));

  it(`has ${from} to ${to} statements, each key once`, () => {
    expect(statements.length).toBeGreaterThanOrEqual(from);
    expect(statements.length).toBeLessThanOrEqual(to);
    expect(new Set(statements.map(one => one.key)).size).toBe(statements.length);
    for (const { key } of statements) expect(key).toMatch(/^[a-z][a-z0-9_]*$/);
  });

  it(`is read at ${age}`, () => {
    expect(readingAge([title, intro, ...statements.map(one => one.text)])).toBeLessThanOrEqual(age);
    for (const { text } of statements) expect(`${readingAge([text]) <= age + 2} ${text}`).toBe(`true ${text}`);
  });

  it("has short sentences, one or two of them, in the first person", () => {
    for (const { text } of statements) {
      const parts = sentences(text);
      expect(parts.length, text).toBeLessThanOrEqual(2);
      for (const part of parts) expect(part.length, text).toBeLessThanOrEqual(words);
      expect(text).toMatch(/\b(I|my)\b/);
      expect(text).toMatch(/\.$/);
    }
  });

  // Policy: aup.monitored_statement (AR 5.1/9, BG 5.1/9); monitoring.users_informed (AR 7.3.4/3, BG 7.3.4/5)
  it("says once that use is checked, for good", () => {
    expect(statements.filter(one => one.fixed).map(one => one.key)).toEqual(["monitored"]);
    expect(statements.find(one => one.fixed)?.text).toMatch(/checks .* safe/);
  });

  it("names no school", () => {
    expect(JSON.stringify({ title, intro, statements })).not.toMatch(/hook lane|beaver|roper|kent\b/i);
  });
});
