import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { has } from "../../src/i18n/catalogue";
import { say, spoken } from "../../src/i18n/say";
import { choose, forgetWords, speak, staffWords } from "../../src/i18n/words";

const polish = { tag: "pl", name: "polski", dir: "ltr" } as const;
const urdu = { tag: "ur", name: "اردو", dir: "rtl" } as const;

let asked: string[] = [];
let refusals = 0;

beforeEach(() => {
  asked = [];
  refusals = 0;
  forgetWords();
  document.documentElement.lang = "pl";
  vi.stubGlobal("fetch", async (address: string) => {
    asked.push(address);
    if (refusals-- > 0) return new Response("", { status: 503 });
    const [, tag = "", kind] = /^\/locales\/([a-z-]+)(\.staff)?\./.exec(address) ?? [];
    const messages = kind ? {} : { "pwa.close": `${tag}: close` };
    const english = kind ? { "pwa.desk.undo": "Undo" } : {};
    return Response.json({ lang: tag, dir: tag === "ur" ? "rtl" : "ltr", messages, english });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  document.documentElement.lang = "en";
  document.documentElement.dir = "ltr";
  // biome-ignore lint/suspicious/noDocumentCookie: the choice of one test is not the next one's
  document.cookie = "lang=; Path=/; Max-Age=0";
});

it("a family's telephone asks for no sentence of staff's", async () => {
  await speak(polish, "/locales/pl.abc.json");
  await choose(urdu);
  expect(asked).toEqual(["/locales/pl.abc.json", "/locales/ur.now.json"]);
  expect(has(spoken.get().catalogue, "pwa.desk.undo")).toBe(false);
  expect([document.documentElement.lang, document.documentElement.dir]).toEqual(["ur", "rtl"]);
  expect(document.cookie).toContain("lang=ur");
});

it("staff's sentences come once, before or after everybody's, and follow the language", async () => {
  await Promise.all([staffWords("/locales/pl.staff.abc.json"), speak(polish, "/locales/pl.abc.json")]);
  await staffWords();
  expect([say("pwa.close"), say("pwa.desk.undo")]).toEqual(["pl: close", "Undo"]);
  expect(asked.filter(one => one.includes("staff"))).toEqual(["/locales/pl.staff.abc.json"]);
  await speak(urdu);
  expect([say("pwa.close"), say("pwa.desk.undo")]).toEqual(["ur: close", "\u2066Undo\u2069"]);
  expect(asked).toContain("/locales/ur.staff.now.json");
});

it("tries again until staff's sentences are there", async () => {
  await speak(polish);
  vi.useFakeTimers();
  refusals = 2;
  const done = staffWords();
  await vi.advanceTimersByTimeAsync(1600);
  await done;
  expect(say("pwa.desk.undo")).toBe("Undo");
});
