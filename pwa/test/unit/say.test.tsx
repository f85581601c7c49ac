import { render } from "@testing-library/preact";
import { expect, it } from "vitest";
import { known, Say, say, sayCode, spoken } from "../../src/i18n/say";

const urdu = () =>
  spoken.set({
    tag: "ur",
    name: "اردو",
    dir: "rtl",
    catalogue: {
      lang: "ur",
      dir: "rtl",
      messages: { "pwa.close": "بند کریں", "pwa.who.at": "آپ {{.School}} میں سائن ان ہیں۔" },
      english: { "pwa.desk.in_slot": "In, slot {{.Slot}}", "pwa.kind.phone": "phone" },
    },
  });

it("says English that stands in as English, with its own direction", () => {
  urdu();
  const { container } = render(<Say k="pwa.desk.in_slot" with={{ Slot: 14 }} />);
  expect(container.innerHTML).toBe('<span lang="en" dir="ltr">In, slot <bdi>14</bdi></span>');
  expect(say("pwa.desk.in_slot", { Slot: 14 })).toBe("\u2066In, slot 14\u2069");
});

it("says the language's own sentence with nothing round it", () => {
  urdu();
  const { container } = render(<Say k="pwa.who.at" with={{ School: "Hook Lane" }} />);
  expect(container.innerHTML).toBe("آپ <bdi>Hook Lane</bdi> میں سائن ان ہیں۔");
});

it("knows a code that only English has words for", () => {
  urdu();
  expect([known("pwa.kind.phone"), known("pwa.kind.robot")]).toEqual([true, false]);
  expect(sayCode("pwa.kind.", "phone")).toBe("\u2066phone\u2069");
  expect(sayCode("pwa.kind.", "smart_robot")).toBe("smart robot");
});
