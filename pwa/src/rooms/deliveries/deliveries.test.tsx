import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { line, NOON, pageOf } from "../../../test/unit/deliveries";
import { draw } from "../../../test/unit/draw";
import { hall } from "../../../test/unit/people";
import { refuse, type Sent, serve } from "../../../test/unit/server";
import type { Delivery } from "../../api/deliveries";
import type { Me } from "../../api/types";
import { languages } from "../../session";
import { formFor } from "../aup-office/blank";
import Deliveries from "./Deliveries";

const office: Me = { ...hall, can: [...hall.can, "letters", "deliveries", "figures"], now: NOON };
const lead: Me = { ...hall, roles: ["dsl"], can: ["confiscations", "deliveries"], now: NOON };

const father = { id: "a2", name: "Bilal Hussain", mobile: "" };
const open = (items: Delivery[], me = office, address = "/deliveries") => {
  const sent = serve(() => pageOf(items));
  return { sent, ...draw(Deliveries, me, address, "/deliveries") };
};
const reads = (sent: Sent[]) => sent.filter(one => one.method === "GET").map(one => one.path);
const card = async (name: string) =>
  (await screen.findByRole("heading", { name })).closest("section") as unknown as HTMLElement;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"], now: new Date(NOON) });
  languages.set([{ tag: "ur", name: "اردو", dir: "rtl" }]);
});
afterEach(() => {
  vi.useRealTimers();
  languages.set([]);
  formFor.set(null);
  vi.unstubAllGlobals();
});

describe("those who were not reached", () => {
  it("are asked for first, about one thing together, with the language beside the name and a number to press", async () => {
    const { container, sent } = open([line("1"), line("2", { adult: father, push: "no_device", signed_in: false })]);
    const maryam = await card("Maryam Hussain");
    expect(reads(sent)).toEqual(["/deliveries?not_reached=true&page=1&size=25"]);
    expect(maryam.textContent).toContain("School is keeping their device · today, 11:10");
    expect(maryam.querySelector(".tongue")?.textContent).toBe("Urdu · اردو");
    const ring = within(maryam).getByRole("link", { name: "Ring Amina Hussain, 07700 900315" });
    expect(ring.getAttribute("href")).toBe("tel:+447700900315");
    expect(within(maryam).getByText(/^We have no number/)).toBeTruthy();
    expect(within(maryam).getByText("No phone to notify: nobody is signed in")).toBeTruthy();
    // The conversation is logged where the device is.
    for (const name of ["Maryam Hussain", "Log a conversation, Maryam Hussain"]) {
      expect(within(maryam).getByRole("link", { name }).getAttribute("href")).toBe("/confiscations/c1");
    }
    const paper = within(maryam).getByRole("link", { name: "On paper, Maryam Hussain" });
    expect(paper.getAttribute("href")).toBe("/deliveries/print?sheets=1");
    expect(screen.getByText("2 messages have reached nobody.")).toBeTruthy();
    expect(screen.getByText(/get an interpreter first/)).toBeTruthy();
    expect(await faults(container)).toEqual([]);
  });

  it("have no tick beside what a push service only took", async () => {
    const { container } = open([line("1")]);
    await screen.findByText(/Whether it was seen, nobody can know\./);
    expect(container.querySelector(".how-far-it-came.done, .pill.ok")).toBeNull();
  });

  it("who could sign on paper are offered a letter where nobody is signed in, and a form", async () => {
    const sign = { kind: "aup_to_sign", subject: "parents", pupils: ["Maja Nowak"] };
    const { container } = open([line("1", { ...sign, signed_in: false, push: "no_device" })]);
    const maja = await card("Maja Nowak");
    expect(within(maja).getByText(/a letter with a code, or the form on paper/)).toBeTruthy();
    expect(within(maja).queryByRole("link", { name: /Log a conversation|On paper/ })).toBeNull();
    expect(maja.querySelector(".told-whom .button")?.textContent).toBe("New letter");
    expect(await faults(container)).toEqual([]);
    fireEvent.click(within(maja).getByRole("button", { name: "New letter, Amina Hussain" }));
    expect(await screen.findByText("A new letter for", { exact: false })).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Close" }));
    fireEvent.click(within(maja).getByRole("button", { name: "Print a form, Amina Hussain" }));
    expect(location.pathname + location.search).toBe("/forms?documents=parents&language=ur&named=yes");
    expect(formFor.get()).toEqual({ by: office.person.id, adult: "Amina Hussain", children: ["Maja Nowak"] });
  });

  it("who are signed in and have not looked are rung about what they are to sign", async () => {
    open([line("1", { kind: "aup_replaced", subject: "parents" })]);
    const of = await card("Maryam Hussain");
    expect(within(of).getByText(/^Signed in, and has not opened it\./)).toBeTruthy();
    expect(within(of).queryByRole("button", { name: /^New letter/ })).toBeNull();
    expect(of.querySelector(".told-whom .button")?.textContent).toBe("07700 900315");
  });

  it("what an adult signs for themselves stands under their own name, each alone", async () => {
    const own: Partial<Delivery> = {
      kind: "aup_to_sign",
      subject: "parents",
      pupils: [],
      signed_in: false,
      push: "no_device",
    };
    const { container } = open([line("1", own), line("2", { ...own, adult: father })]);
    const amina = await card("Amina Hussain");
    expect(amina.querySelectorAll(".told-whom")).toHaveLength(1);
    expect(amina.textContent).toContain("An acceptable use policy waits to be signed · today, 11:10");
    expect(await card("Bilal Hussain")).toBeTruthy();
    // A whole class is given letters somewhere else.
    expect(screen.getByRole("link", { name: "Letters for a whole class" }).getAttribute("href")).toBe("/letters");
    expect(await faults(container)).toEqual([]);
  });

  it("a device that was not collected has no page of a confiscation", async () => {
    open([line("1", { kind: "uncollected", subject: "d1" })]);
    const of = await card("Maryam Hussain");
    expect(within(of).getByText("Ring: it can still be collected.")).toBeTruthy();
    expect(within(of).queryByRole("link", { name: /Log a conversation/ })).toBeNull();
  });

  it("are read by a safeguarding lead, who writes nothing down here", async () => {
    open([line("1")], lead);
    const of = await card("Maryam Hussain");
    expect(within(of).getByRole("link", { name: /^Ring Amina/ })).toBeTruthy();
    expect(within(of).queryByRole("button")).toBeNull();
    expect(screen.queryByRole("button", { name: "How messages arrive" })).toBeNull();
  });

  it("are none: everybody has been reached", async () => {
    const { container } = open([]);
    expect(await screen.findByText("Everybody has been reached, or does not need to be")).toBeTruthy();
    expect(screen.queryByRole("searchbox")).toBeNull();
    expect(await faults(container)).toEqual([]);
  });

  it("are being read; what fails is said, and asked for again", async () => {
    let fails = true;
    serve(() => (fails ? refuse(503, "unavailable", "Not now.") : pageOf([line("1")])));
    draw(Deliveries, office, "/deliveries");
    expect(screen.getByRole("status", { name: "Loading" })).toBeTruthy();
    expect(await screen.findByText("Not now.")).toBeTruthy();
    fails = false;
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(await card("Maryam Hussain")).toBeTruthy();
    expect(screen.queryByText("Not now.")).toBeNull();
  });

  it("keep up with what families do meanwhile", async () => {
    let items = [line("1")];
    serve(() => pageOf(items));
    draw(Deliveries, office, "/deliveries");
    await card("Maryam Hussain");
    items = [];
    vi.advanceTimersByTime(30_000);
    expect(await screen.findByText("Everybody has been reached, or does not need to be")).toBeTruthy();
  });
});

describe("noting that somebody knows now", () => {
  const posts = (sent: Sent[]) => sent.filter(one => one.method === "POST").map(one => [one.path, one.body]);

  it("says first that it cannot be taken back and is no logged conversation; then the line goes", async () => {
    let told = false;
    const sent = serve(one => {
      if (one.method === "POST") told = true;
      return one.method === "POST" ? {} : pageOf(told ? [] : [line("1")]);
    });
    const { container } = draw(Deliveries, office, "/deliveries");
    fireEvent.click(await screen.findByRole("button", { name: "They know, Amina Hussain" }));
    const dialog = screen.getByRole("dialog");
    expect(within(dialog).getByText(/are not reminded any more\. This cannot be taken back\./)).toBeTruthy();
    expect(within(dialog).getByText(/^It is not the conversation that a device may wait for/)).toBeTruthy();
    expect(await faults(container)).toEqual([]);
    fireEvent.click(within(dialog).getByRole("button", { name: "Note it" }));
    expect(posts(sent)).toEqual([]);
    fireEvent.click(within(dialog).getByLabelText("I rang and spoke to them"));
    const form = within(dialog).getByRole("button", { name: "Note it" }).closest("form") as HTMLFormElement;
    fireEvent.submit(form);
    expect(await screen.findByText("Everybody has been reached, or does not need to be")).toBeTruthy();
    expect(posts(sent)).toEqual([["/deliveries/1/told", { how: "rang" }]]);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(document.activeElement?.tagName).toBe("H1");
  });

  it("says of a document that reminders go on until it is signed", async () => {
    open([line("1", { kind: "aup_to_sign", subject: "parents" })]);
    fireEvent.click(await screen.findByRole("button", { name: "They know, Amina Hussain" }));
    expect(screen.getByText(/are still reminded until it is signed/)).toBeTruthy();
    expect(screen.queryByText(/^It is not the conversation/)).toBeNull();
  });

  it("shows that a colleague was faster, and looks at the list again", async () => {
    let others = false;
    const sent = serve(one => {
      if (one.method === "GET") return pageOf(others ? [] : [line("1")]);
      others = true;
      return refuse(409, "conflict", "A colleague has told this family already.");
    });
    draw(Deliveries, office, "/deliveries");
    fireEvent.click(await screen.findByRole("button", { name: "They know, Amina Hussain" }));
    fireEvent.click(screen.getByLabelText("It was given on paper"));
    fireEvent.submit(screen.getByRole("button", { name: "Note it" }).closest("form") as HTMLFormElement);
    expect(await screen.findByText("A colleague has told this family already.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Note it" })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Back to the list" }));
    expect(await screen.findByText("Everybody has been reached, or does not need to be")).toBeTruthy();
    expect(posts(sent)).toEqual([["/deliveries/1/told", { how: "paper" }]]);
  });

  it("keeps what was chosen where the server does not answer", async () => {
    serve(one => (one.method === "GET" ? pageOf([line("1")]) : refuse(422, "invalid", "Not like that.")));
    draw(Deliveries, office, "/deliveries");
    fireEvent.click(await screen.findByRole("button", { name: "They know, Amina Hussain" }));
    fireEvent.click(screen.getByLabelText("I told them face to face"));
    fireEvent.submit(screen.getByRole("button", { name: "Note it" }).closest("form") as HTMLFormElement);
    expect(await screen.findByText("Not like that.")).toBeTruthy();
    expect((screen.getByLabelText("I told them face to face") as HTMLInputElement).checked).toBe(true);
  });
});

describe("looking for messages", () => {
  const both = [line("2", { kind: "uncollected", subject: "d1", pupils: ["Leo Brown"] }), line("1")];

  it("by kind, with how many there are of each; the address keeps it", async () => {
    const { sent } = open(both);
    fireEvent.click(await screen.findByRole("button", { name: "Not collected (1)" }));
    await waitFor(() => expect(location.search).toBe("?kind=uncollected"));
    await waitFor(() => expect(reads(sent).at(-1)).toContain("kind=uncollected"));
    const chips = within(screen.getByRole("group", { name: "What they are about" })).getAllByRole("button");
    // A device before what can wait, in whatever order the server has them.
    expect(chips.map(one => one.textContent)).toEqual(["All (2)", "Device kept (1)", "Not collected (1)"]);
    // Whatever is chosen, what is printed is the same.
    const print = await screen.findByRole("link", { name: "Print the list" });
    expect(print.getAttribute("href")).toBe("/deliveries/print?kind=uncollected");
    const sheets = screen.getByRole("link", { name: "A message on paper for each" });
    expect(sheets.getAttribute("href")).toBe("/deliveries/print?kind=uncollected&sheets=all");
  });

  it("by name, once somebody has stopped typing; no name comes into the address", async () => {
    const { sent } = open(both, office, "/deliveries?page=2");
    const field = await screen.findByRole("searchbox");
    fireEvent.input(field, { target: { value: "mar" } });
    fireEvent.input(field, { target: { value: "marya " } });
    await waitFor(() => expect(reads(sent).at(-1)).toBe("/deliveries?not_reached=true&text=marya&page=1&size=25"));
    expect(reads(sent).some(path => path.includes("text=mar&"))).toBe(false);
    expect(location.search).toBe("");
  });

  it("finds nobody like that", async () => {
    serve(one => (one.path.includes("kind=") ? { items: [], total: 0, by_kind: { uncollected: 1 } } : pageOf(both)));
    draw(Deliveries, office, "/deliveries?kind=confiscated", "/deliveries");
    expect(await screen.findByText("Nobody like that is left to reach")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "All (1)" }));
    expect(await card("Maryam Hussain")).toBeTruthy();
  });

  it("page by page, and from a page that is gone to the first", async () => {
    const sent = serve(one => ({
      ...pageOf(one.path.includes("page=3") ? [] : both, 40),
      by_kind: { confiscated: 40 },
    }));
    draw(Deliveries, office, "/deliveries?page=2", "/deliveries");
    expect(await screen.findByText("Page 2 of 2")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Back" }));
    expect(await screen.findByText("Page 1 of 2")).toBeTruthy();
    expect(location.search).toBe("");
    history.replaceState(null, "", "/deliveries?page=3");
    dispatchEvent(new PopStateEvent("popstate"));
    await waitFor(() => expect(reads(sent).some(path => path.includes("page=3"))).toBe(true));
    await waitFor(() => expect(location.search).toBe(""));
  });

  it("all of them say how far they came, and ask for nothing", async () => {
    const answered = { answered: { answer: "come", at: "2026-11-23T11:16:00Z" }, over: true } as const;
    const { container, sent } = open(
      [line("1", answered), line("2", { adult: father })],
      office,
      "/deliveries?view=all",
    );
    const of = await card("Maryam Hussain");
    expect(reads(sent)).toEqual(["/deliveries?page=1&size=25"]);
    expect(within(of).getByText("Answered: I’ll come, 11:16", { exact: false }).textContent).toContain("It is over.");
    expect(of.querySelectorAll(".how-far-it-came.done")).toHaveLength(1);
    expect(within(of).queryByRole("button")).toBeNull();
    expect(
      within(of)
        .getAllByRole("link")
        .map(one => one.textContent),
    ).toEqual(["Maryam Hussain"]);
    expect(await faults(container)).toEqual([]);
  });

  it("where none was ever sent, says which there will be", async () => {
    open([], office, "/deliveries?view=all");
    expect(await screen.findByText("No message has been sent yet")).toBeTruthy();
  });

  it("changes the view by a press", async () => {
    const { sent } = open([line("1")]);
    fireEvent.click(await screen.findByRole("button", { name: "All" }));
    await waitFor(() => expect(location.search).toBe("?view=all"));
    await waitFor(() => expect(reads(sent).at(-1)).toBe("/deliveries?page=1&size=25"));
  });
});
