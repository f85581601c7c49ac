import { fireEvent, screen, within } from "@testing-library/preact";
import type { VNode } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { draw } from "../../../test/unit/draw";
import { amina, both, due, home, nobody, parents, pupils, speakPseudo, two } from "../../../test/unit/family";
import { refuse, type Sent, serve } from "../../../test/unit/server";
import { acting } from "../../api/send";
import type { SaidMe, Someone } from "../../api/types";
import { waiting } from "../../keep/keep";
import { actAs, door, languages, session } from "../../session";
import SignIn from "../access/SignIn";
import AnotherPhone from "./AnotherPhone";
import Details from "./Details";
import HandOver from "./HandOver";
import Home from "./Home";
import Letter from "./Letter";

const look = { school: home.school, child: "Maryam", language: "ur", ends: "2026-12-04T10:00:00Z" };
const details = {
  name: "Amina Hussain",
  mobile: "07700 900123",
  email: "",
  language: "ur",
  children: [{ name: "Maryam Hussain", class: "Everest" }],
};
const english = { tag: "en", name: "English", dir: "ltr" } as const;
const urdu = { tag: "ur", name: "اردو", dir: "rtl" } as const;

/** What a school answers when all is well. */
function answer(one: Sent): object | undefined {
  if (one.path.includes("/documents/parents")) return parents;
  if (one.path.includes("/documents/ks2_upper")) return pupils;
  const said: Record<string, object> = {
    "/letters/look": look,
    "/letters/use": amina,
    "/hand-over": { code: "7KX2MP", ends: "2026-11-23T16:56:00Z" },
    "/hand-over/use": amina,
    "/family/details": details,
    "/aup/home": { seats: [home, { ...home, id: "b1", due: [], signed: 2 }, { ...home, id: "a2" }] },
  };
  return said[one.path] ?? {};
}

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  acting.set("");
  door.set(null);
  waiting.set([]);
  languages.set([english, urdu]);
});
afterEach(() => vi.unstubAllGlobals());

const submit = (name: RegExp | string) =>
  fireEvent.submit(screen.getByRole("button", { name }).closest("form") as HTMLFormElement);

async function birthday(day: string, month: string) {
  fireEvent.input(await screen.findByLabelText("Day"), { target: { value: day } });
  fireEvent.input(screen.getByLabelText("Month"), { target: { value: month } });
  submit("Continue");
}

const letter = () => draw(Letter, nobody, "/l/abcde-fghjk", "/l/:code");

describe("every screen of a family", () => {
  const screens: [string, () => VNode | null, Someone | SaidMe, string, string, RegExp][] = [
    ["the letter", Letter, nobody, "/l/ABCDEFGHJK", "/l/:code", /birthday/],
    ["the code of a letter", Letter, nobody, "/letter", "/letter", /The code on the letter/],
    ["the code of another phone", HandOver, nobody, "/hand-over", "/hand-over", /Six letters and numbers/],
    ["the door", SignIn, nobody, "/", "/", /I have a letter/],
    ["home", Home, amina, "/home", "/home", /read and sign 2 things/],
    ["home of two schools", Home, both, "/home", "/home", /You signed 2 things/],
    ["who are you", Home, two, "/home", "/home", /Who are you/],
    ["another phone", AnotherPhone, amina, "/another-phone", "/another-phone", /make a code/],
    ["details", Details, amina, "/details", "/details", /07700 900123/],
  ];
  for (const locale of ["English", "the pseudo-locale, right to left"]) {
    it.each(screens)(`%s has no fault that axe can find in ${locale}`, async (_n, Screen, me, at, path, words) => {
      if (locale !== "English") speakPseudo();
      serve(answer);
      const { container } = draw(Screen, me, at, path);
      expect((await screen.findAllByText(words)).length).toBeGreaterThan(0);
      expect(await faults(container)).toEqual([]);
    });
  }
});

describe("a letter", () => {
  it("says whose it is and asks one child's birthday, and is used with it", async () => {
    const sent = serve(answer);
    letter();
    expect(await screen.findByText("Hook Lane Primary School", { selector: "b" })).toBeTruthy();
    expect(screen.getByText("01632 960 100").getAttribute("href")).toBe("tel:01632960100");
    await birthday("14th", "5");
    await vi.waitFor(() => expect(session.get()?.kind).toBe("family"));
    expect(sent.find(one => one.path === "/letters/look")?.body).toEqual({ code: "ABCDEFGHJK" });
    expect(sent.find(one => one.path === "/letters/use")?.body).toEqual({ code: "ABCDEFGHJK", day: 14, month: 5 });
    // Straight to what is to be signed, and the code is no longer in the address.
    expect(location.pathname).toBe("/sitting/a1");
    expect(acting.get()).toBe("a1");
  });

  it("reads a whole date in the field for the day", async () => {
    serve(answer);
    letter();
    fireEvent.input(await screen.findByLabelText("Day"), { target: { value: "14/5" } });
    expect((screen.getByLabelText("Month") as HTMLSelectElement).value).toBe("5");
  });

  it("asks for what is missing before it asks the server", async () => {
    const sent = serve(answer);
    letter();
    await birthday("", "5");
    expect(await screen.findByText("Give the day and the month.")).toBeTruthy();
    expect(sent.some(one => one.path === "/letters/use")).toBe(false);
  });

  it("with another birthday says so in the server's words, and keeps what was typed", async () => {
    serve(one => (one.path === "/letters/use" ? refuse(422, "invalid", "That is not the birthday.") : answer(one)));
    letter();
    await birthday("3", "2");
    expect(await screen.findByText("That is not the birthday.")).toBeTruthy();
    expect((screen.getByLabelText("Day") as HTMLInputElement).value).toBe("3");
    expect(location.pathname).toBe("/l/abcde-fghjk");
  });

  it.each([
    [409, "conflict", "This letter has been used."],
    [409, "conflict", "This letter is too old."],
    [404, "not_found", "We do not know this code."],
    [429, "too_many", "Wait a minute."],
  ])("that does not work (%i %s, %s) says so and what to do", async (status, kind, title) => {
    serve(() => refuse(status, kind, title));
    letter();
    expect(await screen.findByText(title)).toBeTruthy();
    expect(screen.getByText(/ask for a new letter/)).toBeTruthy();
    expect(screen.getByRole("link", { name: "Type the code again" }).getAttribute("href")).toBe("/letter");
  });

  it("in the wrong hands is stopped", async () => {
    const sent = serve(answer);
    letter();
    fireEvent.click(await screen.findByRole("button", { name: "This is not my child" }));
    fireEvent.click(screen.getByRole("button", { name: "Stop this letter" }));
    expect(await screen.findByText(/Nobody can use this letter now/)).toBeTruthy();
    expect(sent.find(one => one.path === "/letters/not-mine")?.body).toEqual({ code: "ABCDEFGHJK" });
  });

  it("adds somebody to a phone with somebody else, who then acts", async () => {
    serve(one => (one.path === "/letters/use" ? two : answer(one)));
    draw(Letter, amina, "/l/abcdefghjk", "/l/:code");
    await birthday("14", "5");
    await vi.waitFor(() => expect(acting.get()).toBe("a2"));
  });

  it("has every language one tap away, each by its own name", async () => {
    serve(answer);
    letter();
    await screen.findByLabelText("Day");
    const tongues = [...document.querySelectorAll(".tongues button")];
    expect(tongues.map(one => one.textContent)).toEqual(["English", "اردو"]);
    expect(tongues.map(one => one.getAttribute("lang"))).toEqual(["en", "ur"]);
  });

  it.each([
    [["en-GB", "ps"], 0],
    [["ps", "fa-AF"], 1],
  ])("to somebody whose browser speaks %j is in the family's language %i times", async (speaks, times) => {
    vi.spyOn(navigator, "languages", "get").mockReturnValue(speaks);
    document.documentElement.lang = "en";
    // biome-ignore lint/suspicious/noDocumentCookie: as the app writes it
    document.cookie = "lang=; Path=/; Max-Age=0";
    const words = (one: Sent) => one.path.includes("/locales/ur.");
    const sent = serve(one => (words(one) ? "offline" : answer(one)));
    letter();
    await vi.waitFor(() => expect(door.get()).toEqual(look.school));
    expect(sent.filter(words)).toHaveLength(times);
    vi.restoreAllMocks();
  });

  it("is typed where the phone reads no QR code; half a code is not sent", async () => {
    const sent = serve(answer);
    draw(Letter, nobody, "/letter");
    const field = screen.getByLabelText("The code on the letter");
    fireEvent.input(field, { target: { value: "abc" } });
    submit("Continue");
    expect(await screen.findByText(/not the whole code/)).toBeTruthy();
    fireEvent.input(field, { target: { value: "abcde fghjk" } });
    submit("Continue");
    await vi.waitFor(() => expect(location.pathname).toBe("/l/ABCDEFGHJK"));
    expect(sent.some(one => one.path === "/letters/use")).toBe(false);
  });
});

describe("home", () => {
  it("is drawn whole, when the slower of two schools has answered too", async () => {
    let last: (() => void) | undefined;
    serve(answer);
    const fetched = fetch;
    vi.stubGlobal("fetch", async (asked: Request) => {
      const slow = asked.url.endsWith("/aup/home") && asked.headers.get("As") === "b1";
      if (slow) await new Promise<void>(done => (last = done));
      return fetched(asked);
    });
    draw(Home, both, "/home");
    await vi.waitFor(() => expect(last).toBeDefined());
    // What the first school asks is there by now, and waits for the other.
    await new Promise(done => setTimeout(done));
    expect(screen.getAllByText(/^01632/), "the numbers to ring stand from the beginning").toHaveLength(2);
    expect(screen.queryByText(/asks you to read and sign/)).toBeNull();
    last?.();
    expect(await screen.findByText(/asks you to read and sign 2 things/)).toBeTruthy();
    expect(screen.getByText(/You signed 2 things/)).toBeTruthy();
  });

  it("changes its language by a button each: no arrow key changes it on its way", async () => {
    const sent = serve(one => (one.path.includes("/locales/") ? "offline" : answer(one)));
    const { container } = draw(Home, amina, "/home");
    fireEvent.click(await screen.findByRole("button", { name: /^Language/ }));
    const sheet = screen.getByRole("dialog");
    expect(within(sheet).queryAllByRole("radio")).toEqual([]);
    expect(await faults(container)).toEqual([]);
    fireEvent.click(within(sheet).getByRole("button", { name: "اردو" }));
    await vi.waitFor(() => expect(sent.some(one => one.path.includes("/locales/ur."))).toBe(true));
  });

  it("says what each school asks, and leads to both", async () => {
    const sent = serve(answer);
    draw(Home, both, "/home");
    expect(await screen.findByText(/asks you to read and sign 2 things/)).toBeTruthy();
    expect(screen.getByRole("heading", { name: "Beaver Road Primary School" })).toBeTruthy();
    expect(screen.getByRole("link", { name: "Read and sign" }).getAttribute("href")).toBe("/sitting/a1");
    expect(new Set(sent.filter(one => one.path === "/aup/home").map(one => one.as))).toEqual(new Set(["a1", "b1"]));
  });

  it("shows a document's title in its own words, and keeps them for when there is no network", async () => {
    const asked = { ...home, due: [due("parents", "v9")] };
    const sent = serve(one =>
      one.path === "/aup/home"
        ? { seats: [asked] }
        : one.path.includes("/documents/parents-v9")
          ? { ...parents, title: "Moja obietnica", language: "pl" }
          : answer(one),
    );
    draw(Home, amina, "/home");
    expect(await screen.findByText("Moja obietnica")).toBeTruthy();
    expect(screen.getByText("Moja obietnica").getAttribute("lang")).toBe("pl");
    expect(sent.filter(one => one.path.includes("/documents/parents-v9"))).toHaveLength(1);
  });

  it("asks who is there where two share the phone, and each acts as themself", async () => {
    const sent = serve(answer);
    draw(Home, two, "/home");
    expect(screen.getByText("Who are you?")).toBeTruthy();
    expect(sent).toEqual([]);
    fireEvent.click(screen.getByRole("button", { name: /بلال/ }));
    expect(await screen.findByText(/asks you to read/)).toBeTruthy();
    expect(sent[0]?.as).toBe("a2");
    expect(sessionStorage.getItem("lollipop.acting")).toBe("a2");
  });

  it("says what this phone keeps, and does not ask for it again", async () => {
    const one = { id: "o1", as: "a1", school: "hook-lane", since: new Date(0), state: "kept" as const, editions: [] };
    waiting.set([{ ...one, documents: ["parents", "ks2_upper"], pupils: ["p1", "p2"] }]);
    serve(answer);
    draw(Home, amina, "/home");
    expect(await screen.findByText(/One answer is kept on this phone/)).toBeTruthy();
    expect(screen.queryByRole("link", { name: "Read and sign" })).toBeNull();
  });

  it("says what school could not take", async () => {
    const one = {
      id: "o1",
      as: "a1",
      school: "hook-lane",
      since: new Date(0),
      documents: ["parents"],
      editions: [],
      pupils: [],
    };
    waiting.set([{ ...one, state: "needs_you", problem: { kind: "conflict", status: 409 } }]);
    serve(answer);
    draw(Home, amina, "/home");
    expect(await screen.findByText("This needs you")).toBeTruthy();
    expect(screen.getByText(/School has changed the promises since/)).toBeTruthy();
  });

  it("with nothing to do says so; without an answer it offers to try again", async () => {
    serve(one => (one.path === "/aup/home" ? { seats: [{ ...home, due: [], signed: 0 }] } : answer(one)));
    const { unmount } = draw(Home, amina, "/home");
    expect(await screen.findByText("School asks you for nothing now.")).toBeTruthy();
    unmount();
    serve(() => refuse(500, "internal", "Something broke."));
    draw(Home, amina, "/home");
    expect(await screen.findByText("Something broke.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
  });
});

describe("another phone", () => {
  it("shows a code for a quarter of an hour, and where to type it", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
    try {
      const sent = serve(answer);
      draw(AnotherPhone, amina, "/another-phone");
      fireEvent.click(screen.getByRole("button", { name: "Make a code" }));
      expect(await screen.findByText("7KX-2MP")).toBeTruthy();
      expect(sent.find(one => one.path === "/hand-over")?.as).toBe("a1");
      expect(screen.getByText(/15 minutes left/)).toBeTruthy();
      await vi.advanceTimersByTimeAsync(14 * 60_000 + 1000);
      await vi.waitFor(() => expect(screen.getByText(/1 minute left/)).toBeTruthy());
      await vi.advanceTimersByTimeAsync(60_000);
      await vi.waitFor(() => expect(screen.getByText(/This code is over/)).toBeTruthy());
      expect(screen.queryByText("7KX-2MP")).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  it("takes the code and is then signed in", async () => {
    const sent = serve(answer);
    draw(HandOver, nobody, "/hand-over");
    fireEvent.input(screen.getByLabelText("The code from your other screen"), { target: { value: "7kx 2mp" } });
    submit("Continue");
    await vi.waitFor(() => expect(location.pathname).toBe("/home"));
    expect(sent[0]?.body).toEqual({ code: "7KX2MP" });
  });

  it("as an app on a home screen that opens signed out asks for the code first", () => {
    vi.stubGlobal("matchMedia", (query: string) => ({ matches: query.includes("standalone"), addEventListener() {} }));
    draw(SignIn, nobody, "/");
    expect(screen.getByText(/Type the code from that screen/)).toBeTruthy();
    const [first] = screen.getAllByRole("link");
    expect(first?.getAttribute("href")).toBe("/hand-over");
    expect(screen.getByText("I work at the school")).toBeTruthy();
  });
});

describe("my details", () => {
  it("are put right by the office, which is told", async () => {
    const sent = serve(answer);
    draw(Details, amina, "/details");
    expect(await screen.findByText("07700 900123")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Tell the office" }));
    const words = screen.getByLabelText("What should we change?");
    fireEvent.submit(words.closest("form") as HTMLFormElement);
    expect(await screen.findByText("Choose what it is about first.")).toBeTruthy();
    fireEvent.click(screen.getByLabelText("My number or e-mail"));
    fireEvent.input(words, { target: { value: "07700 900999" } });
    fireEvent.submit(words.closest("form") as HTMLFormElement);
    expect(await screen.findByText(/The office knows/)).toBeTruthy();
    const body = { about: "number", language: "en", words: "07700 900999" };
    expect(sent.find(one => one.path === "/calls")).toMatchObject({ as: "a1", body });
  });
});

describe("signing out", () => {
  it("leaves nothing of theirs on the screen or in the tab", async () => {
    const away = vi.fn();
    const sent = serve(answer);
    actAs("a1");
    draw(Home, amina, "/home");
    vi.stubGlobal("location", { ...location, origin: location.origin, href: location.href, replace: away });
    sessionStorage.setItem("lollipop.sitting", "{}");
    fireEvent.click(screen.getByRole("button", { name: /Amina/ }));
    fireEvent.click(await screen.findByRole("button", { name: "Sign out" }));
    await vi.waitFor(() => expect(away).toHaveBeenCalledWith("/"));
    expect(sent.some(one => one.path === "/sign-out")).toBe(true);
    expect(sessionStorage.length).toBe(0);
    expect(waiting.get()).toEqual([]);
  });
});
