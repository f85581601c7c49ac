import { render, screen } from "@testing-library/preact";
import { LocationProvider } from "preact-iso";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { lead } from "../../../test/unit/concerns";
import { green } from "../../../test/unit/people";
import { refuse, serve } from "../../../test/unit/server";
import { enter } from "../../session";
import type { Waiting as Waits } from "./api";
import { Waiting } from "./Waiting";
import WaitingBar from "./WaitingBar";
import { look } from "./waiting";

const waits = (more: Partial<Waits> = {}): Waits => ({
  unread: false,
  overdue: false,
  glass: false,
  short: false,
  ...more,
});

function show(at = "/today", Bar: () => unknown = WaitingBar) {
  history.replaceState(null, "", at);
  const One = Bar as () => null;
  return render(
    <LocationProvider>
      <One />
    </LocationProvider>,
  );
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"], now: new Date("2026-11-23T08:41:00Z") });
  enter(lead);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the bar of every staff screen", () => {
  it("says that there is something to read, and neither how much nor what", async () => {
    const sent = serve(() => waits({ unread: true, since: "2026-11-23T08:00:00Z" }));
    const { container } = show();
    const bar = await screen.findByRole("status");
    expect(bar.textContent).toBe("There is something to read.Read");
    expect(screen.getByRole("link").getAttribute("href")).toBe("/reading");
    expect(sent.map(one => one.path)).toEqual(["/concerns/waiting"]);
    expect(await faults(container)).toEqual([]);
  });

  it("says since when, where it has waited too long", async () => {
    serve(() => waits({ unread: true, overdue: true, since: "2026-11-22T20:10:00Z" }));
    show();
    expect((await screen.findByRole("status")).textContent).toContain("It has waited since yesterday, 20:10.");
  });

  it("is absent, not empty, where nothing waits, and where it could not be asked", async () => {
    let sent = serve(() => waits());
    let drawn = show();
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    await Promise.resolve();
    expect(drawn.container.innerHTML).toBe("");
    drawn.unmount();
    sent = serve(() => refuse(503, "unavailable", "Not now."));
    drawn = show();
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect(drawn.container.innerHTML).toBe("");
  });

  it("asks again each minute, when the screen comes back, and when something was read", async () => {
    let answer = waits({ unread: true });
    const sent = serve(() => answer);
    const { container } = show();
    await screen.findByRole("status");
    vi.advanceTimersByTime(60_000);
    await vi.waitFor(() => expect(sent).toHaveLength(2));
    dispatchEvent(new Event("focus"));
    await vi.waitFor(() => expect(sent).toHaveLength(3));
    answer = waits();
    look();
    await vi.waitFor(() => expect(container.innerHTML).toBe(""));
  });

  it("tells of a broken glass, and of too few readers", async () => {
    serve(() => waits({ glass: true, short: true }));
    const { container } = show();
    const bar = await screen.findByRole("status");
    expect(bar.textContent).toContain("Somebody broke the glass on something of yours.");
    expect(screen.getByRole("link", { name: "See who" }).getAttribute("href")).toBe("/staff");
    expect(await faults(container)).toEqual([]);
  });

  it("comes for staff alone", async () => {
    const sent = serve(() => waits({ unread: true }));
    enter({ ...green, kind: "family", people: [] } as never);
    const drawn = show("/home", Waiting);
    await Promise.resolve();
    expect([drawn.container.innerHTML, sent.length]).toEqual(["", 0]);
  });
});
