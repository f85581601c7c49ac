import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Refused } from "../api/send";
import type { ProblemBody } from "../api/types";
import { say } from "../i18n/say";

/** What a screen that reads something can be in: nothing yet, the thing, or a problem (with the last good thing). */
export interface Loaded<T> {
  data: T | undefined;
  problem: ProblemBody | undefined;
  /** Reads again, keeping what is shown until the answer is there. */
  again: () => void;
  /** Puts a newer thing in its place, as an answer to a change gave it. */
  put: (next: T | ((old: T) => T)) => void;
}

/** Any failure as something to show. */
export function problemIn(no: unknown): ProblemBody {
  if (no instanceof Refused) return no.body;
  return { status: 0, kind: "unavailable", title: say("pwa.problem.server") };
}

/** Reads when the screen opens and whenever `key` changes; an answer that comes too late is dropped. */
export function useLoad<T>(key: string, get: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, set] = useState<{ key: string; data?: T | undefined; problem?: ProblemBody | undefined }>({ key });
  const [round, next] = useState(0);
  const getter = useRef(get);
  getter.current = get;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is what asks for another reading
  useEffect(() => {
    const stop = new AbortController();
    getter.current(stop.signal).then(
      data => !stop.signal.aborted && set({ key, data }),
      no =>
        !stop.signal.aborted &&
        set(old => ({ key, data: old.key === key ? old.data : undefined, problem: problemIn(no) })),
    );
    return () => stop.abort();
  }, [key, round]);
  const again = useCallback(() => next(n => n + 1), []);
  const put = useCallback(
    (value: T | ((old: T) => T)) =>
      set(old => {
        const change = value as (old: T) => T;
        if (typeof value !== "function") return { key: old.key, data: value };
        return old.data === undefined ? old : { key: old.key, data: change(old.data) };
      }),
    [],
  );
  const mine = state.key === key;
  return { data: mine ? state.data : undefined, problem: mine ? state.problem : undefined, again, put };
}
