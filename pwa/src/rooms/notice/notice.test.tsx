import { fireEvent, screen, within } from "@testing-library/preact";
import type { VNode } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { draw } from "../../../test/unit/draw";
import { amina, both, speakPseudo, two } from "../../../test/unit/family";
import { refuse, type Sent, serve } from "../../../test/unit/server";
import type { Notice, NoticePhone, OpenedNotice } from "../../api/family";
import { acting } from "../../api/send";
import type { SaidMe, Someone } from "../../api/types";
import { enter, languages } from "../../session";
import Home from "../family/Home";
import { follow } from "./follow";
import Message from "./Message";
import Messages from "./Messages";
import { unread } from "./unread";

/** At these schools it is 16:41 of a Monday. */
const notice = (id: string, kind: Notice["kind"], at: string, more: Partial<OpenedNotice> = {}): OpenedNotice => ({
  id,
  kind,
  at,
  children: ["Maryam Hussain"],
  device: "phone",
  read: true,
  over: false,
  answers: [],
  ...more,
});

const why = { key: "phones.release", section: "9.3", sentence: "Phones go home at the end of the day." };
const kept: NoticePhone = {
  device: "phone",
  taken_at: "2026-11-23T11:10:00Z",
  taken_by: "Mr White",
  ground: "breach",
  why: { ...why, sentence: "Concerns are dealt with by our policies." },
  release: "end_of_day",
  from: "2026-11-23T17:15:00Z",
  home_why: why,
};
const taken = notice("n1", "confiscated", "2026-11-23T11:10:00Z", {
  read: false,
  phone: kept,
  answers: ["come", "call"],
});
const roads = notice("n2", "confiscated", "2026-11-23T12:02:00Z", {
  children: ["Zara Hussain"],
  device: "watch",
  phone: { device: "watch", taken_at: "2026-11-23T12:02:00Z", release: "contact_made" },
  answers: ["come", "call"],
});

/** What each seat was told. */
let told: Record<string, OpenedNotice[]>;
let more: string[];

function answer(one: Sent): object {
  const url = new URL(one.path, "http://school.example");
  const mine = told[one.as ?? ""] ?? [];
  if (url.pathname === "/notices") {
    const from = mine.findIndex(each => each.id === url.searchParams.get("before")) + 1;
    const limit = more.includes(one.as ?? "") ? 1 : Number(url.searchParams.get("limit"));
    const waiting = mine.filter(each => !each.read && !each.over).length;
    return { items: mine.slice(from, from + limit), more: from + limit < mine.length, unread: waiting };
  }
  const [, , id, verb] = url.pathname.split("/");
  const at = mine.findIndex(each => each.id === id);
  const found = mine[at];
  if (url.pathname.startsWith("/notices/") && !found) return refuse(404, "not_found", "There is nothing here.");
  if (!found) return { seats: [] };
  if (verb === "read") mine[at] = { ...found, read: true };
  if (verb === "answer") {
    const { answer } = one.body as { answer: "come" | "call" };
    mine[at] = { ...found, answered: { answer, at: "2026-11-23T16:41:00Z" } };
  }
  return mine[at] ?? {};
}

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  acting.set("");
  languages.set([]);
  unread.set(0);
  more = [];
  told = {
    a1: [
      taken,
      notice("n3", "aup_to_sign", "2026-11-20T09:00:00Z", { document: "parents" }),
      notice("n4", "uncollected", "2026-11-19T16:00:00Z", { over: true, phone: { device: "phone" } }),
    ],
    b1: [roads],
  };
});
afterEach(() => vi.unstubAllGlobals());

const inbox = (me: Someone = amina, at = "/messages") => draw(Messages, me, at, "/messages");
const open = (id = "n1", me: Someone = amina, seat = "a1") =>
  draw(Message, me, `/messages/${seat}/${id}`, "/messages/:seat/:id");
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));

describe("every screen of messages", () => {
  const all: [string, () => VNode | null, string, string, RegExp][] = [
    ["the list", Messages, "/messages", "/messages", /is at school/],
    ["one that is kept", Message, "/messages/a1/n1", "/messages/:seat/:id", /keeping/],
    ["one that is over", Message, "/messages/a1/n4", "/messages/:seat/:id", /no longer at school/],
    ["promises", Message, "/messages/a1/n3", "/messages/:seat/:id", /asks you to read and sign/],
    ["one that is gone", Message, "/messages/a1/n9", "/messages/:seat/:id", /not here any more/],
  ];
  for (const locale of ["English", "the pseudo-locale, right to left"]) {
    it.each(all)(`%s has no fault that axe can find in ${locale}`, async (_n, Screen, at, path, words) => {
      if (locale !== "English") speakPseudo();
      serve(answer);
      const { container } = draw(Screen, amina, at, path);
      expect((await screen.findAllByText(words)).length).toBeGreaterThan(0);
      expect(await faults(container)).toEqual([]);
    });
  }
});

describe("the list", () => {
  it("is of all schools together, newest first, in a person's words, and says which school", async () => {
    serve(answer);
    inbox(both);
    const links = await screen.findAllByRole("link", { name: /at school|Promises/ });
    expect(links.map(one => one.querySelector(".name")?.textContent)).toEqual([
      "Zara Hussain’s watch is at school",
      "Maryam Hussain’s phone is at school",
      "Promises to read and sign",
      "Maryam Hussain’s phone is no longer at school",
    ]);
    expect(links[0]?.textContent).toContain("Beaver Road Primary School");
    expect(links[1]?.getAttribute("href")).toBe("/messages/a1/n1");
  });

  it("says in a word which is new, and marks none of them as read", async () => {
    const sent = serve(answer);
    inbox();
    const fresh = await screen.findByRole("link", { name: /phone is at school/ });
    expect(within(fresh).getByText("New")).toBeTruthy();
    expect(screen.getAllByText("New")).toHaveLength(1);
    expect(screen.getByText("Done")).toBeTruthy();
    expect(within(fresh).queryByText("Hook Lane Primary School"), "of one school it need not say which").toBeNull();
    await vi.waitFor(() => expect(unread.get()).toBe(1));
    expect(sent.every(one => one.method === "GET")).toBe(true);
  });

  it("reads on where one school has older ones, and shows none before its turn", async () => {
    more = ["a1"];
    serve(answer);
    inbox(both);
    await screen.findByText("Zara Hussain’s watch is at school");
    expect(screen.queryByText("Promises to read and sign")).toBeNull();
    press("Older messages");
    await screen.findByText("Promises to read and sign");
    await vi.waitFor(() => expect(document.activeElement?.getAttribute("href")).toBe("/messages/a1/n3"));
    press("Older messages");
    await screen.findByText("Maryam Hussain’s phone is no longer at school");
    expect(screen.queryByRole("button", { name: "Older messages" })).toBeNull();
  });

  it("says so where there is nothing yet", async () => {
    told = {};
    serve(answer);
    inbox();
    expect(await screen.findByText("No messages yet")).toBeTruthy();
  });

  it("without a network says why nothing is here, and the number to ring", async () => {
    serve(() => "offline");
    const { container } = inbox();
    expect(await screen.findByText("Messages need a network")).toBeTruthy();
    expect(screen.getByText("01632 960 100").getAttribute("href")).toBe("tel:01632960100");
    expect(await faults(container)).toEqual([]);
    serve(answer);
    press("Try again");
    expect(await screen.findByText("Maryam Hussain’s phone is at school")).toBeTruthy();
  });

  it("says what the server says where it fails", async () => {
    serve(() => refuse(500, "internal", "Something went wrong."));
    inbox();
    expect(await screen.findByText("Something went wrong.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
  });

  it("asks nothing for anybody until one of several has said who they are", async () => {
    const sent = serve(answer);
    inbox(two);
    expect(await screen.findByText("Who are you?")).toBeTruthy();
    expect(sent).toEqual([]);
  });

  it("opens the one that is new, where a tap on the notification leads", async () => {
    serve(answer);
    inbox(amina, "/messages?new");
    await vi.waitFor(() => expect(location.pathname).toBe("/messages/a1/n1"));
  });

  it("is the list where a tap finds none that is new, or several", async () => {
    told.a1 = [taken, { ...taken, id: "n5" }];
    serve(answer);
    inbox(amina, "/messages?new");
    expect(await screen.findAllByText("Maryam Hussain’s phone is at school")).toHaveLength(2);
    expect(location.pathname).toBe("/messages");
  });
});

describe("a phone that is kept", () => {
  it("is told in this order: what happened, what to do, why", async () => {
    serve(answer);
    const { container } = open();
    await screen.findByText("Mr White is keeping Maryam Hussain’s phone safe.");
    const text = container.querySelector("main")?.textContent ?? "";
    const order = [
      "keeping",
      "Since: today, 11:10.",
      "It can be fetched from 17:15",
      "Why?",
      "phone rules were broken",
    ];
    expect(order.map(one => text.indexOf(one))).toEqual(order.map(one => text.indexOf(one)).sort((a, b) => a - b));
    expect(order.filter(one => !text.includes(one))).toEqual([]);
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Maryam Hussain’s phone");
    expect(document.title).not.toContain("Maryam");
    const own = screen.getByText("Concerns are dealt with by our policies.");
    expect([own.closest("[lang]")?.getAttribute("lang"), own.closest("[dir]")?.getAttribute("dir")]).toEqual([
      "en",
      "ltr",
    ]);
    expect(text).toContain("§9.3");
  });

  it("is marked as read once it is opened, once, and not by more", async () => {
    const sent = serve(answer);
    open();
    await screen.findByText(/Mr White is keeping/);
    await vi.waitFor(() => expect(sent.filter(one => one.path === "/notices/n1/read")).toHaveLength(1));
    expect(sent.find(one => one.path === "/notices/n1/read")).toMatchObject({ method: "POST", as: "a1", body: {} });
    expect(screen.queryByText("Saved"), "reading saves nothing that a header speaks of").toBeNull();
    press("I’ll come");
    await screen.findByText(/Saved at school/);
    expect(sent.filter(one => one.path.endsWith("/read"))).toHaveLength(1);
  });

  it("takes either answer, says when school has it, and that it can be changed", async () => {
    const sent = serve(answer);
    open();
    const come = await screen.findByRole("button", { name: "I’ll come" });
    const call = screen.getByRole("button", { name: "Please call me" });
    expect(come.className).toBe(call.className);
    come.focus();
    fireEvent.click(come);
    expect(await screen.findByText("Saved at school (today, 16:41): you will come.")).toBeTruthy();
    expect(document.activeElement, "the focus stays").toBe(screen.getByRole("button", { name: "I’ll come" }));
    expect(sent.find(one => one.path === "/notices/n1/answer")?.body).toEqual({ answer: "come", language: "en" });
    expect(screen.getByText("You can change your answer.")).toBeTruthy();
    press("Please call me");
    expect(await screen.findByText(/\(today, 16:41\): the office will ring you/)).toBeTruthy();
  });

  it("says that nothing is saved where it is not, and sends the same answer again", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"], shouldAdvanceTime: true });
    let broken = true;
    const sent = serve(one => (broken && one.path.endsWith("/answer") ? "offline" : answer(one)));
    open();
    fireEvent.click(await screen.findByRole("button", { name: "I’ll come" }));
    await vi.advanceTimersByTimeAsync(8000);
    expect(await screen.findByText(/We cannot reach/)).toBeTruthy();
    expect(screen.queryByText(/Saved at school/)).toBeNull();
    broken = false;
    press("Try again");
    expect(await screen.findByText(/Saved at school/)).toBeTruthy();
    const tries = sent.filter(one => one.path.endsWith("/answer"));
    expect(new Set(tries.map(one => one.operation)).size).toBe(1);
    vi.useRealTimers();
  });

  it("can be fetched now when the hour is over", async () => {
    told.a1 = [{ ...taken, phone: { ...kept, from: "2026-11-23T15:15:00Z" } }];
    serve(answer);
    open();
    expect(await screen.findByText("It can be fetched now")).toBeTruthy();
    expect(screen.getByText(/an adult who may collect for Maryam Hussain/)).toBeTruthy();
  });

  it("waits for a word where school has to speak to an adult first, and “I’ll come” is that", async () => {
    serve(answer);
    open("n2", both, "b1");
    expect(await screen.findByText("School has to speak to an adult first")).toBeTruthy();
    expect(screen.getByText(/Press “I’ll come”, or ring/)).toBeTruthy();
    press("I’ll come");
    expect(await screen.findByText("It can be fetched now")).toBeTruthy();
    expect(screen.queryByText("School has to speak to an adult first")).toBeNull();
  });

  it("says no more than that it is at school where school says the rest itself", async () => {
    const { phone: _, ...bare } = { ...taken, answers: ["call" as const] };
    told.a1 = [bare];
    serve(answer);
    open();
    expect(await screen.findByText("Maryam Hussain’s phone is at school")).toBeTruthy();
    expect(screen.getByText("If you want to know more, ring the school.")).toBeTruthy();
    expect(screen.queryByText("Why?")).toBeNull();
    expect(screen.getByText("Do you want to speak to school?")).toBeTruthy();
  });
});

describe("the other kinds", () => {
  it("a phone that went home says when, and that nothing is to do", async () => {
    const gone = { device: "phone", gone: "2026-11-23T15:20:00Z" };
    told.a1 = [notice("n1", "released", "2026-11-23T15:20:00Z", { phone: gone })];
    serve(answer);
    open();
    expect(await screen.findByText("Maryam Hussain’s phone went home: today, 15:20.")).toBeTruthy();
    expect(screen.getByText("This is done. You need do nothing.")).toBeTruthy();
  });

  it("what is done asks nothing: an answer that is kept says so, and nobody comes any more", async () => {
    const gone = { ...kept, gone: "2026-11-23T15:20:00Z" };
    const over = { ...taken, read: true, over: true, answers: [], phone: gone };
    told.a1 = [{ ...over, answered: { answer: "call", at: "2026-11-23T15:00:00Z" } }];
    serve(answer);
    open();
    expect(await screen.findByRole("heading", { name: "Your answer" })).toBeTruthy();
    expect(screen.getByText(/\(today, 15:00\): the office will ring you/)).toBeTruthy();
    expect(screen.queryByText("You can change your answer.")).toBeNull();
    told.a1 = [{ ...over, answered: { answer: "come", at: "2026-11-23T15:00:00Z" } }];
    document.body.replaceChildren();
    open();
    expect(await screen.findByText("This is done. You need do nothing.")).toBeTruthy();
    expect(screen.queryByText(/you will come/)).toBeNull();
  });

  it("a phone that was not collected says where it can be fetched", async () => {
    const phone = { device: "phone", handed_in: "2026-11-23T08:41:00Z" };
    told.a1 = [notice("n1", "uncollected", "2026-11-23T16:00:00Z", { phone })];
    serve(answer);
    open();
    expect(await screen.findByText("Maryam Hussain’s phone is still at school.")).toBeTruthy();
    expect(screen.getByText(/It was handed in: today, 08:41/)).toBeTruthy();
    expect(screen.getByText(/At the school’s door/)).toBeTruthy();
  });

  it("promises lead to the sitting of that seat", async () => {
    serve(answer);
    open("n3");
    const link = await screen.findByRole("link", { name: "Read and sign" });
    expect(link.getAttribute("href")).toBe("/sitting/a1");
  });

  it("a sign-in that was not theirs can be ended everywhere, with what that brings said first", async () => {
    told.a1 = [notice("n1", "new_sign_in", "2026-11-22T18:02:00Z", { children: [], answers: ["call"] })];
    const sent = serve(answer);
    const leave = vi.spyOn(location, "replace").mockImplementation(() => {});
    open();
    expect(await screen.findByText(/signed in with your name: yesterday, 18:02/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Sign out everywhere" })).toBeNull();
    const not = screen.getByRole("button", { name: "That was not me" });
    not.focus();
    fireEvent.click(not);
    expect(document.activeElement, "the focus stays").toBe(not);
    expect(not.getAttribute("aria-expanded")).toBe("true");
    expect(screen.getByText(/you need a new letter from school/)).toBeTruthy();
    press("Please call me");
    expect(await screen.findByText(/the office will ring you/)).toBeTruthy();
    press("Sign out everywhere");
    await vi.waitFor(() => expect(leave).toHaveBeenCalledWith("/"));
    expect(sent.some(one => one.path === "/sign-out-everywhere")).toBe(true);
  });

  it("one that is not there, and one of another seat, are the same answer", async () => {
    const sent = serve(answer);
    open("n9");
    expect(await screen.findByText("This message is not here any more")).toBeTruthy();
    expect(screen.getByRole("link", { name: "All messages" }).getAttribute("href")).toBe("/messages");
    sent.length = 0;
    document.body.replaceChildren();
    open("n2", amina, "b1");
    expect(await screen.findByText("This message is not here any more")).toBeTruthy();
    expect(sent).toEqual([]);
  });
});

describe("what waits", () => {
  it("stands on the home page, one of them a press away", async () => {
    serve(answer);
    draw(Home, amina, "/home");
    expect(await screen.findByText("You have 1 new message.")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Read now" }).getAttribute("href")).toBe("/messages?new");
  });

  it("is on the app's symbol, and goes from it", async () => {
    const set = vi.fn(async () => undefined);
    const clear = vi.fn(async () => undefined);
    Object.assign(navigator, { setAppBadge: set, clearAppBadge: clear });
    serve(answer);
    inbox();
    await vi.waitFor(() => expect(set).toHaveBeenCalledWith(1));
    told.a1 = [];
    document.body.replaceChildren();
    inbox();
    await vi.waitFor(() => expect(clear).toHaveBeenCalled());
    Reflect.deleteProperty(navigator, "setAppBadge");
    Reflect.deleteProperty(navigator, "clearAppBadge");
  });

  it("leaves the app's symbol when school says that nobody is let in, and not for want of a network", async () => {
    const clear = vi.fn(async () => undefined);
    Object.assign(navigator, { clearAppBadge: clear });
    enter(null);
    expect(clear).not.toHaveBeenCalled();
    enter({ signed_in: false, now: new Date().toISOString() } as SaidMe);
    expect(clear).toHaveBeenCalledTimes(1);
    Reflect.deleteProperty(navigator, "clearAppBadge");
  });

  it("is asked anew when the worker says that something arrived, and a tap leads there", async () => {
    const hears = new EventTarget();
    Object.defineProperty(navigator, "serviceWorker", { configurable: true, value: hears });
    serve(answer);
    told.a1 = [];
    inbox();
    await screen.findByText("No messages yet");
    const stop = follow(false);
    told.a1 = [taken];
    hears.dispatchEvent(new MessageEvent("message", { data: { arrived: true } }));
    expect(await screen.findByText("Maryam Hussain’s phone is at school")).toBeTruthy();
    const { port1, port2 } = new MessageChannel();
    const heard = new Promise(done => {
      port1.onmessage = event => done(event.data);
    });
    const tap = new MessageEvent("message", { data: { go: "/messages?new" } });
    Object.defineProperty(tap, "ports", { value: [port2] });
    hears.dispatchEvent(tap);
    expect(await heard).toBe(true);
    await vi.waitFor(() => expect(location.pathname).toBe("/messages/a1/n1"));
    port1.close();
    stop();
    Reflect.deleteProperty(navigator, "serviceWorker");
  });

  it("a tap asks who is here where several share the device: it says no name", async () => {
    const hears = new EventTarget();
    Object.defineProperty(navigator, "serviceWorker", { configurable: true, value: hears });
    serve(answer);
    inbox(two);
    const [first] = await screen.findAllByRole("button", { name: /Amina/ });
    fireEvent.click(first as HTMLElement);
    await vi.waitFor(() => expect(screen.queryByText("Who are you?")).toBeNull());
    const stop = follow(false);
    hears.dispatchEvent(new MessageEvent("message", { data: { go: "/messages?new" } }));
    expect(await screen.findByText("Who are you?")).toBeTruthy();
    stop();
    Reflect.deleteProperty(navigator, "serviceWorker");
  });
});
