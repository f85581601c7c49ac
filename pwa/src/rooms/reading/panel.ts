import { useState } from "preact/hooks";
import { useAction } from "../../use/action";
import { type Acts, act, type Concern } from "./api";
import type { Theirs } from "./replies";

/** What a reader had begun to write, by where: their own words outlast the lock, in memory and nowhere else. */
export type Drafts = Map<string, string>;

/** What the parts of the screen share: the concern, where the newer one goes, its teller's language, what was begun. */
export interface Panel {
  of: Concern;
  put: (next: Concern) => void;
  theirs: Theirs | undefined;
  drafts: Drafts;
}

/** A text that is being written: it is there again after the lock, until it has been sent. */
export function useDraft(drafts: Drafts, where: string): [string, (next: string) => void] {
  const [text, set] = useState(drafts.get(where) ?? "");
  return [
    text,
    next => {
      if (next) drafts.set(where, next);
      else drafts.delete(where);
      set(next);
    },
  ];
}

/** Does something to the concern and shows it as it then stands. */
export function useAct<A extends keyof Acts>(panel: Panel, what: A, then?: () => void) {
  return useAction(async (intent, body: Acts[A]) => {
    panel.put(await act(panel.of.id, what, body, intent));
    then?.();
  });
}
