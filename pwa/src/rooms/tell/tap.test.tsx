import { readFileSync } from "node:fs";
import { act, fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { draw } from "../../../test/unit/draw";
import { hall } from "../../../test/unit/people";
import { refuse, type Sent, serve } from "../../../test/unit/server";
import { stop, voices } from "../../parts/read-aloud/voices";
import { languages } from "../../session";
import { settledDrafts, waitingDrafts } from "./drafts";
import { forgetTelling, type Telling, type Thread, telling } from "./form";
import { KINDS_OF_PICTURES, PICTURES_OF } from "./picture-kinds";
import { forgetAttempt } from "./send";
import Tell from "./Tell";

const door = { open: true, reads_now: true, now: "2026-11-30T10:00:00Z", phone: "01632 960123", school: "h", key: "" };

/** A school's door, and what it says to what is sent. */
function school(over: (sent: Sent) => object | "offline" | undefined = () => undefined): Sent[] {
  return serve(sent => over(sent) ?? (sent.method === "GET" ? { ...door, choices: [] } : {}));
}

const open = (search = "") =>
  draw(Tell, { ...hall, signed_in: false }, `/s/hook-lane/page${search}`, "/s/:school/page");
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole("button", { name }));
const heading = (name: string | RegExp) => screen.findByRole("heading", { level: 1, name });
const at = (change: Partial<Telling>) => act(() => telling.set({ ...telling.get(), ...change }));

class Utterance {
  onend: (() => void) | null = null;
  onerror: (() => void) | null = null;
  constructor(readonly text: string) {}
}

/** A device with an English voice, its own or somebody's service; gives what it was told to say. */
function speaks(localService: boolean): string[] {
  const said: string[] = [];
  const own = [{ lang: "en-GB", name: "en", localService, default: true } as SpeechSynthesisVoice];
  const engine = {
    getVoices: () => own,
    speak: (one: { text: string }) => said.push(one.text),
    cancel: () => undefined,
    addEventListener: () => undefined,
  };
  vi.stubGlobal("speechSynthesis", engine);
  vi.stubGlobal("SpeechSynthesisUtterance", Utterance);
  voices.set(own);
  return said;
}

beforeEach(() => {
  forgetTelling();
  forgetAttempt();
  settledDrafts.set({});
  waitingDrafts.set(0);
  languages.set([]);
  voices.set([]);
});
afterEach(() => {
  stop();
  voices.set([]);
  vi.unstubAllGlobals();
});

describe("the pictures by kind", () => {
  it("are all of them, each kind small enough to look through, and none twice in one", () => {
    const list = JSON.parse(readFileSync("../locales/receipt.json", "utf8")) as { picture: string }[];
    const every = KINDS_OF_PICTURES.flatMap(kind => PICTURES_OF[kind]);
    expect([...new Set(every)].sort()).toEqual(list.map(one => one.picture).sort());
    for (const kind of KINDS_OF_PICTURES) {
      expect(new Set(PICTURES_OF[kind]).size, kind).toBe(PICTURES_OF[kind].length);
      expect(PICTURES_OF[kind].length, kind).toBeLessThan(60);
    }
  });
});

describe("coming back by tapping", () => {
  const find = async (kind: string, word: string) => {
    await press(kind);
    await heading(kind);
    await press(word);
  };
  const thread: Thread = { status: "told", at: "2026-11-26T17:10:00Z", lines: null };

  it("finds five pictures without a letter or a network, changes one, and looks", async () => {
    let offline = true;
    const sent = school(one => (offline ? "offline" : one.path.endsWith("/look") ? thread : undefined));
    const { container } = open();
    await press(/I told you before/);
    await press("Tap your five pictures");
    await heading("Find picture 1");
    expect(await faults(container)).toEqual([]);
    await find("Animals", "kitten");
    await heading("Find picture 2");
    expect(document.activeElement, "whoever hears the screen is at its beginning").toBe(
      screen.getByRole("heading", { level: 1 }),
    );
    await find("Things that go", "car");
    await find("Food", "banana");
    await find("At home", "bath");
    await press("Animals");
    await press("Look somewhere else");
    await find("People and shapes", "heart");
    await heading("Are these your pictures?");
    expect(await faults(container)).toEqual([]);
    expect(screen.queryByRole("button", { name: "Animals" }), "there is nothing more to find").toBeNull();
    await press("Picture 2: car. Take it out");
    await heading("Find picture 2");
    await find("Things that go", "boat");
    offline = false;
    await press("Look");
    await heading("What school says");
    const told = sent.filter(one => one.method === "POST");
    expect(told.map(one => one.body)).toEqual([{ receipt: "🐱 ⛵ 🍌 🛁 ❤️" }]);
  });

  it("takes the second of two quick taps for a slip", async () => {
    school();
    open();
    await press(/I told you before/);
    await press("Tap your five pictures");
    await press("Food");
    const kiwi = await screen.findByRole("button", { name: "kiwi" });
    fireEvent.click(kiwi, { detail: 1 });
    await heading("Find picture 2");
    fireEvent.click(screen.getByRole("button", { name: "Animals" }), { detail: 2 });
    await heading("Find picture 2");
    fireEvent.click(screen.getByRole("button", { name: "Animals" }), { detail: 1 });
    await heading("Animals");
  });

  it("goes back a step at a time, and what was tapped can be typed on", async () => {
    school();
    open();
    await press(/I told you before/);
    await press("Tap your five pictures");
    await find("Animals", "fox");
    await press("Food");
    await press("Back");
    await heading("Find picture 2");
    await press("Back");
    await heading("Come back");
    const field = screen.getByLabelText<HTMLInputElement>("Your five words");
    expect(field.value).toBe("🦊");
    fireEvent.input(field, { target: { value: "fox, cow" } });
    await press("Tap your five pictures");
    await heading("Find picture 3");
    expect(screen.getByRole("button", { name: "Picture 2: cow. Take it out" })).toBeTruthy();
  });

  it("says kindly that nobody has these five, with the pictures still there", async () => {
    school(one =>
      one.path.endsWith("/look") ? refuse(404, "not_found", "We cannot find these five words.") : undefined,
    );
    open();
    at({ moment: "back", typed: "🐱 ⛵ 🍌 🛁 ❤️", tapped: ["🐱", "⛵", "🍌", "🛁", "❤️"] });
    await press("Look");
    expect(await screen.findByText("We cannot find these five words.")).toBeTruthy();
    await press(/^Picture 1: kitten/);
    await heading("Find picture 1");
    expect(screen.queryByText("We cannot find these five words.")).toBeNull();
    expect(within(screen.getByRole("list", { name: "Your five pictures" })).getAllByRole("button")).toHaveLength(4);
  });
});

describe("words that are misspelt", () => {
  it("are asked about, and looked for only as they are then", async () => {
    const sent = school(one =>
      one.path.endsWith("/look") ? { status: "told", at: door.now, lines: null } : undefined,
    );
    const { container } = open();
    at({ moment: "back" });
    fireEvent.input(await screen.findByLabelText("Your five words"), {
      target: { value: "kitten mouze rabit foxx panda" },
    });
    expect((await screen.findByText(/Did you mean these words/)).closest("[role=status]")?.textContent).toContain(
      "rabbit",
    );
    expect(await faults(container)).toEqual([]);
    await press("Yes, these");
    expect(screen.getByLabelText<HTMLInputElement>("Your five words").value).toBe("kitten mouse rabbit fox panda");
    expect(screen.queryByText(/Did you mean/)).toBeNull();
    expect(document.activeElement, "the focus is not lost with its button").toBe(
      screen.getByRole("button", { name: "Look" }),
    );
    await press("Look");
    await heading("What school says");
    expect(sent.at(-1)?.body).toEqual({ receipt: "kitten mouse rabbit fox panda" });
  });
});

describe("whom it is about", () => {
  it.each([
    ["eyfs", "Mrs OkaforThe head teacher"],
    ["ks2", "The head teacherMrs Okafor"],
  ] as const)("is somebody’s name first for the youngest: %s", async (band, shown) => {
    school(one =>
      one.method === "GET" ? { ...door, choices: [{ about: "head", names: ["Mrs Okafor"] }] } : undefined,
    );
    open();
    at({ moment: "form", band, step: "whom", answers: { ...telling.get().answers, about: ["staff"] } });
    expect((await screen.findByRole("checkbox", { name: /Okafor/ })).closest("label")?.textContent).toBe(shown);
  });
});

describe("what is read aloud", () => {
  const told = { about: ["me"], story: "Planted story", naming: "named", name: "Planted name" };
  const check = () => at({ moment: "form", step: "check", answers: { ...telling.get().answers, ...told } });
  const five = { how: "sent", receipt: "0.98.42.120.175", danger: false } as const;
  const read = async () =>
    fireEvent.click((await screen.findAllByRole("button", { name: "Read aloud" }))[0] as Element);

  it("is all that stands there: the meaning of each answer, and what was answered", async () => {
    const said = speaks(true);
    school();
    open();
    at({ moment: "form", step: "naming" });
    await read();
    expect(said.at(-1)).toContain("The grown-ups who help see your name, and can talk to you.");
    check();
    await heading("Is this right?");
    await read();
    expect(said.at(-1)).toContain(
      "What happened? Planted story. May we know who you are? Yes, I say who I am\nPlanted name.",
    );
    at({ moment: "sent", became: five });
    await screen.findByText("kitten");
    await read();
    expect(said.at(-1)).toContain("Your five words. kitten. car. banana. bath. heart.");
    expect(screen.getByText(/Come back here/).textContent, "on paper too").toContain("/s/hook-lane/page");
  });

  it("goes to nobody’s service where it is somebody’s own", async () => {
    const said = speaks(false);
    school();
    open();
    check();
    await heading("Is this right?");
    await read();
    at({ moment: "sent", became: five });
    await screen.findByText("kitten");
    await read();
    at({ moment: "back", tapped: ["🐱", "🚗", "🍌", "🛁", "❤️"] });
    await heading("Are these your pictures?");
    await read();
    const lines = [{ at: "2026-11-26T17:10:00Z", mine: false, words: "Planted answer", language: "en" }];
    at({ moment: "back", thread: { status: "helping", at: "2026-11-26T17:10:00Z", lines } });
    await heading("What school says");
    await read();
    expect(said).toHaveLength(4);
    expect(said.join()).not.toMatch(/Planted|kitten/);
  });
});

describe("what the screen says is true", () => {
  it("once what was kept has arrived, or was refused", async () => {
    school();
    open();
    at({ moment: "sent", became: { how: "kept", receipt: "0.98.42.120.175", danger: false, operation: "op" } });
    await heading("Kept here, locked. Not sent yet.");
    expect(screen.getByText(/If you need help before that/)).toBeTruthy();
    act(() => settledDrafts.set({ op: "taken" }));
    await heading("School has it");
    expect(screen.queryByText(/not sent yet/)).toBeNull();
    act(() => settledDrafts.set({ op: "refused" }));
    await heading("School did not get it");
    expect(screen.getByText(/please tell us again/)).toBeTruthy();
    expect(screen.queryByText("kitten"), "its words would open nothing").toBeNull();
  });

  it("where the page was loaded again while it was being sent: it goes by itself, and says so once", async () => {
    school();
    open();
    const anew = () => {
      at({ moment: "back" });
      at({ moment: "first" });
      act(() => waitingDrafts.set(1));
    };
    anew();
    expect(screen.queryByText(/goes to school by itself/), "it may be anybody’s on a shared tablet").toBeNull();
    history.replaceState("sending", "");
    anew();
    expect(await screen.findByText(/goes to school by itself/)).toBeTruthy();
    act(() => waitingDrafts.set(0));
    expect(screen.queryByText(/goes to school by itself/)).toBeNull();
    anew();
    expect(screen.queryByText(/goes to school by itself/), "whoever loads it once more is another").toBeNull();
  });

  it("says that nobody has read what was added, and says it once where nobody has read anything", async () => {
    school();
    open();
    at({ moment: "back", thread: { status: "helping", at: "2026-11-26T17:10:00Z", lines: [] } });
    expect(await screen.findByText(/Nobody has read yet what you added/)).toBeTruthy();
    at({ thread: { status: "told", at: "2026-11-26T17:10:00Z", lines: [] } });
    expect(await screen.findAllByText(/Nobody has read/)).toHaveLength(1);
  });

  it("says when a story has no room for more, and when a name is promised and not written", async () => {
    school();
    open();
    at({ moment: "form", step: "story", answers: { ...telling.get().answers, story: "a".repeat(7999) } });
    await heading("What happened?");
    expect(screen.queryByText(/no room for more/)).toBeNull();
    fireEvent.input(screen.getByLabelText("Your words"), { target: { value: "a".repeat(8000) } });
    expect((await screen.findByText(/no room for more/)).closest("[role=status]")).toBeTruthy();
    at({ step: "check", answers: { ...telling.get().answers, naming: "named" } });
    expect(await screen.findByText(/You have not written your name/)).toBeTruthy();
  });
});
