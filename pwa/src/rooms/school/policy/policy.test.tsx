import { fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../../test/unit/axe";
import { draw } from "../../../../test/unit/draw";
import { hall } from "../../../../test/unit/people";
import { refuse, serve } from "../../../../test/unit/server";
import type { Finding, Me, PolicyClause, Policy as Whole } from "../../../api/types";
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

  it("lets the head say why, better, and take it back; a reason for an earlier text says so", async () => {
    const head: Me = { ...hall, roles: ["head"] };
    let reason: Finding["reason"];
    const sent = serve(({ path, body }) => {
      const { reason: why } = body as { reason?: string };
      if (path === "/policy/reasons") {
        if (why === "Refused.") return refuse(409, "conflict", "Somebody else was first.");
        reason = { why: why ?? "", by: "Mrs Stone", at: "2026-11-23T08:40:00Z", stale: why === "Old." };
      }
      if (path === "/policy/reasons/withdraw") reason = undefined;
      return {
        ...whole,
        findings: whole.findings.map(one => (one.severity === "amber" && reason ? { ...one, reason } : one)),
      };
    });
    const { container } = draw(Policy, head, "/policy");
    fireEvent.click(await screen.findByText("1 more to have a look at"));
    fireEvent.click(await screen.findByText("An old edition is cited."));
    const press = async (name: string) => {
      const button = await screen.findByRole("button", { name });
      button.focus(); // as a browser does
      fireEvent.click(button);
    };
    const write = async (value: string) => {
      fireEvent.input(await screen.findByRole("textbox", { name: "Why we do it our way" }), { target: { value } });
      await press("Save the reason");
    };

    await press("Say why we do it our way, An old edition is cited.");
    await write("Refused.");
    expect(await screen.findByText("Somebody else was first.")).toBeTruthy();
    expect(screen.getByDisplayValue("Refused.")).toBeTruthy();
    expect(await faults(container)).toEqual([]);
    await write("We change it\nat the next review.");
    expect(await screen.findByText(/We change it\s+at the next review\./)).toBeTruthy();
    expect(screen.getByText("Reason recorded")).toBeTruthy();
    expect(container.querySelector(".reason")?.textContent).toContain("Mrs Stone, today, 08:40");
    expect(screen.queryByText(/for an earlier text/)).toBeNull();

    await press("Change the reason, An old edition is cited.");
    expect(screen.getByRole("textbox", { name: "Why we do it our way" })).toHaveProperty(
      "value",
      "We change it\nat the next review.",
    );
    await write("Old.");
    expect(await screen.findByText(/This reason was given for an earlier text/)).toBeTruthy();
    expect(screen.queryByText("Reason recorded")).toBeNull();
    expect(await faults(container)).toEqual([]);

    await press("Take it back, An old edition is cited.");
    const asked = sent.length;
    const dialog = await screen.findByRole("dialog");
    expect(await faults(container)).toEqual([]);
    fireEvent.click(within(dialog).getByRole("button", { name: "Leave it" }));
    await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent.length).toBe(asked);
    await press("Take it back, An old edition is cited.");
    await press("Take it back now");
    await vi.waitFor(() => expect(screen.queryByText("Old.")).toBeNull());
    await vi.waitFor(() => expect(document.activeElement?.className).toBe("reason"));
    expect(sent.map(one => [one.path, one.body]).slice(1)).toEqual([
      ["/policy/reasons", { code: "document.kcsie", reason: "Refused." }],
      ["/policy/reasons", { code: "document.kcsie", reason: "We change it\nat the next review." }],
      ["/policy/reasons", { code: "document.kcsie", reason: "Old." }],
      ["/policy/reasons/withdraw", { code: "document.kcsie" }],
    ]);
  });

  it("lets others read the reason and nothing more, on paper too; a decision has none", async () => {
    const reason = { why: "We trust our classes.", by: "Mrs Stone", at: "2026-11-20T08:40:00Z", stale: false };
    serve(() => ({ ...whole, findings: whole.findings.map(one => ({ ...one, reason })) }));
    const { container } = draw(Policy, hall, "/policy");
    const print = vi.fn(() => expect(container.querySelectorAll(".reason .own-words")).toHaveLength(1));
    vi.stubGlobal("print", print);
    fireEvent.click(await screen.findByRole("button", { name: "Print" }));
    await vi.waitFor(() => expect(print).toHaveBeenCalledOnce());
    expect(screen.getByText("We trust our classes.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /reason|Take it back|our way/ })).toBeNull();
    expect(await faults(container)).toEqual([]);
  });

  it("says what went wrong", async () => {
    serve(() => refuse(503, "unavailable", "Not now."));
    draw(Policy, hall, "/policy");
    expect(await screen.findByText("Not now.")).toBeTruthy();
  });
});
