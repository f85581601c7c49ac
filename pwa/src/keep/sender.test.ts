import { beforeEach, describe, expect, it } from "vitest";
import { type Answered, type Outcome, type Ports, Sender, SigningRefused, type Waiting } from "./sender";
import type { Kept, Shelf } from "./shelf";

/** A shelf as a phone has one: what is on it is a copy, and it outlives the sender. */
class MemoryShelf implements Shelf {
  rows = new Map<string, string>();
  async put(one: Kept) {
    this.rows.set(one.id, JSON.stringify(one));
  }
  async all() {
    return [...this.rows.values()].map(row => JSON.parse(row) as Kept).sort((a, b) => a.since - b.since);
  }
  async change(id: string, how: (one: Kept) => Kept) {
    const row = this.rows.get(id);
    if (row !== undefined) this.rows.set(id, JSON.stringify(how(JSON.parse(row) as Kept)));
    return row !== undefined;
  }
  async remove(id: string) {
    this.rows.delete(id);
  }
  async clear() {
    this.rows.clear();
  }
}

/** A server that does an operation once and answers a repetition afresh, behind a network that can be cut. */
class Server {
  network: "up" | "down" | "loses answers" = "up";
  signedIn = true;
  refuses: string | undefined;
  done = new Map<string, string>();
  heard: string[] = [];
  busy = 0;
  most = 0;

  async send(one: Kept): Promise<Answered> {
    this.busy++;
    this.most = Math.max(this.most, this.busy);
    await Promise.resolve();
    this.busy--;
    if (this.network === "down") return { became: "unanswered" };
    this.heard.push(one.id);
    if (!this.signedIn) return { became: "nobody" };
    if (this.refuses) {
      return { became: "refused", problem: { status: 409, kind: "conflict", title: this.refuses } };
    }
    const before = this.done.get(one.id);
    if (before !== undefined && before !== one.body) throw new Error("another body under one operation");
    this.done.set(one.id, one.body);
    if (this.network === "loses answers") return { became: "unanswered" };
    return { became: "saved", answer: { items: [one.id] } };
  }
}

/** One lock for all tabs, as Web Locks is. */
function oneLock(): Ports["alone"] {
  let last: Promise<unknown> = Promise.resolve();
  return work => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

let shelf: MemoryShelf;
let server: Server;
let alone: Ports["alone"];

beforeEach(() => {
  shelf = new MemoryShelf();
  server = new Server();
  alone = oneLock();
});

/** A tab; several share the shelf, the server and the lock. */
function tab(more: Partial<Ports> = {}) {
  const seen: Waiting[][] = [];
  const saved: string[] = [];
  const ports: Ports = {
    shelf,
    alone,
    send: one => server.send(one),
    seats: () => ["mother"],
    rest: async () => {},
    pauses: [1, 2],
    ...more,
  };
  const sender = new Sender(
    ports,
    list => seen.push(list),
    one => saved.push(one.id),
  );
  return { sender, seen, saved, last: () => seen.at(-1) ?? [] };
}

const signing = (id: string, since = 1): Kept => ({
  id,
  as: "mother",
  school: "hook",
  since,
  body: JSON.stringify({
    language: "ur",
    talked: true,
    answers: [
      { document: "parents", version: "v", edition: "e" },
      { document: "ks2_upper", version: "w", edition: "f", pupil: "maryam" },
    ],
  }),
});

describe("keeping a signing", () => {
  it("saves at once where there is a network, and keeps nothing then", async () => {
    const { sender, last } = tab();
    await expect(sender.sign(signing("a"))).resolves.toEqual({ became: "saved", answer: { items: ["a"] } });
    expect(shelf.rows.size).toBe(0);
    expect(last()).toEqual([]);
  });

  it("is on the shelf before the first byte is sent", async () => {
    let there = 0;
    const { sender } = tab({
      send: async one => {
        there = shelf.rows.size;
        return server.send(one);
      },
    });
    await sender.sign(signing("a"));
    expect(there).toBe(1);
  });

  it("keeps it without a network, says what waits, and sends it once when there is one", async () => {
    server.network = "down";
    const { sender, last, saved } = tab();
    await expect(sender.sign(signing("a"))).resolves.toEqual({ became: "kept" });
    expect(last()).toMatchObject([
      {
        id: "a",
        as: "mother",
        documents: ["parents", "ks2_upper"],
        editions: ["e", "f"],
        pupils: ["maryam"],
        state: "kept",
      },
    ]);
    expect(last()[0]).not.toHaveProperty("problem");
    await sender.send();
    expect(shelf.rows.size).toBe(1);
    server.network = "up";
    await sender.send();
    await sender.send();
    expect(server.heard).toEqual(["a"]);
    expect(saved).toEqual(["a"]);
    expect(last()).toEqual([]);
  });

  it("sends the same operation again after an answer that was lost, also from another page after a restart", async () => {
    server.network = "loses answers";
    await expect(tab().sender.sign(signing("a"))).resolves.toEqual({ became: "kept" });
    server.network = "up";
    const restarted = tab();
    await restarted.sender.send(true);
    expect(server.done.size).toBe(1);
    expect(new Set(server.heard)).toEqual(new Set(["a"]));
    expect(restarted.saved).toEqual(["a"]);
    expect(shelf.rows.size).toBe(0);
  });

  it("has one sender however many tabs there are, and each signing arrives once", async () => {
    server.network = "down";
    const tabs = Array.from({ length: 5 }, () => tab());
    await Promise.all(tabs.map(({ sender }, i) => sender.sign(signing(`s${i}`, i))));
    server.network = "up";
    server.heard = [];
    server.most = 0;
    await Promise.all(tabs.flatMap(({ sender }) => [sender.send(), sender.send()]));
    expect(server.heard, "the oldest first, each once").toEqual(["s0", "s1", "s2", "s3", "s4"]);
    expect(server.most, "never two at a time").toBe(1);
    expect(tabs.flatMap(({ saved }) => saved).sort()).toEqual(["s0", "s1", "s2", "s3", "s4"]);
  });

  it("stays one where there is no lock and two tabs send at once: the operation makes it so", async () => {
    server.network = "down";
    await tab().sender.sign(signing("a"));
    server.network = "up";
    const unlocked = { alone: <T>(work: () => Promise<T>) => work() };
    await Promise.all([tab(unlocked).sender.send(), tab(unlocked).sender.send()]);
    expect(server.done.size).toBe(1);
    expect(shelf.rows.size).toBe(0);
  });

  it("tells a no to whoever looks on, in the server's words, and keeps nothing", async () => {
    server.refuses = "School has changed this page.";
    const { sender } = tab();
    const no = await sender.sign(signing("a")).catch((error: unknown) => error);
    expect(no).toBeInstanceOf(SigningRefused);
    expect((no as SigningRefused).problem).toMatchObject({ kind: "conflict", title: "School has changed this page." });
    expect(shelf.rows.size).toBe(0);
  });

  it("needs the person where the no came later; the words are heard anew after a restart and never kept", async () => {
    server.network = "down";
    const first = tab();
    await first.sender.sign(signing("a"));
    server.network = "up";
    server.refuses = "Maryam has left.";
    await first.sender.send();
    const needs = { state: "needs_you", problem: { kind: "conflict", title: "Maryam has left." } };
    expect(first.last()).toMatchObject([needs]);
    expect([...shelf.rows.values()].join()).not.toContain("Maryam has");
    await first.sender.send(true);
    expect(server.heard, "once refused it is not sent over and over").toHaveLength(1);

    const restarted = tab();
    await restarted.sender.look();
    expect(restarted.last()).toMatchObject([{ state: "needs_you", problem: { kind: "conflict" } }]);
    await restarted.sender.send();
    expect(server.heard).toHaveLength(1);
    await restarted.sender.send(true);
    expect(restarted.last()).toMatchObject([needs]);
    await restarted.sender.forget("a");
    expect(restarted.last()).toEqual([]);
    expect(server.done.size).toBe(0);
  });

  it("waits while nobody, or somebody else, is signed in, and says so; the others go on", async () => {
    server.network = "down";
    const seats = { now: ["mother", "father"] };
    const { sender, last } = tab({ seats: () => seats.now });
    await sender.sign(signing("a", 1));
    await sender.sign({ ...signing("b", 2), as: "father" });
    server.network = "up";
    seats.now = ["father"];
    await sender.send();
    expect(server.heard, "nothing is sent for somebody who is not here").toEqual(["b"]);
    expect(last()).toMatchObject([{ id: "a", state: "kept", problem: { kind: "signed_out" } }]);
    server.signedIn = false;
    seats.now = ["mother"];
    await sender.send();
    expect(last()).toMatchObject([{ id: "a", state: "kept", problem: { kind: "signed_out" } }]);
    server.signedIn = true;
    await sender.send();
    expect(last()).toEqual([]);
    expect([...server.done.keys()].sort()).toEqual(["a", "b"]);
  });

  it("says honestly that it could not be kept where the browser keeps nothing, and still sends it", async () => {
    const broken = async () => {
      throw new DOMException("no store in this window", "InvalidStateError");
    };
    const nothing: Shelf = { put: broken, all: broken, change: broken, remove: broken, clear: broken };
    server.network = "down";
    const { sender, last } = tab({ shelf: nothing });
    await expect(sender.sign(signing("a"))).resolves.toEqual({ became: "not_kept" });
    expect(last()).toEqual([]);
    await sender.send(true);
    await sender.forgetAll();
    server.network = "up";
    await expect(sender.sign(signing("a"))).resolves.toMatchObject({ became: "saved" });
    expect(server.done.size).toBe(1);
  });

  it("forgets everything at sign-out, and what is under way then does not come back", async () => {
    server.network = "down";
    let go = () => {};
    const paused = new Promise<void>(done => {
      go = done;
    });
    const { sender, last } = tab({ rest: () => paused });
    const under: Promise<Outcome> = sender.sign(signing("a"));
    await sender.forgetAll();
    server.network = "up";
    server.signedIn = false;
    go();
    await under;
    expect(shelf.rows.size).toBe(0);
    expect(last()).toEqual([]);
    server.signedIn = true;
    await sender.send(true);
    expect(server.done.size).toBe(0);
  });

  it("keeps ids and hashes alone", async () => {
    server.network = "down";
    await tab().sender.sign(signing("a"));
    const [row = ""] = shelf.rows.values();
    expect(Object.keys(JSON.parse(row) as object).sort()).toEqual(["as", "body", "id", "school", "since"]);
  });
});
