import { describe, expect, it } from "vitest";
import type { Wording } from "../../api/office";
import {
  compare,
  differs,
  documentOf,
  edited,
  freshKey,
  incomplete,
  missing,
  move,
  tidy,
  untranslated,
} from "./wording";

const text = (...statements: [string, string][]): Wording => ({
  title: "T",
  intro: "I",
  statements: statements.map(([key, text]) => ({ key, text, symbol: "star" })),
});
const was = text(["a", "One."], ["b", "Two."], ["c", "Three."]);

describe("two wordings", () => {
  it("that say the same do not differ", () => {
    expect(differs(compare(was, text(["a", "One."], ["b", "Two."], ["c", "Three."])))).toBe(false);
  });

  it("are compared by what was added, reworded and removed", () => {
    const found = compare(was, text(["a", "One!"], ["d", "Four."], ["c", "Three."]));
    expect(found.added.map(one => one.key)).toEqual(["d"]);
    expect(found.reworded.map(one => [one.was.text, one.now.text])).toEqual([["One.", "One!"]]);
    expect(found.removed.map(one => one.key)).toEqual(["b"]);
    expect(found.moved).toBe(false);
    expect(untranslated(found)).toBe(2);
  });

  it("with another order have moved, and nothing has to be translated for it", () => {
    const found = compare(was, text(["b", "Two."], ["a", "One."], ["c", "Three."]));
    expect(found.moved).toBe(true);
    expect(differs(found)).toBe(true);
    expect(untranslated(found)).toBe(0);
  });

  it("differ by title and introduction alone, which have to be translated too", () => {
    const found = compare(was, { ...was, title: "New", intro: "New" });
    expect([differs(found), untranslated(found)]).toEqual([true, 2]);
  });
});

describe("a wording", () => {
  it("is edited by words, and not by the spaces that it came with", () => {
    const came = text(["a", "I\uFEFF  tell."]);
    expect(edited(came, came)).toBe(false);
    expect(edited(came, text(["a", "I told."]))).toBe(true);
  });

  it("is incomplete with an empty sentence, or none", () => {
    expect(incomplete(was)).toBe(false);
    expect(incomplete(text(["a", " "]))).toBe(true);
    expect(incomplete(text())).toBe(true);
    expect(incomplete({ ...was, intro: "" })).toBe(true);
  });

  it("is published with one space between words", () => {
    expect(tidy(text(["a", " I  tell\nsomebody. "])).statements[0]?.text).toBe("I tell somebody.");
  });

  it("moves a statement by one place, and not over an end", () => {
    const keys = (from: number, by: -1 | 1) =>
      move(was.statements, from, by)
        .map(one => one.key)
        .join("");
    expect([keys(0, 1), keys(2, -1), keys(0, -1), keys(2, 1)]).toEqual(["bac", "acb", "abc", "abc"]);
  });

  it("lacks the statements of others, each once, as the first of them says it", () => {
    const own = text(["a", "One."]);
    expect(missing(own, was, text(["b", "Other."], ["d", "Four."])).map(one => one.text)).toEqual([
      "Two.",
      "Three.",
      "Four.",
    ]);
  });

  it("gives a new statement a key that none has, nor had", () => {
    expect(freshKey(was, text(["own_1", "x"], ["own_2", "y"]))).toBe("own_3");
  });
});

it("each year’s children sign the document of their band", () => {
  expect(["nursery", "2", "3", "6", "7"].map(documentOf)).toEqual(["eyfs", "ks1", "ks2_lower", "ks2_upper", ""]);
});
