import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { drawReceipt, type Entry, loadWords, wordsOf } from "./words";

const list = JSON.parse(readFileSync("../locales/receipt.json", "utf8")) as Entry[];
const words = wordsOf(list);

/** The same cases as backend/concern/words_test.go's. */
const cases = JSON.parse(readFileSync("../backend/concern/testdata/receipts.json", "utf8")) as {
  what: string;
  text: string;
  receipt: string;
}[];

describe("a receipt's words", () => {
  it.each(cases)("are read: $what", ({ text, receipt }) => {
    expect(words.parse(text)).toBe(receipt);
  });

  it("come back in every language, run together, loud and as pictures", () => {
    for (let n = 0; n < 256; n++) {
      const receipt = [n, (n + 1) % 256, (n * 7) % 256, 255 - n, n].join(".");
      for (const tag of ["en", "pl", "ur", "en-x-easy"]) {
        const said = words.say(tag, receipt).map(one => one.word);
        for (const text of [said.join(" "), said.join(""), said.join(", ").toUpperCase()]) {
          expect(words.parse(text), text).toBe(receipt);
        }
      }
      const pictures = words.say("en", receipt).map(one => one.picture);
      expect(words.parse(pictures.join(""))).toBe(receipt);
      expect(words.look(pictures.join(""))).toEqual(pictures);
    }
  });

  it("say in which language they are", () => {
    expect(words.say("pl", "0.0.0.0.0")[0]).toEqual({ picture: "🐱", word: "kotek", lang: "pl" });
    expect(words.say("ro", "0.0.0.0.0")[0]).toEqual({ picture: "🐱", word: "kitten", lang: "en" });
    for (const wrong of ["", "1.2.3.4", "1.2.3.4.256", "01.2.3.4.5", "a.b.c.d.e"]) {
      expect(words.say("en", wrong)).toEqual([]);
    }
  });

  it("show their pictures while somebody types", () => {
    expect(words.look("kotek rainb")).toEqual(["🐱"]);
    expect(words.look("KITTEN, rainbow dragon")).toEqual(["🐱", "🌈"]);
    expect(words.look("DRUM, YO-YO, ice cream, kitten")).toEqual(["🥁", "🪀", "🍦", "🐱"]);
    for (const tag of ["en", "pl", "ur"]) {
      for (let n = 0; n < 256; n++) {
        const [one] = words.say(tag, `${n}.0.0.0.0`);
        expect(words.look(`  ${one?.word.toUpperCase()},`), one?.word).toEqual([one?.picture]);
      }
    }
  });

  it("are drawn from all, and loaded once", async () => {
    const seen = new Set(Array.from({ length: 1000 }, drawReceipt).flatMap(receipt => receipt.split(".")));
    expect(seen.size).toBe(256);
    expect(words.say("en", drawReceipt())).toHaveLength(5);
    expect(loadWords()).toBe(loadWords());
    expect((await loadWords()).parse(cases[0]?.text ?? "")).toBe(cases[0]?.receipt);
  });

  it.each([
    ["kitten mouze rabit foxx panda", "🐱🐭🐰🦊🐼"],
    ["kitten muose rabbit fox panda", "🐱🐭🐰🦊🐼"],
    ["strawbery elefant crocodil balon umbrela", "🍓🐘🐊🎈☔"],
    ["kotek mysz krulik lisek panda", "🐱🐭🐰🦊🐼"],
    ["kitten mouse rabbit fox", ""],
    ["kiten mouse rabbit fox panda", ""], // a kite, or a kitten
    ["kitten mouse rabbit fox xylophone", ""],
    ["kitten mouse rabbit fox oo", ""],
  ])("may have been meant where they are misspelt: %s", (typed, pictures) => {
    expect(words.guess(typed.includes("mysz") ? "pl" : "ur", typed).join("")).toBe(pictures);
  });

  it("are left alone where two are as near", () => {
    const two = wordsOf([
      { picture: "🐱", en: "boat" },
      { picture: "🐭", en: "goat" },
    ]);
    expect(two.guess("en", "boat boat boat boat goat")).toHaveLength(5);
    expect(two.guess("en", "boat boat boat boat coat")).toEqual([]);
  });
});
