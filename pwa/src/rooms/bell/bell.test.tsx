import { fireEvent, render, screen } from "@testing-library/preact";
import { LocationProvider } from "preact-iso";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { Browser, KEY } from "../../../test/unit/browser";
import { lead } from "../../../test/unit/concerns";
import { draw } from "../../../test/unit/draw";
import { hall } from "../../../test/unit/people";
import { type Sent, serve } from "../../../test/unit/server";
import { WhoSheet } from "../../parts/shell/WhoSheet";
import { routes, screenFor } from "../../routes";
import { enter, session } from "../../session";
import { forgetLooking, leaveBell, renew } from "../courier/ringing";
import { follows } from "../notice/begin";
import { follow } from "../notice/follow";
import Bell from "./Bell";

let browser: Browser;

const answer = (one: Sent): object =>
  one.path === "/push"
    ? { key: KEY }
    : one.path === "/push/trial"
      ? { result: "took", advice: "ok", status: 201 }
      : { signed_in: false };

beforeEach(() => {
  localStorage.clear();
  session.set(null);
  forgetLooking();
  browser = new Browser();
  browser.come();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
  browser.go();
});

const posts = (sent: Sent[], path = "/push/subscriptions") => sent.filter(one => one.path === path);
const open = () => draw(Bell, lead, "/ringing");
/** It was turned on here before. */
function wanted(me = lead): void {
  localStorage.setItem("lollipop.ring", "on");
  browser.permission = "granted";
  browser.now = browser.one();
  enter(me);
}

describe("a reader's telephone", () => {
  it("is said what it rings with, when, and until when, before it is turned on by a tap", async () => {
    const sent = serve(answer);
    const { container } = open();
    expect(await screen.findByText("There is something to read")).toBeTruthy();
    expect(screen.getByText(/not what, not how many, nobody’s name/)).toBeTruthy();
    expect(screen.getByText(/it off here, or sign out on this phone/)).toBeTruthy();
    expect(screen.getByText(/sign out everywhere/)).toBeTruthy();
    expect(screen.queryByText(/message/i), "nothing that is said to families").toBeNull();
    expect(await faults(container)).toEqual([]);
    expect(posts(sent)).toEqual([]);
    fireEvent.click(screen.getByRole("button", { name: "Turn it on" }));
    expect(await screen.findByText(/when nobody is signed in here/)).toBeTruthy();
    expect(posts(sent)).toHaveLength(1);
    expect(JSON.stringify(localStorage), "nothing of a person").not.toMatch(/tu1|Tudor|push\.example/);
    expect(await faults(container)).toEqual([]);
    fireEvent.click(screen.getByRole("button", { name: "Turn it off" }));
    await vi.waitFor(() => expect(posts(sent, "/push/forget")).toHaveLength(1));
    expect(browser.now).toBeNull();
  });

  it("on an iPhone goes by the home screen, where staff sign in and need no code", async () => {
    Reflect.deleteProperty(globalThis, "PushManager");
    vi.spyOn(navigator, "userAgent", "get").mockReturnValue("iPhone");
    serve(answer);
    const { container } = open();
    expect(await screen.findByText(/sign in there/)).toBeTruthy();
    expect(screen.queryByRole("link", { name: "Make a code" })).toBeNull();
    expect(await faults(container)).toEqual([]);
  });

  it("is offered to nobody who reads nothing, and the address is a family's too", async () => {
    serve(answer);
    draw(Bell, hall, "/ringing");
    expect(screen.queryByRole("button", { name: "Turn it on" })).toBeNull();
    const place = routes.find(one => one.at === "/ringing");
    expect(screenFor(place, hall)).toBe(place?.staff);
    expect(screenFor(place, { ...hall, kind: "family", people: [] } as never)).toBe(place?.screen);
    expect(screenFor(place, { ...hall, kind: "pupil" } as never)).toBeUndefined();
  });
});

describe("on opening", () => {
  it("school is told once a day that it rings, and whoever comes next has it", async () => {
    wanted();
    const sent = serve(answer);
    await renew();
    forgetLooking();
    await renew();
    expect(posts(sent)).toHaveLength(1);
    forgetLooking();
    enter(hall);
    await renew();
    expect(posts(sent)).toHaveLength(2);
  });

  it("a tap leads an open page to what there is to read, and nothing is loaded anew", async () => {
    wanted();
    serve(answer);
    const stop = follow(false);
    const went = vi.fn((event: Event) => event.preventDefault());
    document.addEventListener("click", went);
    const port = { postMessage: vi.fn() };
    const event = new MessageEvent("message", { data: { go: "/reading" } });
    Object.defineProperty(event, "ports", { value: [port] });
    navigator.serviceWorker.dispatchEvent(event);
    expect(port.postMessage).toHaveBeenCalledWith(true);
    const link = went.mock.calls[0]?.[0].target as HTMLAnchorElement | undefined;
    expect(link?.getAttribute("href")).toBe("/reading");
    document.removeEventListener("click", went);
    stop();
  });
});

describe("signing out on this device", () => {
  const sheet = () =>
    render(
      <LocationProvider>
        <WhoSheet onClose={() => {}} />
      </LocationProvider>,
    );

  it("says before that it turns the ringing off, tells school first, and then signs out", async () => {
    wanted();
    const sent = serve(answer);
    const away = vi.spyOn(location, "assign").mockImplementation(() => {});
    sheet();
    expect(await screen.findByText(/Signing out turns that off here/)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Sign out" }));
    await vi.waitFor(() => expect(away).toHaveBeenCalled());
    const changes = sent.map(one => one.path).filter(path => /forget|out/.test(path));
    expect(changes).toEqual(["/push/forget", "/sign-out"]);
    expect(browser.now).toBeNull();
    expect(localStorage.getItem("lollipop.ring")).toBeNull();
  });

  it("says and does nothing of it where nothing rings", async () => {
    enter(lead);
    const sent = serve(answer);
    const away = vi.spyOn(location, "assign").mockImplementation(() => {});
    sheet();
    fireEvent.click(screen.getByRole("button", { name: "Sign out" }));
    await vi.waitFor(() => expect(away).toHaveBeenCalled());
    expect(screen.queryByText(/Signing out turns that off here/)).toBeNull();
    expect(sent.map(one => one.path)).toEqual(["/sign-out"]);
  });

  it("waits for no network, and the browser forgets its address all the same", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    wanted();
    serve(() => "offline");
    const left = leaveBell();
    await vi.advanceTimersByTimeAsync(3500);
    await left;
    expect(browser.now).toBeNull();
    expect(localStorage.getItem("lollipop.ring")).toBeNull();
  });
});

describe("an open page", () => {
  it("sees to the ringing of staff where it was wanted here, and of nobody else but families", () => {
    const family = { ...lead, kind: "family", people: [] } as never;
    const pupil = { ...lead, kind: "pupil" } as never;
    expect([lead, family, pupil, null].map(follows)).toEqual([false, true, false, false]);
    wanted();
    expect([lead, family, pupil, null].map(follows)).toEqual([true, true, false, false]);
  });
});
