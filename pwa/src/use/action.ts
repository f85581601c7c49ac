import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Intent } from "../api/operation";
import type { ProblemBody } from "../api/types";
import { problemIn } from "./load";

/** Something that a person does with a button: on its way, or refused with what to show. */
export interface Action<A extends unknown[]> {
  busy: boolean;
  problem: ProblemBody | undefined;
  /** Does it; while it is on its way a second press does nothing. Resolves to whether it was done. */
  run: (...args: A) => Promise<boolean>;
  /** Does the last one again, as the same operation. */
  retry: () => void;
  clear: () => void;
}

/** Wraps a change: `act` gets the intent that keeps the operation id through retries. */
export function useAction<A extends unknown[]>(act: (intent: Intent, ...args: A) => Promise<unknown>): Action<A> {
  const [state, set] = useState<{ busy: boolean; problem?: ProblemBody }>({ busy: false });
  const latest = useRef(act);
  latest.current = act;
  const intent = useRef<Intent>(undefined);
  intent.current ??= new Intent();
  const busy = useRef(false);
  const last = useRef<A>(undefined);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const run = useCallback(async (...args: A) => {
    if (busy.current) return false;
    busy.current = true;
    last.current = args;
    set({ busy: true });
    try {
      await latest.current(intent.current as Intent, ...args);
      if (here.current) set({ busy: false });
      return true;
    } catch (no) {
      if (here.current) set({ busy: false, problem: problemIn(no) });
      return false;
    } finally {
      busy.current = false;
    }
  }, []);
  const retry = useCallback(() => {
    if (last.current) void run(...last.current);
  }, [run]);
  const clear = useCallback(() => set({ busy: false }), []);
  return { busy: state.busy, problem: state.problem, run, retry, clear };
}
