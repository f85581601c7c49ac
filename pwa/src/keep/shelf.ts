import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";

/**
 * One signing as this phone keeps it: ids and hashes, never a name or a sentence. `body` is the very text that is sent,
 * every time to the letter the same, because the server knows an operation again by its id and its text.
 */
export interface Kept {
  /** The operation id: the server does it once, however often it arrives. */
  id: string;
  /** The seat that signs, an adult's or a pupil's id. */
  as: string;
  school: string;
  body: string;
  /** When the person signed, in milliseconds of this phone's clock. */
  since: number;
  /** What the server answered when it said no: the kind alone, since its words may hold a name. */
  refused?: { kind: string; status: number };
}

/** Where signings wait. Every method of it fails where the browser keeps nothing (some private windows). */
export interface Shelf {
  put(one: Kept): Promise<void>;
  all(): Promise<Kept[]>;
  /** Changes one that is still there, and reports whether it was: what was forgotten meanwhile does not come back. */
  change(id: string, how: (one: Kept) => Kept): Promise<boolean>;
  remove(id: string): Promise<void>;
  clear(): Promise<void>;
}

interface Shape extends DBSchema {
  signings: { key: string; value: Kept };
}

const NAME = "lollipop";

/** The shelf in IndexedDB: it outlives the page, the browser and the battery. */
export function phoneShelf(): Shelf {
  let opened: Promise<IDBPDatabase<Shape>> | undefined;
  const open = () => {
    opened ??= openDB<Shape>(NAME, 1, {
      upgrade: database => void database.createObjectStore("signings", { keyPath: "id" }),
      // Another tab clears everything: let go, or it would wait for ever.
      blocking: () => forgetOpened(),
      terminated: () => forgetOpened(),
    }).catch(no => {
      opened = undefined;
      throw no;
    });
    return opened;
  };
  const forgetOpened = () => {
    const was = opened;
    opened = undefined;
    void was?.then(database => database.close()).catch(() => undefined);
  };
  return {
    async put(one) {
      await (await open()).put("signings", one);
    },
    async all() {
      return (await (await open()).getAll("signings")).sort((a, b) => a.since - b.since);
    },
    async change(id, how) {
      const turn = (await open()).transaction("signings", "readwrite");
      const was = await turn.store.get(id);
      if (was) await turn.store.put(how(was));
      await turn.done;
      return was !== undefined;
    },
    async remove(id) {
      await (await open()).delete("signings", id);
    },
    async clear() {
      forgetOpened();
      await deleteDB(NAME);
    },
  };
}
