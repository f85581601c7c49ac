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

interface Translation {
  document: string;
  language: string;
  status: string;
  title: Sentence;
  intro: Sentence;
  statements: (Sentence & { key: string })[];
}

interface Sentence {
  english: string;
  text: string;
}

const translated = ["pl", "ur", "en-x-easy"].flatMap(tag => asked.map(({ document }) => ({ tag, document })));

describe.each(translated)("$document in $tag", ({ tag, document }) => {
  const english = read<Document>(`en/${document}.json`);
  const own = read<Translation>(`${tag}/${document}.json`);
  const texts = [own.title, own.intro, ...own.statements].map(one => one.text);

  it("translates every sentence as it stands now, and calls itself a draft", () => {
    expect([own.document, own.language, own.status]).toEqual([document, tag, "draft"]);
    expect([own.title.english, own.intro.english]).toEqual([english.title, english.intro]);
    expect(own.statements.map(({ key, english }) => ({ key, english }))).toEqual(
      english.statements.map(({ key, text }) => ({ key, english: text })),
    );
    for (const text of texts) expect(text).toMatch(/\S/);
  });

  // Policy: education.vulnerable.differentiated (AR 5.1.1/2, BG 5.2/2)
  it("keeps what has a fixed name", () => {
    for (const { english, text } of own.statements) {
      for (const name of english.match(/\b(?:999|CEOP|Childline|AI)\b/g) ?? []) expect(text).toContain(name);
    }
  });
});

const textsOf = (tag: string, document: string) => {
  const { title, intro, statements } = read<Translation>(`${tag}/${document}.json`);
  return [title, intro, ...statements].map(one => one.text);
};

it.each(asked)("$document is written in Urdu's own letters", ({ document }) => {
  for (const text of textsOf("ur", document)) {
    expect(text).not.toMatch(/[\u064a\u0643\u0649\u0629\u06c0]/); // Arabic ي ك ى ة, and a letter that fonts lack
    expect(text.replace(/CEOP|Childline|AI/g, "")).not.toMatch(/[a-z.?,]/i);
  }
});

it.each(asked)("$document is easier in easy English: short sentences", ({ document }) => {
  const texts = textsOf("en-x-easy", document);
  expect(readingAge(texts)).toBeLessThan(9);
  for (const sentence of texts.flatMap(sentences)) expect(sentence.length, sentence.join(" ")).toBeLessThanOrEqual(15);
});
