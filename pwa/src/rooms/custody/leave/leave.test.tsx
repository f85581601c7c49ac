import { fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../../test/unit/axe";
import { draw } from "../../../../test/unit/draw";
import { green, hall } from "../../../../test/unit/people";
import { refuse, type Sent, serve } from "../../../../test/unit/server";
import type { Exception, Me } from "../../../api/types";
import Exceptions from "./Exceptions";
import StaffLeave from "./StaffLeave";
import Uses from "./Uses";

const head: Me = { ...hall, roles: ["head"], can: ["exceptions", "uses", "families", "staff"] };
const why = { key: "phones.contact_exception", section: "9.3", sentence: "As approved by the Headteacher." };
const pupil = { id: "p1", name: "Maja Nowak", class: "Oak" };

const leave = (id: string, more: Partial<Exception> = {}): Exception => ({
  id,
  pupil,
  reason: "medical",
  from: "2026-11-16",
  till: "2026-12-21",
  stands: true,
  at: "2026-11-16T09:00:00Z",
  ...more,
});

afterEach(() => vi.unstubAllGlobals());

const posted = (sent: Sent[]) => sent.find(one => one.method === "POST");

// Policy: phones.contact_exception (AR 9.3/4, BG 9.3/4)
describe("leave to keep a phone", () => {
  it("parts what holds today from what is over, and ends one after asking", async () => {
    const items = [
      leave("e1"),
      leave("e2", {
        pupil: { ...pupil, name: "Leo Brown" },
        stands: false,
        ended: "2026-11-20T09:00:00Z",
      }),
      leave("e3", { pupil: { ...pupil, name: "Ema Kováčová" }, stands: false, from: "2026-12-01" }),
    ];
    const sent = serve(one => (one.method === "GET" ? { items } : { items: items.slice(1) }));
    const { container } = draw(Exceptions, head, "/exceptions");
    const today = await screen.findByRole("list", { name: "Holds today" });
    expect(today.textContent).toContain("Maja Nowak");
    expect(screen.getByRole("list", { name: "Over" }).textContent).toContain("Leo Brown");
    expect(screen.getByRole("list", { name: "Begins later" }).textContent).toContain("Ema");
    expect(await faults(container)).toEqual([]);
    fireEvent.click(within(today).getByRole("button", { name: "End it, Maja Nowak" }));
    expect(posted(sent)).toBeUndefined();
    fireEvent.click(await screen.findByRole("button", { name: "End it now" }));
    await vi.waitFor(() => expect(screen.queryByRole("list", { name: "Holds today" })).toBeNull());
    expect(posted(sent)?.path).toBe("/exceptions/e1/end");
  });

  it("is given to a child found by name, with a reason and dates; the refusal carries the school’s sentence", async () => {
    let answer: object = refuse(403, "denied", "Only the Headteacher can approve this.", { why });
    const sent = serve(one => {
      if (one.path.startsWith("/families")) return { items: [{ pupil, contacts: [] }], total: 1, page: 1, size: 50 };
      return one.method === "GET" ? { items: [] } : answer;
    });
    const { container } = draw(Exceptions, head, "/exceptions");
    await screen.findByText("Nobody has permission to keep a phone");
    fireEvent.click(screen.getByRole("button", { name: "Let a pupil keep a phone" }));
    const approve = await screen.findByRole("button", { name: "Approve" });
    expect(approve.getAttribute("aria-disabled")).toBe("true");
    fireEvent.input(screen.getByRole("searchbox"), { target: { value: "maja" } });
    fireEvent.click(await screen.findByRole("button", { name: "Choose, Maja Nowak" }));
    fireEvent.click(screen.getByLabelText("Young carer"));
    fireEvent.input(screen.getByLabelText("First day"), { target: { value: "2026-11-23" } });
    fireEvent.input(screen.getByLabelText("Last day"), { target: { value: "2026-11-20" } });
    expect(await screen.findByText("The last day is before the first.")).toBeTruthy();
    fireEvent.input(screen.getByLabelText("Last day"), { target: { value: "2026-11-30" } });
    await vi.waitFor(() => expect(approve.getAttribute("aria-disabled")).toBeNull());
    fireEvent.click(approve);
    expect(await screen.findByText("As approved by the Headteacher.")).toBeTruthy();
    expect(posted(sent)?.body).toEqual({
      pupil: "p1",
      reason: "young_carer",
      from: "2026-11-23",
      till: "2026-11-30",
    });
    expect(await faults(container)).toEqual([]);
    answer = { items: [leave("e9")] };
    fireEvent.click(approve);
    expect(await screen.findByRole("list", { name: "Holds today" })).toBeTruthy();
  });

  it("finds a child by class where the reader sees no families", async () => {
    const me = { ...head, roles: ["deputy_head"], can: ["exceptions", "uses"] };
    const pupils = [
      { ...pupil, devices: [] },
      { id: "p2", name: "Leo Brown", class: "Willow", devices: [] },
    ];
    serve(one => (one.path.startsWith("/class") ? { class: "Willow", pupils } : { items: [] }));
    draw(Exceptions, me, "/exceptions");
    fireEvent.click(await screen.findByRole("button", { name: "Let a pupil keep a phone" }));
    await screen.findByRole("button", { name: "Choose, Leo Brown" });
    fireEvent.input(screen.getByRole("searchbox"), { target: { value: "maj" } });
    await vi.waitFor(() => expect(screen.queryByRole("button", { name: "Choose, Leo Brown" })).toBeNull());
    expect(screen.getByRole("button", { name: "Choose, Maja Nowak" })).toBeTruthy();
  });
});

const use = {
  id: "u1",
  class: "Everest",
  activity: "Photographing shadows",
  on: "2026-11-25",
  risk_assessed: true,
  asked_by: "Ms Green",
  ruling: { verdict: "not_yet", title: "Leadership has not approved this yet.", why },
};

// Policy: phones.curriculum_use (AR 9.3/5, BG 9.3/7)
describe("devices in a lesson", () => {
  it("are asked for by class, activity and day", async () => {
    const risk = refuse(409, "not_yet", "A risk assessment is needed first.", { why });
    const sent = serve(one => (one.method === "GET" ? { items: [] } : risk));
    const { container } = draw(Uses, { ...green, can: [...green.can, "uses"] }, "/uses");
    fireEvent.click(await screen.findByRole("button", { name: "Ask for a lesson" }));
    fireEvent.input(await screen.findByLabelText("What is it for?"), { target: { value: "Photographing shadows" } });
    fireEvent.input(screen.getByLabelText("Which day?"), { target: { value: "2026-11-25" } });
    const go = screen.getByRole("button", { name: "Ask" });
    await vi.waitFor(() => expect(go.getAttribute("aria-disabled")).toBeNull());
    fireEvent.click(go);
    expect(await screen.findByText("A risk assessment is needed first.")).toBeTruthy();
    expect(posted(sent)?.body).toEqual({
      class: "Everest",
      activity: "Photographing shadows",
      on: "2026-11-25",
      risk_assessed: false,
    });
    expect(await faults(container)).toEqual([]);
  });

  it("say what the policy makes of them, and wait for leadership", async () => {
    const approved = { ...use, approved_by: "Ms Hall", ruling: { verdict: "allowed" } };
    const sent = serve(one => ({ items: [one.method === "GET" ? use : approved] }));
    draw(Uses, head, "/uses");
    expect(await screen.findByText("Leadership has not approved this yet.")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Approve, Everest" }));
    expect(await screen.findByText("May be used")).toBeTruthy();
    expect(posted(sent)?.path).toBe("/uses/u1/approve");
  });

  it("are no teacher’s to approve, and a lead’s only to read", async () => {
    serve(() => ({ items: [use] }));
    const teacher = draw(Uses, { ...green, can: [...green.can, "uses"] }, "/uses");
    await screen.findByText("Photographing shadows");
    expect(screen.queryByRole("button", { name: /^Approve/ })).toBeNull();
    teacher.unmount();
    draw(Uses, { ...hall, roles: ["osl"], can: ["uses"] }, "/uses");
    await screen.findByText("Photographing shadows");
    expect(screen.queryByRole("button", { name: "Ask for a lesson" })).toBeNull();
  });
});

// Policy: phones.staff.permission (AR 9.2/6, BG 9.2/6)
describe("leave for a colleague", () => {
  it("is given to somebody who works here, for a reason and some days", async () => {
    const staff = [
      { id: "w2", name: "Mr White", email: "", roles: ["teacher"], classes: ["Everest"], left: false },
      { id: "w9", name: "Mr Old", email: "", roles: ["teacher"], classes: [], left: true },
    ];
    const given = {
      id: "l1",
      staff: "Mr White",
      reason: "On call for his mother",
      in_writing: true,
      from: "2026-11-23",
      till: "2099-11-30",
      at: "2026-11-23T09:00:00Z",
    };
    const sent = serve(one => {
      if (one.method === "POST") return { items: [given] };
      return { items: one.path === "/staff" ? staff : [] };
    });
    const { container } = draw(StaffLeave, head, "/staff-leave");
    fireEvent.click(await screen.findByRole("button", { name: "Give a colleague leave" }));
    const who = await screen.findByLabelText("Who?");
    expect(who.textContent).not.toContain("Mr Old");
    fireEvent.input(who, { target: { value: "w2" } });
    fireEvent.input(screen.getByLabelText("What for?"), { target: { value: " On call for his mother " } });
    fireEvent.input(screen.getByLabelText("First day"), { target: { value: "2026-11-23" } });
    fireEvent.input(screen.getByLabelText("Last day"), { target: { value: "2026-11-30" } });
    fireEvent.click(screen.getByRole("checkbox"));
    expect(await faults(container)).toEqual([]);
    const go = screen.getByRole("button", { name: "Give leave" });
    await vi.waitFor(() => expect(go.getAttribute("aria-disabled")).toBeNull());
    fireEvent.click(go);
    expect(await screen.findByText("On call for his mother")).toBeTruthy();
    expect(posted(sent)?.body).toEqual({
      staff: "w2",
      reason: "On call for his mother",
      in_writing: true,
      from: "2026-11-23",
      till: "2026-11-30",
    });
  });
});
