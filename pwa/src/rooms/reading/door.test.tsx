import { fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { button, lead } from "../../../test/unit/concerns";
import { hall } from "../../../test/unit/people";
import { refuse, serve } from "../../../test/unit/server";
import { enter } from "../../session";
import { DoorCard } from "./DoorCard";

const AT = new Date("2026-11-23T08:41:00Z");

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: AT });
  enter(lead);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the school’s button on the day’s page", () => {
  it("says that it is open, by whom, and who could have to read", async () => {
    serve(() => button());
    const { container } = render(<DoorCard />);
    expect(await screen.findByText("Open")).toBeTruthy();
    expect(container.textContent).toContain("Opened by Mrs Tudor, Friday 20 November, 09:00");
    expect(container.textContent).toContain("Mrs Tudor (Safeguarding lead (DSL)), Dr Stone (Chair of governors)");
    expect(await faults(container)).toEqual([]);
  });

  it("closes only after saying what that means", async () => {
    let open = true;
    const sent = serve(one => {
      if (one.method === "POST") open = false;
      return button({ open });
    });
    render(<DoorCard />);
    fireEvent.click(await screen.findByRole("button", { name: "Close it" }));
    const sheet = screen.getByRole("dialog");
    expect(sheet.textContent).toContain("What was told before is still read and answered.");
    expect(await faults(sheet)).toEqual([]);
    expect(sent).toHaveLength(1);
    fireEvent.click(screen.getAllByRole("button", { name: "Close it" }).at(-1) as HTMLElement);
    expect(await screen.findByText("Closed")).toBeTruthy();
    expect(sent.at(-1)).toMatchObject({ path: "/tell-door", body: { open: false } });
    fireEvent.click(screen.getByRole("button", { name: "Open it" }));
    await vi.waitFor(() => expect(sent.at(-1)).toMatchObject({ path: "/tell-door", body: { open: true } }));
  });

  // Policy: roles.leaders.reporting_channels (AR 4.1/7, BG 4.1/6)
  it("cannot be opened where one alone could read: it says who, and who is missing", async () => {
    const only = [{ id: "w1", name: "Mrs Tudor", roles: ["dsl", "head"], classes: [] }];
    serve(() => button({ open: false, ruling: { verdict: "not_yet" }, readers: only }));
    const { container } = render(<DoorCard />);
    expect((await screen.findByRole("alert")).textContent).toContain("Only Mrs Tudor could read what is told.");
    expect(container.textContent).toContain("Headteacher, safeguarding lead or deputy, chair of governors");
    expect(screen.queryByRole("button", { name: "Open it" })).toBeNull();
    expect(screen.getByRole("link", { name: "Roles of the staff" })).toBeTruthy();
    expect(await faults(container)).toEqual([]);
  });

  it("is said to nobody else, and asked of the server by nobody else", () => {
    const sent = serve(() => refuse(404, "not_found", "That is not here."));
    enter(hall);
    const { container } = render(<DoorCard />);
    expect([container.innerHTML, sent.length]).toEqual(["", 0]);
  });
});
