import { describe, expect, it } from "vitest";
import { readCode, readDay, showCode } from "./codes";

describe("a code", () => {
  it("forgives how it is typed", () => {
    expect(readCode(" abcde-fghjk ")).toBe("ABCDEFGHJK");
    expect(readCode("AB CD–EF.gh jk")).toBe("ABCDEFGHJK");
    expect(readCode("O0iIlL")).toBe("001111");
    expect(readCode("۷KX2M٣")).toBe("7KX2M3");
  });

  it("is shown in halves", () => {
    expect(showCode("abcdefghjk")).toBe("ABCDE-FGHJK");
    expect(showCode("7KX2MP")).toBe("7KX-2MP");
  });
});

describe("a birthday", () => {
  it("is read as people write one", () => {
    expect(readDay("14")).toEqual({ day: 14 });
    expect(readDay("14th")).toEqual({ day: 14 });
    expect(readDay("٠٣")).toEqual({ day: 3 });
    expect(readDay("14/5/2016")).toEqual({ day: 14, month: 5 });
    expect(readDay("14.05.")).toEqual({ day: 14, month: 5 });
  });

  it("that is none is none", () => {
    expect(readDay("")).toEqual({ day: 0 });
    expect(readDay("99")).toEqual({ day: 0 });
    expect(readDay("5 13")).toEqual({ day: 5 });
  });
});
