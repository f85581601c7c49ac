import { fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { draw } from "../../../test/unit/draw";
import { hall } from "../../../test/unit/people";
import { type Sent, serve } from "../../../test/unit/server";
import type { Contact, Family, SamePerson as Same } from "../../api/types";
import Families from "./families/Families";
import Pupil from "./families/Pupil";
import SamePerson from "./families/SamePerson";

const contact = (more: Partial<Contact> = {}): Contact => ({
  adult: "a1",
  name: "Amina Hussain",
  relationship: "mother",
  priority: 1,
  responsibility: true,
  same_address: true,
  mobile: "07700 900100",
  may_be_told: true,
  may_collect: true,
  no_contact: false,
  gone: false,
  merged: false,
  ...more,
});
const family = (contacts: Contact[] = [contact()]): Family => ({
  pupil: { id: "p1", name: "Yusuf Hussain", class: "Oak", year: "5" },
  contacts,
});

const changes = (sent: Sent[]) => sent.filter(one => one.method !== "GET").map(one => [one.method, one.path, one.body]);

afterEach(() => vi.unstubAllGlobals());

describe("families", () => {
  it("asks the server once for what was typed, not for every letter", async () => {
    const sent = serve(() => ({ items: [family()], total: 1, page: 1, size: 25 }));
    const { container } = draw(Families, hall, "/families");
    expect(await screen.findByText("Yusuf Hussain")).toBeTruthy();
    const input = screen.getByRole("searchbox");
    for (const text of ["h", "hu", "hus"]) fireEvent.input(input, { target: { value: text } });
    await vi.waitFor(() => expect(sent.at(-1)?.path).toBe("/families?q=hus&page=1"));
    expect(sent.map(one => one.path)).toEqual(["/families?page=1", "/families?q=hus&page=1"]);
    expect(await faults(container)).toEqual([]);
  });

  it("let no mark stand beside no contact, and hide the number of who must not be contacted", async () => {
    const sent = serve(one =>
      one.method === "GET" ? family() : family([contact({ no_contact: true, may_be_told: false, may_collect: false })]),
    );
    draw(Pupil, hall, "/pupils/p1", "/pupils/:id");
    fireEvent.click(await screen.findByRole("button", { name: "Change the marks, Amina Hussain" }));
    fireEvent.click(screen.getByLabelText(/^No contact/));
    fireEvent.submit(screen.getByRole("button", { name: "Save" }).closest("form") as HTMLFormElement);
    await vi.waitFor(() => expect(screen.queryByText("07700 900100")).toBeNull());
    const body = { pupil: "p1", no_contact: true, may_be_told: false, may_collect: false };
    expect(changes(sent)).toEqual([["POST", "/adults/a1/marks", body]]);
  });

  it("ask whether somebody let in who is now kept away, and sign that person out", async () => {
    const mother = contact({ adult: "a2", name: "Sana Hussain" });
    const barred = contact({ no_contact: true, may_be_told: false, may_collect: false });
    const sent = serve(one => (one.method === "GET" ? family([contact(), mother]) : family([barred, mother])));
    const { container } = draw(Pupil, { ...hall, can: [...hall.can, "letters"] }, "/pupils/p1", "/pupils/:id");
    fireEvent.click(await screen.findByRole("button", { name: "Change the marks, Amina Hussain" }));
    fireEvent.click(screen.getByLabelText(/^No contact/));
    fireEvent.submit(screen.getByRole("button", { name: "Save" }).closest("form") as HTMLFormElement);
    const asked = within(
      (await screen.findByRole("heading", { name: "Could Amina Hussain still get in?" })).parentElement as HTMLElement,
    );
    expect(asked.queryByRole("button", { name: "End sign-ins, Amina Hussain" })).toBeNull();
    expect(await faults(container)).toEqual([]);
    fireEvent.click(asked.getByRole("button", { name: "End sign-ins, Sana Hussain" }));
    fireEvent.click(await screen.findByRole("button", { name: "Yes, end them" }));
    await vi.waitFor(() => expect(changes(sent).at(-1)?.slice(0, 2)).toEqual(["POST", "/adults/a2/revoke"]));
  });
});

describe("the same person?", () => {
  const records = [
    { id: "a1", name: "Isla Brown", mobile: "07700 900799", of: ["Isla, Robin"] },
    { id: "a2", name: "Isla Brown", of: ["Leo, Oak"] },
  ];
  const pair: Same = { name: "Isla Brown", records };

  it("joins two records into the one that was chosen, or keeps them apart", async () => {
    const sent = serve(one => (one.method === "GET" ? { items: [pair] } : {}));
    draw(SamePerson, hall, "/same-person");
    fireEvent.click((await screen.findAllByRole("radio"))[1] as HTMLElement);
    fireEvent.click(screen.getByRole("button", { name: "One person: join them" }));
    await vi.waitFor(() => expect(changes(sent)).toEqual([["POST", "/adults/merge", { keep: "a2", merge: "a1" }]]));
    await vi.waitFor(() => expect(sent.filter(one => one.method === "GET")).toHaveLength(2));
    fireEvent.click(screen.getByRole("button", { name: "Two people" }));
    await vi.waitFor(() => expect(changes(sent).at(-1)?.[1]).toBe("/adults/apart"));
  });
});
