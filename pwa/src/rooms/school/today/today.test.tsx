import { screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../../test/unit/axe";
import { draw } from "../../../../test/unit/draw";
import { green, hall } from "../../../../test/unit/people";
import { refuse, serve } from "../../../../test/unit/server";
import type { Confiscation, Today as Day, Me } from "../../../api/types";
import Today from "./Today";

const head: Me = { ...hall, roles: ["head", "dsl"], can: ["today", "hold", "confiscations"] };
const headElsewhere: Me = { ...green, roles: ["head"], can: ["today", "confiscations"] };

const kept = (id: string, name: string, more: Partial<Confiscation> = {}): Confiscation => ({
  id,
  pupil: { id: `p${id}`, name, class: "Everest" },
  kind: "phone",
  secret: false,
  held: false,
  state: "kept",
  at: "2026-11-23T11:10:00Z",
  by: "Mr White",
  stored: "Office safe",
  tell: "",
  owed: true,
  release: { verdict: "not_yet", from: "2026-11-23T15:15:00Z" },
  ...more,
});

const day = (more: Partial<Day> = {}): Day => ({
  date: "2026-11-23",
  now: "2026-11-23T13:05:00Z",
  open: true,
  ends: "2026-11-23T15:15:00Z",
  mode: "hand_in",
  held: 86,
  uncollected: [],
  kept: [],
  owed: [],
  classes: [],
  chain: { position: 244, code: "244:03e8-60df-7d4c-1f54-86cc" },
  ...more,
});

const open = (of: Day, me = head) => {
  serve(() => of);
  return draw(Today, me, "/today");
};

beforeEach(() => vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the head’s day", () => {
  // Policy: phones.parents_told (AR 9.3/10)
  it("says of each open decision what is owed, and leads to it", async () => {
    const items = [
      kept("c1", "Sofia Baláž"),
      kept("c2", "Leo Brown", { tell: "not_yet", reason: "Grandmother collects today." }),
    ];
    const { container } = open(day({ owed: items, kept: items }));
    const list = within(await screen.findByRole("list", { name: "Decisions still open" }));
    const [first, second] = list.getAllByRole("link");
    expect(first?.getAttribute("href")).toBe("/confiscations/c1");
    expect(first?.textContent).toContain("Decide whether the parents are told.");
    expect(second?.textContent).toContain("Grandmother collects today.");
    expect(screen.getByRole("region", { name: "Phones at the office" }).textContent).toContain("86");
    expect(screen.queryByText("Nothing is held.")).toBeNull();
    expect(await faults(container)).toEqual([]);
  });

  // Policy: phones.release (BG 9.3/12)
  it("asks for the conversation where the parents are always told", async () => {
    open(day({ mode: "class_check", owed: [kept("c1", "Noah Brown")] }), headElsewhere);
    expect(await screen.findByText("Speak to a parent or carer, and log it.")).toBeTruthy();
  });

  it("says one sentence of a hold outside the team, and no more on paper even to the team", async () => {
    const held = [kept("c3", "Ema Kováčová", { held: true, secret: true })];
    const outside = open(day({ owed: held }), headElsewhere);
    const row = (await screen.findByText("Ema Kováčová")).closest("a") as HTMLElement;
    expect(row.querySelector(".words")?.textContent).toBe("Ema KováčováKept. Ask the designated safeguarding lead.");
    outside.unmount();

    open(day({ owed: held }));
    const own = (await screen.findByText("Ema Kováčová")).closest("a") as HTMLElement;
    expect(own.querySelector(".no-print")?.textContent).toContain("yours to decide");
    expect(own.querySelector(".only-print")?.textContent).toBe("Kept. Ask the designated safeguarding lead.");
  });

  it("says how many messages have reached nobody, and leads there; nothing where there are none", async () => {
    let by_kind: object = { aup_to_sign: 30, confiscated: 2, uncollected: 0 };
    const sent = serve(one => (one.path.startsWith("/deliveries") ? { items: [], total: 0, by_kind } : day()));
    const me = { ...head, can: [...head.can, "deliveries"] };
    const { container, unmount } = draw(Today, me, "/today");
    const card = (await screen.findByRole("heading", { name: "Not reached: 32" })).closest("section") as HTMLElement;
    expect(
      within(card)
        .getAllByRole("link")
        .map(one => [one.textContent, one.getAttribute("href")]),
    ).toEqual([
      ["Device kept (2)", "/deliveries?kind=confiscated"],
      ["To sign (30)", "/deliveries?kind=aup_to_sign"],
    ]);
    expect(await faults(container)).toEqual([]);
    unmount();
    by_kind = {};
    draw(Today, me, "/today");
    await screen.findByText("No decision is open.");
    await vi.waitFor(() => expect(sent.filter(one => one.path.startsWith("/deliveries"))).toHaveLength(2));
    expect(screen.queryByText(/^Not reached/)).toBeNull();
  });

  it("says that all is well, and shows the seal to be printed", async () => {
    const print = vi.fn();
    vi.stubGlobal("print", print);
    open(day());
    expect(await screen.findByText("No decision is open.")).toBeTruthy();
    expect(screen.getByText("Nothing is held.")).toBeTruthy();
    expect(screen.getByText("244:03e8-60df-7d4c-1f54-86cc")).toBeTruthy();
    screen.getByRole("button", { name: "Print this page" }).click();
    expect(print).toHaveBeenCalledOnce();
  });

  it("says why a day is closed, and asks for no class check then", async () => {
    const classes = [{ class: "Oak", exceptions: 0 }];
    open(day({ mode: "class_check", open: false, why: "bank_holiday", classes }), headElsewhere);
    expect(await screen.findByText("It is a bank holiday.")).toBeTruthy();
    expect(screen.queryByText("Class checks today")).toBeNull();
  });

  // Policy: phones.hand_in (BG 9.3/2)
  it("parts the classes that are checked from those that are not yet", async () => {
    const classes = [
      { class: "Oak", exceptions: 0 },
      { class: "Beech", exceptions: 2, checked: { by: "Ms Green", at: "2026-11-23T08:50:00Z" } },
    ];
    const { container } = open(day({ mode: "class_check", classes }), headElsewhere);
    expect(await screen.findByText("1 class is not checked yet")).toBeTruthy();
    const done = screen.getByRole("list", { name: "Classes checked" });
    expect(done.textContent).toBe("BeechMs Green, 08:502 exceptions");
    expect(await faults(container)).toEqual([]);
  });

  it("keeps itself up to date, keeps what it has when it cannot, and rests when nobody is there", async () => {
    let answer: object = day();
    const sent = serve(() => answer);
    draw(Today, head, "/today");
    await screen.findByText("No decision is open.");
    answer = refuse(503, "unavailable", "Not now.");
    vi.advanceTimersByTime(30_000);
    expect(await screen.findByText("This could not be brought up to date.")).toBeTruthy();
    expect(screen.getByText("No decision is open.")).toBeTruthy();

    answer = day({ held: 85 });
    dispatchEvent(new Event("focus"));
    await vi.waitFor(() => expect(screen.queryByText("This could not be brought up to date.")).toBeNull());
    expect(screen.getByRole("region", { name: "Phones at the office" }).textContent).toContain("85");

    vi.advanceTimersByTime(60 * 60_000);
    const before = sent.length;
    vi.advanceTimersByTime(60 * 60_000);
    expect(sent.length).toBe(before);
    dispatchEvent(new Event("keydown"));
    await vi.waitFor(() => expect(sent.length).toBe(before + 1));
  });
});
