import { fireEvent, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../../test/unit/axe";
import { draw } from "../../../../test/unit/draw";
import { hall } from "../../../../test/unit/people";
import { refuse, type Sent, serve } from "../../../../test/unit/server";
import Staff from "./Staff";

const person = (id: string, name: string, roles: string[], more = {}) => ({
  id,
  name,
  email: `${id}@hook-lane.sch.example`,
  roles,
  classes: [] as string[],
  left: false,
  ...more,
});
const items = [
  person("w2", "Mr White", ["teacher"], { classes: ["Everest"] }),
  person("w3", "Ms Kováčová", ["office"]),
  person("w9", "Mr Old", ["teacher"], { left: true }),
];
const office = { ...hall, can: ["staff", "import", "import_staff"] };

afterEach(() => vi.unstubAllGlobals());

const open = async (link: (sent: Sent) => object, me = office) => {
  const sent = serve(one => (one.method === "GET" ? { items } : link(one)));
  const drawn = draw(Staff, me, "/staff");
  await screen.findByText("Mr White");
  return { sent, drawn };
};

describe("the staff", () => {
  it("are found by name, role or class; who has left stands apart", async () => {
    const { drawn } = await open(() => ({}));
    const box = screen.getByRole("searchbox");
    fireEvent.input(box, { target: { value: "kovac" } });
    await vi.waitFor(() => expect(screen.queryByText("Mr White")).toBeNull());
    fireEvent.input(box, { target: { value: "everest" } });
    expect(await screen.findByText("Mr White")).toBeTruthy();
    expect(screen.queryByText("Mr Old")).toBeNull();
    fireEvent.input(box, { target: { value: "" } });
    fireEvent.click(screen.getByRole("button", { name: "Has left: 1" }));
    expect(await screen.findByText("Mr Old")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Mr Old$/ })).toBeNull();
    expect(await faults(drawn.container)).toEqual([]);
  });

  it("get a link only when it was asked for, shown once with what to do", async () => {
    const url = "https://hook-lane.example/link/2vX8mQzR4kT6bN1cY7wL0pS9dF3gH5jK8aE4uV6xZ1o";
    const { sent, drawn } = await open(() => ({ url, ends: "2026-12-07T08:43:00Z" }));
    fireEvent.click(screen.getByRole("button", { name: "Make a sign-in link, Mr White" }));
    expect(sent.filter(one => one.method === "POST")).toEqual([]);
    fireEvent.click(await screen.findByRole("button", { name: "Make a sign-in link" }));
    expect(await screen.findByText(url)).toBeTruthy();
    expect(sent.at(-1)?.path).toBe("/staff/w2/link");
    const slip = drawn.container.querySelector(".slip")?.textContent ?? "";
    expect(slip).toContain("Monday 7 December 2026, 08:43");
    expect(slip).toContain("w2@hook-lane.sch.example");
    expect(screen.getByText(/only this once/)).toBeTruthy();
    expect(await faults(drawn.container)).toEqual([]);

    vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText: () => Promise.reject(new Error("no")) } });
    fireEvent.click(screen.getByRole("button", { name: "Copy the link" }));
    expect(await screen.findByText(/did not let us copy/)).toBeTruthy();
  });

  it("read the refusal in words", async () => {
    await open(() => refuse(403, "denied", "Only the head can do this."));
    fireEvent.click(screen.getByRole("button", { name: "Make a sign-in link, Mr White" }));
    fireEvent.click(await screen.findByRole("button", { name: "Make a sign-in link" }));
    expect(await screen.findByText("Only the head can do this.")).toBeTruthy();
  });

  it("are only read by those who bring in no lists", async () => {
    await open(() => ({}), { ...hall, can: ["staff"] });
    expect(screen.queryByRole("button", { name: /sign-in link/ })).toBeNull();
    expect(screen.queryByRole("link", { name: "Bring in the staff list" })).toBeNull();
  });
});
