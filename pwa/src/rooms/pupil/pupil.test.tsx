import { fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { draw } from "../../../test/unit/draw";
import { hall } from "../../../test/unit/people";
import { refuse, type Sent, serve } from "../../../test/unit/server";
import type { Due, Edition, PupilMe } from "../../api/family";
import { enter, languages } from "../../session";
import ClassCode from "./ClassCode";
import { codeOf } from "./code";
import Promises from "./Promises";
import { forgetVisit, visit } from "./visit";

const nobody = { ...hall, signed_in: false };

const maryam: PupilMe = {
  signed_in: true,
  kind: "pupil",
  school: hall.school,
  terms: hall.terms,
  now: hall.now,
  demo: false,
  pupil: { id: "p1", name: "Maryam H", class: "Everest", year: "6", band: "ks2_upper" },
};

const statement = (key: string, text: string) =>
  ({ key, symbol: "lock", text, lang: "en", dir: "ltr", english: text, status: "original", fixed: false }) as const;

const edition = (version: string): Edition => ({
  document: "ks2_upper",
  version,
  number: 1,
  edition: `${version}-en`,
  edition_number: 1,
  language: "en",
  dir: "ltr",
  status: "original",
  title: "My online promises",
  intro: "These promises are about phones.",
  english_title: "My online promises",
  english_intro: "These promises are about phones.",
  statements: [statement("kind", `I am kind (${version}).`), statement("tell", "I tell a grown-up.")],
});

const due = (version: string): Due => ({
  document: "ks2_upper",
  version,
  number: 1,
  title: "My online promises",
  pupils: [],
  state: "new",
  editions: [{ language: "en", edition: `${version}-en`, number: 1, status: "original", may_be_signed: true }],
});

const home = (...asked: Due[]) => ({ seats: [{ id: "p1", school: hall.school, due: asked, signed: 0 }] });

const found = {
  school: hall.school,
  class: "Everest",
  names: [
    { id: "p1", name: "Maryam H" },
    { id: "p2", name: "Leo" },
  ],
};

/** Answers as the school would; `over` goes first. */
function school(over: (sent: Sent) => object | "offline" | undefined = () => undefined): Sent[] {
  return serve(sent => {
    const said = over(sent);
    if (said) return said;
    if (sent.path === "/class-codes/look") return found;
    if (sent.path === "/class-codes/use") return maryam;
    if (sent.path === "/aup/home") return home(due("v1"));
    const words = /documents\/(\w+)-en\.json$/.exec(sent.path)?.[1];
    return words ? edition(words) : {};
  });
}

const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole("button", { name }));
const signed = (sent: Sent[]) => sent.filter(one => one.path === "/aup/signatures");

let replaced: ReturnType<typeof vi.fn>;

beforeEach(() => {
  forgetVisit();
  languages.set([]);
  localStorage.clear();
  sessionStorage.clear();
  replaced = vi.spyOn(location, "replace").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("a class code", () => {
  it("forgives case, spaces, and letters that look like digits", () => {
    expect(codeOf(" abc-o1l ")).toBe("ABC011");
    expect(codeOf("ABCDEFGH")).toBe("ABCDEF");
    expect(codeOf("u?!")).toBe("");
  });

  it("is tapped, then one’s own name, and only a yes comes in", async () => {
    const sent = school();
    const { container } = draw(ClassCode, nobody, "/class-code");
    for (const key of "ABCDE") await press(key);
    const next = screen.getByRole("button", { name: "Next" });
    fireEvent.submit(next.closest("form") as HTMLFormElement);
    expect(sent, "five are too few").toEqual([]);
    await press("F");
    await press("Rub out");
    await press("G");
    expect((screen.getByLabelText("Class code") as HTMLInputElement).value).toBe("ABCDEG");
    expect(await faults(container)).toEqual([]);
    fireEvent.submit(next.closest("form") as HTMLFormElement);
    await press("Leo");
    await press("No, go back");
    await press("Maryam H");
    expect(await faults(container)).toEqual([]);
    expect(sent.map(one => one.path)).toEqual(["/class-codes/look"]);
    await press("Yes");
    await vi.waitFor(() => expect(location.pathname).toBe("/promises"));
    expect(sent[1]?.body).toEqual({ code: "ABCDEG", pupil: "p1" });
    expect(visit.get().found, "the names of the class are not kept").toBeUndefined();
  });

  it("that does not work says so in the school’s words, and keeps what was tapped", async () => {
    school(() => refuse(404, "not_found", "That is not the class code."));
    draw(ClassCode, nobody, "/class-code");
    fireEvent.input(screen.getByLabelText("Class code"), { target: { value: "abc def" } });
    fireEvent.submit(screen.getByRole("button", { name: "Next" }).closest("form") as HTMLFormElement);
    expect(await screen.findByText("That is not the class code.")).toBeTruthy();
    expect((screen.getByLabelText("Class code") as HTMLInputElement).value).toBe("ABCDEF");
  });
});

describe("a child’s promises", () => {
  it("are read one by one, signed once with the version and the edition shown, and the tablet goes on", async () => {
    const sent = school();
    const { container } = draw(Promises, maryam, "/promises");
    await press("Start");
    expect(await screen.findByText("I am kind (v1).")).toBeTruthy();
    expect(screen.getByRole("progressbar", { name: /1.* of .*2/ })).toBeTruthy();
    expect(await faults(container)).toEqual([]);
    await press("Next");
    expect(await screen.findByText("I tell a grown-up.")).toBeTruthy();
    await press("Next");
    await press(/^Sign: /);
    expect(await screen.findByRole("heading", { name: /^Thank you/ })).toBeTruthy();
    expect(await faults(container)).toEqual([]);
    expect(signed(sent).map(one => one.body)).toEqual([
      { language: "en", talked: false, answers: [{ document: "ks2_upper", version: "v1", edition: "v1-en" }] },
    ]);
    expect(document.title, "the tab names nobody").not.toContain("Maryam");
    await press("Give the tablet to the next person");
    await vi.waitFor(() => expect(replaced).toHaveBeenCalledWith("/class-code"));
    expect(sent.at(-1)?.path).toBe("/sign-out");
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
  });

  // Policy: education.vulnerable.differentiated (AR 5.1.1/2, BG 5.2/2)
  it("are offered in the order of the server: the language of home first, easy-read next, and none is forced", async () => {
    const edition = (language: string) =>
      ({ language, edition: `v1-${language}`, number: 1, status: "draft", may_be_signed: language === "en" }) as const;
    const english = { tag: "en", name: "English", dir: "ltr" } as const;
    const all = [english, { tag: "en-x-easy", name: "Easy English", dir: "ltr" } as const];
    languages.set([...all, { tag: "ur", name: "اردو", dir: "rtl" }]);
    const editions = ["ur", "en-x-easy", "en", "pl"].map(edition);
    const sent = school(one => {
      if (one.path === "/aup/home") return home({ ...due("v1"), editions });
      return one.path.includes("/locales/ur.") ? "offline" : undefined;
    });
    const { container } = draw(Promises, maryam, "/promises");
    const choices = within(await screen.findByRole("group", { name: "Read it in:" })).getAllByRole("button");
    expect(choices.map(one => [one.textContent, one.firstElementChild?.getAttribute("lang")])).toEqual([
      ["اردو", "ur"],
      ["Easy English", "en-x-easy"],
      ["English", "en"],
    ]);
    expect(choices[0]?.firstElementChild?.getAttribute("dir")).toBe("rtl");
    expect(choices.map(one => one.getAttribute("aria-pressed"))).toEqual(["false", "false", "true"]);
    expect(screen.getByText(/You could try/).textContent).toContain("اردو");
    expect(await faults(container)).toEqual([]);
    await press("اردو");
    await vi.waitFor(() => expect(sent.some(one => one.path.includes("/locales/ur."))).toBe(true));
    await press("Start");
    expect(await screen.findByText("I am kind (v1)."), "English stands until they choose").toBeTruthy();
  });

  it.each([
    ["suggests nothing to a child without support", ["en", "ur"], 2],
    ["offers no choice where there is none", ["en"], 0],
  ])("%s", async (_name, tags, choices) => {
    languages.set(["en", "ur"].map(tag => ({ tag, name: tag, dir: "ltr" })));
    const brief = { number: 1, status: "original", may_be_signed: true } as const;
    const editions = tags.map(language => ({ ...brief, language, edition: `v1-${language}` }));
    school(one => (one.path === "/aup/home" ? home({ ...due("v1"), editions }) : undefined));
    draw(Promises, maryam, "/promises");
    await screen.findByRole("button", { name: "Start" });
    expect(document.querySelectorAll(".read-in button")).toHaveLength(choices);
    expect(screen.queryByText(/You could try/)).toBeNull();
  });

  it("are not signed by asking first", async () => {
    const sent = school();
    draw(Promises, maryam, "/promises");
    await press("Start");
    await press("I want to ask first");
    expect(await screen.findByText("You have not signed. Nothing was sent.")).toBeTruthy();
    await press("Go back to the promises");
    expect(await screen.findByText("I am kind (v1).")).toBeTruthy();
    await press("I want to ask first");
    await press("Give the tablet to the next person");
    await vi.waitFor(() => expect(replaced).toHaveBeenCalled());
    expect(signed(sent)).toEqual([]);
  });

  it("replaced while they were read are read again from the start", async () => {
    let now = "v1";
    const sent = school(one => {
      if (one.path === "/aup/home") return home(due(now));
      if (one.path !== "/aup/signatures" || now === "v2") return undefined;
      now = "v2";
      return refuse(409, "conflict", "School has changed the words.");
    });
    draw(Promises, maryam, "/promises");
    await press("Start");
    await press("Next");
    await press("Next");
    await press(/^Sign: /);
    expect(await screen.findByRole("heading", { name: "The promises have changed" })).toBeTruthy();
    await press("Read the new words");
    expect(await screen.findByText("I am kind (v2).")).toBeTruthy();
    await press("Next");
    await press("Next");
    await press(/^Sign: /);
    await screen.findByRole("heading", { name: /^Thank you/ });
    expect(signed(sent).map(one => (one.body as { answers: { version: string }[] }).answers[0]?.version)).toEqual([
      "v1",
      "v2",
    ]);
    expect(new Set(signed(sent).map(one => one.operation)).size, "two things that were meant").toBe(2);
  });

  it("cannot be left without the school knowing: the next child waits", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 50 });
    school(one => (one.path === "/aup/home" ? home() : one.path === "/sign-out" ? "offline" : undefined));
    draw(Promises, maryam, "/promises");
    await press("Give the tablet to the next person");
    await vi.advanceTimersByTimeAsync(8000);
    const problem = await screen.findByRole("alert");
    expect(within(problem).getByText(/Do not give it to the next person yet/)).toBeTruthy();
    expect(replaced).not.toHaveBeenCalled();
  });

  it("end with the time: the code is asked for again", async () => {
    school();
    draw(Promises, maryam, "/promises");
    await press("Start");
    enter(null);
    await vi.waitFor(() => expect(location.pathname).toBe("/class-code"));
    expect(visit.get()).toMatchObject({ step: "hello", timeUp: true });
  });

  it("give the tablet on by themselves a minute after they were signed", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const sent = school();
    visit.set({ ...visit.get(), step: "done" });
    draw(Promises, maryam, "/promises");
    await vi.advanceTimersByTimeAsync(59_000);
    expect(sent.map(one => one.path)).not.toContain("/sign-out");
    await vi.advanceTimersByTimeAsync(2000);
    await vi.waitFor(() => expect(replaced).toHaveBeenCalledWith("/class-code"));
  });
});
