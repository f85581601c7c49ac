import { describe, expect, it } from "vitest";
import { due, edition, home, parents, pupils, statement } from "../../../test/unit/family";
import type { Waiting } from "../../keep/keep";
import { isKept, toSign } from "./due";
import { changesBetween, editionFor, type Paper, replaced, signedEdition, stepsOf } from "./papers";

const kept = (more: Partial<Waiting> = {}): Waiting => ({
  id: "o1",
  as: "a1",
  school: "hook-lane",
  documents: ["parents", "ks2_upper"],
  editions: ["parents-v1-en", "ks2_upper-w1-en"],
  pupils: ["p1", "p2"],
  since: new Date(0),
  state: "kept",
  ...more,
});

const keys = (papers: Paper[]) =>
  stepsOf(papers).map(step => (step.kind === "statement" ? step.statement.key : step.kind));

describe("what changed", () => {
  const before = [statement("a", "I talk."), statement("b", "I ask."), statement("c", "I look.")];
  const now = [
    statement("a", "میں بات کروں گا۔", { english: "I talk.", lang: "ur", dir: "rtl" }),
    statement("b", "I ask, always."),
    statement("d", "I do not film."),
  ];

  it("is told by key and by the English: a better translation is no change", () => {
    const changes = changesBetween(before, now);
    expect(changes.added.map(one => one.key)).toEqual(["d"]);
    expect(changes.reworded.map(one => one.now.key)).toEqual(["b"]);
    expect(changes.removed.map(one => one.key)).toEqual(["c"]);
  });

  it("is all that has to be read again, and of a new document everything", () => {
    const changed = {
      due: due("parents", "v2"),
      edition: edition("parents", "v2", now),
      changes: changesBetween(before, now),
    };
    expect(keys([changed])).toEqual(["begin", "b", "d", "sign"]);
    expect(keys([{ due: due("ks2_upper", "w1"), edition: pupils }])).toEqual(["begin", "kind", "sign"]);
    expect(keys([changed, { due: due("ks2_upper", "w1"), edition: pupils, known: true }])).toEqual(keys([changed]));
  });
});

describe("the edition", () => {
  const of = (...tags: string[]) =>
    due("parents", "v1", {
      editions: tags.map(language => ({
        language,
        edition: language,
        number: 1,
        status: language === "en" ? "original" : "draft",
        may_be_signed: language === "en",
      })),
    });

  it("is in the reader's language, else in English, never in a related one", () => {
    expect(editionFor(of("en", "ur", "en-x-easy"), "ur")).toBe("ur");
    expect(editionFor(of("en", "ur"), "ur-PK")).toBe("ur");
    expect(editionFor(of("en", "en-x-easy"), "en-x-easy")).toBe("en-x-easy");
    expect(editionFor(of("en", "ru"), "uk")).toBe("en");
  });

  it("that is signed is the one that was read, and the English where school has no drafts signed", () => {
    const read = edition("parents", "v1", [], { edition: "ur", language: "ur" });
    const asked = of("en", "ur");
    expect(signedEdition({ due: asked, edition: read })).toBe("en");
    const drafts = { ...asked, editions: asked.editions.map(one => ({ ...one, may_be_signed: true })) };
    expect(signedEdition({ due: drafts, edition: read })).toBe("ur");
  });
});

describe("what is left to sign", () => {
  it("is not what this phone keeps already", () => {
    expect(toSign(home, [kept()])).toEqual([]);
    expect(toSign(home, [kept({ as: "a2" })])).toHaveLength(2);
    expect(toSign(home, [kept({ state: "needs_you" })])).toHaveLength(2);
    expect(isKept(home.due[1] ?? due("x", "x"), "a1", [kept({ pupils: ["p1"] })])).toBe(false);
  });

  it("is what was declined only where nothing else is left", () => {
    const [own, childs] = home.due as [(typeof home.due)[0], (typeof home.due)[0]];
    const one = { ...home, due: [own, { ...childs, state: "declined" as const }] };
    expect(toSign(one, []).map(each => each.document)).toEqual(["parents"]);
    const all = { ...home, due: [{ ...childs, state: "declined" as const }] };
    expect(toSign(all, []).map(each => each.document)).toEqual(["ks2_upper"]);
  });

  it("is noticed when school has replaced it meanwhile", () => {
    const papers = [{ due: due("parents", "v1"), edition: parents }];
    expect(replaced(papers, home)).toBe(false);
    expect(replaced(papers, { ...home, due: [due("parents", "v2")] })).toBe(true);
  });
});
