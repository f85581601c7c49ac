// What somebody told while there was no network. It waits here sealed to the school: the ciphertext, the school's slug and
// the operation under which it arrives once, and nothing else, not even when. No one who has this device can read it.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { store } from "../../store";
import { fromBase64, toBase64 } from "./base64";
import { seal } from "./seal";

/** One telling that waits. `sealed` is base64: the very text that is sent, at every try the same. */
export interface Draft {
  operation: string;
  slug: string;
  sealed: string;
}

/** Where drafts wait. Every method fails where the browser keeps nothing (some private windows). */
export interface DraftShelf {
  put(one: Draft): Promise<void>;
  all(): Promise<Draft[]>;
  remove(operation: string): Promise<void>;
}

/** The school to which something is sealed, as its door says it. */
export interface SealedTo {
  slug: string;
  /** The school's id. */
  id: string;
  /** Its public key, in base64; "" where it is not known. */
  key: string;
}

/** How many drafts wait on this device; nothing says of whom. */
export const waitingDrafts = store(0);

/** How many the school's server has refused for good since the page opened: the screen says so to whoever is there. */
export const refusedDrafts = store(0);

/** What became of those that waited, by their operation, since the page opened: whoever still looks at one is told. */
export const settledDrafts = store<Readonly<Record<string, "taken" | "refused">>>({});

interface Shape extends DBSchema {
  drafts: { key: string; value: Draft };
}

/**
 * The shelf in IndexedDB, in a database of its own: signing out clears what is kept for whoever signed in, and these belong
 * to nobody who signs in.
 */
export function deviceShelf(): DraftShelf {
  let opened: Promise<IDBPDatabase<Shape>> | undefined;
  const forget = () => {
    opened = undefined;
  };
  const open = () => {
    opened ??= openDB<Shape>("lollipop-drafts", 1, {
      upgrade: database => void database.createObjectStore("drafts", { keyPath: "operation" }),
      blocking: (_old, _new, event) => {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    }).catch(no => {
      forget();
      throw no;
    });
    return opened;
  };
  return {
    async put(one) {
      await (await open()).put("drafts", one);
    },
    async all() {
      return (await open()).getAll("drafts");
    },
    async remove(operation) {
      await (await open()).delete("drafts", operation);
    },
  };
}

let shelf: DraftShelf = deviceShelf();

/** Puts another shelf in its place, for tests. */
export function shelveOn(other: DraftShelf): void {
  shelf = other;
}

const look = async () => waitingDrafts.set((await shelf.all().catch(() => [])).length);

/** Texts are sealed in steps of so many bytes, so that the length says little of what was written. */
const STEP = 256;

/** The JSON of what was told, with spaces after it up to the next step: they mean nothing in JSON. */
function padded(told: object): string {
  const text = JSON.stringify(told);
  const over = new TextEncoder().encode(text).length % STEP;
  return over === 0 ? text : text + " ".repeat(STEP - over);
}

/**
 * Seals what was told: the body of POST /api/tell/{school}, with the receipt that this device drew. Fails where the school's
 * key is not known, and where the page has no WebCrypto.
 */
export async function sealDraft(to: SealedTo, told: object, operation: string): Promise<Draft> {
  return { operation, slug: to.slug, sealed: toBase64(await seal(to.id, fromBase64(to.key), padded(told))) };
}

/**
 * Keeps one, under the operation id and as the very text that may already have been sent: so it arrives once. False: this
 * browser keeps nothing; the words must then stay on the screen.
 */
export async function shelve(draft: Draft): Promise<boolean> {
  try {
    await shelf.put(draft);
  } catch {
    return false;
  }
  void navigator.storage?.persist?.().catch(() => false);
  await look();
  return true;
}

/** Those that are being sent by whoever is in front of the screen: what becomes of them is said there. */
const held = new Set<string>();

/** A shelf that does not answer keeps nobody from being told, in milliseconds. */
const SHELF = 500;

const soon = (work: Promise<unknown>) =>
  Promise.race([work, new Promise((_, no) => setTimeout(no, SHELF))]).then(
    () => true,
    () => false,
  );

/** Puts one aside before it is sent, so that a page that is loaded again meanwhile, or a tablet that goes dark, loses nothing. */
export async function putAside(draft: Draft): Promise<void> {
  held.add(draft.operation);
  await soon(shelf.put(draft));
}

/** It is being sent no more: where it `stays` it waits as the others do, otherwise nothing of it is left here. */
export async function release(operation: string, stays: boolean): Promise<void> {
  if (!stays) await soon(shelf.remove(operation));
  held.delete(operation);
}

/** Seals what was told and keeps it. False: it is not kept, for either reason. */
export async function keepDraft(to: SealedTo, told: object, operation: string): Promise<boolean> {
  const draft = await sealDraft(to, told, operation).catch(() => undefined);
  return draft !== undefined && shelve(draft);
}

/**
 * Posts one, once, without a cookie. "taken" only where the school's own server says so in its own form: the page of a
 * wi-fi that wants a sign-in answers 200 to anything.
 */
async function post(one: Draft): Promise<"taken" | "refused" | "unanswered"> {
  try {
    const answer = await fetch(`/api/tell/${one.slug}/sealed`, {
      method: "POST",
      credentials: "omit",
      cache: "no-store",
      headers: { "Content-Type": "application/json", "Operation-Id": one.operation },
      body: JSON.stringify({ sealed: one.sealed }),
    });
    const said = (await answer.json()) as { receipt?: unknown; kind?: unknown };
    if (answer.ok) return typeof said.receipt === "string" ? "taken" : "unanswered";
    return FOR_GOOD.has(answer.status) && typeof said.kind === "string" ? "refused" : "unanswered";
  } catch {
    return "unanswered";
  }
}

/** What no later try changes. A door that is closed (403) may open again, and "too many" and a server in trouble pass. */
const FOR_GOOD: ReadonlySet<number> = new Set([400, 404, 409, 410, 413, 415, 422]);

/** Sends what waits, one at a time and one tab at a time. */
export async function sendDrafts(): Promise<void> {
  const work = async () => {
    for (const one of await shelf.all().catch(() => [])) {
      if (held.has(one.operation)) continue;
      const became = await post(one);
      if (became === "unanswered") continue; // another school's may still go
      await shelf.remove(one.operation).catch(() => undefined);
      settledDrafts.set({ ...settledDrafts.get(), [one.operation]: became });
      if (became === "refused") refusedDrafts.set(refusedDrafts.get() + 1);
    }
  };
  // Where a browser has no locks two tabs may send: the operation makes it once.
  await (navigator.locks ? navigator.locks.request("lollipop-drafts", work) : work());
  await look();
}

let begun = false;

/** How often what waits is tried while the page is open, in milliseconds: a server that comes back rings nobody. */
const AGAIN = 60_000;

/** Begins: sends now, when the network is back, whenever somebody looks again, and every minute. Once for a page. */
export function beginDrafts(): void {
  if (begun) return;
  begun = true;
  addEventListener("online", () => void sendDrafts());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void sendDrafts();
  });
  setInterval(() => {
    if (waitingDrafts.get() > 0) void sendDrafts();
  }, AGAIN);
  void sendDrafts();
}
