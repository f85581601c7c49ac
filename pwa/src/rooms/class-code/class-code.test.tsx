import { fireEvent, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { draw } from "../../../test/unit/draw";
import { green, hall } from "../../../test/unit/people";
import { refuse, serve } from "../../../test/unit/server";
import ClassCodes from "./ClassCodes";

afterEach(() => vi.unstubAllGlobals());

const progress = {
  documents: [],
  classes: [],
  total: 2,
  page: 1,
  size: 50,
  items: [
    { pupil: { id: "p1", name: "Maryam Hussain", class: "Everest" }, own: "signed", signed: true, adults: [] },
    { pupil: { id: "p2", name: "Leo Brown", class: "Everest" }, own: "waiting", signed: false, adults: [] },
  ],
};

const make = async (name: string) => fireEvent.click(await screen.findByRole("button", { name }));

describe("the class code", () => {
  it("stands large on the teacher’s screen, with its class, its end and where to type it", async () => {
    const sent = serve(() => ({ code: "ABC-DEF", ends: "2026-11-23T15:10:00Z" }));
    const { container } = draw(ClassCodes, green, "/class-codes");
    fireEvent.click(screen.getByRole("button", { name: "Oak" }));
    await make("Show a code for Oak");
    expect(await screen.findByText("ABC-DEF")).toBeTruthy();
    expect(container.textContent).toMatch(/\/class-code.*For .*Oak.*today, 15:10/);
    expect(sent.map(one => [one.path, one.body])).toEqual([["/class-codes", { class: "Oak" }]]);
    expect(await faults(container)).toEqual([]);
    const print = vi.fn();
    vi.stubGlobal("print", print);
    fireEvent.click(screen.getByRole("button", { name: "Print it" }));
    expect(print).toHaveBeenCalledOnce();
    fireEvent.click(screen.getByRole("button", { name: "Everest" }));
    expect(screen.queryByText("ABC-DEF"), "another class has no code yet").toBeNull();
  });

  it("that is over is not shown any more", async () => {
    serve(() => ({ code: "ABC-DEF", ends: "2026-11-23T08:00:00Z" }));
    draw(ClassCodes, green, "/class-codes");
    await make("Show a code for Everest");
    expect(await screen.findByText(/That code is over/)).toBeTruthy();
    expect(screen.queryByText("ABC-DEF")).toBeNull();
  });

  it("is refused in the school’s words", async () => {
    serve(() => refuse(403, "denied", "This class is not yours."));
    draw(ClassCodes, green, "/class-codes");
    await make("Show a code for Everest");
    expect(await screen.findByText("This class is not yours.")).toBeTruthy();
  });

  it("shows who has signed to whoever may read that, and to nobody else", async () => {
    const sent = serve(() => progress);
    draw(ClassCodes, { ...hall, can: [...hall.can, "class_code", "signatures"] }, "/class-codes");
    expect(await screen.findByText("Maryam Hussain")).toBeTruthy();
    expect(sent[0]?.path).toBe("/aup/progress?class=Willow");
    sent.length = 0;
    draw(ClassCodes, green, "/class-codes");
    expect(await screen.findByRole("button", { name: "Show a code for Everest" })).toBeTruthy();
    expect(sent).toEqual([]);
  });
});
