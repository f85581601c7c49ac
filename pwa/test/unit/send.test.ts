import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { link } from "../../src/api/link";
import { Intent } from "../../src/api/operation";
import { onSignedOut, PAUSES, post, type Refused, read, upload } from "../../src/api/send";
import { refuse, serve } from "./server";

beforeEach(() => {
  vi.useFakeTimers();
  link.set("idle");
});
afterEach(() => {
  onSignedOut(async () => false);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const handIn = (intent?: Intent) => post("/api/desk/hand-in", { body: { pupil: "p" } }, intent);

/** Runs a promise to its end while the waits between tries pass at once. */
async function settle<T>(promise: Promise<T>): Promise<T | Refused> {
  const caught = promise.catch(no => no as Refused);
  await vi.runAllTimersAsync();
  return caught;
}

describe("a change", () => {
  it("says saved only after the answer", async () => {
    let answer: (value: Response) => void = () => undefined;
    vi.stubGlobal("fetch", () => new Promise<Response>(done => (answer = done)));
    const sent = handIn();
    await Promise.resolve();
    expect(link.get()).toBe("sending");
    answer(Response.json({}));
    await sent;
    expect(link.get()).toBe("saved");
  });

  it("is tried again with the same operation id after a lost network and a failing server", async () => {
    const sent = serve((_, nth) =>
      nth === 1 ? "offline" : nth === 2 ? refuse(503, "unavailable", "Busy") : { slot: 3 },
    );
    expect(await settle(handIn())).toEqual({ slot: 3 });
    expect(sent.length).toBe(3);
    expect(new Set(sent.map(one => one.operation)).size).toBe(1);
  });

  it("without any answer is not saved, and the same operation when the person tries again", async () => {
    let network = false;
    const sent = serve(() => (network ? { slot: 3 } : "offline"));
    const intent = new Intent();
    const no = await settle(handIn(intent));
    expect((no as Refused).body.kind).toBe("offline");
    expect(sent.length).toBe(PAUSES.length + 1);
    expect(link.get()).toBe("not_saved");
    network = true;
    await settle(handIn(intent));
    expect(new Set(sent.map(one => one.operation)).size).toBe(1);
  });

  const slow = (status: number, retryAfter?: string) => ({
    ...refuse(status, status === 429 ? "too_many" : "unavailable", "Wait a moment."),
    ...(retryAfter !== undefined && { retryAfter }),
  });

  it.each([
    ["there were too many, for two seconds", 429, "2", 2000],
    ["it is shed, for five seconds", 503, "5", 5000],
    ["it is busy, and says no time", 503, undefined, PAUSES[0]],
    ["a proxy says a date", 503, "Wed, 21 Oct 2026 07:28:00 GMT", PAUSES[0]],
  ])("is sent again when the server asks for it: %s", async (_why, status, said, wait = 0) => {
    const sent = serve((_, nth) => (nth === 1 ? slow(status, said) : { slot: 3 }));
    const done = handIn();
    await vi.advanceTimersByTimeAsync(wait - 10);
    expect(sent.length, "not before").toBe(1);
    await vi.advanceTimersByTimeAsync(20);
    expect(await done).toEqual({ slot: 3 });
    expect(new Set(sent.map(one => one.operation)).size).toBe(1);
  });

  it.each([
    ["too many, and no word of when", 429, undefined],
    ["too many, for a minute", 429, "60"],
    ["shed for longer than anybody waits", 503, "30"],
  ])("is not sent again by itself, and that is said at once: %s", async (_why, status, said) => {
    const sent = serve(() => slow(status, said));
    const no = await handIn().catch(no => no as Refused);
    expect((no as Refused).body.title).toBe("Wait a moment.");
    expect(sent.length).toBe(1);
  });

  it("that is refused is not repeated, and the next one is another operation", async () => {
    const sent = serve((_, nth) => (nth === 1 ? refuse(409, "conflict", "Mr White released it at 15:16.") : {}));
    const intent = new Intent();
    const no = await settle(handIn(intent));
    expect((no as Refused).body.title).toBe("Mr White released it at 15:16.");
    expect(link.get()).toBe("idle");
    await settle(handIn(intent));
    expect(sent.length).toBe(2);
    expect(sent[0]?.operation).not.toBe(sent[1]?.operation);
  });

  it("under an ended session is the same operation after signing in again", async () => {
    const sent = serve((_, nth) => (nth === 1 ? refuse(401, "signed_out", "Sign in.") : { slot: 1 }));
    onSignedOut(async () => true);
    expect(await settle(handIn())).toEqual({ slot: 1 });
    expect(sent[0]?.operation).toBe(sent[1]?.operation);
  });
});

describe("a file", () => {
  it("goes as it is, under its name", async () => {
    const sent = serve(() => ({ id: "i" }));
    await settle(upload("/api/imports/pupils", new File(["UPN;Surname"], "Übersicht 1.csv")));
    expect(sent[0]?.path).toBe("/imports/pupils?name=%C3%9Cbersicht%201.csv");
    expect(sent[0]?.body).toBe("UPN;Surname");
    expect(sent[0]?.type).toBe("application/octet-stream");
  });
});

describe("reading", () => {
  it("shows the server's own sentence, and one of ours where it has none", async () => {
    serve(() => refuse(404, "not_found", "That is not here."));
    expect(((await settle(read("/api/pupils/{id}", { path: { id: "x" } }))) as Refused).body.title).toBe(
      "That is not here.",
    );
    vi.stubGlobal(
      "fetch",
      async () => new Response("<html>", { status: 502, headers: { "Content-Type": "text/html" } }),
    );
    expect(((await settle(read("/api/pupils/{id}", { path: { id: "x" } }))) as Refused).body.title).toBe(
      "Something went wrong on the school's server.",
    );
  });
});
