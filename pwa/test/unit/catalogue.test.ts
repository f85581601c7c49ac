import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Catalogue, pieces, render } from "../../src/i18n/catalogue";
import { english } from "./speak";

const book = (messages: Catalogue["messages"], lang = "en", dir: "ltr" | "rtl" = "ltr"): Catalogue => ({
  lang,
  dir,
  messages,
});

describe("a sentence", () => {
  it("is cut at its placeholders", () => {
    expect(pieces("Hello {{.Name}}!")).toEqual(["Hello ", { name: "Name" }, "!"]);
    expect(pieces("{{.Name}}")).toEqual([{ name: "Name" }]);
    expect(pieces("{{.name}} {{ .Name }}")).toEqual(["{{.name}} {{ .Name }}"]);
  });

  it("is its key where it is missing", () => expect(render(book({}), { key: "pwa.no" })).toBe("pwa.no"));

  it("keeps a placeholder without an argument", () => {
    expect(render(book({ k: "Hi {{.Name}}" }), { key: "k" })).toBe("Hi {{.Name}}");
  });

  it("takes the plural form of its language", () => {
    const pl = book(
      { k: { one: "{{.PluralCount}} telefon", few: "{{.PluralCount}} telefony", other: "{{.PluralCount}} telefonów" } },
      "pl",
    );
    const said = [1, 3, 5].map(count => render(pl, { key: "k", count }));
    expect(said).toEqual(["1 telefon", "3 telefony", "5 telefonów"]);
  });

  it("isolates a name of the other direction, and takes out what steers", () => {
    expect(render(book({ k: "Hi {{.Name}}" }), { key: "k", args: { Name: "محمد" } })).toBe("Hi \u2068محمد\u2069");
    expect(render(book({ k: "Hi {{.Name}}" }), { key: "k", args: { Name: "a\u202eb" } })).toBe("Hi ab");
    expect(render(book({ k: "{{.Name}}" }, "ur", "rtl"), { key: "k", args: { Name: "Amy" } })).toBe("\u2068Amy\u2069");
  });

  it("says a phrase inside a phrase, as it is", () => {
    const ur = book({ k: "{{.Child}}!", c: { one: "pupil", other: "pupils" } }, "ur", "rtl");
    expect(render(ur, { key: "k", args: { Child: { key: "c", count: 2 } } })).toBe("pupils!");
  });
});

describe("this app's sentences", () => {
  const sources = import.meta.glob<string>("../../src/**/*.{ts,tsx}", {
    eager: true,
    query: "?raw",
    import: "default",
  });
  const text = Object.values(sources).join("\n");
  // A key is used as it stands, or by its beginning where the rest is a code: say(`pwa.weekday.${day}`).
  const begun = [...text.matchAll(/["'`](pwa\.[a-z0-9_.]*[._])(?:\$\{|["'`])/g)].map(found => found[1] as string);

  it("are all used", () => {
    const own = Object.keys(english).filter(key => key.startsWith("pwa."));
    const unused = own.filter(key => !text.includes(`"${key}"`) && !begun.some(start => key.startsWith(start)));
    expect(unused).toEqual([]);
  });

  it("stand sorted, as the server wants them", () => {
    const keys = Object.keys(JSON.parse(readFileSync("../locales/en/pwa.json", "utf8")));
    expect(keys).toEqual([...keys].sort());
  });
});
