import { describe, expect, it } from "vitest";
import { readingAge } from "../../../test/unit/readable";
import { english } from "../../../test/unit/speak";
import { type Answers, answer, forgetTelling, saysSomething, sentOf, stepsOf, telling } from "./form";

const answers = (change: Partial<Answers>): Answers => {
  forgetTelling();
  answer(change);
  return telling.get().answers;
};

describe("what is sent", () => {
  it("is what was answered, and nothing else", () => {
    expect(sentOf({ band: "ks2", answers: answers({ feel: "sad" }) }, "ur", "1.2.3.4.5")).toEqual({
      form: "ks2",
      feel: "sad",
      language: "ur",
      naming: "anonymous",
      receipt: "1.2.3.4.5",
    });
  });

  it("names nobody where nobody said their name, whatever was typed before", () => {
    const typed = { naming: "anonymous", name: "Maja", class: "Oak", reach: "07700 900123", story: " It happened. " };
    const sent = JSON.stringify(sentOf({ band: "ks1", answers: answers(typed) }, "en", ""));
    expect(sent).not.toMatch(/Maja|Oak|07700/);
    expect(sent).toContain('"story":"It happened."');
    for (const naming of ["named", "lead_only"]) {
      const child = sentOf({ band: "ks1", answers: answers({ ...typed, naming }) }, "en", "");
      expect(child).toMatchObject({ naming, name: "Maja", class: "Oak" });
      expect(child).not.toHaveProperty("reach");
      const adult = sentOf({ band: "adult", answers: answers({ ...typed, naming }) }, "en", "");
      expect(adult).toMatchObject({ naming, name: "Maja", reach: "07700 900123" });
      expect(adult).not.toHaveProperty("class");
    }
  });

  it("says that it is for a friend, who is a child to the school, once", () => {
    const sent = sentOf({ band: "ks2", answers: answers({ about: ["friend", "child"] }) }, "en", "");
    expect(sent).toMatchObject({ about: ["child"], friend: true });
  });

  it("has a box on the adults’ form alone", () => {
    expect(sentOf({ band: "adult", answers: answers({ box: "whistle" }) }, "en", "")).toHaveProperty("box", "whistle");
    expect(sentOf({ band: "ks2", answers: answers({ box: "whistle" }) }, "en", "")).not.toHaveProperty("box");
  });
});

describe("the sentences", () => {
  it("are read by a child of six: what is said to children alone", () => {
    const adults = /adult|\.box|practice|history|reach|failed/;
    const texts = Object.entries(english as Record<string, string>)
      .filter(([key]) => key.startsWith("tell.") && !adults.test(key))
      .map(([, text]) => text.replace(/\{\{.*?\}\}/g, "Monday").replace(/([^.?!:])$/, "$1."));
    expect(texts.length).toBeGreaterThan(60);
    expect(readingAge(texts)).toBeLessThan(6.5);
  });
});

describe("the questions", () => {
  it("ask who at school only where it is about somebody there", () => {
    expect(stepsOf(answers({ about: ["me", "home"] }))).not.toContain("whom");
    expect(stepsOf(answers({ about: ["staff"] }))).toContain("whom");
    expect(stepsOf(answers({ about: ["head"] }))).toContain("whom");
  });

  it.each<[Partial<Answers>, boolean]>([
    [{}, false],
    [{ danger: "no" }, false],
    [{ naming: "named", name: "Maja" }, false],
    [{ story: "  " }, false],
    [{ danger: "yes" }, true],
    [{ about: ["me"] }, true],
    [{ kinds: ["saw"] }, true],
    [{ feel: "fine" }, true],
    [{ when: "Monday" }, true],
  ])("%o is enough to be sent: %s", (change, enough) => expect(saysSomething(answers(change))).toBe(enough));
});
