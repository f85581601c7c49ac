import { describe, expect, it } from "vitest";
import { readCode, readDay, showCode } from "./codes";
import { offeredFor } from "./languages";

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

describe("a language", () => {
  const one = (tag: string) => ({ tag, name: tag, dir: "ltr" as const });
  const offered = ["en", "en-x-easy", "pl", "ur", "uk"].map(one);
  const tag = (wish: string) => offeredFor(wish, offered)?.tag;

  it("is given by its tag, then by itself, in its own script", () => {
    expect(tag("ur")).toBe("ur");
    expect(tag("ur-PK")).toBe("ur");
    expect(tag("EN-X-EASY")).toBe("en-x-easy");
    expect(tag("en-GB")).toBe("en");
    expect(tag("ur-Latn")).toBeUndefined();
  });

  it("is never a related one", () => {
    expect(tag("ru")).toBeUndefined();
    expect(tag("sk")).toBeUndefined();
    expect(offeredFor("uk", [one("ru")])).toBeUndefined();
  });
});
