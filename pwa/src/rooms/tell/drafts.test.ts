import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { toBase64 } from "./base64";
import {
  type Draft,
  type DraftShelf,
  deviceShelf,
  keepDraft,
  putAside,
  refusedDrafts,
  release,
  sealDraft,
  sendDrafts,
  settledDrafts,
  shelveOn,
  waitingDrafts,
} from "./drafts";

/** A shelf as a device has one. */
class MemoryShelf implements DraftShelf {
  rows = new Map<string, string>();
  async put(one: Draft) {
    this.rows.set(one.operation, JSON.stringify(one));
  }
  async all() {
    return [...this.rows.values()].map(row => JSON.parse(row) as Draft);
  }
  async remove(operation: string) {
    this.rows.delete(operation);
  }
}

const told = {
  form: "ks2",
  story: "PLANTED-STORY somebody asked me for a picture",
  name: "PLANTED-NAME",
  receipt: "3.41.7.255.0",
};

let shelf: MemoryShelf;
let to: { slug: string; id: string; key: string };
let answer: () => Promise<Response>;
let sent: { address: string; init: RequestInit }[];

const json = (status: number, body: object) => async () => new Response(JSON.stringify(body), { status });

beforeEach(async () => {
  shelf = new MemoryShelf();
  shelveOn(shelf);
  waitingDrafts.set(0);
  refusedDrafts.set(0);
  settledDrafts.set({});
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
  const key = toBase64(new Uint8Array(await crypto.subtle.exportKey("raw", (pair as CryptoKeyPair).publicKey)));
  to = { slug: "hook-lane", id: "school-1", key };
  sent = [];
  answer = json(200, { receipt: "3.41.7.255.0" });
  vi.stubGlobal("fetch", (address: string, init: RequestInit) => {
    sent.push({ address, init });
    return answer();
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  shelveOn(deviceShelf());
});

describe("what waits for a network", () => {
  it("is kept sealed: ciphertext, school and operation, and no word of what was told", async () => {
    expect(await keepDraft(to, told, "operation-1")).toBe(true);
    const [row = ""] = shelf.rows.values();
    expect(Object.keys(JSON.parse(row) as object).sort()).toEqual(["operation", "sealed", "slug"]);
    const { sealed } = JSON.parse(row) as Draft;
    for (const words of [row, atob(sealed)]) {
      for (const planted of ["PLANTED", "picture", "ks2", "3.41.7"]) expect(words).not.toContain(planted);
    }
    expect(waitingDrafts.get()).toBe(1);
  });

  it("says little by its length", async () => {
    const lengths = new Set<number>();
    for (const story of ["a", "ab", "a".repeat(100), "ż".repeat(60)]) {
      await keepDraft(to, { form: "ks1", story }, story);
    }
    for (const { sealed } of await shelf.all()) lengths.add(atob(sealed).length);
    expect([...lengths]).toEqual([65 + 256 + 16]);
  });

  it("is not kept where it cannot be sealed, or the browser keeps nothing", async () => {
    for (const key of ["", "no key", "AAAA"]) expect(await keepDraft({ ...to, key }, told, "a")).toBe(false);
    expect(shelf.rows.size).toBe(0);
    shelf.put = async () => {
      throw new DOMException("no store in this window", "InvalidStateError");
    };
    expect(await keepDraft(to, told, "a")).toBe(false);
  });

  it("is sent under its operation, without a cookie, and gone when it is taken", async () => {
    await keepDraft(to, told, "operation-1");
    const [one] = await shelf.all();
    await sendDrafts();
    expect(sent.map(each => each.address)).toEqual(["/api/tell/hook-lane/sealed"]);
    const init: RequestInit = sent[0]?.init ?? {};
    expect(init).toMatchObject({ method: "POST", credentials: "omit", body: JSON.stringify({ sealed: one?.sealed }) });
    expect(init.headers).toEqual({ "Content-Type": "application/json", "Operation-Id": "operation-1" });
    expect(shelf.rows.size).toBe(0);
    expect(waitingDrafts.get()).toBe(0);
    expect(settledDrafts.get(), "whoever still looks at it is told").toEqual({ "operation-1": "taken" });
    await sendDrafts();
    expect(sent).toHaveLength(1);
  });

  it.each([
    ["there is no network", () => Promise.reject(new TypeError("no network"))],
    ["the server is in trouble", json(503, { kind: "unavailable" })],
    ["there are too many", json(429, { kind: "too_many" })],
    ["the door is closed for now", json(403, { kind: "denied" })],
    ["a wi-fi answers in the school's place", async () => new Response("<h1>Welcome</h1>", { status: 200 })],
    ["a wi-fi answers with JSON", json(200, { portal: true })],
    ["a proxy knows no such page", async () => new Response("not found", { status: 404 })],
  ])("stays where %s, and goes later to the letter the same", async (_what, trouble) => {
    await keepDraft(to, told, "operation-1");
    answer = trouble;
    await sendDrafts();
    expect(shelf.rows.size).toBe(1);
    expect(refusedDrafts.get()).toBe(0);
    answer = json(200, { receipt: "3.41.7.255.0" });
    await sendDrafts();
    expect(shelf.rows.size).toBe(0);
    expect(sent[1]?.init.body).toBe(sent[0]?.init.body);
    expect(sent[1]?.init.headers).toEqual(sent[0]?.init.headers);
  });

  it.each([400, 404, 409, 422])("is dropped with a line where the server says %i for good", async status => {
    await keepDraft(to, told, "operation-1");
    await keepDraft({ ...to, slug: "beaver-road" }, told, "operation-2");
    answer = json(status, { kind: "invalid", title: "No." });
    await sendDrafts();
    expect(shelf.rows.size).toBe(0);
    expect(refusedDrafts.get()).toBe(2);
    expect(settledDrafts.get()).toEqual({ "operation-1": "refused", "operation-2": "refused" });
    expect(waitingDrafts.get()).toBe(0);
  });

  it("is put aside before it is sent, and goes by itself only once it is let go", async () => {
    const draft = await sealDraft(to, told, "operation-1");
    await putAside(draft);
    await sendDrafts();
    expect([shelf.rows.size, sent.length], "whoever is in front of the screen sends it").toEqual([1, 0]);
    await release("operation-1", true);
    await sendDrafts();
    expect([shelf.rows.size, sent.length]).toEqual([0, 1]);
    await putAside(draft);
    await release("operation-1", false);
    expect(shelf.rows.size, "nothing is left of what arrived").toBe(0);
  });

  it("is sent all the same where the shelf does not answer", async () => {
    vi.useFakeTimers();
    const put = vi.spyOn(shelf, "put").mockReturnValue(new Promise(() => undefined));
    const aside = putAside({ operation: "operation-1", slug: "hook-lane", sealed: "" });
    await vi.advanceTimersByTimeAsync(1000);
    await aside;
    expect(put).toHaveBeenCalled();
    await release("operation-1", false);
    vi.useRealTimers();
  });
});
