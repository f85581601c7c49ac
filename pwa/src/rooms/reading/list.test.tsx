import { fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { lead, line } from "../../../test/unit/concerns";
import { draw } from "../../../test/unit/draw";
import { hall } from "../../../test/unit/people";
import { refuse, type Sent, serve } from "../../../test/unit/server";
import { languages } from "../../session";
import { SIZE } from "./Lines";
import { IDLE } from "./lock";
import Reading from "./Reading";

const asked = (sent: Sent[]) => sent.map(one => `${one.method} ${one.path}`);
/** The lines of the list; the way to be rung, below it, is a link too. */
const LINE = { name: /^(?!Ring this telephone)/ };
const open = () => draw(Reading, lead, "/reading");

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"], now: new Date("2026-11-23T08:41:00Z") });
  languages.set([{ tag: "pl", name: "polski", dir: "ltr" }]);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  languages.set([]);
});

describe("what is a reader’s to read", () => {
  // Policy: concerns.confidentiality (AR 10/2, BG 10/2)
  it("stands by urgency in words, says box, since when, whose turn and how far, and that the look is recorded", async () => {
    serve(() => ({
      items: [
        line("c1", {
          urgency: "now",
          box: "conduct",
          kinds: ["picture"],
          language: "pl",
          readers: ["Dr Stone", "Mrs Tudor"],
        }),
        line("c2", { urgency: "soon", first: false, status: "talk", told_at: "2026-11-23T08:00:00Z" }),
        line("c3", { unread: false, first: false, status: "helping", box: "whistle" }),
      ],
    }));
    const { container } = open();
    expect(await screen.findByText("That you looked at this list is recorded.")).toBeTruthy();
    const heads = screen.getAllByRole("heading", { level: 2 });
    expect(heads.map(one => one.textContent)).toEqual([
      "Now: somebody may be in danger",
      "Soon: a risk that can grow",
      "Ordinary",
    ]);
    for (const head of heads) expect(head.querySelector("svg")).toBeTruthy();
    const rows = screen.getAllByRole("link", LINE).map(one => [one.getAttribute("href"), one.textContent]);
    expect(rows).toEqual([
      [
        "/reading/c1",
        "About somebody who works hereTold yesterday, 20:10 · picture · Polish · polskiWith Dr Stone, Mrs TudorNobody has read it",
      ],
      [
        "/reading/c2",
        "A worry about a pupilThey wrote more today, 08:00 · unkindnessWith Mrs TudorNew to youWe would like to talk",
      ],
      [
        "/reading/c3",
        "A colleague reports wrong that is done hereTold yesterday, 20:10 · unkindnessWith Mrs TudorWe are helping",
      ],
    ]);
    expect(await faults(container)).toEqual([]);
  });

  it("goes on to those that a flood of others has pushed behind, and back", async () => {
    const sent = serve(one =>
      one.path.includes("skip=2") ? { items: [line("c3")] } : { items: [line("c1"), line("c2")], more: true },
    );
    open();
    fireEvent.click(await screen.findByRole("button", { name: "There are others: show those after these" }));
    expect(await screen.findByRole("link", LINE)).toHaveProperty("pathname", "/reading/c3");
    expect(screen.queryByRole("button", { name: /^There are others/ })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Back to the first ones" }));
    expect(await screen.findAllByRole("link", LINE)).toHaveLength(2);
    expect(asked(sent).slice(0, 2)).toEqual(["GET /concerns?finished=false", "GET /concerns?finished=false&skip=2"]);
  });

  it("keeps each reader’s name apart: one that is written right to left turns no other around", async () => {
    serve(() => ({ items: [line("c1", { readers: ["Dr Stone", "بلال خان", "Mrs Tudor"] })] }));
    open();
    const row = await screen.findByRole("link", LINE);
    const names = [...row.querySelectorAll(".words .muted bdi")].map(one => one.textContent);
    expect(names.slice(-3)).toEqual(["Dr Stone", "بلال خان", "Mrs Tudor"]);
    expect(row.textContent).toContain("With Dr Stone, بلال خان, Mrs Tudor");
  });

  it("asks for the finished ones only when they are asked for, and keeps the urgency out of them", async () => {
    const sent = serve(one =>
      one.path.includes("finished=true")
        ? { items: [line("c9", { status: "finished", unread: false, first: false })] }
        : { items: [] },
    );
    const { container } = open();
    expect(await screen.findByText("Nothing waits for you")).toBeTruthy();
    expect(await faults(container)).toEqual([]);
    expect(asked(sent)).toEqual(["GET /concerns?finished=false"]);
    fireEvent.click(screen.getByRole("button", { name: "Finished" }));
    expect((await screen.findByRole("link", LINE)).getAttribute("href")).toBe("/reading/c9");
    expect(screen.queryByText("Ordinary")).toBeNull();
    expect(asked(sent)).toEqual(["GET /concerns?finished=false", "GET /concerns?finished=true"]);
  });

  it("searches when it is sent and not at each letter, and no address says for what", async () => {
    const sent = serve(one => (one.method === "POST" ? { items: [line("c4")] } : { items: [] }));
    open();
    await screen.findByText("Nothing waits for you");
    fireEvent.input(screen.getByRole("searchbox"), { target: { value: " roblox " } });
    expect(sent).toHaveLength(1);
    fireEvent.submit(screen.getByRole("searchbox").closest("form") as HTMLFormElement);
    expect(await screen.findByText("1 with these words")).toBeTruthy();
    expect(screen.getByText("That you searched is recorded; what you searched for is not.")).toBeTruthy();
    expect(sent.at(-1)).toMatchObject({ method: "POST", path: "/concerns/search", body: { text: "roblox" } });
    expect(location.href).not.toContain("roblox");
    fireEvent.click(screen.getByRole("button", { name: "Open" }));
    expect(await screen.findByText("Nothing waits for you")).toBeTruthy();
  });

  it("says that nothing has the words", async () => {
    serve(() => ({ items: [] }));
    open();
    await screen.findByText("Nothing waits for you");
    fireEvent.input(screen.getByRole("searchbox"), { target: { value: "x" } });
    fireEvent.submit(screen.getByRole("searchbox").closest("form") as HTMLFormElement);
    expect(await screen.findByText("Nothing of yours has these words")).toBeTruthy();
  });

  it("turns its pages at fifty, and reads nothing anew for that", async () => {
    const sent = serve(() => ({ items: Array.from({ length: SIZE + 3 }, (_, i) => line(`c${i}`)) }));
    open();
    await vi.waitFor(() => expect(screen.getAllByRole("link", LINE)).toHaveLength(SIZE));
    fireEvent.click(screen.getByRole("button", { name: "On" }));
    expect(screen.getAllByRole("link", LINE)).toHaveLength(3);
    expect(screen.getByText("Page 2 of 2")).toBeTruthy();
    expect(sent).toHaveLength(1);
  });

  it("loads, fails, and is tried again", async () => {
    let broken = true;
    serve(() => (broken ? refuse(503, "unavailable", "Not now.") : { items: [line("c1")] }));
    const { container } = open();
    expect(screen.getByRole("status", { name: "Loading" })).toBeTruthy();
    expect(await screen.findByText("Not now.")).toBeTruthy();
    expect(await faults(container)).toEqual([]);
    broken = false;
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("link", LINE)).toBeTruthy();
  });

  it("gives the question for the second step again to whoever put it away", async () => {
    let proved = false;
    serve(() =>
      proved
        ? { items: [line("c1")] }
        : refuse(403, "denied", "Confirm that it is you.", { key: "access.factor.needed" }),
    );
    open();
    expect(await screen.findByText("Confirm that it is you.")).toBeTruthy();
    proved = true;
    fireEvent.click(screen.getByRole("button", { name: "Go on" }));
    expect(await screen.findByRole("link", LINE)).toBeTruthy();
  });

  it("leads nowhere where the keys open nothing, and says what helps", async () => {
    serve(() => ({ items: [line("c1", { shut: true, box: "", status: "" })] }));
    open();
    expect(await screen.findByText(/puts the old keys back/)).toBeTruthy();
    expect(screen.queryByRole("link", LINE)).toBeNull();
  });

  it("says of which somebody broke the glass", async () => {
    serve(() => ({ items: [line("c1", { broken: true }), line("c2")] }));
    open();
    expect(await screen.findAllByText("Somebody broke the glass")).toHaveLength(1);
  });

  it("is never read again by itself, and takes itself away after five idle minutes", async () => {
    const sent = serve(() => ({ items: [line("c1")] }));
    open();
    await screen.findByRole("link", LINE);
    vi.advanceTimersByTime(IDLE - 20_000);
    dispatchEvent(new Event("keydown"));
    vi.advanceTimersByTime(IDLE - 20_000);
    dispatchEvent(new Event("focus"));
    expect(screen.getByRole("link", LINE)).toBeTruthy();
    expect(sent).toHaveLength(1);
    vi.advanceTimersByTime(20_000);
    const button = await screen.findByRole("button", { name: "Go on" });
    expect(screen.queryByRole("link", LINE)).toBeNull();
    await vi.waitFor(() => expect(document.activeElement).toBe(button));
    fireEvent.click(button);
    expect(await screen.findByRole("link", LINE)).toBeTruthy();
    expect(sent).toHaveLength(2);
  });
});

describe("breaking the glass", () => {
  // Policy: roles.dsl.deputies (BG 4.2/2)
  it("wants a reason, says who is told and for how long, and shows what it opened", async () => {
    let broken = false;
    const sent = serve(one => {
      if (one.path === "/concerns/glass") broken = true;
      return { items: broken ? [line("c1", { until: "2026-11-23T09:41:00Z" })] : [] };
    });
    open();
    await screen.findByText("Nothing waits for you");
    fireEvent.click(screen.getByRole("button", { name: "Break the glass" }));
    const sheet = within(screen.getByRole("dialog"));
    expect(sheet.getByText(/for one hour.*A second person is told at once/)).toBeTruthy();
    const go = sheet.getByRole("button", { name: "Break the glass" });
    fireEvent.submit(go.closest("form") as HTMLFormElement);
    expect(sent).toHaveLength(1);
    fireEvent.input(sheet.getByLabelText("Why can it not wait?"), { target: { value: "A mother rang." } });
    expect(await faults(screen.getByRole("dialog"))).toEqual([]);
    fireEvent.submit(go.closest("form") as HTMLFormElement);
    expect((await screen.findByRole("link", LINE)).textContent).toContain("Open to you until today, 09:41");
    expect(sent[1]).toMatchObject({ path: "/concerns/glass", body: { reason: "A mother rang." } });
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("says that it opened nothing", async () => {
    serve(() => ({ items: [] }));
    open();
    await screen.findByText("Nothing waits for you");
    fireEvent.click(screen.getByRole("button", { name: "Break the glass" }));
    fireEvent.input(screen.getByLabelText("Why can it not wait?"), { target: { value: "A mother rang." } });
    fireEvent.submit(screen.getByRole("dialog").querySelector("form") as HTMLFormElement);
    expect(await screen.findByText(/^It opened nothing/)).toBeTruthy();
  });

  it("is there for those alone who may", async () => {
    serve(() => ({ items: [] }));
    draw(Reading, { ...hall, can: ["reading"] }, "/reading");
    await screen.findByText("Nothing waits for you");
    expect(screen.queryByRole("button", { name: "Break the glass" })).toBeNull();
  });
});
