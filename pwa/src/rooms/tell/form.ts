import { store, useStore } from "../../store";
import type { Became } from "./send";

/** Which form: three for children, one for everybody else. */
export type Band = "eyfs" | "ks1" | "ks2" | "adult";

export const BANDS: readonly Band[] = ["eyfs", "ks1", "ks2", "adult"];

/** A question of a child's form. */
export type Step = "about" | "whom" | "kinds" | "feel" | "danger" | "story" | "naming" | "check";

/** What was answered so far; "" and [] where nothing was. */
export interface Answers {
  about: readonly string[];
  kinds: readonly string[];
  feel: string;
  danger: "" | "yes" | "no";
  box: string;
  story: string;
  when: string;
  naming: string;
  name: string;
  class: string;
  reach: string;
}

/** Where whoever tells has come to. */
export type Moment = "first" | "form" | "sent" | "back";

/**
 * One telling, in this page's memory alone: it outlives a change of language and nothing else. Nothing of it stands in an
 * address, a title or a store of the browser's.
 */
export interface Telling {
  moment: Moment;
  band: Band;
  step: Step;
  answers: Answers;
  /** What became of it once it was sent, with the receipt's canonical text; `danger`: 999 is still the first thing to do. */
  became?: (Became & { danger: boolean }) | undefined;
  /** The five words that were typed to come back, or the pictures that were tapped, and what stands under them. */
  typed: string;
  /** The five pictures that were tapped, "" where one is missing; undefined while words are typed. */
  tapped?: readonly string[] | undefined;
  thread?: Thread | undefined;
}

/** What whoever told reads when they come back. */
export interface Thread {
  status: string;
  at: string;
  /** Absent while nobody has read what was last told. */
  read_at?: string;
  lines: { at: string; mine: boolean; words?: string; phrase?: string; language?: string }[] | null;
}

const nothing: Answers = {
  about: [],
  kinds: [],
  feel: "",
  danger: "",
  box: "",
  story: "",
  when: "",
  naming: "",
  name: "",
  class: "",
  reach: "",
};

const begun: Telling = { moment: "first", band: "ks2", step: "about", answers: nothing, typed: "" };

export const telling = store<Telling>(begun);

/** Follows the telling, with a way to change a part of it. */
export function useTelling(): [Telling, (change: Partial<Telling>) => void] {
  return [useStore(telling), change => telling.set({ ...telling.get(), ...change })];
}

/** Changes answers. */
export const answer = (change: Partial<Answers>) =>
  telling.set({ ...telling.get(), answers: { ...telling.get().answers, ...change } });

/** It is told: from here on the receipt alone stands in this page's memory, and none of the words. */
export const ended = (became: NonNullable<Telling["became"]>) => telling.set({ ...begun, moment: "sent", became });

/** Forgets everything that was said. */
export const forgetTelling = () => telling.set(begun);

/** The questions of a child's form, in their order: who at school is asked where it is about somebody there. */
export const stepsOf = (answers: Answers): Step[] => [
  "about",
  ...(answers.about.includes("staff") || answers.about.some(isRole) ? (["whom"] as const) : []),
  "kinds",
  "feel",
  "danger",
  "story",
  "naming",
  "check",
];

const PLAIN = new Set(["me", "child", "friend", "home", "outsider", "staff", "visitor", "school"]);

/** Whether it names somebody at school by their role. */
export const isRole = (about: string) => !PLAIN.has(about);

/** Whether anything was answered: one answer is enough, and who tells is not one. */
export const saysSomething = ({ about, kinds, feel, danger, story, when }: Answers) =>
  about.length + kinds.length > 0 || feel !== "" || danger === "yes" || story.trim() !== "" || when.trim() !== "";

/** What is sent: the answers that were given, and no other; what the server calls a Telling. */
export function sentOf(
  { band, answers }: Pick<Telling, "band" | "answers">,
  language: string,
  receipt: string,
): object {
  const { danger, about, story, when, box, feel, kinds, naming } = answers;
  const named = naming === "named" || naming === "lead_only";
  const whole = {
    form: band,
    about: [...new Set(about.map(one => (one === "friend" ? "child" : one)))],
    kinds,
    feel,
    danger: danger === "yes",
    friend: about.includes("friend"),
    box: band === "adult" ? box : "",
    story: story.trim(),
    when: when.trim(),
    language,
    naming: naming || "anonymous",
    name: named ? answers.name.trim() : "",
    class: named && band !== "adult" ? answers.class.trim() : "",
    reach: named && band === "adult" ? answers.reach.trim() : "",
    receipt,
  };
  return Object.fromEntries(
    Object.entries(whole).filter(([, value]) => value && (!Array.isArray(value) || value.length)),
  );
}
