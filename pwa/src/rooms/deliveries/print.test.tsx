import { act, fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { line, NOON, pageOf } from "../../../test/unit/deliveries";
import { draw } from "../../../test/unit/draw";
import { hall } from "../../../test/unit/people";
import { serve } from "../../../test/unit/server";
import { english } from "../../../test/unit/speak";
import type { Delivery } from "../../api/deliveries";
import type { Me } from "../../api/types";
import type { Messages } from "../../i18n/catalogue";
import { languages } from "../../session";
import DeliveriesPrint from "./DeliveriesPrint";
import { firstName } from "./Message";

const rooms = import.meta.glob<Messages>("../../../../locales/ur/*.json", { eager: true, import: "default" });
const urdu: Messages = Object.assign({}, ...Object.values(rooms));
const office: Me = { ...hall, can: [...hall.can, "deliveries"], now: NOON };
const father = { id: "a2", name: "Bilal Hussain", mobile: "" };

const open = (items: Delivery[], query = "") => {
  const sent = serve(one => {
    if (one.path.includes("/locales/ur")) return { lang: "ur", dir: "rtl", messages: urdu };
    if (one.path.includes("/locales/")) return { lang: "en", dir: "ltr", messages: english };
    return pageOf(items);
  });
  return { sent, ...draw(DeliveriesPrint, office, `/deliveries/print${query}`, "/deliveries/print") };
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(NOON) });
  languages.set([
    { tag: "en", name: "English", dir: "ltr" },
    { tag: "ur", name: "اردو", dir: "rtl" },
  ]);
});
afterEach(() => {
  vi.useRealTimers();
  languages.set([]);
  vi.unstubAllGlobals();
});

describe("the list for a round of calls", () => {
  it("has everybody who was not reached, with the number, the language and room to write", async () => {
    const print = vi.fn();
    vi.stubGlobal("print", print);
    const { container, sent } = open([line("1"), line("2", { adult: father })]);
    const table = await screen.findByRole("table", { name: "Not reached: a round of calls" });
    expect(sent[0]?.path).toBe("/deliveries?not_reached=true&page=1&size=100");
    const [, first, second] = within(table).getAllByRole("row");
    expect(first?.textContent).toContain("Maryam HussainSchool is keeping their device, 11:10Amina HussainUrdu · اردو");
    expect(first?.textContent).toContain("07700 900315");
    expect(second?.textContent).toContain("No number");
    expect(within(table).getByRole("columnheader", { name: "What came of it" })).toBeTruthy();
    expect(screen.getByText(/^Printed/).textContent).toBe(
      "Printed Monday 23 November 2026, 12:30, by Mrs Hall. Keep it where only staff see it.",
    );
    screen.getByRole("button", { name: "Print" }).click();
    expect(print).toHaveBeenCalledOnce();
    expect(await faults(container)).toEqual([]);
  });

  it("is read whole, page by page", async () => {
    const all = Array.from({ length: 130 }, (_, i) => line(String(i)));
    const sent = serve(one => pageOf(one.path.includes("page=2") ? all.slice(100) : all.slice(0, 100), 130));
    draw(DeliveriesPrint, office, "/deliveries/print?kind=confiscated", "/deliveries/print");
    expect(await screen.findByText("130 messages have reached nobody.")).toBeTruthy();
    expect(sent.map(one => one.path)).toEqual([
      "/deliveries?not_reached=true&kind=confiscated&page=1&size=100",
      "/deliveries?not_reached=true&kind=confiscated&page=2&size=100",
    ]);
  });

  it("says that there is nobody", async () => {
    open([]);
    expect(await screen.findByText("Everybody has been reached, or does not need to be")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Print" })).toBeNull();
  });
});

describe("a message on paper", () => {
  it("is a sheet for each adult of the matter, in their language with English beside it, and says no more", async () => {
    const other = line("3", { subject: "c9", pupils: ["Leo Brown"], language: "en" });
    const { container } = open([line("1"), line("2", { adult: father }), other], "?sheets=1");
    const sheet = await screen.findByRole("article", { name: "Amina Hussain" });
    expect(screen.getAllByRole("article")).toHaveLength(2);
    expect([sheet.lang, sheet.dir]).toEqual(["ur", "rtl"]);
    const happened = sheet.querySelector(".happened") as HTMLElement;
    expect(happened.querySelector(".own")?.textContent).toContain("بچہ: Maryam۔");
    const beside = happened.querySelector(".english") as HTMLElement;
    expect([beside.lang, beside.textContent]).toEqual([
      "en",
      "School is keeping your child’s phone or another device safe: Maryam.",
    ]);
    expect(sheet.textContent).toContain("تاریخ: پیر");
    expect(within(sheet).getAllByText("01632 960 100").length).toBeGreaterThan(1);
    // The child's surname, the time, the ground and who took it have no business on it.
    expect(sheet.textContent).not.toMatch(/Maryam Hussain|11:10/);
    expect(await faults(container)).toEqual([]);
  });

  it("says of each kind what it is", async () => {
    const kinds = ["confiscated", "released", "uncollected", "aup_to_sign", "aup_replaced"];
    open(
      kinds.map((kind, i) => line(String(i), { kind, subject: `s${i}`, language: "en" })),
      "?sheets=all",
    );
    await screen.findAllByRole("article");
    const said = screen.getAllByRole("article").map(one => one.querySelector(".happened")?.textContent ?? "");
    expect(new Set(said).size).toBe(5);
    for (const one of said) expect(one).toContain("Maryam");
    expect(said.join()).not.toContain("has a message for you");
    // Alone where there is no English to tell it from.
    expect(document.querySelector(".sheet .english")).toBeNull();
  });

  it("says no name, and no empty place for one, of what is an adult's own", async () => {
    const own = { pupils: [], subject: "parents", language: "en" };
    open([line("1", { ...own, kind: "aup_to_sign" }), line("2", { ...own, kind: "aup_replaced" })], "?sheets=all");
    await screen.findAllByRole("article");
    const said = [...document.querySelectorAll(".happened")].map(one => one.textContent);
    expect(said[0]).toMatch(/^School asks you to read and sign promises .*as a parent or carer\.$/);
    expect(said[1]).toMatch(/have changed since you signed/);
  });

  it("is printed alone, or with the others", async () => {
    const print = vi.fn();
    vi.stubGlobal("print", print);
    open([line("1"), line("2", { adult: father })], "?sheets=all");
    fireEvent.click(await screen.findByRole("button", { name: "Print this one, Bilal Hussain" }));
    await waitFor(() => expect(print).toHaveBeenCalledOnce());
    expect(document.querySelector(".sheets.one .chosen")?.getAttribute("aria-label")).toBe("Bilal Hussain");
    act(() => {
      dispatchEvent(new Event("afterprint"));
    });
    await waitFor(() => expect(document.querySelector(".sheets.one")).toBeNull());
    fireEvent.click(screen.getByRole("button", { name: "Print 2 sheets" }));
    await waitFor(() => expect(print).toHaveBeenCalledTimes(2));
  });

  it("about somebody who has been reached meanwhile is not there any more", async () => {
    open([line("1")], "?sheets=gone");
    expect(await screen.findByText("This message is not on the list any more")).toBeTruthy();
    expect(screen.queryByRole("article")).toBeNull();
  });

  it("calls a child by the first name alone", () => {
    expect(["Maryam Hussain", " Ema  Kováčová", "محمد حسين", ""].map(firstName)).toEqual(["Maryam", "Ema", "محمد", ""]);
  });
});
