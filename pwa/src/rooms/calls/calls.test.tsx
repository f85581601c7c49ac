import { fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { draw } from "../../../test/unit/draw";
import { hall } from "../../../test/unit/people";
import { type Sent, serve } from "../../../test/unit/server";
import type { Call } from "../../api/office";
import type { Me } from "../../api/types";
import { languages } from "../../session";
import Calls from "./Calls";

const office: Me = { ...hall, can: [...hall.can, "calls"] };

const call = (id: string, more: Partial<Call> = {}): Call => ({
  id,
  at: "2026-11-23T08:00:00Z",
  adult: { id: `a${id}`, name: "Amina Hussain", mobile: "+447700900315" },
  language: "ur",
  about: "aup_question",
  pupils: ["Yusuf"],
  statements: [],
  words: "",
  ...more,
});

const posts = (sent: Sent[]) => sent.filter(one => one.method === "POST").map(one => [one.path, one.body]);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
  languages.set([{ tag: "ur", name: "اردو", dir: "rtl" }]);
});
afterEach(() => {
  vi.useRealTimers();
  languages.set([]);
  vi.unstubAllGlobals();
});

describe("the call list", () => {
  it("names the language first, says what it is about, and gives a number to press", async () => {
    const wording = {
      title: "T",
      intro: "I",
      statements: [{ key: "tell", symbol: "school", text: "I tell the school." }],
    };
    serve(one =>
      one.path === "/calls"
        ? { items: [call("1", { words: "میرا سوال ہے", document: "parents", statements: ["tell"] })] }
        : { items: [{ document: "parents", proposed: wording, editions: [] }] },
    );
    const { container } = draw(Calls, { ...office, can: [...office.can, "documents"] }, "/calls");
    const card = (await screen.findByRole("heading", { name: "Amina Hussain" })).closest("section") as HTMLElement;
    expect(card.querySelector(".tongue")?.textContent).toBe("Urdu · اردو");
    expect(within(card).getByText("Has a question about the rules")).toBeTruthy();
    const link = within(card).getByRole("link", { name: "07700 900315" });
    expect(link.getAttribute("href")).toBe("tel:+447700900315");
    const words = within(card).getByText("میرا سوال ہے");
    expect([words.lang, words.dir]).toEqual(["ur", "auto"]);
    expect((await within(card).findByText("I tell the school.")).lang).toBe("en");
    expect(await faults(container)).toEqual([]);
  });

  it("says why somebody said no", async () => {
    serve(() => ({
      items: [
        call("1", { about: "declined", document: "parents", reason: "talk_first" }),
        call("2", { about: "declined", adult: { id: "y", name: "Took it back" } }),
      ],
    }));
    draw(Calls, office, "/calls");
    const card = (await screen.findByRole("heading", { name: "Amina Hussain" })).closest("section") as HTMLElement;
    expect(card.textContent).toContain("Said no to the rules");
    expect(within(card).getByText(/They want to talk to somebody first\./)).toBeTruthy();
    // Without a reason there is no empty line where one would stand.
    const other = screen.getByRole("heading", { name: "Took it back" }).closest("section") as HTMLElement;
    expect(within(other).queryByText(/They |reason/)).toBeNull();
  });

  it("says that somebody asked in the app to be rung about a message", async () => {
    serve(() => ({ items: [call("1", { about: "message" })] }));
    draw(Calls, office, "/calls");
    const card = (await screen.findByRole("heading", { name: "Amina Hussain" })).closest("section") as HTMLElement;
    expect(within(card).getByText("Asked in the app to be rung about a message")).toBeTruthy();
  });

  it("shows the newest first; who was not reached waits on, the others stand below", async () => {
    const done = (outcome: "reached" | "no_answer") => ({ at: "2026-11-23T08:30:00Z", by: "Mrs Hall", outcome });
    serve(() => ({
      items: [
        call("1", { adult: { id: "x", name: "Old" }, at: "2026-11-22T08:00:00Z" }),
        call("2", { adult: { id: "y", name: "Reached" }, done: done("reached") }),
        call("3", { adult: { id: "z", name: "Not there" }, done: done("no_answer") }),
      ],
    }));
    draw(Calls, office, "/calls");
    await screen.findByText("2 families wait for a call.");
    expect(screen.getAllByRole("heading", { level: 2 }).map(one => one.textContent)).toEqual([
      "Not there",
      "Old",
      "Reached",
    ]);
    const over = screen.getByText("Reached").closest("section") as HTMLElement;
    expect(over.closest("details")?.querySelector("summary")?.textContent).toBe("1 call is done");
    expect(within(over).queryByRole("radio")).toBeNull();
    expect(within(over).queryByRole("link")).toBeNull();
    // Without a number there is nothing to press, and the screen says so.
    expect(
      within(screen.getByText("Old").closest("section") as HTMLElement).getByText(/^We have no number/),
    ).toBeTruthy();
  });

  it("notes what became of a call, and reads the list again", async () => {
    let rung = false;
    const sent = serve(one => {
      if (one.method === "POST") rung = true;
      return { items: rung ? [] : [call("1")] };
    });
    draw(Calls, office, "/calls");
    await screen.findByText("Amina Hussain");
    expect(screen.queryByRole("button", { name: /^Note it/ })).toBeNull();
    fireEvent.click(screen.getByLabelText("Spoke to them"));
    fireEvent.submit(screen.getByRole("button", { name: "Note it, Amina Hussain" }).closest("form") as HTMLFormElement);
    expect(await screen.findByText("Nobody waits for a call")).toBeTruthy();
    expect(posts(sent)).toEqual([["/calls/1/done", { outcome: "reached" }]]);
  });

  it("keeps what was chosen when the server does not answer", async () => {
    serve(one =>
      one.method === "GET"
        ? { items: [call("1")] }
        : { status: 409, body: { status: 409, kind: "conflict", title: "Done by Ms Cole." } },
    );
    draw(Calls, office, "/calls");
    fireEvent.click(await screen.findByLabelText("No answer"));
    fireEvent.submit(screen.getByRole("button", { name: /^Note it/ }).closest("form") as HTMLFormElement);
    expect(await screen.findByText("Done by Ms Cole.")).toBeTruthy();
    expect((screen.getByLabelText("No answer") as HTMLInputElement).checked).toBe(true);
  });
});
