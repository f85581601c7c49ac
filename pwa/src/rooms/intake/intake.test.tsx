import { fireEvent, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { draw } from "../../../test/unit/draw";
import { hall } from "../../../test/unit/people";
import { refuse, type Sent, serve } from "../../../test/unit/server";
import type { Import as Preview } from "../../api/types";
import Import from "./Import";
import Imports from "./Imports";

const preview = (more: Partial<Preview> = {}): Preview => ({
  id: "i1",
  kind: "pupils",
  state: "read",
  name: "pupils.csv",
  at: "2026-11-23T08:30:00Z",
  counts: { new: 0, changed: 0, left: 0, unchanged: 0, problems: 0 },
  headers: ["UPN", "Born"],
  mapping: { upn: "UPN" },
  fields: [
    { field: "upn", required: true },
    { field: "dob", required: true },
  ],
  seen: "s1",
  missing: [],
  rows: 3,
  people: 3,
  contacts: 0,
  new: [{ id: "p9", name: "Maja Nowak", class: "Oak", year: "5", row: 2 }],
  new_all: 1,
  changed: [],
  changed_all: 0,
  leaving: [
    { id: "p1", name: "Leo Brown", class: "Oak", year: "5" },
    { id: "p2", name: "Isla Jones", class: "Oak", year: "5" },
  ],
  unchanged: 1,
  same: [],
  disagree: [],
  problems: [],
  more_problems: 0,
  needs_good_rows_only: false,
  ...more,
});

const bad = {
  row: 4,
  field: "dob",
  header: "DOB",
  value: "30/02/2016",
  weight: "stops",
  title: "The calendar has no such day.",
} as const;

const changes = (sent: Sent[]) => sent.filter(one => one.method !== "GET").map(one => [one.method, one.path, one.body]);
const open = (first: Preview, answer: (sent: Sent) => object | undefined = () => undefined) => {
  const sent = serve(one => (one.method === "GET" ? first : answer(one)));
  return { sent, ...draw(Import, hall, "/import/i1", "/import/:id") };
};

afterEach(() => vi.unstubAllGlobals());

describe("an import", () => {
  it("is sent as it is, and its preview opened", async () => {
    const sent = serve(one => (one.method === "GET" ? { items: [] } : preview()));
    const { container } = draw(Imports, hall, "/import");
    const file = new File(["UPN,Surname"], "pupils.csv");
    const input = container.querySelector("input[type=file]") as HTMLInputElement;
    Object.defineProperty(input, "files", { value: [file] });
    fireEvent.change(input);
    await vi.waitFor(() => expect(location.pathname).toBe("/import/i1"));
    expect(changes(sent)).toEqual([["PUT", "/imports/pupils?name=pupils.csv", "UPN,Surname"]]);
  });

  it("refuses an empty file before it is sent", async () => {
    const sent = serve(() => ({ items: [] }));
    const { container } = draw(Imports, hall, "/import");
    const input = container.querySelector("input[type=file]") as HTMLInputElement;
    Object.defineProperty(input, "files", { value: [new File([], "pupils.csv")] });
    fireEvent.change(input);
    expect(await screen.findByText("This file is empty.")).toBeTruthy();
    expect(changes(sent)).toEqual([]);
  });

  it("takes nobody for a leaver who was not ticked", async () => {
    const { sent } = open(preview(), () => preview({ state: "applied" }));
    fireEvent.click(await screen.findByRole("button", { name: "Leaving: 2" }));
    fireEvent.click(screen.getByLabelText(/Isla Jones/));
    fireEvent.click(screen.getByRole("button", { name: "Bring in 2 records" }));
    expect(await screen.findByText("See the families")).toBeTruthy();
    expect(changes(sent)).toEqual([
      ["POST", "/imports/i1/apply", { good_rows_only: false, leavers: ["p2"], seen: "s1" }],
    ]);
  });

  it("shows every problem by row, column, value and reason, and waits for a yes to the good rows", async () => {
    const { sent, container } = open(preview({ problems: [bad], needs_good_rows_only: true }), () =>
      preview({ state: "applied" }),
    );
    const cells = (await screen.findAllByRole("cell")).map(cell => cell.textContent);
    expect(cells).toEqual(["4", "DOB", "30/02/2016", "The calendar has no such day. Row not taken"]);
    const apply = screen.getByRole("button", { name: "Bring in 1 record" });
    fireEvent.click(apply);
    expect(changes(sent)).toEqual([]);
    expect(apply.getAttribute("aria-description")).toBe("Tick that only the good rows are taken first.");
    fireEvent.click(screen.getByLabelText(/Take the good rows only/));
    fireEvent.click(apply);
    await vi.waitFor(() => expect(changes(sent)).toHaveLength(1));
    expect(await faults(container)).toEqual([]);
  });

  it("asks for the columns that it could not find, and sends what the office says", async () => {
    const { sent } = open(preview({ missing: ["dob"] }), () => preview({ mapping: { upn: "UPN", dob: "Born" } }));
    expect(await screen.findByText("We need this one.")).toBeTruthy();
    expect(screen.queryByText("Bring it in")).toBeNull();
    fireEvent.input(screen.getByLabelText("Date of birth"), { target: { value: "Born" } });
    fireEvent.submit(
      screen.getByRole("button", { name: "Read it again like this" }).closest("form") as HTMLFormElement,
    );
    await vi.waitFor(() =>
      expect(changes(sent)).toEqual([["PUT", "/imports/i1/mapping", { columns: { upn: "UPN", dob: "Born" } }]]),
    );
  });

  it("that hangs on something says on what, when it is to be undone", async () => {
    const parts = [{ field: "", title: "A device has been logged for Maja Nowak since." }];
    open(preview({ state: "applied" }), () =>
      refuse(409, "conflict", "This import cannot be undone any more.", { parts }),
    );
    fireEvent.click(await screen.findByRole("button", { name: "Undo this import" }));
    fireEvent.click(screen.getByRole("button", { name: "Undo it" }));
    expect(await screen.findByText("A device has been logged for Maja Nowak since.")).toBeTruthy();
  });
});
