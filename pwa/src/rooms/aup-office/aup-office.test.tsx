import { fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { draw } from "../../../test/unit/draw";
import { hall } from "../../../test/unit/people";
import { type Sent, serve } from "../../../test/unit/server";
import type { AskedAdult, Call, Progress, ProgressItem, SchoolDocument } from "../../api/office";
import type { Me } from "../../api/types";
import { languages } from "../../session";
import Documents from "./Documents";
import Publish from "./Publish";
import Signatures from "./Signatures";
import { TodayCard } from "./TodayCard";

const office: Me = {
  ...hall,
  can: [...hall.can, "letters", "signatures", "calls"],
  all_classes: [{ name: "Oak", year: "5" }],
};
const head: Me = { ...office, roles: ["head"], can: [...office.can, "documents", "publish", "today"] };

const adult = (id: string, name: string, state: AskedAdult["state"], more: Partial<AskedAdult> = {}): AskedAdult => ({
  id,
  name,
  language: "ur",
  relationship: "mother",
  state,
  ...more,
});
const item = (...adults: AskedAdult[]): ProgressItem => ({
  pupil: { id: "p1", name: "Yusuf Hussain", class: "Oak" },
  own: "waiting",
  signed: adults.some(one => one.state === "signed"),
  adults,
});
const progress = (...items: ProgressItem[]): Progress => ({
  documents: [{ document: "parents", title: "My part as a parent", number: 2, sign_by: "2026-12-07" }],
  classes: [
    { name: "Oak", year: "5", children: 28, signed: 18, pupils_signed: 3 },
    { name: "Elm", year: "6", children: 30, signed: 30, pupils_signed: 0 },
  ],
  items,
  total: items.length,
  page: 1,
  size: 25,
});

const text = {
  title: "My part as a parent",
  intro: "What school asks.",
  statements: [
    { key: "read", symbol: "book", text: "I read it." },
    { key: "monitored", symbol: "eye", text: "I know that use is checked.", fixed: true },
    { key: "tell", symbol: "school", text: "I tell the school." },
  ],
};
const document = (more: Partial<SchoolDocument> = {}): SchoolDocument => ({
  document: "parents",
  title: text.title,
  state: "published",
  current: { ...text, version: "v1", number: 1, published_at: "2026-11-20T09:00:00Z", by: "Mr White" },
  proposed: text,
  editions: [
    { edition: "e1", language: "en", number: 1, status: "original" },
    { edition: "e2", language: "ur", number: 1, status: "draft" },
  ],
  signed: 12,
  asked: 40,
  ...more,
});

const posts = (sent: Sent[]) => sent.filter(one => one.method === "POST").map(one => [one.path, one.body]);

beforeEach(() => languages.set([{ tag: "ur", name: "اردو", dir: "rtl" }]));
afterEach(() => {
  languages.set([]);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("who has signed", () => {
  it("is counted by class, and narrowed by the class that is pressed", async () => {
    const sent = serve(() => progress(item(adult("a1", "Amina Hussain", "no_letter"))));
    const { container } = draw(Signatures, office, "/signatures");
    const bar = await screen.findByRole("progressbar", { name: "Children whose family has signed" });
    expect([bar.getAttribute("aria-valuenow"), bar.getAttribute("aria-valuemax")]).toEqual(["48", "58"]);
    const row = screen.getByRole("row", { name: /Oak/ });
    expect(within(row).getByText("18 of 28")).toBeTruthy();
    expect(screen.getByText(/to be signed by/).textContent).toContain("Monday 7 December");
    expect(await faults(container)).toEqual([]);
    fireEvent.click(within(row).getByRole("button", { name: "Oak" }));
    await vi.waitFor(() => expect(sent.at(-1)?.path).toBe("/aup/progress?class=Oak&page=1"));
    fireEvent.click(await screen.findByRole("button", { name: "Said no" }));
    await vi.waitFor(() => expect(sent.at(-1)?.path).toBe("/aup/progress?class=Oak&state=declined&page=1"));
  });

  it("keeps the field that is typed into while the answer is on its way, and shows no old name under a new question", async () => {
    let answer: () => void = () => undefined;
    serve(() => progress(item(adult("a1", "Amina Hussain", "no_letter"))));
    draw(Signatures, office, "/signatures");
    const field = (await screen.findByRole("searchbox")) as HTMLInputElement;
    const gone = new Promise<void>(done => (answer = done));
    const api = fetch;
    vi.stubGlobal("fetch", async (request: Request) => {
      await gone;
      return api(request);
    });
    fireEvent.input(field, { target: { value: "nowak" } });
    await vi.waitFor(() => expect(screen.queryByText("Amina Hussain")).toBeNull());
    expect(field.isConnected).toBe(true);
    expect(field.value).toBe("nowak");
    expect(screen.getByRole("row", { name: /Oak/ })).toBeTruthy();
    answer();
    expect(await screen.findByText("Amina Hussain")).toBeTruthy();
  });

  it("says of each adult how and when, or why not and what to do", async () => {
    serve(() =>
      progress(
        item(
          adult("a1", "Amina Hussain", "signed", { at: "2026-11-22T18:05:00Z", how: "own_device" }),
          adult("a2", "Omar Hussain", "letter_ended"),
        ),
        { ...item(adult("a3", "Ewa Nowak", "declined")), pupil: { id: "p2", name: "Zofia Nowak", class: "Oak" } },
        { ...item(adult("a4", "Duty Worker", "not_asked")), pupil: { id: "p3", name: "Leo Brown", class: "Oak" } },
      ),
    );
    draw(Signatures, office, "/signatures");
    const yusuf = (await screen.findByRole("link", { name: "Yusuf Hussain" })).closest("section") as HTMLElement;
    expect(within(yusuf).getByText("on their own phone").parentElement?.textContent).toContain("yesterday, 18:05");
    // One adult's signature is enough: nobody is chased for the second.
    expect(within(yusuf).getByText("The letter ran out")).toBeTruthy();
    expect(within(yusuf).queryByText(/Make a new letter/)).toBeNull();
    const zofia = screen.getByRole("link", { name: "Zofia Nowak" }).closest("section") as HTMLElement;
    expect(within(zofia).getByText(/^That is an answer/)).toBeTruthy();
    expect(within(zofia).getByRole("link", { name: "Calls, Ewa Nowak" }).getAttribute("href")).toBe("/calls");
    const leo = screen.getByRole("link", { name: "Leo Brown" }).closest("section") as HTMLElement;
    expect(within(leo).queryByRole("button")).toBeNull();
  });

  it("offers letters and paper to the office alone", async () => {
    serve(() => progress(item(adult("a1", "Amina Hussain", "no_letter"))));
    draw(Signatures, { ...office, can: ["signatures"] }, "/signatures");
    await screen.findByText("No letter yet", { selector: ".pill" });
    expect(screen.queryByRole("button", { name: /Amina Hussain/ })).toBeNull();
    expect(screen.queryByRole("link", { name: "Letters" })).toBeNull();
  });

  it("leads to publishing where nothing is asked yet", async () => {
    serve(() => ({ ...progress(), documents: [] }));
    draw(Signatures, office, "/signatures");
    expect(await screen.findByText("Nothing is published yet")).toBeTruthy();
  });
});

describe("a signature on paper", () => {
  const promises = document({ document: "ks2_upper", title: "My promises" });
  const younger = document({ document: "ks1", title: "For little ones" });
  const unpublished = (one: SchoolDocument): SchoolDocument => {
    const { current: _, ...rest } = one;
    return { ...rest, state: "not_published" };
  };

  it("is recorded for each document that was ticked, each once, the child’s for the child", async () => {
    let lost = true;
    const sent = serve(one => {
      if (one.path.startsWith("/aup/progress")) return progress(item(adult("a1", "Amina Hussain", "no_letter")));
      if (one.path === "/aup/documents") return { items: [document(), promises, younger, unpublished(document())] };
      const second = (one.body as { document: string }).document === "ks2_upper";
      return second && lost
        ? { status: 409, body: { status: 409, kind: "conflict", title: "A newer text is asked." } }
        : {};
    });
    const { container } = draw(Signatures, office, "/signatures");
    fireEvent.click(await screen.findByRole("button", { name: "Signed on paper, Amina Hussain" }));
    // Her own, and that of a child in Year 5: nothing for another age, nothing that is not published.
    const ticks = async () => (await screen.findAllByRole("checkbox")).map(one => one.closest("label")?.textContent);
    await vi.waitFor(async () =>
      expect(await ticks()).toEqual([
        "My part as a parentFor Amina Hussain. At the foot of the sheet: version 1, e2.",
        "My promisesFor Yusuf Hussain. At the foot of the sheet: version 1, e2.",
      ]),
    );
    expect(await faults(container)).toEqual([]);
    expect((screen.getByLabelText("In which language was it read?") as HTMLSelectElement).value).toBe("ur");
    fireEvent.input(screen.getByLabelText("Signed on"), { target: { value: "2026-11-19" } });
    const form = screen.getByRole("button", { name: "Record it" }).closest("form") as HTMLFormElement;
    fireEvent.submit(form);
    expect(await screen.findByText("A newer text is asked.")).toBeTruthy();
    lost = false;
    fireEvent.submit(form);
    expect((await screen.findByText(/^Recorded/)).textContent).toBe(
      "Recorded: Amina Hussain signed on 19 November 2026.",
    );
    const body = { adult: "a1", language: "ur", signed_on: "2026-11-19" };
    const own = ["/aup/paper", { ...body, document: "parents", pupils: [] }];
    const child = ["/aup/paper", { ...body, document: "ks2_upper", pupils: ["p1"] }];
    expect(posts(sent)).toEqual([own, child, child]);
  });

  it("is not of a day to come", async () => {
    const sent = serve(one =>
      one.path === "/aup/documents" ? { items: [document()] } : progress(item(adult("a1", "Amina Hussain", "letter"))),
    );
    draw(Signatures, office, "/signatures");
    fireEvent.click(await screen.findByRole("button", { name: "Signed on paper, Amina Hussain" }));
    fireEvent.input(await screen.findByLabelText("Signed on"), { target: { value: "2026-11-24" } });
    fireEvent.submit(screen.getByRole("button", { name: "Record it" }).closest("form") as HTMLFormElement);
    expect(await screen.findByText("That day has not come yet.")).toBeTruthy();
    expect(posts(sent)).toEqual([]);
  });
});

describe("a document", () => {
  const open = (one: SchoolDocument, me = head) => {
    const sent = serve(() => ({ items: [one] }));
    return { sent, ...draw(Publish, me, "/documents/parents", "/documents/:document") };
  };
  const statement = (n: number) => screen.getByLabelText(`Statement ${n}`) as HTMLTextAreaElement;

  it("is published for the first time as it is proposed, once it was confirmed", async () => {
    const { current: _, ...rest } = document({ state: "not_published", signed: 0 });
    const { sent, container } = open(rest);
    fireEvent.click(await screen.findByRole("button", { name: "Publish" }));
    const dialog = screen.getByRole("dialog");
    expect(within(dialog).getByText(/asked from now on/)).toBeTruthy();
    expect(await faults(container)).toEqual([]);
    expect(posts(sent)).toEqual([]);
    fireEvent.click(within(dialog).getByRole("button", { name: "Publish" }));
    await vi.waitFor(() => expect(posts(sent)).toHaveLength(1));
    const statements = text.statements.map(({ key, text }) => ({ key, text }));
    expect(posts(sent)).toEqual([
      ["/aup/documents/parents/publish", { title: text.title, intro: text.intro, statements }],
    ]);
    await vi.waitFor(() => expect(location.pathname).toBe("/documents"));
  });

  it("is not published anew with nothing changed or a sentence empty", async () => {
    const { sent } = open(document());
    const button = await screen.findByRole("button", { name: "Publish" });
    fireEvent.click(button);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByText("Nothing is different from what is published.")).toBeTruthy();
    fireEvent.input(statement(1), { target: { value: " " } });
    fireEvent.click(button);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByText("Something is still empty.")).toBeTruthy();
    expect(posts(sent)).toEqual([]);
  });

  it("shows what a new wording changes, what stands in English then, and who is asked again until when", async () => {
    const { container } = open(document());
    await screen.findByRole("button", { name: "Publish" });
    fireEvent.input(statement(1), { target: { value: "I read it aloud." } });
    fireEvent.click(screen.getByRole("button", { name: "Remove, Statement 3" }));
    const card = screen.getByRole("heading", { name: "What changes" }).closest("section") as HTMLElement;
    expect(within(card).getByText("I read it.").tagName).toBe("DEL");
    expect(within(card).getByText("I read it aloud.").tagName).toBe("INS");
    expect(within(card).getByText("I tell the school.").tagName).toBe("DEL");
    expect(card.textContent).toContain("1 sentence stands in English until somebody translates it: Urdu · اردو");
    expect(card.textContent).toContain("12 signatures have to be given again, by Monday 7 December.");
    expect(await faults(container)).toEqual([]);
  });

  it("keeps the statement that the policy asks for: it can be reworded and moved, not removed", async () => {
    const { sent } = open(document());
    await screen.findByRole("button", { name: "Publish" });
    expect(screen.queryByRole("button", { name: "Remove, Statement 2" })).toBeNull();
    fireEvent.input(statement(2), { target: { value: "I know that school looks at how it is used." } });
    fireEvent.click(screen.getByRole("button", { name: "Up, Statement 2" }));
    expect(statement(1).value).toBe("I know that school looks at how it is used.");
    // The statement that moved keeps the focus, so that the keyboard can move it on.
    expect(globalThis.document.activeElement).toBe(statement(1));
    fireEvent.click(screen.getByRole("button", { name: "Publish" }));
    fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Publish" }));
    await vi.waitFor(() => expect(posts(sent)).toHaveLength(1));
    const [, body] = posts(sent)[0] as [string, { statements: { key: string }[] }];
    expect(body.statements.map(one => one.key)).toEqual(["monitored", "read", "tell"]);
  });

  it("gets a statement back that was removed, as it was", async () => {
    const { sent } = open(document());
    await screen.findByRole("button", { name: "Publish" });
    fireEvent.click(screen.getByRole("button", { name: "Remove, Statement 1" }));
    fireEvent.click(screen.getByRole("button", { name: "Put it back, I read it." }));
    expect(statement(3).value).toBe("I read it.");
    fireEvent.click(screen.getByRole("button", { name: "Publish" }));
    fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Publish" }));
    await vi.waitFor(() => expect(posts(sent)).toHaveLength(1));
    const [, body] = posts(sent)[0] as [string, { statements: { key: string }[] }];
    expect(body.statements.map(one => one.key)).toEqual(["monitored", "tell", "read"]);
  });

  it("holds the page while a wording is not published yet", async () => {
    open(document());
    await screen.findByRole("button", { name: "Publish" });
    const leaving = () => {
      const event = new Event("beforeunload", { cancelable: true });
      dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(leaving()).toBe(false);
    fireEvent.input(statement(1), { target: { value: "I read it aloud." } });
    await vi.waitFor(() => expect(leaving()).toBe(true));
    fireEvent.click(screen.getByRole("button", { name: "Start again" }));
    await vi.waitFor(() => expect(leaving()).toBe(false));
  });

  it("is the head’s to publish; the others read it", async () => {
    serve(() => ({ items: [document({ state: "newer_text" })] }));
    const { container } = draw(Documents, office, "/documents");
    expect(await screen.findByText("12 of 40 have signed.")).toBeTruthy();
    expect(screen.getByText("Only the Headteacher can publish it.")).toBeTruthy();
    expect(screen.queryByRole("link", { name: /^Change the wording/ })).toBeNull();
    expect(await faults(container)).toEqual([]);
  });
});

describe("the card on the head’s day", () => {
  const waiting: Call = {
    id: "1",
    at: "2026-11-23T08:00:00Z",
    adult: { id: "a1", name: "Amina Hussain" },
    language: "ur",
    about: "declined",
    pupils: [],
    statements: [],
    words: "",
  };

  it("counts families and calls, and asks for neither of somebody who may not read them", async () => {
    const sent = serve(one => (one.path.startsWith("/calls") ? { items: [waiting] } : progress()));
    const { container, unmount } = draw(TodayCard, head, "/today");
    expect(await screen.findByText("The families of 48 of 58 children have signed.")).toBeTruthy();
    expect(await screen.findByText("1 family waits for a call.")).toBeTruthy();
    expect(await faults(container)).toEqual([]);
    unmount();
    const before = sent.length;
    draw(TodayCard, { ...head, can: ["today"] }, "/today");
    await Promise.resolve();
    expect(sent).toHaveLength(before);
  });
});
