import { fireEvent, screen } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { draw } from "../../../test/unit/draw";
import { amina, both, HOOK, speakPseudo, statement } from "../../../test/unit/family";
import { refuse, type Sent, serve } from "../../../test/unit/server";
import type { ReceiptBody, SignatureItem } from "../../api/family";
import { acting } from "../../api/send";
import { languages } from "../../session";
import Receipt from "./Receipt";
import Signed from "./Signed";

const item: SignatureItem = {
  id: "g1",
  document: "ks2_upper",
  title: "My online promises",
  number: 2,
  pupil: { id: "p1", name: "Maryam Hussain" },
  language: "ur",
  status: "draft",
  how: "own_device",
  at: "2026-11-20T17:02:00Z",
  standing: "stands",
};
const receipt: ReceiptBody = {
  ...item,
  signer: "Amina Hussain",
  capacity: "for_child",
  talked: true,
  school: HOOK.name,
  statements: [statement("kind", "میں مہربان ہوں۔", { lang: "ur", dir: "rtl", english: "I am kind." })],
  version: "3f9a01c788d24b6e9c15",
  edition: "77aa",
  chain: { position: 4127, link: "9c157a20e3b45d68" },
};

// A document's words are kept for the whole of a page, so each test has a document of its own.
let nth = 0;
const brief = { language: "ur", edition: "promises-ur", number: 1, status: "draft" };
const translated = {
  document: "ks2_upper",
  language: "ur",
  dir: "rtl",
  title: "میرے آن لائن وعدے",
  english_title: "My online promises",
};

let standing: SignatureItem["standing"] = "stands";
function answer(one: Sent): object {
  if (one.path.endsWith("/documents.json"))
    return { documents: [{ document: "ks2_upper", editions: [{ ...brief, edition: `promises-ur-${nth}` }] }] };
  if (one.path.includes("/promises-ur-")) return translated;
  if (one.path === "/aup/signatures") return { items: [{ ...item, standing }] };
  if (one.path === "/aup/signatures/g1/withdraw") {
    standing = "withdrawn";
    return {};
  }
  return one.as === "a1" ? { ...receipt, standing } : refuse(404, "not_found", "Not here.");
}

beforeEach(() => {
  nth++;
  sessionStorage.clear();
  acting.set("");
  standing = "stands";
  languages.set([{ tag: "ur", name: "اردو", dir: "rtl" }]);
});
afterEach(() => vi.unstubAllGlobals());

const list = () => draw(Signed, amina, "/signed");
const one = (me = amina) => draw(Receipt, me, "/signed/g1", "/signed/:id");

describe("what I signed", () => {
  it("is listed, for whom and when, each leading to its receipt", async () => {
    serve(answer);
    list();
    const title = await screen.findByText("میرے آن لائن وعدے");
    expect(title.getAttribute("lang")).toBe("ur");
    const link = screen.getByRole("link", { name: /میرے آن لائن وعدے/ });
    expect(link.getAttribute("href")).toBe("/signed/g1?of=a1");
    expect(link.textContent).toMatch(/For Maryam Hussain/);
    expect(link.textContent).toMatch(/Friday 20 November, 17:02/);
  });

  it("keeps the English title of what is called otherwise now", async () => {
    serve(one => (one.path.includes("/promises-ur-") ? { ...translated, english_title: "My promises" } : answer(one)));
    list();
    expect((await screen.findByText("My online promises")).getAttribute("lang")).toBe("en");
  });

  it("says so where there is nothing", async () => {
    serve(() => ({ items: [] }));
    list();
    expect(await screen.findByText("You have not signed anything yet")).toBeTruthy();
  });

  it.each(["English", "the pseudo-locale"])("has no fault that axe can find in %s", async locale => {
    if (locale !== "English") speakPseudo();
    serve(answer);
    const { container } = list();
    await screen.findByText("میرے آن لائن وعدے");
    expect(await faults(container)).toEqual([]);
  });
});

describe("a receipt", () => {
  it("has the words as they were shown with the English, and the evidence in plain words", async () => {
    serve(answer);
    one();
    const text = await screen.findByText("میں مہربان ہوں۔");
    expect([text.getAttribute("lang"), text.getAttribute("dir")]).toEqual(["ur", "rtl"]);
    expect(screen.getByText("I am kind.").getAttribute("lang")).toBe("en");
    const facts = document.querySelector(".facts")?.textContent ?? "";
    for (const fact of [
      "Maryam Hussain",
      "Friday 20 November 2026, 17:02",
      "اردو",
      "Version 2",
      "3f9a01c788d2",
      "4127",
    ]) {
      expect(facts).toContain(fact);
    }
    expect(facts).toContain("On your own phone or computer");
    expect(facts).toContain("Nobody had checked this translation then");
  });

  it.each(["English", "the pseudo-locale"])("has no fault that axe can find in %s", async locale => {
    if (locale !== "English") speakPseudo();
    serve(answer);
    const { container } = one();
    await screen.findByText("میں مہربان ہوں۔");
    expect(await faults(container)).toEqual([]);
  });

  it("is found at whichever of the person's schools has it", async () => {
    const sent = serve(answer);
    const swapped = {
      ...both,
      people: [{ name: "Amina Hussain", seats: [...(both.people[0]?.seats ?? [])].reverse() }],
    };
    one(swapped);
    expect(await screen.findByText("میں مہربان ہوں۔")).toBeTruthy();
    const asked = sent.filter(each => each.path === "/aup/signatures/g1");
    expect(asked.map(each => each.as)).toEqual(["b1", "a1"]);
  });

  it("is printed", async () => {
    const print = vi.fn();
    vi.stubGlobal("print", print);
    serve(answer);
    one();
    fireEvent.click(await screen.findByRole("button", { name: "Print or save" }));
    expect(print).toHaveBeenCalled();
  });

  it("can be taken back, in two steps, and then says so", async () => {
    const sent = serve(answer);
    one();
    fireEvent.click(await screen.findByRole("button", { name: "Take my signature back" }));
    expect(sent.some(each => each.path.endsWith("/withdraw"))).toBe(false);
    fireEvent.click(screen.getByRole("button", { name: "Take it back" }));
    expect(await screen.findByText(/You took this back/)).toBeTruthy();
    expect(sent.find(each => each.path.endsWith("/withdraw"))).toMatchObject({ as: "a1", method: "POST" });
    expect(screen.queryByRole("button", { name: "Take my signature back" })).toBeNull();
    await vi.waitFor(() => expect(document.activeElement?.tagName, "the button is gone, the focus is not").toBe("H2"));
  });

  it("of somebody else is not here", async () => {
    serve(() => refuse(404, "not_found", "We cannot find that."));
    one();
    expect(await screen.findByText("We cannot find that.")).toBeTruthy();
  });
});
