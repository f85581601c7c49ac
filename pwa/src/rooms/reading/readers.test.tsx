import { fireEvent, screen } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { lead, reader, told } from "../../../test/unit/concerns";
import { draw } from "../../../test/unit/draw";
import { serve } from "../../../test/unit/server";
import type { Concern } from "./api";
import OneConcern from "./OneConcern";

function open(of: Concern): void {
  serve(() => of);
  draw(OneConcern, lead, "/reading/c1", "/reading/:id");
}
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"], now: new Date("2026-11-23T08:41:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("who reads a concern, and who could", () => {
  it("keeps a colleague’s name and what they are apart, in the text of an option", async () => {
    const bilal = { id: "w4", name: "بلال خان", roles: ["deputy_dsl"], classes: ["Oak"] };
    open(told({ colleagues: [bilal] }));
    await screen.findByText("What was answered");
    press("Keep it from a colleague");
    const choose = screen.getByLabelText("Keep it from whom?") as HTMLSelectElement;
    expect(choose.options[1]?.text).toBe("\u2068بلال خان\u2069, Deputy DSL, Oak");
  });

  // Policy: roles.dsl.deputies (BG 4.2/2)
  it("lets whoever broke the glass neither hand it on, nor keep it from anybody, nor finish it", async () => {
    const me = reader("Mr White", { me: true, how: "glass", until: "2026-11-23T09:41:00Z" });
    open(told({ decides: false, who_reads: [me] }));
    await screen.findByText("What was answered");
    expect(screen.getByText(/^You read this for an hour\. Whoever reads it by their role/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Hand to a colleague" })).toBeNull();
    expect(screen.getByRole("button", { name: "Decide about the parents" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Keep it from a colleague" })).toBeNull();
    press("Set how far it is");
    expect(screen.getAllByRole("radio").map(one => one.closest("label")?.textContent)).toEqual([
      "Read",
      "We are helping",
      "We would like to talk",
    ]);
  });

  // Policy: concerns.welfare.parents (AR 10.1/4, BG 10.1/4)
  it("leaves to those whose it is what a colleague to whom it was handed does not decide", async () => {
    open(told({ decides: false, who_reads: [reader("Ms Fox", { me: true, how: "handed" })] }));
    await screen.findByText("What was answered");
    expect(screen.getByText(/^A colleague handed you this\./)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Decide about the parents" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Keep it from a colleague" })).toBeNull();
    expect(screen.getByRole("button", { name: "Hand to a colleague" })).toBeTruthy();
  });

  it("tells two readers of one name apart", async () => {
    const complained = vi.spyOn(console, "error").mockImplementation(() => {});
    await import("preact/debug");
    open(told({ who_reads: [reader("Mrs Tudor", { me: true }), reader("Mrs Tudor", { how: "handed" })] }));
    await screen.findByText("What was answered");
    expect(document.querySelectorAll(".who-reads > li")).toHaveLength(2);
    expect(complained.mock.calls.flat().filter(said => /same key/.test(String(said)))).toEqual([]);
    complained.mockRestore();
  });
});
