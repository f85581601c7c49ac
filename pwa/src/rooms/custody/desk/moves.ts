import { useCallback, useRef, useState } from "preact/hooks";
import { Intent } from "../../../api/operation";
import { post } from "../../../api/send";
import type { DeskPupil, ProblemBody } from "../../../api/types";
import { problemIn } from "../../../use/load";
import type { Move } from "./model";

/** What is under way for one child. */
export interface Underway {
  busy: boolean;
  problem?: ProblemBody;
  retry?: () => void;
}

/** What can be said about the device when one press is not enough. */
export interface About {
  device?: string;
  kind?: string;
  label?: string;
  colour?: string;
  condition?: string;
}

function sent(what: Move, pupil: string, about: About, intent: Intent): Promise<DeskPupil> {
  if (what === "hand-in") return post("/api/desk/hand-in", { body: { pupil, ...about } }, intent);
  const body = { pupil, device: about.device ?? "" };
  return what === "collect" ? post("/api/desk/collect", { body }, intent) : post("/api/desk/undo", { body }, intent);
}

/**
 * The desk's moves, many children at once: one press waits for no other. Each child and move has an intent of its own,
 * so trying again after a lost network cannot hand in twice.
 */
export function useMoves(done: (row: DeskPupil, move: Move) => void) {
  const [underway, set] = useState<ReadonlyMap<string, Underway>>(new Map());
  const intents = useRef(new Map<string, Intent>());
  const busy = useRef(new Set<string>());
  const tell = useRef(done);
  tell.current = done;
  const say = useCallback((pupil: string, now: Underway | undefined) => {
    set(old => {
      const next = new Map(old);
      if (now) next.set(pupil, now);
      else next.delete(pupil);
      return next;
    });
  }, []);
  const move = useCallback(
    async (pupil: string, what: Move, about: About = {}): Promise<boolean> => {
      if (busy.current.has(pupil)) return false;
      busy.current.add(pupil);
      say(pupil, { busy: true });
      const key = `${what} ${pupil}`;
      const intent = intents.current.get(key) ?? new Intent();
      intents.current.set(key, intent);
      try {
        const row = await sent(what, pupil, about, intent);
        say(pupil, undefined);
        tell.current(row, what);
        return true;
      } catch (no) {
        say(pupil, { busy: false, problem: problemIn(no), retry: () => void move(pupil, what, about) });
        return false;
      } finally {
        busy.current.delete(pupil);
      }
    },
    [say],
  );
  const clear = useCallback((pupil: string) => say(pupil, undefined), [say]);
  return { underway, move, clear };
}
