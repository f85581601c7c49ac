import { useEffect, useState } from "preact/hooks";
import { readBoot } from "../../boot";
import { ask } from "./ask";

/** What the school says at its door, as GET /api/tell/{school} does. */
export interface Said {
  /** Whether something can be told here. */
  open: boolean;
  /** The school's id, to which a device seals. */
  school: string;
  /** School is open this very moment. */
  reads_now: boolean;
  /** When it opens next; absent where its calendar does not know. */
  reads_from?: string;
  /** The moment by the school's clock. */
  now: string;
  phone: string;
  /** The key to which a device seals, in base64; "" where there is none. */
  key: string;
  /** Those at school who can be named by their role. */
  choices: { about: string; names: string[] | null }[] | null;
}

/** The school of the address as far as it is known: from the page, from the device, from the door itself. */
export interface Door {
  slug: string;
  id: string;
  name: string;
  phone: string;
  key: string;
  /** What the door says; undefined while it has not answered, and where it cannot. */
  said?: Said | undefined;
  /** The door could not be asked: no network, or a server in trouble. */
  unreached: boolean;
}

/** What the service worker keeps of a school (see sw.ts), whether anybody opened this form or not. */
interface Kept {
  id?: string;
  name: string;
  phone: string;
  key?: string;
}

export const slugOf = (path: string) => /^\/s\/([a-z0-9-]+)\/page$/.exec(path)?.[1] ?? "";

async function keptOf(slug: string): Promise<Kept | undefined> {
  const found = await globalThis.caches?.match(`/kept/school/${slug}`).catch(() => undefined);
  return found?.json() as Promise<Kept> | undefined;
}

/** In a lesson nobody is asked anything: a made-up door, always open, where nothing is read. */
const practised: Said = {
  open: true,
  school: "",
  now: "",
  reads_now: false,
  phone: "",
  key: "",
  choices: [
    { about: "head", names: [] },
    { about: "dsl", names: [] },
  ],
};

/** Asks the school's door once, and follows what is known of the school. `practice` asks nobody. */
export function useDoor(slug: string, practice: boolean): Door {
  const [door, set] = useState<Door>(() => {
    const own = readBoot().school;
    const here = own?.slug === slug ? own : undefined;
    return { slug, id: here?.id ?? "", name: here?.name ?? "", phone: here?.phone ?? "", key: "", unreached: false };
  });
  useEffect(() => {
    if (practice) {
      set(old => ({ ...old, said: practised }));
      return undefined;
    }
    const stop = new AbortController();
    const hear = (change: (old: Door) => Door) => {
      if (!stop.signal.aborted) set(change);
    };
    const look = async () => {
      const kept = await keptOf(slug).catch(() => undefined);
      if (kept) {
        hear(old => ({
          ...old,
          id: old.id || (kept.id ?? ""),
          name: old.name || kept.name,
          phone: old.phone || kept.phone,
          key: old.key || (kept.key ?? ""),
        }));
      }
      try {
        const said = await ask<Said>(slug, "", { signal: stop.signal });
        hear(old => ({
          ...old,
          said,
          id: said.school,
          phone: said.phone || old.phone,
          key: said.key,
          unreached: false,
        }));
      } catch {
        hear(old => ({ ...old, unreached: true }));
      }
    };
    void look();
    // Asked again when the network is back: what it says then is true again.
    addEventListener("online", look);
    return () => {
      stop.abort();
      removeEventListener("online", look);
    };
  }, [slug, practice]);
  return door;
}
