import { describe, expect, it } from "vitest";
import { clock, day, dayOf, moment } from "../../src/i18n/dates";
import { london } from "../../src/rooms/demo/ClockBar";

describe("the school's clock", () => {
  it("is London's, winter and summer", () => {
    expect(clock("2026-11-23T15:15:00Z")).toBe("15:15");
    expect(clock("2026-06-23T14:15:00Z")).toBe("15:15");
    expect(dayOf("2026-06-22T23:30:00Z")).toBe("2026-06-23");
  });

  it("is read back from a wall clock on both sides of a change", () => {
    expect(london("2026-06-23", "08:35")).toBe("2026-06-23T07:35:00.000Z");
    expect(london("2026-11-23", "08:35")).toBe("2026-11-23T08:35:00.000Z");
    expect(london("2026-10-25", "12:00")).toBe("2026-10-25T12:00:00.000Z");
  });

  it("says today and yesterday by the school's days", () => {
    const now = "2026-11-23T09:00:00Z";
    expect(moment("2026-11-23T08:41:00Z", now)).toBe("today, 08:41");
    expect(moment("2026-11-22T11:10:00Z", now)).toBe("yesterday, 11:10");
    expect(moment("2026-11-13T11:10:00Z", now)).toBe("Friday 13 November, 11:10");
    expect(day("2025-11-13", now)).toBe("Thursday 13 November 2025");
  });
});
