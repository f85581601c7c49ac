// What readers ask the server about what was told, and the shapes of the answers. Nothing of them is kept anywhere: they
// live as long as the screen that shows them.
import type { Intent } from "../../api/operation";
import * as send from "../../api/send";
import type { Ruling, Why } from "../../api/types";

/** A concern in a reader's list: nothing of the words. */
export interface Line {
  id: string;
  box: string;
  urgency: "now" | "soon" | "ordinary";
  kinds: string[];
  form?: string;
  /** Of the form, a BCP 47 tag; absent for what a kept device raised. */
  language?: string;
  status: string;
  at: string;
  told_at: string;
  /** This reader has not read what was last told; `first`: nobody has. */
  unread: boolean;
  first: boolean;
  /** The names of those who may read it. */
  readers: string[];
  /** When this reader's hour ends, where they broke the glass. */
  until?: string;
  /** It does not open under the keys that the server has. */
  shut: boolean;
}

/** One thing that was said or done; without `by` it was whoever tells, or the product. */
export interface Entry {
  n: number;
  at: string;
  kind: string;
  by?: string;
  words?: string;
  phrase?: string;
  language?: string;
  when?: string;
  class?: string;
  reach?: string;
  lead_only?: boolean;
  choice?: string;
  person?: string;
}

/** Somebody who reads it, and how they came to. */
export interface Reader {
  name: string;
  how: string;
  since: string;
  until?: string;
  read_at?: string;
  me: boolean;
}

/** Somebody on the staff. */
export interface Colleague {
  id: string;
  name: string;
  roles: string[];
}

/** One concern as a reader reads it. */
export interface Concern extends Line {
  about: string[];
  feel?: string;
  danger: boolean;
  friend: boolean;
  naming?: string;
  parents?: string;
  interpreter?: string;
  confiscation?: string;
  pupil?: { id: string; name: string; class: string };
  entries: Entry[];
  who_reads: Reader[];
  colleagues: Colleague[];
  why?: Why;
  /** The local authority's officer is to be spoken to. */
  outside: boolean;
  /** They gave a name for the safeguarding lead, and this reader is not the one. */
  name_kept: boolean;
}

/** Whether something waits, without a number and without a word of what it is. */
export interface Waiting {
  unread: boolean;
  since?: string;
  overdue: boolean;
  glass: boolean;
  short: boolean;
}

/** The school's button, for those who open and close it. */
export interface Door {
  open: boolean;
  opened_at?: string;
  by?: string;
  ruling: Ruling;
  readers: Colleague[];
}

// Until the routes are in openapi.json.
type Where = { path?: object; query?: object };
const read = send.read as unknown as <T>(at: string, where: Where, signal?: AbortSignal) => Promise<T>;
const post = send.post as unknown as <T>(at: string, what: Where & { body: object }, intent?: Intent) => Promise<T>;

/** Those that are this reader's, the open or the finished ones. That they looked is recorded. */
export const readList = (finished: boolean, signal?: AbortSignal) =>
  read<{ items: Line[] }>("/api/concerns", { query: { finished } }, signal);

/** Those in whose words the text stands. That they searched is recorded. */
export const search = (text: string, intent?: Intent) =>
  post<{ items: Line[] }>("/api/concerns/search", { body: { text } }, intent);

/** One concern. That it was read is recorded, and marks it read. */
export const readConcern = (id: string, signal?: AbortSignal) =>
  read<Concern>("/api/concerns/{id}", { path: { id } }, signal);

/** The same for paper: that it was printed is recorded. */
export const printConcern = (id: string, intent: Intent) =>
  post<Concern>("/api/concerns/{id}/print", { path: { id }, body: {} }, intent);

/** What a reader can do to a concern, with what each wants. */
export interface Acts {
  reply: { phrase: string } | { words: string; language: string };
  note: { words: string };
  status: { status: string };
  hand: { to: string; words: string };
  "keep-from": { person: string; words: string };
  parents: { tell: string; reason: string };
  interpreter: { language: string };
  device: { confiscation: string };
}

/** Does it, and answers with the concern as it then stands. */
export const act = <A extends keyof Acts>(id: string, what: A, body: Acts[A], intent: Intent) =>
  post<Concern>(`/api/concerns/{id}/${what}`, { path: { id }, body }, intent);

/** Breaks the glass: from then on the list shows for an hour what it opened. */
export const breakGlass = (reason: string, intent: Intent) =>
  post<unknown>("/api/concerns/glass", { body: { reason } }, intent);

export const readWaiting = (signal?: AbortSignal) => read<Waiting>("/api/concerns/waiting", {}, signal);

export const readDoor = (signal?: AbortSignal) => read<Door>("/api/tell-door", {}, signal);

export const setDoor = (open: boolean, intent: Intent) => post<Door>("/api/tell-door", { body: { open } }, intent);
