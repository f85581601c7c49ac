import { fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../../test/unit/axe";
import { draw } from "../../../../test/unit/draw";
import { hall } from "../../../../test/unit/people";
import { refuse, serve } from "../../../../test/unit/server";
import type { PolicyClause, Policy as Whole } from "../../../api/types";
import { book, narrow } from "./model";
import Policy from "./Policy";

const clause = (id: string, section: string, sentence: string, more: Partial<PolicyClause> = {}): PolicyClause => ({
  id,
  key: `key.${id}`,
  section,
  sentence,
  status: "executed",
  room: "custody",
  what: "What the product does.",
  state: "done",
  ...more,
});

const whole: Whole = {
  school: "Hook Lane Primary School",
  version: 1,
  findings: [
    { code: "document.kcsie", severity: "amber", title: "An old edition is cited.", clauses: ["T 1/1"] },
    { code: "review_overdue", severity: "red", title: "The review is overdue.", clauses: ["T 9.3/1"] },
  ],
  switches: [
    {
      key: "phones.release",
      label: "A confiscated device is released",
      values: ["at the end of the day"],
      clauses: ["key.T 9.3/1"],
      room: "custody",
      state: "done",
    },
    { key: "risks", label: "Kinds of risk", values: [], clauses: ["key.T 1/1"], room: "concern", state: "not_yet" },
  ],
  clauses: [
    clause("T 1/1", "1", "Risks are content and contact.", { status: "shown", state: "not_yet" }),
    clause("T 9.3/1", "9.3", "Phones are released to parents.", { reading: "To a grown-up." }),
    clause("T 9.3/2", "9.3", "A café’s wi-fi is nobody’s.", { status: "outside", state: "never" }),
    clause("T 9.33/1", "9.33", "Something else."),
  ],
  by_status: { executed: 2, shown: 1, outside: 1 },
  not_yet: 1,
};

afterEach(() => vi.unstubAllGlobals());

const open = async () => {
  serve(() => whole);
  const drawn = draw(Policy, hall, "/policy");
  await screen.findByText("The review is overdue.");
  return drawn;
};

describe("the policy, narrowed", () => {
  const ready = book(whole);
  const ids = (typed: string, status = "", state = "") =>
    narrow(ready.clauses, { typed, status, state }).map(one => one.id);

  it("finds words without their accents, and a section by its number", () => {
    expect(ids("CAFE wifi")).toEqual([]);
    expect(ids("cafe")).toEqual(["T 9.3/2"]);
    expect(ids("9.3")).toEqual(["T 9.3/1", "T 9.3/2"]);
    expect(ids("§9")).toEqual(["T 9.3/1", "T 9.3/2", "T 9.33/1"]);
  });

  it("narrows by what the app does and by whether it is built", () => {
    expect(ids("", "outside")).toEqual(["T 9.3/2"]);
    expect(ids("", "", "not_yet")).toEqual(["T 1/1"]);
    expect(narrow(ready.switches, { typed: "", status: "shown", state: "" }).map(one => one.key)).toEqual(["risks"]);
  });
});

describe("the policy’s page", () => {
  it("begins with what needs a decision, and says what to do with the sentence", async () => {
    const { container } = await open();
    expect(screen.queryByText("An old edition is cited.")).toBeNull();
    fireEvent.click(screen.getByText("The review is overdue."));
    expect(await screen.findByText(/governors’ next agenda/)).toBeTruthy();
    expect(screen.getByText("Phones are released to parents.")).toBeTruthy();
    fireEvent.click(screen.getByText("1 more to have a look at"));
    expect(await screen.findByText("An old edition is cited.")).toBeTruthy();
    expect(await faults(container)).toEqual([]);
  });

  it("opens a point to the school’s own sentence, and says what is not built yet", async () => {
    await open();
    const risks = screen.getByText("Kinds of risk").closest("details") as HTMLElement;
    expect(within(risks).getByText("Not yet")).toBeTruthy();
    expect(within(risks).getByText("The policy does not say")).toBeTruthy();
    fireEvent.click(screen.getByText("at the end of the day"));
    expect(await screen.findByText("To a grown-up.")).toBeTruthy();
  });

  it("draws no sentence before its section is opened", async () => {
    const { container } = await open();
    fireEvent.click(screen.getByRole("button", { name: "Every sentence: 4" }));
    await screen.findByRole("heading", { name: "Every sentence" });
    expect(container.querySelectorAll(".sentence-of")).toHaveLength(0);
    fireEvent.click(screen.getByRole("button", { name: "Not yet: 1" }));
    expect(await screen.findByText("Not yet shown")).toBeTruthy();
    expect(container.querySelectorAll(".sentence-of")).toHaveLength(1);
    expect(await faults(container)).toEqual([]);
  });

  it("finds nothing kindly, and shows everything again", async () => {
    await open();
    fireEvent.input(screen.getByRole("searchbox"), { target: { value: "zzz" } });
    fireEvent.click(await screen.findByRole("button", { name: "Show everything again" }));
    expect(await screen.findByText("Kinds of risk")).toBeTruthy();
  });

  it("stands open as a whole on paper", async () => {
    const { container } = await open();
    const print = vi.fn(() => expect(container.querySelectorAll(".sentence-of").length).toBeGreaterThanOrEqual(4));
    vi.stubGlobal("print", print);
    fireEvent.click(screen.getByRole("button", { name: "Print" }));
    await vi.waitFor(() => expect(print).toHaveBeenCalledOnce());
    dispatchEvent(new Event("afterprint"));
    await vi.waitFor(() => expect(container.querySelectorAll(".sentence-of")).toHaveLength(0));
  });

  it("says what went wrong", async () => {
    serve(() => refuse(503, "unavailable", "Not now."));
    draw(Policy, hall, "/policy");
    expect(await screen.findByText("Not now.")).toBeTruthy();
  });
});
