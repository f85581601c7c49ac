import { fireEvent, render, screen, within } from "@testing-library/preact";
import { LocationProvider, Route, Router } from "preact-iso";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { draw } from "../../../test/unit/draw";
import { hall } from "../../../test/unit/people";
import { refuse, type Sent, serve } from "../../../test/unit/server";
import { english } from "../../../test/unit/speak";
import type { Addressee, Letter } from "../../api/office";
import { PAUSES } from "../../api/send";
import type { Me } from "../../api/types";
import { enter, languages } from "../../session";
import { AT_ONCE, batch } from "./batch";
import Letters from "./Letters";
import LettersPrint from "./LettersPrint";
import { PrintOne } from "./PrintOne";
import { Revoke } from "./Revoke";
import { fitted } from "./Sheet";

const office: Me = { ...hall, can: [...hall.can, "letters"] };

const adult = (id: string, name: string, more: Partial<Addressee> = {}): Addressee => ({
  adult: id,
  name,
  language: "ur",
  relationship: "mother",
  children: [{ id: `p${id}`, name: "Yusuf Hussain", class: "Oak" }],
  signed_in: false,
  needs_yes: false,
  ...more,
});

const letter = (id: string, name: string, more: Partial<Letter> = {}): Letter => ({
  adult: id,
  name,
  language: "ur",
  dir: "rtl",
  children: ["Yusuf Hussain", "Maryam Hussain"],
  child: "Yusuf",
  code: "7KD3M-QW9XA",
  url: "https://school.example/l/7KD3MQW9XA",
  qr: { size: 33, path: "M0 0h7v7h-7z" },
  ends: "2026-12-06T09:00:00Z",
  ...more,
});

const people = (...items: Addressee[]) => ({ items, total: items.length, page: 1, size: 50, classes: ["Oak"] });
const posts = (sent: Sent[]) => sent.filter(one => one.method === "POST");

/** Urdu has all of the letter but two sentences, which English says for it. */
const urdu = {
  lang: "ur",
  dir: "rtl",
  messages: {
    "letter.paper.dear": "محترم {{.Name}}،",
    "letter.paper.code": "آپ کا کوڈ",
    "letter.paper.until": "یہ {{.Day}} تک ہے۔",
    "letter.paper.step_birthday": "{{.Child}} کی سالگرہ لکھیں۔",
    "pwa.date.day_year": "{{.Weekday}} {{.Day}} {{.Month}} {{.Year}}",
    "pwa.weekday.0": "اتوار",
    "pwa.month.12": "دسمبر",
  },
  english,
};

/** The stand-in server, with the catalogues that the print page loads beside the API. */
function speaking(answer: Parameters<typeof serve>[0], books = true): Sent[] {
  const sent = serve(answer);
  const api = fetch;
  vi.stubGlobal("fetch", async (what: string | Request) => {
    if (typeof what !== "string") return api(what);
    if (!books) return new Response("", { status: 503 });
    return Response.json(what.startsWith("/locales/ur.") ? urdu : { lang: "en", dir: "ltr", messages: english });
  });
  return sent;
}

/** Both screens, so that printing leads from one to the other. */
function drawBoth(me = office, address = "/letters") {
  history.replaceState(null, "", address);
  enter(me);
  return render(
    <LocationProvider>
      <Router>
        {[
          <Route key="list" path="/letters" component={Letters} />,
          <Route key="print" path="/letters/print" component={LettersPrint} />,
        ]}
      </Router>
    </LocationProvider>,
  );
}

const make = () => screen.getByRole("button", { name: /^Make \d+ letters?$/ });

beforeEach(() =>
  languages.set([
    { tag: "en", name: "English", dir: "ltr" },
    { tag: "ur", name: "اردو", dir: "rtl" },
  ]),
);
afterEach(() => {
  batch.set(null);
  languages.set([]);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("letters", () => {
  it("say before anybody prints them that there is nothing to read yet", async () => {
    for (const [items, told] of [
      [[{ document: "parents" }], 1],
      [[{ document: "parents", current: { version: "v1" } }], 0],
    ] as const) {
      const sent = speaking(one => (one.path === "/aup/documents" ? { items } : people(adult("a1", "Amina Hussain"))));
      const { unmount } = draw(Letters, { ...office, can: [...office.can, "signatures"] }, "/letters");
      await screen.findByText("Amina Hussain");
      await vi.waitFor(() => expect(sent.map(one => one.path)).toContain("/aup/documents"));
      await vi.waitFor(() => expect(screen.queryAllByText(/has published no text yet/)).toHaveLength(told));
      unmount();
    }
  });

  it("tick whom a new letter helps, and wait for the office’s yes where somebody must not be contacted", async () => {
    const sent = speaking(one =>
      one.method === "GET"
        ? people(
            adult("a1", "Amina Hussain"),
            adult("a2", "Isla Brown", { signed_in: true }),
            adult("a3", "Ewa Nowak", {
              last: { at: "2026-11-20T09:00:00Z", ends: "2026-12-04T09:00:00Z", state: "waiting" },
            }),
            adult("a4", "Dana Held", { needs_yes: true }),
          )
        : { letters: [letter("a1", "Amina Hussain"), letter("a4", "Dana Held")], refused: [] },
    );
    const { container } = drawBoth();
    await screen.findByText("Amina Hussain");
    expect(sent[0]?.path).toBe("/letters?missing=true&page=1");
    const ticked = () =>
      (screen.getAllByRole("checkbox") as HTMLInputElement[])
        .filter(one => one.checked)
        .map(one => one.closest("label")?.querySelector("bdi")?.textContent);
    expect(ticked()).toEqual(["Amina Hussain"]);
    expect(make().textContent).toBe("Make 1 letter");
    expect(screen.getByText("1 letter is held back")).toBeTruthy();
    // Ticking all is about those who wait for nothing: the held one keeps waiting for its own yes.
    fireEvent.click(screen.getByRole("button", { name: "Tick all" }));
    expect(ticked()).toEqual(["Amina Hussain", "Isla Brown", "Ewa Nowak"]);
    fireEvent.click(screen.getByRole("button", { name: "Tick none" }));
    expect(make().getAttribute("aria-disabled")).toBe("true");
    fireEvent.click(screen.getByRole("checkbox", { name: /Amina Hussain/ }));
    fireEvent.click(screen.getByRole("checkbox", { name: /Dana Held/ }));
    expect(await faults(container)).toEqual([]);
    fireEvent.click(make());
    await screen.findByText("2 letters are ready.");
    expect(posts(sent).map(one => one.body)).toEqual([{ adults: ["a1", "a4"], yes: ["a4"] }]);
    expect(location.pathname).toBe("/letters/print");
  });

  it("are asked for by class and by year, every page of them", async () => {
    const sent = speaking(one => {
      const page = Number(new URLSearchParams(one.path.split("?")[1]).get("page"));
      return { ...people(adult(`a${page}`, `Adult ${page}`)), total: 3, page, size: 1 };
    });
    drawBoth();
    await screen.findByText("Adult 3");
    fireEvent.click(screen.getByLabelText("A class"));
    fireEvent.click(within(screen.getByRole("group", { name: "A class" })).getByRole("button", { name: "Oak" }));
    await vi.waitFor(() => expect(sent.at(-1)?.path).toBe("/letters?class=Oak&page=3"));
    fireEvent.click(screen.getByLabelText("A year"));
    await vi.waitFor(() => expect(sent.at(-1)?.path).toMatch(/^\/letters\?year=Year(%20|\+)4&page=3$/));
  });

  it("after a lost answer are the same operation, part by part, and what is made already is not made again", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const all = Array.from({ length: AT_ONCE + 2 }, (_, i) => adult(`a${i}`, `Adult ${i}`));
    let network = false;
    const sent = speaking(one => {
      if (one.method === "GET") return people(...all);
      const { adults } = one.body as { adults: string[] };
      if (adults.length < AT_ONCE && !network) return "offline";
      return { letters: adults.map(id => letter(id, id)), refused: [] };
    });
    drawBoth();
    await vi.runAllTimersAsync();
    fireEvent.click(make());
    await vi.runAllTimersAsync();
    expect(posts(sent)).toHaveLength(1 + 1 + PAUSES.length);
    expect(
      screen.getByText(`${AT_ONCE} letters are made and wait to be printed. Try again for the rest.`),
    ).toBeTruthy();
    network = true;
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await vi.runAllTimersAsync();
    const operations = posts(sent).map(one => one.operation);
    expect(new Set(operations).size).toBe(2);
    expect(operations.filter(one => one === operations[0])).toHaveLength(1);
    expect(batch.get()?.letters).toHaveLength(AT_ONCE + 2);
  });

  it("that were refused are named with the reason beside those that were made", async () => {
    batch.set({
      by: office.person.id,
      letters: [letter("a1", "Amina Hussain")],
      refused: [{ adult: "a4", name: "Dana Held", title: "The office has to say yes to this letter first." }],
    });
    speaking(() => ({}));
    draw(LettersPrint, office, "/letters/print");
    expect(await screen.findByText(/say yes to this letter first/)).toBeTruthy();
    expect(screen.getByText("1 letter was not made")).toBeTruthy();
  });

  it("hold the page while their codes are only here, and give it up when they are on paper", async () => {
    speaking(one => (one.method === "GET" ? people() : {}));
    batch.set({ by: office.person.id, letters: [letter("a1", "Amina Hussain")], refused: [] });
    const leaving = () => {
      const event = new Event("beforeunload", { cancelable: true });
      dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(leaving()).toBe(true);
    drawBoth(office, "/letters/print");
    fireEvent.click(await screen.findByRole("button", { name: "They are on paper" }));
    fireEvent.click(screen.getByRole("button", { name: "Yes, close them" }));
    expect(batch.get()).toBeNull();
    expect(leaving()).toBe(false);
    await vi.waitFor(() => expect(location.pathname).toBe("/letters"));
    expect(document.body.textContent).not.toContain("7KD3M");
  });

  it("are not shown to the next person on this screen", async () => {
    speaking(() => ({}));
    batch.set({ by: "somebody else", letters: [letter("a1", "Amina Hussain")], refused: [] });
    const { container } = draw(LettersPrint, office, "/letters/print");
    expect(await screen.findByText("No letters are open")).toBeTruthy();
    expect(container.textContent).not.toContain("7KD3M");
  });
});

describe("a sheet", () => {
  const open = async (one: Letter, books = true) => {
    speaking(() => ({}), books);
    batch.set({ by: office.person.id, letters: [one], refused: [] });
    const drawn = draw(LettersPrint, office, "/letters/print");
    if (books) await screen.findByRole("article");
    return drawn;
  };

  it("says each sentence in the family’s language with English beside it, and once where there is English alone", async () => {
    const { container } = await open(letter("a1", "Amina Hussain"));
    const sheet = screen.getByRole("article");
    expect([sheet.lang, sheet.dir]).toEqual(["ur", "rtl"]);
    const dear = sheet.querySelector(".dear") as HTMLElement;
    expect(dear.querySelector(".own")?.textContent).toBe("محترم Amina Hussain،");
    expect(dear.querySelector(".english")?.textContent).toBe("Dear Amina Hussain,");
    expect((dear.querySelector(".english") as HTMLElement).dir).toBe("ltr");
    expect(within(sheet).getByText("Yusuf", { selector: ".own bdi .named" })).toBeTruthy();
    expect(sheet.textContent).toContain("اتوار 6 دسمبر 2026");
    // What Urdu has not got yet: English, by its own direction, and not twice.
    const keep = within(sheet).getAllByText(/This code is for you alone/);
    expect(keep).toHaveLength(1);
    expect([keep[0]?.lang, keep[0]?.dir]).toEqual(["en", "ltr"]);
    expect(await faults(container)).toEqual([]);
  });

  it("is in English alone for a family whose language we do not print", async () => {
    await open(letter("a1", "Zarmina Khan", { language: "ps", dir: "rtl" }));
    const sheet = screen.getByRole("article");
    expect([sheet.lang, sheet.dir]).toEqual(["en", "ltr"]);
    expect(sheet.querySelectorAll(".english")).toHaveLength(0);
    expect(sheet.textContent?.match(/Your code/g)).toHaveLength(1);
    expect(sheet.textContent).toContain("Sunday 6 December 2026");
  });

  it("keeps code, number and address from left to right, and draws the square", async () => {
    await open(letter("a1", "Amina Hussain"));
    const sheet = screen.getByRole("article");
    const code = within(sheet).getByText("7KD3M-QW9XA");
    expect(code.getAttribute("dir")).toBe("ltr");
    for (const text of within(sheet).getAllByText(/^(01632 960 100|school\.example\/letter)$/)) {
      expect(text.getAttribute("dir")).toBe("ltr");
    }
    expect(sheet.querySelector(".qr")?.getAttribute("viewBox")).toBe("0 0 33 33");
    expect(sheet.querySelector(".qr path")?.getAttribute("d")).toBe("M0 0h7v7h-7z");
  });

  it("is printed alone when it is asked for alone", async () => {
    const printed: (string | undefined)[] = [];
    vi.stubGlobal("print", () =>
      printed.push(document.querySelector(".sheets.one .sheet.chosen")?.getAttribute("aria-label") ?? undefined),
    );
    await open(letter("a1", "Amina Hussain"));
    fireEvent.click(screen.getByRole("button", { name: "Print this one, Amina Hussain" }));
    await vi.waitFor(() => expect(printed).toEqual(["Amina Hussain"]));
    dispatchEvent(new Event("afterprint"));
    await vi.waitFor(() => expect(document.querySelector(".sheets.one")).toBeNull());
    fireEvent.click(screen.getByRole("button", { name: "Print 1 letter" }));
    await vi.waitFor(() => expect(printed).toEqual(["Amina Hussain", undefined]));
  });

  it("is not printed without its words", async () => {
    await open(letter("a1", "Amina Hussain"), false);
    expect(await screen.findByRole("button", { name: "Try again" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: /^Print/ })).toBeNull();
  });
});

describe("words on a sheet", () => {
  /** A sheet on which words of a size up to `most` fit. */
  const paper = (most: number) => {
    const sheet = document.createElement("article");
    Object.defineProperty(sheet, "clientHeight", { get: () => 100 });
    Object.defineProperty(sheet, "scrollHeight", {
      get: () => (Number(sheet.style.getPropertyValue("--fit")) <= most ? 100 : 101),
    });
    return sheet;
  };

  it("are as large as fit, each sheet for itself, measured as on paper and shown as on screen", () => {
    const all = [1, 0.99, 0.87, 0.66].map(paper);
    fitted(all);
    expect(all.map(one => one.style.getPropertyValue("--fit"))).toEqual(["1", "0.99", "0.87", "0.66"]);
    expect(all.map(one => one.style.getPropertyValue("--mm"))).toEqual(["", "", "", ""]);
  });
});

describe("one letter", () => {
  const dialog = (answer: Parameters<typeof serve>[0]) => {
    const sent = speaking(answer);
    const Page = () => <PrintOne adult="a1" name="Amina Hussain" onClose={() => undefined} />;
    return { sent, ...draw(Page, office, "/pupils/p1") };
  };

  it("that a mark holds back asks for the yes, and is then made", async () => {
    const { sent, container } = dialog(one => {
      const { yes } = one.body as { yes: string[] };
      return yes.length > 0
        ? { letters: [letter("a1", "Amina Hussain")], refused: [] }
        : { letters: [], refused: [{ adult: "a1", name: "Amina Hussain", title: "Look at the marks first." }] };
    });
    fireEvent.click(screen.getByRole("button", { name: "Make a letter" }));
    expect(await screen.findByText("Look at the marks first.")).toBeTruthy();
    expect(await faults(container)).toEqual([]);
    const button = screen.getByRole("button", { name: "Make a letter" });
    expect(button.getAttribute("aria-disabled")).toBe("true");
    fireEvent.click(screen.getByRole("checkbox"));
    fireEvent.click(button);
    await vi.waitFor(() => expect(location.pathname).toBe("/letters/print"));
    expect(posts(sent).map(one => one.body)).toEqual([
      { adults: ["a1"], yes: [] },
      { adults: ["a1"], yes: ["a1"] },
    ]);
    expect(batch.get()?.refused).toEqual([]);
  });

  it("follows the end of every sign-in of a lost phone, which is asked for twice", async () => {
    const sent = speaking(() => ({}));
    const wanted = vi.fn();
    const Page = () => <Revoke adult="a1" name="Amina Hussain" onClose={() => undefined} onLetter={wanted} />;
    const { container } = draw(Page, office, "/pupils/p1");
    expect(await faults(container)).toEqual([]);
    fireEvent.click(screen.getByRole("button", { name: "Yes, end them" }));
    expect(await screen.findByText("Every sign-in is ended.")).toBeTruthy();
    expect(posts(sent).map(one => [one.path, one.body])).toEqual([["/adults/a1/revoke", {}]]);
    fireEvent.click(screen.getByRole("button", { name: "New letter" }));
    expect(wanted).toHaveBeenCalledOnce();
  });

  it("that the server refuses says why", async () => {
    dialog(() => refuse(403, "denied", "Only the office makes letters."));
    fireEvent.click(screen.getByRole("button", { name: "Make a letter" }));
    expect(await screen.findByText("Only the office makes letters.")).toBeTruthy();
  });
});
