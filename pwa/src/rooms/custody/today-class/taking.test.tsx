import { fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../../test/unit/axe";
import { device, kept, pupil } from "../../../../test/unit/custody";
import { green, hall } from "../../../../test/unit/people";
import { serve } from "../../../../test/unit/server";
import type { Me } from "../../../api/types";
import { enter } from "../../../session";
import { Taking } from "./Taking";

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

function take(me: Me) {
  const sent = serve(() => kept());
  const done = vi.fn();
  enter(me);
  const yusuf = pupil("p1", "Yusuf Hussain", [device("with_child")]);
  const drawn = render(<Taking pupil={yusuf} onClose={() => undefined} onDone={done} />);
  const go = () => fireEvent.submit(screen.getByRole("button", { name: "Keep it" }).closest("form") as HTMLFormElement);
  const place = (text: string) =>
    fireEvent.input(screen.getByLabelText("Where is it kept?"), { target: { value: text } });
  return { sent, done, drawn, go, place };
}

describe("keeping a phone", () => {
  // Policy: phones.parents_told (AR 9.3/10)
  it("asks whether the parents are told now, and why not yet", async () => {
    const { sent, done, go, place } = take(hall);
    fireEvent.click(screen.getByLabelText("The phone rules were broken"));
    place("Office safe");
    fireEvent.click(screen.getByLabelText("Not yet"));
    go();
    expect(sent).toEqual([]); // a "not yet" needs its reason
    fireEvent.input(screen.getByLabelText("Not yet, because …"), { target: { value: "At work until two." } });
    go();
    await vi.waitFor(() => expect(done).toHaveBeenCalled());
    const asked = { tell_parents: "not_yet", reason: "At work until two." };
    expect(sent[0]?.body).toEqual({ pupil: "p1", device: "d1", ground: "breach", stored: "Office safe", ...asked });
  });

  // Policy: phones.confiscation_grounds (AR 9.3/8, BG 9.3/9)
  it("offers the grounds of the school's own policy and no others", () => {
    take(green);
    expect(screen.getByLabelText("It could hold nude images of young people")).toBeTruthy();
    expect(screen.queryByLabelText("Child protection")).toBeNull();
  });

  it("on a ground that sets the hold says what happens and asks nothing about the parents", async () => {
    const { sent, done, drawn, go, place } = take(hall);
    fireEvent.click(screen.getByLabelText("Child protection"));
    expect(screen.getByText(/Do not look at it/)).toBeTruthy();
    expect(screen.queryByText("Tell the parents now?")).toBeNull();
    expect(await faults(drawn.container)).toEqual([]);
    place("Safe");
    go();
    await vi.waitFor(() => expect(done).toHaveBeenCalled());
    expect(sent[0]?.body).toEqual({ pupil: "p1", device: "d1", ground: "child_protection", stored: "Safe" });
  });
});
