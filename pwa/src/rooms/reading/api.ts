// What readers ask the server about what was told, and the shapes of the answers by short names. Nothing of them is kept
// anywhere: they live as long as the screen that shows them.
import type { components } from "../../api/openapi";
import type { Intent } from "../../api/operation";
import { post, read } from "../../api/send";

type Schemas = components["schemas"];

/** A concern in a reader's list: nothing of the words. */
export type Line = Schemas["ConcernLine"];
/** One concern as a reader reads it. */
export type Concern = Schemas["OpenedConcern"];
/** One thing that was said or done; without `by` it was whoever tells, or the product. */
export type Entry = Schemas["ConcernEntry"];
/** Somebody who reads it, and how they came to. */
export type Reader = Schemas["ConcernReader"];
/** Whether something waits, without a number and without a word of what it is. */
export type Waiting = Schemas["Waiting"];
/** The school's button, for those who open and close it. */
export type Door = Schemas["TellDoor"];

/** Those that are this reader's after the first `skip`, the open or the finished ones. That they looked is recorded. */
export const readList = (finished: boolean, skip: number, signal?: AbortSignal) =>
  read("/api/concerns", { query: skip > 0 ? { finished, skip } : { finished } }, signal);

/** Those in whose words the text stands. That they searched is recorded. */
export const search = (text: string, intent?: Intent) => post("/api/concerns/search", { body: { text } }, intent);

/** One concern. That it was read is recorded, and marks it read. */
export const readConcern = (id: string, signal?: AbortSignal) => read("/api/concerns/{id}", { path: { id } }, signal);

/** The same for paper: that it was printed is recorded. */
export const printConcern = (id: string, intent: Intent) =>
  post("/api/concerns/{id}/print", { path: { id }, body: {} }, intent);

/** What a reader can do to a concern, with what each wants. */
export interface Acts {
  reply: Schemas["ConcernReply"];
  note: Schemas["ConcernNote"];
  status: Schemas["ConcernStatus"];
  hand: Schemas["ConcernHandOver"];
  "keep-from": Schemas["ConcernKeptFrom"];
  parents: Schemas["ConcernParents"];
  interpreter: Schemas["ConcernInterpreter"];
  device: Schemas["ConcernDevice"];
}

/** Does it, and answers with the concern as it then stands. */
export function act<A extends keyof Acts>(id: string, what: A, body: Acts[A], intent: Intent): Promise<Concern> {
  // Each address has a body of its own, which Acts names; they share all else.
  const at = `/api/concerns/{id}/${what}` as "/api/concerns/{id}/note";
  return post(at, { path: { id }, body: body as Acts["note"] }, intent);
}

/** Breaks the glass: from then on the list shows for an hour what it opened. */
export const breakGlass = (reason: string, intent: Intent) => post("/api/concerns/glass", { body: { reason } }, intent);

export const readWaiting = (signal?: AbortSignal) => read("/api/concerns/waiting", {}, signal);

export const readDoor = (signal?: AbortSignal) => read("/api/tell-door", {}, signal);

export const setDoor = (open: boolean, intent: Intent) => post("/api/tell-door", { body: { open } }, intent);
