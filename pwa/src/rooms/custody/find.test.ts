import { describe, expect, it } from "vitest";
import { find, findable, fold } from "./find";

const names = [
  "Maja Nowak",
  "Ema Kováčová",
  "Łukasz Zieliński",
  "Sinead O’Brien",
  "Anaïs Costa",
  "محمد حسين",
  "Nora Majewska",
  "Ömer Şahin",
];
const all = findable(names.map(name => ({ name })));
const found = (typed: string) => find(all, typed).map(one => one.name);

describe("finding a child at the desk", () => {
  it("needs two letters, whatever the accents", () => {
    expect(found("kov")).toEqual(["Ema Kováčová"]);
    expect(found("KOVÁ")).toEqual(["Ema Kováčová"]);
    expect(found("lu")).toEqual(["Łukasz Zieliński"]);
    expect(found("sah")).toEqual(["Ömer Şahin"]);
    expect(found("obr")).toEqual(["Sinead O’Brien"]);
    expect(found("مح")).toEqual(["محمد حسين"]);
  });

  it("puts first names before surnames", () => expect(found("maj")).toEqual(["Maja Nowak", "Nora Majewska"]));

  it("takes several beginnings in any order", () => expect(found("no ma")).toEqual(["Nora Majewska", "Maja Nowak"]));

  it("finds everybody when nothing is typed, nobody when nothing fits", () => {
    expect(found("  ")).toHaveLength(names.length);
    expect(found("xq")).toEqual([]);
  });

  it("folds once and for all", () => {
    for (const name of names) expect(fold(fold(name))).toBe(fold(name));
  });
});
