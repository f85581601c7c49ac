import { fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { entry, lead, reader, told } from "../../../test/unit/concerns";
import { draw } from "../../../test/unit/draw";
import { refuse, type Sent, serve } from "../../../test/unit/server";
import { english } from "../../../test/unit/speak";
import type { Me } from "../../api/types";
import { languages } from "../../session";
import type { Concern } from "./api";
import { IDLE } from "./lock";
import OneConcern from "./OneConcern";

const POLISH = {
  "concern.reply.thank_you": "Dziękujemy, że nam o tym mówisz.",
  "concern.status.talk": "Chcemy porozmawiać.",
};

/** Opens one; `after` is what every act answers with. */
function open(of: Concern, options: { after?: Concern; me?: Me } = {}): Sent[] {
  const sent = serve(one => {
    if (one.path.includes("/locales/pl.tell.")) return { lang: "pl", dir: "ltr", messages: POLISH };
    if (one.path.startsWith("/confiscations")) return { items: [KEPT] };
    return one.method === "GET" ? of : (options.after ?? of);
  });
  draw(OneConcern, options.me ?? lead, "/reading/c1", "/reading/:id");
  return sent;
}

const KEPT = {
  id: "k1",
  pupil: { id: "p1", name: "Leo Brown", class: "Oak" },
  kind: "phone",
  at: "2026-11-23T08:00:00Z",
};
const acts = (sent: Sent[]) => sent.filter(one => one.method === "POST").map(one => [one.path, one.body]);
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const submit = (within: HTMLElement) => fireEvent.submit(within.querySelector("form") as HTMLFormElement);
const type = (label: string, text: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value: text } });
const card = (name: string) => screen.getByRole("heading", { name }).closest("section") as HTMLElement;
/** What a screen shows of it: dates stand there once more for paper. */
const onScreen = (of: Element) => {
  const copy = of.cloneNode(true) as Element;
  for (const one of copy.querySelectorAll(".only-print")) one.remove();
  return copy.textContent;
};
const answers = () =>
  [...document.querySelectorAll(".answers > div")].map(one => [
    one.querySelector("dt")?.textContent,
    one.querySelector("dd")?.textContent,
  ]);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"], now: new Date("2026-11-23T08:41:00Z") });
  languages.set([{ tag: "pl", name: "polski", dir: "ltr" }]);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  languages.set([]);
});

describe("one concern", () => {
  it("says in English what was answered, and shows the words as they were written", async () => {
    open(told());
    await screen.findByText("What was answered");
    expect(answers()).toEqual([
      ["About", "Somebody from outside, or known only online"],
      ["What happened", "Somebody writes to them, or wants to meetAsked to keep a secret, or threatened"],
      ["They feel", "Scared"],
      ["Told with", "The form for Years 3 to 6, Polish · polski"],
      ["Who told it", "Zofia, Willow"],
    ]);
    const words = document.querySelector(".told-first bdi") as HTMLElement;
    expect([words.lang, words.dir, words.textContent]).toEqual([
      "pl",
      "auto",
      "Ktoś pisze do mnie w grze.\nhttps://game.example/x",
    ]);
    expect(screen.getByText("w piątek")).toBeTruthy();
    expect(screen.getByText(/^That you opened this is recorded\./)).toBeTruthy();
    expect(document.title).toBe("Told to us · Hook Lane Primary School");
    expect(await faults(document.body)).toEqual([]);
  });

  it("makes no link, picture or script of anything that was written", async () => {
    const nasty = '<img src="https://x.example/a.png" onerror="boom()"> https://x.example www.x.example tel:999 [a](b)';
    open(
      told({
        entries: [
          entry(1, "story", { words: nasty, when: nasty }),
          entry(2, "name", { words: nasty, class: nasty, reach: nasty }),
          entry(3, "story", { words: nasty }),
          entry(4, "note", { words: nasty, by: nasty }),
        ],
      }),
    );
    await screen.findByText("What was answered");
    expect(document.querySelector("main img, main script, main iframe")).toBeNull();
    const links = [...document.querySelectorAll("main a")].map(one => one.getAttribute("href"));
    expect(links).toEqual(["/reading"]);
  });

  it("says of whom it is about by the name that the school has for the role", async () => {
    open(told({ box: "conduct", about: ["head", "deputy_dsl", "staff"], outside: true }));
    await screen.findByText("What was answered");
    expect(answers()[0]?.[1]).toBe("HeadteacherDeputy DSLA grown-up who works here");
    const number = screen.getByRole("link", { name: "03000 41 08 88" });
    expect(number.getAttribute("href")).toBe("tel:03000410888");
    expect(card("The LADO’s number").textContent).toContain("November 2026");
  });

  it("says first that somebody may be in danger, and that nobody has read it before", async () => {
    open(told({ danger: true, urgency: "now", first: true }));
    expect((await screen.findByRole("alert")).textContent).toContain("ring 999 first");
    expect(screen.getByRole("link", { name: "Out of hours 03000 41 91 91" }).getAttribute("href")).toBe(
      "tel:03000419191",
    );
    expect(screen.getByText("You are the first to read this.")).toBeTruthy();
  });

  it("marks a name that only the lead sees, and says to the others that there is one", async () => {
    const named = entry(2, "name", { words: "Zofia", lead_only: true });
    open(told({ naming: "lead_only", entries: [named] }));
    expect(await screen.findByText("Only the safeguarding lead sees this")).toBeTruthy();
  });

  it("says that a name is kept from this reader", async () => {
    open(told({ naming: "lead_only", name_kept: true, entries: [] }));
    await screen.findByText("What was answered");
    expect(answers().at(-1)?.[1]).toBe("They gave a name for the safeguarding lead alone. You do not see it.");
  });

  it("tells what was done in its order, with the sentences as they are read in their language", async () => {
    const at = { by: "Mrs Tudor" };
    open(
      told({
        entries: [
          ...told().entries,
          entry(3, "reply", { ...at, phrase: "concern.reply.thank_you" }),
          entry(4, "reply", { ...at, words: "Come to room 4.", language: "en" }),
          entry(5, "story", { words: "Nie chcę.", language: "pl" }),
          entry(6, "note", { ...at, words: "Rang home." }),
          entry(7, "status", { ...at, choice: "talk" }),
          entry(8, "handed", { ...at, person: "Mr White", words: "Your class." }),
          entry(9, "kept_from", { ...at, person: "Ms Fox", words: "Her aunt." }),
          entry(10, "parents", { ...at, choice: "no", words: "It is about home." }),
          entry(11, "interpreter", { ...at, choice: "pl" }),
          entry(12, "device", { ...at, choice: "k1" }),
          entry(13, "glass", { by: "Mr White", words: "A mother rang." }),
        ],
      }),
    );
    await vi.waitFor(() => expect(document.querySelector(".happened .theirs[lang=pl]")).toBeTruthy());
    const said = [...document.querySelectorAll(".happened > li")].map(one => [
      one.querySelector("b")?.textContent,
      ...[...one.querySelectorAll(".written")].map(line => line.textContent),
    ]);
    expect(said).toEqual([
      ["Mrs Tudor answered", english["concern.reply.thank_you"], POLISH["concern.reply.thank_you"]],
      ["Mrs Tudor answered", "Come to room 4."],
      ["They wrote", "Nie chcę."],
      ["Mrs Tudor noted, for readers alone", "Rang home."],
      ["Mrs Tudor set: We would like to talk"],
      ["Mrs Tudor handed it to Mr White", "Your class."],
      ["Mrs Tudor keeps it from Ms Fox", "Her aunt."],
      ["Mrs Tudor decided not to tell the parents, because:", "It is about home."],
      ["Mrs Tudor asked for an interpreter: Polish · polski"],
      ["Mrs Tudor joined it to a kept device"],
      ["Mr White broke the glass, to read it for an hour:", "A mother rang."],
    ]);
    expect(screen.getByText("Nie chcę.").closest("li")?.textContent).toContain("Not translated: Polish");
    expect(await faults(document.body)).toEqual([]);
  });

  it("says who reads it, how they came to, and whether they have", async () => {
    open(
      told({
        who_reads: [
          reader("Mrs Tudor", { me: true, read_at: "2026-11-23T08:41:00Z" }),
          reader("Mr White", { how: "time" }),
          reader("Ms Fox", { how: "glass", until: "2026-11-23T09:41:00Z" }),
        ],
      }),
    );
    await screen.findByText("Who reads it");
    expect([...document.querySelectorAll(".who-reads > li")].map(onScreen)).toEqual([
      "Mrs Tudor (you)by our policy · read it today, 08:41",
      "Mr Whiteit was unread too long · has not read it",
      "Ms Foxbroke the glass, until today, 09:41 · has not read it",
    ]);
  });

  it("is not there for whoever may not read it, and says no more than of what never was", async () => {
    serve(() => refuse(404, "not_found", "That is not here."));
    draw(OneConcern, lead, "/reading/c1", "/reading/:id");
    expect(await screen.findByText("That is not here.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Print" })).toBeNull();
  });
});

describe("what a reader does", () => {
  it("answers with a sentence, the language of whoever told beside it", async () => {
    const sent = open(told(), { after: told({ status: "helping" }) });
    await screen.findByText("What was answered");
    press("Answer them");
    const theirs = await screen.findByText(POLISH["concern.reply.thank_you"]);
    expect([theirs.lang, theirs.dir]).toEqual(["pl", "ltr"]);
    const sheet = screen.getByRole("dialog");
    expect(await faults(sheet)).toEqual([]);
    submit(sheet);
    expect(acts(sent)).toEqual([]);
    fireEvent.click(sheet.querySelector("input") as HTMLInputElement);
    submit(sheet);
    expect(await screen.findByText("We are helping")).toBeTruthy();
    expect(acts(sent)).toEqual([["/concerns/c1/reply", { phrase: "concern.reply.thank_you" }]]);
    expect(screen.queryByRole("dialog")).toBeNull();
    press("Answer them");
    expect(screen.getByRole("dialog").querySelector("input:checked")).toBeNull();
  });

  it("marks words of one’s own as not translated, and sends their language", async () => {
    const sent = open(told());
    await screen.findByText("What was answered");
    press("Answer them");
    fireEvent.click(screen.getByLabelText(/^My own words/));
    type("Your words", " Come to room 4. ");
    expect(screen.getByText(/They used the form in Polish.*not translated/)).toBeTruthy();
    submit(screen.getByRole("dialog"));
    await vi.waitFor(() =>
      expect(acts(sent)).toEqual([["/concerns/c1/reply", { words: "Come to room 4.", language: "en" }]]),
    );
  });

  it("has nobody to answer where a kept device raised it", async () => {
    const { form: _, language: __, ...raised } = told();
    open({
      ...raised,
      kinds: ["device"],
      entries: [],
      confiscation: "k1",
      pupil: { id: "p1", name: "Leo Brown", class: "Oak" },
    });
    expect(await screen.findByText(/Nobody waits for an answer/)).toBeTruthy();
    expect(screen.getByRole("link", { name: "The kept device" }).getAttribute("href")).toBe("/confiscations/k1");
    expect(answers()).toEqual([
      ["About", "Somebody from outside, or known only online"],
      ["What happened", "A device that is kept here"],
      ["Whose device", "Leo Brown, Oak"],
    ]);
  });

  it("shows the very words of a status before it is set", async () => {
    const sent = open(told());
    await screen.findByText("What was answered");
    press("Set how far it is");
    fireEvent.click(screen.getByLabelText("We would like to talk"));
    const sheet = screen.getByRole("dialog");
    expect((await within(sheet).findByText(POLISH["concern.status.talk"])).lang).toBe("pl");
    expect(await faults(sheet)).toEqual([]);
    submit(sheet);
    await vi.waitFor(() => expect(acts(sent)).toEqual([["/concerns/c1/status", { status: "talk" }]]));
    await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  // Policy: concerns.welfare.parents (AR 10.1/4, BG 10.1/4)
  it("decides about the parents with a reason, and says that the system tells nobody", async () => {
    const sent = open(told(), { after: told({ parents: "no" }) });
    expect(await screen.findByText("Are the parents told? Nobody has decided yet.")).toBeTruthy();
    press("Decide about the parents");
    const sheet = screen.getByRole("dialog");
    expect(within(sheet).getByText(/The system tells the parents nothing, whatever you decide/)).toBeTruthy();
    fireEvent.click(screen.getByLabelText("No, not told"));
    submit(sheet);
    expect(acts(sent)).toEqual([]);
    type("Why", "It is about home.");
    expect(await faults(sheet)).toEqual([]);
    submit(sheet);
    expect(await screen.findByText("Decided: the parents are not told")).toBeTruthy();
    expect(acts(sent)).toEqual([["/concerns/c1/parents", { tell: "no", reason: "It is about home." }]]);
  });

  it("asks about parents only of a worry about a child", async () => {
    open(told({ box: "complaint" }));
    await screen.findByText("What was answered");
    expect(screen.queryByRole("button", { name: "Decide about the parents" })).toBeNull();
    expect(screen.queryByText(/Nobody has decided yet/)).toBeNull();
  });

  it("keeps it from a colleague, and says beforehand what that does and that it stays", async () => {
    const sent = open(told());
    await screen.findByText("What was answered");
    press("Keep it from a colleague");
    const sheet = screen.getByRole("dialog");
    expect(within(sheet).getByText(/they find nothing of it.*Nobody can take this back here/)).toBeTruthy();
    fireEvent.input(screen.getByLabelText("Keep it from whom?"), { target: { value: "w3" } });
    expect(await faults(sheet)).toEqual([]);
    submit(sheet);
    await vi.waitFor(() => expect(acts(sent)).toEqual([["/concerns/c1/keep-from", { person: "w3", words: "" }]]));
  });

  it("hands it to a colleague, who is named with what they are", async () => {
    const sent = open(told());
    await screen.findByText("What was answered");
    press("Hand to a colleague");
    const choose = screen.getByLabelText("Hand it to whom?") as HTMLSelectElement;
    expect([...choose.options].map(one => one.text).slice(1)).toEqual(["Mr White, Deputy DSL", "Ms Fox, Oak"]);
    fireEvent.input(choose, { target: { value: "w2" } });
    type("What they should know (readers see it)", "Your class.");
    submit(screen.getByRole("dialog"));
    await vi.waitFor(() => expect(acts(sent)).toEqual([["/concerns/c1/hand", { to: "w2", words: "Your class." }]]));
  });

  it("asks for an interpreter in the form’s language, and notes", async () => {
    const sent = open(told());
    await screen.findByText("What was answered");
    press("Ask for an interpreter");
    expect(screen.getByText(/A child never interprets/)).toBeTruthy();
    submit(screen.getByRole("dialog"));
    await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    press("Note something");
    type("Your note", "Rang home.");
    submit(screen.getByRole("dialog"));
    await vi.waitFor(() =>
      expect(acts(sent)).toEqual([
        ["/concerns/c1/interpreter", { language: "pl" }],
        ["/concerns/c1/note", { words: "Rang home." }],
      ]),
    );
  });

  // Policy: procedure.nudes.store_device (AR 11.1.1/4, BG 11.2/13)
  it("joins it to a kept device, which is held from then on, for the team alone", async () => {
    const sent = open(told());
    await screen.findByText("What was answered");
    press("Join to a kept device");
    expect(screen.getByText(/sets the safeguarding hold/)).toBeTruthy();
    const choose = (await screen.findByLabelText("Which device?")) as HTMLSelectElement;
    expect(choose.options[1]?.text).toBe("Phone of Leo Brown, Oak, kept today, 08:00");
    fireEvent.input(choose, { target: { value: "k1" } });
    submit(screen.getByRole("dialog"));
    await vi.waitFor(() => expect(acts(sent)).toEqual([["/concerns/c1/device", { confiscation: "k1" }]]));
  });

  it("keeps a sheet open with what was typed when the server refuses", async () => {
    serve(one =>
      one.method === "GET" ? told() : refuse(409, "not_yet", "Decide first whether the parents are told."),
    );
    draw(OneConcern, lead, "/reading/c1", "/reading/:id");
    await screen.findByText("What was answered");
    press("Set how far it is");
    fireEvent.click(screen.getByLabelText("Finished"));
    submit(screen.getByRole("dialog"));
    expect(await screen.findByText("Decide first whether the parents are told.")).toBeTruthy();
    expect((screen.getByLabelText("Finished") as HTMLInputElement).checked).toBe(true);
  });

  it("has printing recorded before it prints", async () => {
    const done: string[] = [];
    vi.stubGlobal("print", () => done.push("printed"));
    serve(one => {
      if (one.method === "POST") done.push(one.path);
      return told();
    });
    draw(OneConcern, lead, "/reading/c1", "/reading/:id");
    await screen.findByText("What was answered");
    press("Print");
    await vi.waitFor(() => expect(done).toEqual(["/concerns/c1/print", "printed"]));
    expect(screen.getByText(/^Printed by/).textContent).toContain("Mrs Tudor, Monday 23 November 2026, 08:41");
  });

  it("does not print what could not be recorded", async () => {
    const print = vi.fn();
    vi.stubGlobal("print", print);
    serve(one => (one.method === "GET" ? told() : refuse(409, "conflict", "No.")));
    draw(OneConcern, lead, "/reading/c1", "/reading/:id");
    await screen.findByText("What was answered");
    press("Print");
    expect(await screen.findByText("No.")).toBeTruthy();
    expect(print).not.toHaveBeenCalled();
  });
});

describe("an open concern that nobody touches", () => {
  it("takes its words away, asks anew for them, and gives back what was begun", async () => {
    const sent = open(told());
    await screen.findByText("What was answered");
    press("Answer them");
    fireEvent.click(screen.getByLabelText(/^My own words/));
    type("Your words", "Come to");
    const reads = () => sent.filter(one => one.path === "/concerns/c1").length;
    expect(reads()).toBe(1);
    vi.advanceTimersByTime(IDLE);
    const go = await screen.findByRole("button", { name: "Go on" });
    expect(document.body.innerHTML).not.toMatch(/Ktoś|Zofia|Come to|Scared/);
    expect(await faults(document.body)).toEqual([]);
    fireEvent.click(go);
    await screen.findByText("What was answered");
    expect(reads()).toBe(2);
    press("Answer them");
    expect((screen.getByLabelText("Your words") as HTMLTextAreaElement).value).toBe("Come to");
  });

  it("takes them away from whoever wakes a machine that slept, and from a page that is left", async () => {
    open(told());
    await screen.findByText("What was answered");
    vi.setSystemTime(new Date("2026-11-23T10:00:00Z"));
    dispatchEvent(new Event("pointerdown"));
    fireEvent.click(await screen.findByRole("button", { name: "Go on" }));
    await screen.findByText("What was answered");
    dispatchEvent(new Event("pagehide"));
    expect(await screen.findByRole("button", { name: "Go on" })).toBeTruthy();
  });

  it("leaves nothing in any storage or cache", async () => {
    const kept = vi.fn();
    vi.stubGlobal("caches", { open: kept, match: kept });
    vi.stubGlobal("indexedDB", { open: kept });
    localStorage.clear();
    sessionStorage.clear();
    open(told());
    await screen.findByText("What was answered");
    press("Answer them");
    fireEvent.click(screen.getByLabelText(/^My own words/));
    type("Your words", "Come to");
    vi.advanceTimersByTime(IDLE);
    await screen.findByRole("button", { name: "Go on" });
    expect([localStorage.length, sessionStorage.length, kept.mock.calls.length]).toEqual([0, 0, 0]);
    expect(JSON.stringify(history.state) + location.href + document.cookie + document.title).not.toMatch(
      /Ktoś|Zofia|Come to/,
    );
  });
});
