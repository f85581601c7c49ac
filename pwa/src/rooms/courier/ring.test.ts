import { describe, expect, it, vi } from "vitest";
import { INBOX, lead, ours, shownFor, type Window, type Windows, type Words, wordsIn } from "./ring";

const HOME = "https://school.example";
const kept: Words = { title: "اسکول کا پیغام", body: "پڑھنے کے لیے کھولیں۔", lang: "ur", dir: "rtl" };
const bland = { ...kept, tag: "lollipop", to: INBOX };

describe("what a push shows", () => {
  it("is what the message says, with its language and direction", () => {
    const notification = {
      title: "A message from school",
      body: "Open Lollipop to read it.",
      lang: "en",
      dir: "ltr",
      navigate: `${HOME}/messages?new`,
      tag: "t1",
    };
    expect(shownFor({ web_push: 8030, notification }, kept, HOME)).toEqual({
      title: notification.title,
      body: notification.body,
      lang: "en",
      dir: "ltr",
      tag: "t1",
      to: "/messages?new",
    });
  });

  it.each([
    ["nothing", undefined],
    ["no message of ours", { web_push: 1, notification: { title: "Win a prize" } }],
    ["a text", "hello"],
    ["a number", 8030],
    ["no notification", { web_push: 8030 }],
    ["no title", { web_push: 8030, notification: { title: "", body: "x" } }],
    ["a title that is no text", { web_push: 8030, notification: { title: { a: 1 } } }],
  ])("is the bland sentence of this device where there is %s", (_name, message) => {
    expect(shownFor(message, kept, HOME)).toEqual(bland);
  });

  it("never leads away from us, and takes no direction that is none", () => {
    const say = (more: object) => shownFor({ web_push: 8030, notification: { title: "A", ...more } }, kept, HOME);
    expect(say({ navigate: "https://elsewhere.example/messages" }).to).toBe(INBOX);
    expect(say({ navigate: "javascript:alert(1)" }).to).toBe(INBOX);
    expect(say({ navigate: "//elsewhere.example" }).to).toBe(INBOX);
    expect(say({ navigate: "http://[" }).to).toBe(INBOX);
    expect(say({}).to).toBe(INBOX);
    expect(say({ dir: "up", tag: 3 })).toMatchObject({ dir: "auto", tag: "lollipop" });
  });

  it("is an address of ours by path and query", () => {
    expect(ours("/messages?new", HOME)).toBe("/messages?new");
    expect(ours(undefined, HOME)).toBe(INBOX);
  });
});

describe("the sentence that a device keeps", () => {
  const title = "courier.message.title";
  it("is in the catalogue's own language, else English", () => {
    const messages = { [title]: "اسکول کا پیغام", "courier.message.body": "کھولیں۔" };
    expect(wordsIn({ lang: "ur", dir: "rtl", messages })).toEqual({
      title: "اسکول کا پیغام",
      body: "کھولیں۔",
      lang: "ur",
      dir: "rtl",
    });
    const english = { [title]: "A message", "courier.message.body": "Open it." };
    expect(wordsIn({ lang: "xx", dir: "rtl", messages: {}, english })).toEqual({
      title: "A message",
      body: "Open it.",
      lang: "en",
      dir: "ltr",
    });
  });

  it.each([undefined, null, {}, { messages: {} }, { messages: { [title]: { other: "x" } } }])("is none in %j", one => {
    expect(wordsIn(one)).toBeUndefined();
  });
});

describe("a tap", () => {
  /** A page that goes there by itself, or does not. */
  function page(answers: boolean, focused = false) {
    const focus = vi.fn(async () => one);
    const navigate = vi.fn(async () => one);
    const postMessage = vi.fn((_what: object, [port]: MessagePort[]) => {
      if (answers) port?.postMessage(true);
    });
    const one: Window = { url: `${HOME}/home`, focused, focus, navigate, postMessage };
    return { one, focus, navigate, postMessage };
  }
  const windows = (...open: Window[]) => {
    const openWindow = vi.fn(async () => null);
    return { of: { matchAll: async () => open, openWindow } satisfies Windows, openWindow };
  };

  it("opens a window where there is none", async () => {
    const { of, openWindow } = windows();
    await lead(of, "/messages?new");
    expect(openWindow).toHaveBeenCalledWith("/messages?new");
  });

  it("brings the open one to the front, which goes there by itself", async () => {
    const front = page(true, true);
    const other = page(true);
    const { of, openWindow } = windows(other.one, front.one);
    await lead(of, "/messages?new");
    expect(front.focus).toHaveBeenCalled();
    expect(front.postMessage.mock.calls[0]?.[0]).toEqual({ go: "/messages?new" });
    expect(front.navigate).not.toHaveBeenCalled();
    expect(other.focus).not.toHaveBeenCalled();
    expect(openWindow).not.toHaveBeenCalled();
  });

  it("loads the address in a page that does not answer", async () => {
    vi.useFakeTimers();
    const silent = page(false);
    const going = lead(windows(silent.one).of, "/messages?new");
    await vi.advanceTimersByTimeAsync(1000);
    await going;
    expect(silent.navigate).toHaveBeenCalledWith("/messages?new");
    vi.useRealTimers();
  });

  it("opens a window where the open one cannot be taken there", async () => {
    vi.useFakeTimers();
    const broken = page(false);
    broken.navigate.mockRejectedValueOnce(new Error("not ours"));
    const { of, openWindow } = windows(broken.one);
    const going = lead(of, "/messages?new");
    await vi.advanceTimersByTimeAsync(1000);
    await going;
    expect(openWindow).toHaveBeenCalledWith("/messages?new");
    vi.useRealTimers();
  });

  it("goes there even where the browser leaves it behind", async () => {
    const behind = page(true);
    behind.focus.mockRejectedValueOnce(new Error("not allowed"));
    const { of, openWindow } = windows(behind.one);
    await lead(of, "/messages?new");
    expect(behind.postMessage).toHaveBeenCalled();
    expect(openWindow).not.toHaveBeenCalled();
  });
});
