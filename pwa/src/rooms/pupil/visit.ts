import { store, useStore } from "../../store";
import type { FoundClass } from "./ask";

/** How far a child has come: a promise by its number from 0, or one of the moments around them. */
export type Step = number | "hello" | "sign" | "ask" | "done";

/** One child's visit, in this page's memory alone: it outlives a change of language and nothing else. */
export interface Visit {
  code: string;
  found?: FoundClass | undefined;
  one?: FoundClass["names"][number] | undefined;
  step: Step;
  /** Where "I want to ask first" was tapped. */
  from: Step;
  /** The version that they began to read. */
  version: string;
  /** The time was up before they were done. */
  timeUp: boolean;
}

const nobody: Visit = { code: "", step: "hello", from: "hello", version: "", timeUp: false };

export const visit = store<Visit>(nobody);

/** Follows the visit, with a way to change a part of it. */
export function useVisit(): [Visit, (change: Partial<Visit>) => void] {
  return [useStore(visit), change => visit.set({ ...visit.get(), ...change })];
}

/** Forgets the child; `timeUp` says why to whoever stands there. */
export const forgetVisit = (timeUp = false) => visit.set({ ...nobody, timeUp });
