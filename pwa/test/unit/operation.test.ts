import { describe, expect, it } from "vitest";
import { Intent, newOperation } from "../../src/api/operation";

describe("an operation id", () => {
  it("is what the server reads as an id", () => {
    for (let i = 0; i < 200; i++) expect(newOperation()).toMatch(/^[0-7][0-9a-hjkmnp-tv-z]{25}$/);
  });

  it("is not had twice", () => {
    expect(new Set(Array.from({ length: 500 }, newOperation)).size).toBe(500);
  });
});

describe("an intent", () => {
  it("keeps its id while the same thing is tried again", () => {
    const intent = new Intent();
    expect(intent.for({ pupil: "a" })).toBe(intent.for({ pupil: "a" }));
  });

  it("has another id for another body, and after an answer", () => {
    const intent = new Intent();
    const first = intent.for({ pupil: "a" });
    const second = intent.for({ pupil: "b" });
    intent.answered();
    const third = intent.for({ pupil: "b" });
    expect(new Set([first, second, third]).size).toBe(3);
  });
});
