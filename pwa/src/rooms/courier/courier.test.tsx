import { fireEvent, screen } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { Browser, KEY } from "../../../test/unit/browser";
import { draw } from "../../../test/unit/draw";
import { amina, both, speakPseudo } from "../../../test/unit/family";
import { refuse, type Sent, serve } from "../../../test/unit/server";
import { acting } from "../../api/send";
import { chosen } from "../../boot";
import { enter, languages, session } from "../../session";
import Home from "../family/Home";
import { leaveFamily } from "../family/leave";
import { PATIENCE } from "./device";
import { Offer } from "./Offer";
import Ringing from "./Ringing";
import { forgetLooking, hearLanguage, letGo, renew } from "./ringing";

let browser: Browser;
let trial: object;

function answer(one: Sent): object {
  if (one.path === "/push") return { key: KEY };
  if (one.path === "/push/trial") return trial;
  if (one.path.startsWith("/notices")) return { items: [], more: false, unread: 0 };
  return one.path === "/aup/home" ? { seats: [] } : {};
}

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  acting.set("");
  session.set(null);
  languages.set([]);
  chosen.set("en");
  forgetLooking();
  trial = { result: "took", advice: "ok", status: 201 };
  browser = new Browser();
  browser.come();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  browser.go();
});

const open = () => draw(Ringing, amina, "/ringing");
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const posts = (sent: Sent[]) => sent.filter(one => one.path === "/push/subscriptions");
/** It was turned on here before, and the page is opened anew. */
function wanted(key = KEY): void {
  localStorage.setItem("lollipop.ring", "on");
  browser.permission = "granted";
  browser.now = browser.one(key);
  enter(amina);
}

describe("being told at once", () => {
  it.each(["off", "on", "denied", "cannot", "an iPhone"])("has no fault that axe can find: %s", async state => {
    for (const speak of [() => {}, speakPseudo]) {
      speak();
      if (state === "on") wanted();
      if (state === "denied") browser.permission = "denied";
      if (state === "cannot" || state === "an iPhone") Reflect.deleteProperty(globalThis, "PushManager");
      if (state === "an iPhone") vi.spyOn(navigator, "userAgent", "get").mockReturnValue("iPhone");
      serve(answer);
      const { container, unmount } = open();
      await vi.waitFor(() => expect(container.querySelector(".loading")).toBeNull());
      expect(container.querySelectorAll(".ringing-state .card, .ringing-state .guide").length).toBeGreaterThan(0);
      expect(await faults(container)).toEqual([]);
      unmount();
    }
  });

  it("asks nobody before a tap, and shows the very sentence that will stand on the locked screen", async () => {
    const ask = vi.fn();
    browser.given = async () => ask();
    const sent = serve(answer);
    open();
    expect(await screen.findByText("A message from school")).toBeTruthy();
    expect(screen.getByText(/no name, and not what it is about/)).toBeTruthy();
    expect(screen.getByText("You can turn it off here at any time.")).toBeTruthy();
    expect(browser.permission).toBe("default");
    expect(ask).not.toHaveBeenCalled();
    expect(sent.filter(one => one.path.startsWith("/push"))).toEqual([]);
  });

  it("is turned on by a tap: asked, subscribed under the server's key, and school is told", async () => {
    const sent = serve(answer);
    open();
    fireEvent.click(await screen.findByRole("button", { name: "Turn it on" }));
    expect(await screen.findByText("It is on for this phone")).toBeTruthy();
    expect(posts(sent)[0]?.body).toEqual({
      endpoint: "https://push.example/1",
      p256dh: "BBBB",
      auth: "BBBB",
      key: KEY,
      language: "en",
    });
    expect(localStorage.getItem("lollipop.ring")).toBe("on");
    expect(JSON.stringify(localStorage), "nothing of a person").not.toMatch(/a1|Amina|push\.example/);
    await vi.waitFor(() => expect(document.activeElement?.className).toBe("ringing-state"));
  });

  it("a question that is closed changes nothing, and one that is answered no says how to allow it", async () => {
    serve(answer);
    browser.asked = "default";
    open();
    fireEvent.click(await screen.findByRole("button", { name: "Turn it on" }));
    expect(await screen.findByText(/closed without an answer/)).toBeTruthy();
    browser.asked = "denied";
    press("Turn it on");
    expect(await screen.findByText("Notifications are not allowed here")).toBeTruthy();
    expect(screen.getByText(/open the phone’s settings/)).toBeTruthy();
  });

  it("gives up after twenty seconds where a filter leaves the browser without an answer", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
    browser.given = () => new Promise(() => {});
    serve(answer);
    open();
    fireEvent.click(await screen.findByRole("button", { name: "Turn it on" }));
    expect(await screen.findByText(/One moment/)).toBeTruthy();
    await vi.advanceTimersByTimeAsync(PATIENCE - 2000);
    expect(screen.queryByText(/use mobile data/)).toBeNull();
    await vi.advanceTimersByTimeAsync(3000);
    expect(await screen.findByText(/use mobile data/)).toBeTruthy();
  });

  it("says the same where the browser's service refuses, and what the server says where that does", async () => {
    browser.given = async () => {
      throw new DOMException("push service error", "AbortError");
    };
    serve(answer);
    open();
    fireEvent.click(await screen.findByRole("button", { name: "Turn it on" }));
    expect(await screen.findByText(/use mobile data/)).toBeTruthy();
    browser.given = undefined;
    serve(one => (one.path === "/push/subscriptions" ? refuse(422, "invalid", "We cannot send there.") : answer(one)));
    press("Turn it on");
    expect(await screen.findByText("We cannot send there.")).toBeTruthy();
  });

  it("where it cannot be had says why, and what there is instead", async () => {
    Reflect.deleteProperty(globalThis, "PushManager");
    serve(answer);
    open();
    expect(await screen.findByText("This browser cannot do it")).toBeTruthy();
    expect(screen.getByText(/always here, under “Messages”/)).toBeTruthy();
    expect(screen.getByRole("link", { name: /Messages from school/ }).getAttribute("href")).toBe("/messages");
  });

  it("leads an iPhone over its home screen, in three steps with pictures that hold no word", async () => {
    Reflect.deleteProperty(globalThis, "PushManager");
    vi.spyOn(navigator, "userAgent", "get").mockReturnValue("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)");
    serve(answer);
    const { container } = open();
    await screen.findByText("On an iPhone or iPad");
    const steps = container.querySelectorAll(".guide li");
    expect(steps).toHaveLength(3);
    for (const step of steps) expect(step.querySelector("svg")?.textContent).toBe("");
    expect(screen.getByRole("link", { name: "Make a code" }).getAttribute("href")).toBe("/another-phone");
  });

  it("an iPad calls itself a Mac, and has a screen to touch; on the home screen it needs no guide", async () => {
    Reflect.deleteProperty(globalThis, "PushManager");
    vi.spyOn(navigator, "userAgent", "get").mockReturnValue("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15)");
    vi.spyOn(navigator, "maxTouchPoints", "get").mockReturnValue(5);
    serve(answer);
    const { unmount } = open();
    expect(await screen.findByText("On an iPhone or iPad")).toBeTruthy();
    unmount();
    Object.defineProperty(navigator, "standalone", { configurable: true, value: true });
    open();
    expect(await screen.findByText("This browser cannot do it")).toBeTruthy();
    expect(screen.queryByText(/this phone can tell you/)).toBeNull();
    Reflect.deleteProperty(navigator, "standalone");
  });
});

describe("while it is on", () => {
  it.each([
    ["ok", /On its way/],
    ["permission", /Allow notifications in the phone’s settings/],
    ["subject", /lacks the address of the person who runs it/],
    ["clock", /minutes: 780/],
    ["filter", /could not reach the service/],
    ["service", /busy or broken/],
    ["refused", /did not take it/],
  ])("a trial says in plain words what came of it: %s", async (advice, words) => {
    wanted();
    trial = { result: "x", advice, minutes: -780 };
    const sent = serve(answer);
    open();
    fireEvent.click(await screen.findByRole("button", { name: "Send me one to try" }));
    expect(await screen.findByText(words)).toBeTruthy();
    expect(sent.find(one => one.path === "/push/trial")?.body).toEqual({ endpoint: "https://push.example/1" });
  });

  it.each(["not_subscribed", "expired"])("a trial that finds it lost (%s) offers to turn it on again", async advice => {
    wanted();
    trial = { result: "gone", advice };
    const sent = serve(answer);
    open();
    fireEvent.click(await screen.findByRole("button", { name: "Send me one to try" }));
    // An address that is gone stays gone, and another is had; one that school merely does not know is told again.
    let left = 0;
    const { now } = browser;
    if (now) now.unsubscribe = async () => Boolean(++left);
    fireEvent.click(await screen.findByRole("button", { name: "Turn it on again" }));
    await vi.waitFor(() => expect(posts(sent)).toHaveLength(1));
    expect(left).toBe(advice === "expired" ? 1 : 0);
    await vi.waitFor(() => expect(document.activeElement?.className, "the focus stays").toBe("ringing-state"));
    expect(screen.queryByRole("button", { name: "Turn it on again" })).toBeNull();
  });

  it("turned on again where the network blocks it, it is off, and says why", async () => {
    wanted();
    trial = { result: "gone", advice: "expired" };
    browser.given = async () => {
      throw new DOMException("push service not available", "AbortError");
    };
    serve(answer);
    open();
    fireEvent.click(await screen.findByRole("button", { name: "Send me one to try" }));
    fireEvent.click(await screen.findByRole("button", { name: "Turn it on again" }));
    expect(await screen.findByText(/The network here seems to block it/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Turn it on" })).toBeTruthy();
  });

  it("is turned off here and at school", async () => {
    wanted();
    const sent = serve(answer);
    open();
    fireEvent.click(await screen.findByRole("button", { name: "Turn it off" }));
    expect(await screen.findByText(/It is off. This phone tells you nothing/)).toBeTruthy();
    expect(browser.now).toBeNull();
    expect(sent.find(one => one.path === "/push/forget")?.body).toEqual({ endpoint: "https://push.example/1" });
    expect(localStorage.getItem("lollipop.ring")).toBeNull();
    expect(screen.getByRole("button", { name: "Turn it on" })).toBeTruthy();
  });

  it("is off here without a network too, and it is said that school could not be told", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"], shouldAdvanceTime: true });
    wanted();
    serve(one => (one.path === "/push/forget" ? "offline" : answer(one)));
    open();
    fireEvent.click(await screen.findByRole("button", { name: "Turn it off" }));
    await vi.advanceTimersByTimeAsync(8000);
    expect(await screen.findByText(/We could not tell the school’s server/)).toBeTruthy();
    expect(browser.now).toBeNull();
  });
});

describe("on opening", () => {
  it("tells school whom it rings for, once a day", async () => {
    wanted();
    const sent = serve(answer);
    await renew();
    await renew();
    expect(posts(sent)).toHaveLength(1);
    forgetLooking(); // the page is opened again
    await renew();
    expect(posts(sent)).toHaveLength(1);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 25 * 3_600_000 });
    await renew();
    expect(posts(sent)).toHaveLength(2);
  });

  it("subscribes again where the subscription is gone", async () => {
    wanted();
    browser.now = null;
    const sent = serve(answer);
    await renew();
    expect(posts(sent)[0]?.body).toMatchObject({ endpoint: "https://push.example/2" });
  });

  it("makes another address where its service has given the first one up, and asks no third time", async () => {
    wanted();
    const no = refuse(422, "invalid", "Try another browser.", { field: "endpoint" });
    const sent = serve(one => (one.path === "/push/subscriptions" ? no : answer(one)));
    await renew();
    expect(posts(sent).map(one => (one.body as { endpoint: string }).endpoint)).toEqual([
      "https://push.example/1",
      "https://push.example/2",
    ]);
  });

  it("moves to the server's new key, and says which it replaces", async () => {
    wanted("AAAA");
    const sent = serve(answer);
    await renew();
    expect(posts(sent)[0]?.body).toMatchObject({
      endpoint: "https://push.example/2",
      key: KEY,
      replaces: "https://push.example/1",
    });
  });

  it("moves to whoever is signed in now", async () => {
    wanted();
    const sent = serve(answer);
    await renew();
    enter(both);
    await renew(true);
    expect(posts(sent)).toHaveLength(2);
  });

  it("tells school when another language is chosen", async () => {
    wanted();
    const sent = serve(answer);
    await renew();
    const stop = hearLanguage();
    chosen.set("ur");
    await vi.waitFor(() => expect(posts(sent)).toHaveLength(2));
    stop();
  });

  it.each([
    ["nobody wanted it", () => localStorage.clear()],
    ["it is not allowed", () => (browser.permission = "denied")],
    ["nobody was asked", () => (browser.permission = "default")],
    ["nobody is signed in", () => session.set(null)],
    ["a child is signed in", () => session.set({ ...amina, kind: "pupil" } as never)],
  ])("does nothing where %s", async (_name, set) => {
    wanted();
    set();
    const sent = serve(answer);
    await renew(true);
    expect(sent).toEqual([]);
  });

  it("tries again the next time where there is no network", async () => {
    wanted();
    serve(() => "offline");
    await renew();
    const sent = serve(answer);
    await renew();
    expect(posts(sent)).toHaveLength(1);
  });
});

describe("signing out", () => {
  it("ends ringing on this device, and takes away what it showed", async () => {
    wanted();
    serve(answer);
    const away = vi.spyOn(location, "replace").mockImplementation(() => {});
    await leaveFamily();
    expect(away).toHaveBeenCalledWith("/");
    expect(browser.now).toBeNull();
    expect(browser.shown[0]?.close).toHaveBeenCalled();
    expect(localStorage.length).toBe(0);
  });

  it("waits for no browser that does not answer", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    wanted();
    if (browser.now) browser.now.unsubscribe = () => new Promise(() => {});
    const gone = letGo();
    await vi.advanceTimersByTimeAsync(2500);
    await gone;
    expect(localStorage.getItem("lollipop.ring")).toBeNull();
  });
});

describe("the offer", () => {
  it("stands on the home page once, and never again on this device after a no", async () => {
    serve(answer);
    const { unmount } = draw(Home, amina, "/home");
    expect((await screen.findByRole("link", { name: "See how" })).getAttribute("href")).toBe("/ringing");
    press("No, thank you");
    expect(screen.queryByRole("link", { name: "See how" })).toBeNull();
    unmount();
    draw(Offer, amina, "/home");
    await vi.waitFor(() => expect(localStorage.getItem("lollipop.ring.no_offer")).toBe("1"));
    expect(screen.queryByRole("link", { name: "See how" })).toBeNull();
  });

  it.each([
    ["it is on", () => wanted()],
    ["it is not allowed", () => (browser.permission = "denied")],
    ["it cannot be had", () => Reflect.deleteProperty(globalThis, "PushManager")],
  ])("is not made where %s", async (_name, set) => {
    set();
    serve(answer);
    draw(Home, amina, "/home");
    await screen.findAllByText(/Ring/);
    await Promise.resolve();
    expect(screen.queryByRole("link", { name: "See how" })).toBeNull();
  });
});
