import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { Browser, KEY } from "../../../test/unit/browser";
import { draw } from "../../../test/unit/draw";
import { hall } from "../../../test/unit/people";
import { refuse, type Sent, serve } from "../../../test/unit/server";
import type { Figure, Trial } from "../../api/deliveries";
import type { Me } from "../../api/types";
import { PATIENCE, type Why } from "../courier/device";
import Deliveries from "./Deliveries";

const technician: Me = { ...hall, roles: ["administrator"], can: ["figures", "policy"] };
const figure = (kind: string, more: Partial<Figure> = {}): Figure => ({
  kind,
  sent: 31,
  read: 22,
  answered: 17,
  told: 6,
  over: 24,
  push: { accepted: 23, no_device: 5, failed: 3 },
  results: { gone: 2, silent: 1 },
  ...more,
});

const ok = (trial: Partial<Trial>) => ({ status: 200, body: trial });

function open(answer: object = {}, kinds: Figure[] = [figure("confiscated")]) {
  const sent = serve(one => {
    if (one.method === "GET") return one.path === "/push" ? { key: KEY } : { kinds };
    return one.path === "/push/trial" ? answer : {};
  });
  return { sent, ...draw(Deliveries, technician, "/deliveries") };
}
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const posts = (sent: Sent[]) => sent.filter(one => one.method === "POST").map(one => [one.path, one.body]);
const outcome = async () => {
  await waitFor(() => expect(document.querySelector(".trial-came")).not.toBeNull());
  return document.querySelector(".trial-came") as HTMLElement;
};

let browser: Browser;

beforeEach(() => {
  browser = new Browser();
  browser.come();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  browser.go();
});

describe("how messages arrive", () => {
  it("is counted by kind and result, for whoever may not see a name", async () => {
    const { container, sent } = open();
    const table = await screen.findByRole("table", { name: "How messages arrive" });
    expect(sent.map(one => one.path)).toEqual(["/deliveries/figures?days=7"]);
    const row = within(table).getAllByRole("row")[1] as HTMLElement;
    expect(
      within(row)
        .getAllByRole("cell")
        .slice(0, 6)
        .map(one => one.textContent),
    ).toEqual(["Device kept", "31", "22", "17", "6", "24"]);
    expect(row.textContent).toMatch(
      /Push service took it: 23.*No phone to notify: 5.*Not sent: 3.*phone is gone: 2.*no answer: 1/,
    );
    // On a phone every cell says which column it is.
    expect(row.querySelector("td")?.dataset.head).toBe("About");
    expect(screen.queryByRole("button", { name: "Not reached" })).toBeNull();
    expect(await faults(container)).toEqual([]);
  });

  it("goes back thirty days, and the address keeps that", async () => {
    const { sent } = open();
    await screen.findByRole("table");
    press("Last 30 days");
    await waitFor(() => expect(sent.at(-1)?.path).toBe("/deliveries/figures?days=30"));
    expect(location.search).toBe("?view=arrive&days=30");
  });

  it("says when nothing was sent, and what failed", async () => {
    open({}, [figure("confiscated", { sent: 0 })]);
    expect(await screen.findByText("No message was sent in these days")).toBeTruthy();
    serve(() => refuse(503, "unavailable", "Not now."));
    press("Last 30 days");
    expect(await screen.findByText("Not now.")).toBeTruthy();
  });
});

describe("a test notice", () => {
  it("turns on ringing here, rings this very browser, and says that the device may still keep it back", async () => {
    const { sent, container } = open(ok({ result: "took", advice: "ok", status: 201 }));
    await screen.findByRole("table");
    expect(screen.queryByRole("button", { name: "Turn it off again on this computer" })).toBeNull();
    press("Send me a test notice");
    const came = await outcome();
    const endpoint = "https://push.example/1";
    expect(posts(sent)).toEqual([
      ["/push/subscriptions", { endpoint, p256dh: "BBBB", auth: "BBBB", key: KEY, language: "en" }],
      ["/push/trial", { endpoint }],
    ]);
    expect(came.textContent).toContain("The push service took it");
    expect(came.textContent).toContain("do not disturb");
    expect(came.textContent).toContain("The push service answered 201.");
    expect(document.activeElement).toBe(came);
    expect(await faults(container)).toEqual([]);
    press("Turn it off again on this computer");
    expect(await screen.findByText("Notifications are off on this computer.")).toBeTruthy();
    expect(posts(sent).at(-1)).toEqual(["/push/forget", { endpoint }]);
    expect(browser.now).toBeNull();
    expect(screen.queryByRole("button", { name: "Turn it off again on this computer" })).toBeNull();
  });

  it("says so where it went well and the clock is wrong all the same", async () => {
    open(ok({ result: "took", advice: "ok", status: 201, minutes: 9 }));
    await screen.findByRole("table");
    press("Send me a test notice");
    expect((await outcome()).textContent).toContain("the server’s clock is 9 minutes off");
  });

  it.each<[Partial<Trial>, RegExp]>([
    [{ advice: "not_subscribed" }, /not turned on.*again/],
    [{ advice: "expired" }, /does not know this browser any more.*new address/],
    [{ advice: "permission" }, /does not allow notifications.*settings/],
    [{ advice: "subject", status: 403 }, /Whoever runs the server sets LOLLIPOP_PUSH_SUBJECT.*answered 403/],
    [{ advice: "clock", minutes: 1 }, /clock is 1 minute off.*NTP/],
    [{ advice: "clock", minutes: 61 }, /clock is 61 minutes off/],
    [
      { advice: "filter" },
      /fcm\.googleapis\.com:443.*updates\.push\.services\.mozilla\.com:443.*\*\.push\.apple\.com:443.*\*\.notify\.windows\.com:443/,
    ],
    [{ advice: "service", status: 500 }, /out of order.*by themselves/],
    [{ advice: "refused", status: 413 }, /refused the message.*answered 413/],
  ])("explains %j", async (trial, said) => {
    const { container } = open(ok({ result: "x", ...trial }));
    await screen.findByRole("table");
    press("Send me a test notice");
    expect((await outcome()).textContent).toMatch(said);
    expect(await faults(container)).toEqual([]);
  });

  it.each<[Why, RegExp]>([
    ["unsupported", /cannot be notified.*home screen/],
    ["denied", /does not allow notifications from this page/],
    ["unanswered", /question was not answered.*Allow/],
    ["slow", /did not answer in 20 seconds.*fcm\.googleapis\.com:443/],
    ["failed", /could not sign up.*fcm\.googleapis\.com:443/],
  ])("says why the browser would not: %s", async (why, said) => {
    if (why === "unsupported") Reflect.deleteProperty(globalThis, "PushManager");
    if (why === "denied") browser.asked = "denied";
    if (why === "unanswered") browser.asked = "default";
    if (why === "slow") browser.given = () => new Promise(() => {});
    if (why === "failed") browser.given = () => Promise.reject(new DOMException("no service", "AbortError"));
    const { sent } = open();
    await screen.findByRole("table");
    if (why === "slow") vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
    press("Send me a test notice");
    if (why === "slow") {
      await screen.findByText(/Asking the browser/);
      await vi.advanceTimersByTimeAsync(PATIENCE);
    }
    expect((await outcome()).textContent).toMatch(said);
    expect(posts(sent)).toEqual([]);
  });

  it("shows what our own server says", async () => {
    open(refuse(429, "too_many", "Wait ten seconds."));
    await screen.findByRole("table");
    press("Send me a test notice");
    expect(await screen.findByText("Wait ten seconds.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
  });

  it("finds out that ringing is on here already", async () => {
    browser.permission = "granted";
    browser.now = browser.one();
    open();
    expect(await screen.findByRole("button", { name: "Turn it off again on this computer" })).toBeTruthy();
  });
});
