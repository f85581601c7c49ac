import { fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../../test/unit/axe";
import { desk, device, NOW, pupil } from "../../../../test/unit/custody";
import { draw } from "../../../../test/unit/draw";
import { hall } from "../../../../test/unit/people";
import { refuse, type Sent, serve } from "../../../../test/unit/server";
import Desk from "./Desk";
import { applied, mainMove, wayAt } from "./model";

const maja = pupil("p1", "Maja Nowak");
const marek = pupil("p2", "Marek Horváth", [device("with_child")], { keeps: true });
const maryam = pupil("p3", "Maryam Hussain", [device("handed_in", { slot: 14 })]);
const zofia = pupil("p4", "Zofia Lis", [device("confiscated")]);
const until = "2026-11-23T08:44:00Z";
const inSlot = (id: string) => pupil(id, "", [device("handed_in", { slot: 15, undo_until: until })]);

function open(answer: (sent: Sent, nth: number) => object | "offline" | undefined) {
  const sent = serve((one, nth) => (one.path === "/desk" ? desk([maja, marek, maryam, zofia]) : answer(one, nth)));
  const drawn = draw(Desk, { ...hall, now: NOW }, "/desk");
  return { sent, drawn };
}

const field = () => screen.findByRole("searchbox");
const type = async (text: string) => fireEvent.input(await field(), { target: { value: text } });
const moves = (sent: Sent[]) => sent.filter(one => one.method === "POST");

afterEach(() => vi.unstubAllGlobals());

// Policy: phones.hand_in (AR 9.3/2)
describe("the desk in the morning", () => {
  it("shows nobody until somebody is asked for", async () => {
    open(() => undefined);
    expect(await screen.findByText("Who is there?")).toBeTruthy();
    expect(screen.queryByText("Maja Nowak")).toBeNull();
  });

  it("hands in with one press and shows the slot large, with an undo", async () => {
    const { sent } = open(() => inSlot("p1"));
    await type("maj");
    fireEvent.click(screen.getByRole("button", { name: "Hand in, Maja Nowak" }));
    const side = within(screen.getByRole("complementary"));
    await vi.waitFor(() => expect(side.getByRole("status").textContent).toMatch(/Maja Nowak.*15/));
    expect(side.getByRole("button", { name: "Undo, Maja Nowak" })).toBeTruthy();
    expect(moves(sent).map(one => [one.path, one.body])).toEqual([["/desk/hand-in", { pupil: "p1" }]]);
  });

  it("works by keyboard alone: letters, arrow, Enter, Escape", async () => {
    const { sent } = open(() => inSlot("p2"));
    await type("ma");
    const input = await field();
    fireEvent.keyDown(input, { key: "ArrowDown" });
    expect(screen.getByText("Marek Horváth, Oak. Press Enter.")).toBeTruthy();
    fireEvent.keyDown(input, { key: "Enter" });
    await screen.findAllByText("In, slot 15");
    expect(moves(sent)[0]?.body).toEqual({ pupil: "p2" });
    fireEvent.keyDown(input, { key: "Escape" });
    expect((input as HTMLInputElement).value).toBe("");
  });

  it("says who may keep it, and where a device is that cannot be handed in", async () => {
    open(() => undefined);
    await type("ma");
    expect(screen.getByText("May keep it")).toBeTruthy();
    expect(screen.getByText("In, slot 14")).toBeTruthy();
    await type("zof");
    expect(screen.getByText("Kept by the school")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Hand in, Zofia Lis" })).toBeNull();
  });

  it("takes no second press while the first is on its way", async () => {
    let answer: (row: object) => void = () => undefined;
    const { sent } = open(() => undefined);
    const served = globalThis.fetch;
    vi.stubGlobal("fetch", (request: Request) =>
      request.method === "POST"
        ? served(request).then(
            () =>
              new Promise(done => {
                answer = done;
              }),
          )
        : served(request),
    );
    await type("maj");
    fireEvent.click(screen.getByRole("button", { name: "Hand in, Maja Nowak" }));
    fireEvent.click(screen.getByRole("button", { name: "Hand in, Maja Nowak" }));
    await vi.waitFor(() => expect(moves(sent)).toHaveLength(1));
    expect(screen.queryByText("In, slot 15")).toBeNull();
    answer(Response.json(inSlot("p1")));
    expect((await screen.findAllByText("In, slot 15")).length).toBeGreaterThan(0);
    expect(moves(sent)).toHaveLength(1);
  });

  it("shows the server's no beside the child, and nothing as saved", async () => {
    const title = "This phone is in already, since 08:41, slot 3.";
    open(() => refuse(409, "conflict", title));
    await type("maj");
    fireEvent.click(screen.getByRole("button", { name: "Hand in, Maja Nowak" }));
    expect(await screen.findByText(title)).toBeTruthy();
    expect(screen.queryByText("Saved")).toBeNull();
  });

  it("has no fault that axe can find", async () => {
    const { drawn } = open(() => undefined);
    await type("ma");
    expect(await faults(drawn.container)).toEqual([]);
  });
});

describe("what a press does", () => {
  it("is the move of the morning or of home time, or nothing", () => {
    expect([maja, marek, maryam, zofia].map(one => mainMove(one, "in"))).toEqual([
      "hand-in",
      "hand-in",
      undefined,
      undefined,
    ]);
    expect([maja, marek, maryam, zofia].map(one => mainMove(one, "out"))).toEqual([
      undefined,
      undefined,
      "collect",
      undefined,
    ]);
  });

  it("turns the desk round at home time, not for a phone left over from Friday", () => {
    const late = { ...desk([]), uncollected: 1 };
    expect(wayAt(late, "08:40")).toBe("in");
    expect(wayAt(late, "12:10")).toBe("out");
    expect(wayAt(desk([]), "15:15")).toBe("out");
  });
});

describe("the desk after an answer", () => {
  it("counts from the rows and keeps the name", () => {
    const next = applied(desk([maja, maryam]), inSlot("p1"));
    expect(next.pupils[0]).toMatchObject({ name: "Maja Nowak", device: { slot: 15 } });
    expect([next.held, next.expected]).toEqual([2, 2]);
    expect(next.recent.map(one => one.name)).toEqual(["Maja Nowak", "Maryam Hussain"]);
  });
});
