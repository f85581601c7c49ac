// What this phone keeps for later: signings that had no network. Ids and hashes only, never a name.
import { sending } from "../api/link";
import { newOperation } from "../api/operation";
import { PAUSES, Refused } from "../api/send";
import { store } from "../store";
import { post } from "./post";
import { Sender, SigningRefused, type Waiting } from "./sender";
import { phoneShelf } from "./shelf";

export type { Waiting };

/** What POST /api/aup/signatures takes. */
export interface SignaturesBody {
  language: string;
  talked: boolean;
  answers: { document: string; version: string; edition: string; pupil?: string }[];
}

/** A sitting: who signs (a seat of the session), at which school, what. */
export interface Sitting {
  as: string;
  school: string;
  body: SignaturesBody;
}

/** The saved signatures, as POST /api/aup/signatures answers. */
export interface Saved {
  items: { id: string; document: string; version: string; at: string; pupil?: string }[];
}

/**
 * What became of it. kept: it is safe on this phone and goes by itself. not_kept: this browser keeps nothing (a private
 * window, perhaps): say so, leave the page open, and sign again with the same operation.
 */
export type Signed = { became: "saved"; answer: Saved } | { became: "kept" } | { became: "not_kept" };

/** The signings that wait on this phone, oldest first. */
export const waiting = store<readonly Waiting[]>([]);

/** How many signings were saved by themselves since the page opened: follow it to load anew what they changed. */
export const savedLater = store(0);

let channel: BroadcastChannel | undefined;
let seats: readonly string[] = [];

const tell = () => channel?.postMessage("changed");

const sender = new Sender(
  {
    shelf: phoneShelf(),
    send: post,
    seats: () => seats,
    // One tab at a time. Where a browser has no locks, two may send: the operation id still makes it once.
    alone: work =>
      navigator.locks ? (navigator.locks.request("lollipop-keep", work) as ReturnType<typeof work>) : work(),
    rest: ms => new Promise(done => setTimeout(done, ms)),
    pauses: PAUSES,
  },
  list => waiting.set(list),
  () => {
    sending()("saved");
    savedLater.set(savedLater.get() + 1);
  },
);

/**
 * Signs: keeps the signing on this phone first, so that nothing that happens to the page or the network can lose it,
 * then sends it, always under the same operation id. Throws Refused with the server's words when it says no; nothing is
 * kept then, and `body.kind` is "conflict" where a version was replaced while the person read.
 */
export async function sign(what: Sitting, operation = newOperation()): Promise<Signed> {
  const became = sending();
  try {
    const outcome = await sender.sign({
      id: operation,
      as: what.as,
      school: what.school,
      body: JSON.stringify(what.body),
      since: Date.now(),
    });
    became(outcome.became === "not_kept" ? "not_saved" : outcome.became);
    if (outcome.became === "kept") void navigator.storage?.persist?.().catch(() => false);
    return outcome as Signed;
  } catch (no) {
    became("refused");
    throw no instanceof SigningRefused ? new Refused(no.problem) : no;
  } finally {
    tell();
  }
}

/** Sends what waits, if there is a network and the right person is signed in. */
export async function sendWaiting(): Promise<void> {
  await sender.send();
  tell();
}

/** Tells who is signed in now, by seats: only their signings are sent, and all are looked at anew. */
export async function seated(now: readonly string[]): Promise<void> {
  seats = now;
  await sender.look();
  if (now.length > 0) {
    await sender.send(true);
    tell();
  }
}

/** Drops one, unsent: the person has decided otherwise. */
export async function forget(id: string): Promise<void> {
  await sender.forget(id);
  tell();
}

/** Drops everything. For signing out: whoever comes next on this phone finds nothing. */
export async function forgetAll(): Promise<void> {
  seats = [];
  await sender.forgetAll();
  tell();
}

/** Begins: sends when the network is back and whenever somebody looks at the page again. */
export function beginKeeping(): void {
  if (typeof BroadcastChannel !== "undefined") {
    channel = new BroadcastChannel("lollipop-keep");
    channel.addEventListener("message", () => void sender.look());
  }
  addEventListener("online", () => void sendWaiting());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void sendWaiting();
  });
}
