import { readdirSync, readFileSync } from "node:fs";
import { render } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import { accessible } from "../../../test/unit/axe";
import { examples } from "./examples";
import { Pictogram } from "./Symbol";
import { shapes, turning } from "./shapes";

const folder = "../backend/aup/documents/en";
const documents = readdirSync(folder).map(
  name => JSON.parse(readFileSync(`${folder}/${name}`, "utf8")) as { statements: { key: string; symbol: string }[] },
);

/** The set that statements choose from; the server holds documents to the same names. */
const names =
  "phone tablet lock key eye talk ask heart stop shield help home school clock photo camera link download play people " +
  "child hands book moon star warning message search tick cross-out";

describe("symbol", () => {
  accessible(examples);

  it("is drawn for every name of the set", () => {
    expect(Object.keys(shapes).sort()).toEqual(names.split(" ").sort());
  });

  it("is drawn for every statement of the documents, and no two of one document are alike", () => {
    for (const { statements } of documents) {
      const used = statements.map(one => one.symbol);
      for (const name of used) expect(shapes).toHaveProperty([name]);
      expect(new Set(used).size).toBe(used.length);
    }
  });

  it("stays inside its sign", () => {
    for (const [name, strokes] of Object.entries(shapes)) {
      for (const [, d] of strokes) {
        expect(d, name).toMatch(/^M[-\d., MmLlHhVvAaCcSsQqZz]+$/);
        const [x, y] = (d.match(/-?\d*\.?\d+/g) ?? []).map(Number) as [number, number];
        expect(Math.hypot(x - 24, y - 24), name).toBeLessThan(21);
      }
    }
  });

  it("turns round with the page only where it has a direction", () => {
    const { container } = render(<Pictogram name="ask" />);
    expect(container.querySelector("svg")?.classList).toContain("turns");
    for (const name of turning) expect(shapes).toHaveProperty([name]);
    for (const name of ["tick", "play", "clock", "lock"]) expect(turning.has(name)).toBe(false);
  });

  it("is silent beside its words, and an empty sign where the name is new", () => {
    const { container } = render(<Pictogram name="constructor" />);
    expect(container.querySelector("svg")?.getAttribute("aria-hidden")).toBe("true");
    expect(container.querySelectorAll("path")).toHaveLength(0);
    expect(container.querySelectorAll("circle")).toHaveLength(1);
  });
});
