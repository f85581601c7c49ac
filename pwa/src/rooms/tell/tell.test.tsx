import { act, fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { draw } from "../../../test/unit/draw";
import { hall } from "../../../test/unit/people";
import { refuse, type Sent, serve } from "../../../test/unit/server";
import { languages } from "../../session";
import { toBase64 } from "./base64";
import { type Draft, deviceShelf, shelveOn } from "./drafts";
import { forgetTelling, telling } from "./form";
import { forgetAttempt } from "./send";
import Tell from "./Tell";

const nobody = { ...hall, signed_in: false };

const door = {
  open: true,
  reads_now: false,
  reads_from: "2026-11-30T08:45:00Z",
  now: "2026-11-28T19:00:00Z",
  phone: "01632 960123",
  school: "h",
  key: "",
  choices: [
    { about: "head", names: ["Mrs Okafor"] },
    { about: "deputy_dsl", names: ["Mr White"] },
  ],
};

/** Answers as the school would; `over` goes first. */
function school(over: (sent: Sent) => object | "offline" | undefined = () => undefined): Sent[] {
  return serve(sent => {
    const said = over(sent);
    if (said) return said;
    if (sent.path === "/tell/hook-lane" && sent.method === "GET") return door;
    if (sent.path === "/tell/hook-lane") return { receipt: (sent.body as { receipt: string }).receipt };
    return {};
  });
}

const open = (search = "") => draw(Tell, nobody, `/s/hook-lane/page${search}`, "/s/:school/page");
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole("button", { name }));
const tap = async (role: "radio" | "checkbox", name: string | RegExp) =>
  fireEvent.click(await screen.findByRole(role, { name }));
const heading = (name: string | RegExp) => screen.findByRole("heading", { level: 1, name });
const told = (sent: Sent[]) => sent.filter(one => one.method === "POST");

/** Presses "Next" until the form asks whether it is right. */
async function toTheEnd(): Promise<void> {
  while (screen.queryByRole("button", { name: "Next" })) await press("Next");
  await heading("Is this right?");
}

let replaced: ReturnType<typeof vi.fn>;

beforeEach(() => {
  forgetTelling();
  forgetAttempt();
  languages.set([]);
  localStorage.clear();
  sessionStorage.clear();
  replaced = vi.spyOn(location, "replace").mockImplementation(() => undefined);
  // As main.tsx has it: leaving empties the element that everything is drawn into.
  document.body.id = "app";
});
afterEach(() => {
  document.body.removeAttribute("id");
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("the first screen", () => {
  it("has the numbers, the doors and the truth before and without the server", async () => {
    school(() => "offline");
    const { container } = open();
    expect(screen.getByRole("link", { name: "Call 999" }).getAttribute("href")).toBe("tel:999");
    expect(screen.getByRole("link", { name: "0800 1111" }).getAttribute("href")).toBe("tel:08001111");
    expect(screen.getByText(/We cannot promise to keep it a secret/)).toBeTruthy();
    expect(screen.getByText(/reads it when school is open. Nobody reads it at night/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "I am a grown-up" })).toBeTruthy();
    expect(await faults(container)).toEqual([]);
    expect(document.title).toBe("Lollipop");
  });

  it.each([
    [{ reads_now: true }, /School is open now/],
    [{ reads_from: "2026-11-28T20:45:00Z" }, /reads it today, from 20:45/],
    [{ reads_from: "2026-11-29T08:45:00Z" }, /reads it tomorrow, from 08:45/],
    [{}, /reads it on Monday 30 November, from 08:45/],
    [{ reads_from: undefined }, /reads it when school is open/],
  ])("says when it is read: %o", async (change, said) => {
    school(sent => (sent.method === "GET" ? { ...door, ...change } : undefined));
    open();
    expect(await screen.findByText(said)).toBeTruthy();
  });

  it("has no form where the door is closed, and the numbers all the same", async () => {
    school(sent => (sent.method === "GET" ? { ...door, open: false } : undefined));
    const { container } = open();
    expect(await screen.findByRole("heading", { name: "This page is closed just now" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "I am a grown-up" })).toBeNull();
    expect(screen.getByRole("link", { name: "0800 1111" })).toBeTruthy();
    expect(screen.getByRole("link", { name: "01632 960123" })).toBeTruthy();
    expect(await faults(container)).toEqual([]);
  });
});

describe("a child’s form", () => {
  it.each([
    ["I am in Nursery or Reception", "eyfs"],
    ["I am in Year 1 or 2", "ks1"],
    ["I am in Year 3, 4, 5 or 6", "ks2"],
  ])(
    "%s: asks one thing a screen, and sends what was answered once",
    async (who, form) => {
      const sent = school();
      const { container } = open();
      const length = history.length;
      await press(who);
      const seen: string[] = [];
      const look = async () => {
        seen.push((await screen.findByRole("heading", { level: 1 })).textContent ?? "");
        expect(await faults(container), seen.at(-1)).toEqual([]);
        expect(document.title).toBe("Lollipop");
      };
      await look();
      await tap("checkbox", "A grown-up who works at school");
      await press("Next");
      await look();
      await tap("checkbox", /Mrs Okafor/);
      const another = screen.getByRole<HTMLInputElement>("checkbox", { name: "Somebody else who works here" });
      expect(another.checked, "who is named takes the place of somebody").toBe(false);
      await press("Next");
      await look();
      fireEvent.click(screen.getAllByRole("checkbox")[0] as HTMLElement);
      await press("Next");
      await look();
      fireEvent.click(screen.getAllByRole("radio")[0] as HTMLElement);
      await press("Next");
      await look();
      await tap("radio", "Yes");
      expect(await screen.findByText(/Call 999 now, or go to a grown-up/)).toBeTruthy();
      await press("Next");
      await look();
      fireEvent.input(screen.getByLabelText("Your words"), { target: { value: "It was <b>him</b>." } });
      await press("Next");
      await look();
      fireEvent.click(screen.getAllByRole("radio")[0] as HTMLElement);
      fireEvent.input(await screen.findByLabelText("Your name"), { target: { value: "Maja" } });
      fireEvent.input(screen.getByLabelText("Your class"), { target: { value: "Oak" } });
      await press("Next");
      await look();
      expect(new Set(seen).size, "eight questions").toBe(8);
      expect(history.length, "nothing to go back to").toBe(length);
      expect(location.href).toMatch(/\/s\/hook-lane\/page$/);

      const button = screen.getByRole("button", { name: "Send to school" });
      fireEvent.click(button);
      fireEvent.click(button);
      await heading("School has it");
      expect(screen.getByText(/You said that there is danger now/), "999 is still the first thing").toBeTruthy();
      expect(told(sent).map(one => one.body)).toEqual([
        {
          form,
          about: ["head"],
          kinds: ["unkind"],
          feel: "sad",
          danger: true,
          story: "It was <b>him</b>.",
          language: "en",
          naming: "named",
          name: "Maja",
          class: "Oak",
          receipt: expect.stringMatching(/^\d+(\.\d+){4}$/),
        },
      ]);
      expect(await faults(container)).toEqual([]);
      const left = JSON.stringify(telling.get());
      expect(left, "the words are not kept beside the receipt").not.toMatch(/him|Maja|Oak/);
      expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
    },
    30_000,
  );

  it("needs one answer, and says so", async () => {
    const sent = school();
    open();
    await press("I am in Year 1 or 2");
    await toTheEnd();
    const button = screen.getByRole("button", { name: "Send to school" });
    expect(button.getAttribute("aria-disabled")).toBe("true");
    fireEvent.click(button);
    expect(await screen.findByText(/Answer one question first/)).toBeTruthy();
    expect(told(sent)).toEqual([]);
  });

  it("goes back to any answer, and out of the form", async () => {
    school();
    open();
    await press("I am in Nursery or Reception");
    await toTheEnd();
    await press("Change: How do you feel?");
    await heading("How do you feel?");
    await press("Back");
    await heading("What kind of thing is it?");
    await press("Back");
    await press("Back");
    await heading("Tell someone");
  });
});

describe("an adult’s form", () => {
  it("is one page, and says what each box is for", async () => {
    const sent = school();
    const { container } = open();
    await press("I am a grown-up");
    await heading("Tell school");
    await tap("radio", /Somebody who works at school did something wrong/);
    await tap("checkbox", /Mr White/);
    expect(await faults(container)).toEqual([]);
    fireEvent.input(screen.getByLabelText("What happened?"), { target: { value: "He wrote to her." } });
    fireEvent.click(screen.getByRole("radio", { name: /Only one grown-up, who keeps children safe/ }));
    fireEvent.input(await screen.findByLabelText(/How can we reach you/), { target: { value: "07700 900123" } });
    await press("Send to school");
    await heading("School has it");
    expect(told(sent)[0]?.body).toMatchObject({
      form: "adult",
      box: "conduct",
      about: ["deputy_dsl"],
      naming: "lead_only",
      reach: "07700 900123",
    });
  });
});

describe("when it cannot be sent", () => {
  it("the numbers come first, the words stay, and the next try is the same operation", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 50 });
    let broken = true;
    const sent = school(one => (one.method === "POST" && broken ? refuse(503, "internal", "Away.") : undefined));
    open();
    await press("I am in Year 3, 4, 5 or 6");
    await tap("checkbox", "Me");
    await toTheEnd();
    await press("Send to school");
    await vi.advanceTimersByTimeAsync(8000);
    const problem = await screen.findByRole("alert");
    expect(within(problem).getByText(/Your words stay on this page/)).toBeTruthy();
    expect(screen.getByRole("link", { name: "0800 1111" })).toBeTruthy();
    expect(telling.get().answers.about).toEqual(["me"]);
    broken = false;
    await press("Try again");
    await vi.advanceTimersByTimeAsync(100);
    await heading("School has it");
    expect(new Set(told(sent).map(one => one.operation)).size).toBe(1);
    expect(new Set(told(sent).map(one => JSON.stringify(one.body))).size).toBe(1);
  });

  it("is kept sealed where the school’s key is known, and is not called sent", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
    const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    const kept: Draft[] = [];
    shelveOn({ put: async one => void kept.splice(0, 1, one), all: async () => kept, remove: async () => undefined });
    let offline = true;
    const sent = school(one => {
      if (one.method === "GET") return { ...door, key: toBase64(raw) };
      return offline ? "offline" : { receipt: "1.2.3.4.5" };
    });
    const { container } = open();
    const later = async (until: () => unknown) => {
      // Sealing takes real time, the pauses between tries are the clock's.
      for (let turn = 0; turn < 200 && !until(); turn++) {
        await new Promise(done => setImmediate(done));
        await vi.advanceTimersByTimeAsync(100);
      }
    };
    await later(() => screen.queryByText(/Monday 30 November/));
    fireEvent.click(screen.getByRole("button", { name: "I am in Year 3, 4, 5 or 6" }));
    await later(() => screen.queryByRole("checkbox", { name: "Me" }));
    act(() => telling.set({ ...telling.get(), step: "check", answers: { ...telling.get().answers, feel: "sad" } }));
    fireEvent.click(screen.getByRole("button", { name: "Send to school" }));
    await later(() => screen.queryByText(/Kept here/));
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Kept here, locked. Not sent yet.");
    expect(screen.queryByText(/School has it/)).toBeNull();
    expect(kept).toEqual([{ operation: told(sent)[0]?.operation, slug: "hook-lane", sealed: expect.any(String) }]);
    expect(new Set(told(sent).map(one => one.path))).toEqual(new Set(["/tell/hook-lane/sealed"]));
    expect(
      told(sent).map(one => one.body),
      "it was sent as it is kept",
    ).toEqual(told(sent).map(() => ({ sealed: kept[0]?.sealed })));
    offline = false;
    act(() => {
      dispatchEvent(new Event("online"));
    });
    const before = told(sent).length;
    await later(() => told(sent).length > before);
    expect(told(sent).at(-1)).toMatchObject({ operation: kept[0]?.operation, path: "/tell/hook-lane/sealed" });
    shelveOn(deviceShelf());
    vi.useRealTimers();
    expect(await faults(container)).toEqual([]);
  }, 20_000);

  it("goes open where the school’s key was renewed meanwhile", async () => {
    const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
    const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    const sent = school(one => {
      if (one.method === "GET") return { ...door, key: toBase64(raw) };
      return one.path.endsWith("/sealed") ? refuse(422, "invalid", "Not to be opened.") : undefined;
    });
    open();
    await screen.findByText(/Monday 30 November/);
    await press("I am in Year 3, 4, 5 or 6");
    await tap("checkbox", "Me");
    await toTheEnd();
    await press("Send to school");
    await heading("School has it");
    expect(told(sent).map(one => one.path)).toEqual(["/tell/hook-lane/sealed", "/tell/hook-lane"]);
    expect(new Set(told(sent).map(one => one.operation)).size).toBe(2);
  });

  it("says the school’s own words where it says no", async () => {
    school(one => (one.method === "POST" ? refuse(403, "denied", "You cannot write here just now.") : undefined));
    open();
    await press("I am in Year 3, 4, 5 or 6");
    await tap("checkbox", "Me");
    await toTheEnd();
    await press("Send to school");
    expect(await screen.findByText("You cannot write here just now.")).toBeTruthy();
  });
});

describe("a lesson", () => {
  it("asks nothing of any server, says so on every screen, and ends with a made-up answer", async () => {
    const sent = school();
    const { container } = open("?practice");
    const banner = () => expect(screen.getByText("Practice")).toBeTruthy();
    banner();
    await press("I am in Year 1 or 2");
    await tap("checkbox", "Me");
    while (screen.queryByRole("button", { name: "Next" })) {
      banner();
      await press("Next");
    }
    await press("Send (practice)");
    await heading("Well done! That was practice.");
    banner();
    expect(screen.getByText(/Nothing that you wrote was sent or kept/)).toBeTruthy();
    await press("Come back with these words");
    banner();
    await press("Look");
    await heading("What school says");
    expect(screen.getByText("These answers are made up, for practice.")).toBeTruthy();
    fireEvent.input(screen.getByLabelText("Tell us more"), { target: { value: "Thank you." } });
    await press("Send (practice)");
    expect(await screen.findByText("Thank you.")).toBeTruthy();
    expect(await faults(container)).toEqual([]);
    expect(sent.filter(one => one.path.startsWith("/"))).toEqual([]);
  });
});

describe("coming back", () => {
  const thread = {
    status: "helping",
    at: "2026-11-26T17:10:00Z",
    read_at: "2026-11-27T08:50:00Z",
    lines: [
      { at: "2026-11-26T17:10:00Z", mine: true, words: "See https://game.example/x <img src=x>", language: "en" },
      { at: "2026-11-27T08:55:00Z", mine: false, words: "Przyjdź do sali 4.", language: "pl" },
    ],
  };

  it("shows what was said as text alone, marks what is not translated, and takes more", async () => {
    languages.set([{ tag: "pl", name: "polski", dir: "ltr" }]);
    const sent = school(one => {
      if (one.path.endsWith("/look")) return thread;
      if (!one.path.endsWith("/more")) return undefined;
      return { ...thread, lines: [...thread.lines, { ...thread.lines[0], words: "And today." }] };
    });
    const { container } = open();
    await press(/I told you before/);
    await heading("Come back");
    expect(await faults(container)).toEqual([]);
    fireEvent.input(screen.getByLabelText("Your five words"), { target: { value: "Cat BOAT apple-drum kite" } });
    await press("Look");
    await heading("What school says");
    expect(await faults(container)).toEqual([]);
    expect(screen.getByText("See https://game.example/x <img src=x>").querySelector("a, img")).toBeNull();
    expect(container.querySelector(".thread a, .thread img")).toBeNull();
    expect(screen.getByText(/Not translated/).textContent).toContain("polski");
    expect(screen.getByText("Przyjdź do sali 4.").getAttribute("lang")).toBe("pl");
    fireEvent.input(screen.getByLabelText("Tell us more"), { target: { value: "And today." } });
    await press("Send this too");
    expect(await screen.findByText("And today.")).toBeTruthy();
    expect(told(sent).map(one => [one.path, one.body])).toEqual([
      ["/tell/hook-lane/look", { receipt: "Cat BOAT apple-drum kite" }],
      ["/tell/hook-lane/more", { receipt: "Cat BOAT apple-drum kite", words: "And today.", language: "en" }],
    ]);
  });

  it("with words that nobody has says so in the school’s words, and keeps what was typed", async () => {
    school(one => (one.path.endsWith("/look") ? refuse(404, "not_found", "We do not know these words.") : undefined));
    open();
    await press(/I told you before/);
    fireEvent.input(screen.getByLabelText("Your five words"), { target: { value: "cat cat" } });
    await press("Look");
    expect(await screen.findByText("We do not know these words.")).toBeTruthy();
    expect((screen.getByLabelText("Your five words") as HTMLInputElement).value).toBe("cat cat");
  });
});

describe("only words", () => {
  const data = (...kinds: string[]) => ({
    files: kinds.filter(kind => kind === "file").map(() => new File(["x"], "x.png", { type: "image/png" })),
    items: kinds.map(kind => ({ kind })),
  });

  it.each(["paste", "drop"] as const)(
    "a picture that is given by %s goes nowhere, and the screen says why",
    async how => {
      const sent = school();
      const { container } = open();
      await press("I am in Year 3, 4, 5 or 6");
      const give = (what: object) => {
        const event = new Event(how, { bubbles: true, cancelable: true });
        Object.defineProperty(event, how === "paste" ? "clipboardData" : "dataTransfer", { value: what });
        act(() => {
          document.body.dispatchEvent(event);
        });
        return event.defaultPrevented;
      };
      expect(give(data("string")), "words are let in").toBe(false);
      expect(screen.queryByRole("alert")).toBeNull();
      expect(give(data("file"))).toBe(true);
      expect(await screen.findByText(/Only words can go here/)).toBeTruthy();
      expect(await faults(container)).toEqual([]);
      await press("Close");
      expect(screen.queryByText(/Only words can go here/)).toBeNull();
      expect(told(sent)).toEqual([]);
      expect(container.querySelector("input[type=file]")).toBeNull();
    },
  );
});

describe("the way out", () => {
  async function halfWritten() {
    school();
    open();
    await press("I am in Year 3, 4, 5 or 6");
    await tap("checkbox", "Me");
    answerStory();
  }
  const answerStory = () =>
    act(() => telling.set({ ...telling.get(), answers: { ...telling.get().answers, story: "Secret words" } }));
  const gone = () => {
    expect(JSON.stringify(telling.get())).not.toContain("Secret words");
    expect(document.body.textContent).not.toContain("Who is it about?");
  };

  it("is a button on every screen", async () => {
    await halfWritten();
    await press("Leave quickly");
    expect(replaced).toHaveBeenCalledWith("/away");
    gone();
  });

  it("is Shift, three times and quickly", async () => {
    await halfWritten();
    const shift = (key = "Shift") => fireEvent.keyDown(document.body, { key });
    shift();
    shift();
    shift("a");
    shift();
    expect(replaced, "capital letters leave nothing").not.toHaveBeenCalled();
    shift();
    shift();
    expect(replaced).toHaveBeenCalledWith("/away");
    gone();
  });

  it("leaves an empty page behind for “back”", async () => {
    await halfWritten();
    act(() => {
      dispatchEvent(new Event("pagehide"));
    });
    gone();
  });

  it("is taken by the page where nobody is there any more", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    await halfWritten();
    await vi.advanceTimersByTimeAsync(14 * 60_000);
    fireEvent.keyDown(document.body, { key: "a" });
    await vi.advanceTimersByTimeAsync(14 * 60_000);
    expect(replaced).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2 * 60_000);
    expect(replaced).toHaveBeenCalledWith("/away");
    gone();
  });
});
