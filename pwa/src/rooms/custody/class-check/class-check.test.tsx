import { fireEvent, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../../test/unit/axe";
import { draw } from "../../../../test/unit/draw";
import { green } from "../../../../test/unit/people";
import { type Sent, serve } from "../../../../test/unit/server";
import ClassCheck from "./ClassCheck";

const pupils = [
  { id: "p1", name: "Kuba Zieliński", keeps: false },
  { id: "p2", name: "Grace Taylor", keeps: true },
];
const unchecked = { class: "Everest", date: "2026-11-23", pupils };

afterEach(() => vi.unstubAllGlobals());

function open() {
  const checked = { ...unchecked, checked: { by: "Ms Green", at: "2026-11-23T08:50:00Z" } };
  const sent = serve(one => (one.method === "GET" ? unchecked : checked));
  return { sent, drawn: draw(ClassCheck, green, "/class-check") };
}

const body = (sent: Sent[]) => sent.find(one => one.method === "POST")?.body;

// Policy: phones.hand_in (BG 9.3/2)
describe("the class check", () => {
  it("presumes everybody off and put away, and says who checked", async () => {
    const { sent, drawn } = open();
    fireEvent.click(await screen.findByRole("button", { name: "All secured and off" }));
    await vi.waitFor(() => expect(drawn.container.textContent).toMatch(/Ms Green checked Everest, .*08:50/));
    expect(body(sent)).toEqual({ class: "Everest", exceptions: [] });
    expect(await faults(drawn.container)).toEqual([]);
  });

  it("sends only the exceptions, each with what was wrong, and takes one back", async () => {
    const { sent } = open();
    fireEvent.click(await screen.findByRole("button", { name: "Exception, Kuba Zieliński" }));
    fireEvent.click(screen.getByRole("button", { name: "Not off" }));
    fireEvent.click(screen.getByRole("button", { name: "Exception, Grace Taylor" }));
    fireEvent.click(screen.getAllByRole("button", { name: "In use" })[1] as HTMLElement);
    fireEvent.click(screen.getAllByRole("button", { name: "In use" })[1] as HTMLElement);
    fireEvent.click(screen.getByRole("button", { name: "Secured and off, but for 1" }));
    await vi.waitFor(() =>
      expect(body(sent)).toEqual({ class: "Everest", exceptions: [{ pupil: "p1", found: "not_off" }] }),
    );
  });
});
