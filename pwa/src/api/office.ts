// What the office asks the server about letters, signatures and calls, and the shapes of the answers by short names.
import type { components } from "./openapi";
import type { Intent } from "./operation";
import { post, read } from "./send";

type Schemas = components["schemas"];

/** An adult who can be given a letter. */
export type Addressee = Schemas["Addressee"];
export type Addressees = Schemas["Addressees"];
/** A letter as it is printed: the code stands here and nowhere else. */
export type Letter = Schemas["PrintedLetter"];
export type PrintedLetters = Schemas["PrintedLetters"];

export type Progress = Schemas["AUPProgress"];
export type ProgressItem = Schemas["ProgressChild"];
export type ClassProgress = Schemas["ProgressClass"];
export type AskedAdult = Schemas["ProgressAdult"];
export type AdultState = AskedAdult["state"];

export type SchoolDocument = Schemas["AUPDocument"];
export type Wording = Schemas["DocumentText"];
export type Statement = Schemas["TextStatement"];
/** A signature on paper. */
export type Paper = Schemas["NewPaper"];

export type Call = Schemas["Call"];
export type CallOutcome = Schemas["CallOutcome"]["outcome"];

/** Whose letters are asked for. */
export interface Asking {
  class?: string;
  year?: string;
  missing?: boolean;
  page?: number;
}

export const readAddressees = (query: Asking, signal?: AbortSignal) => read("/api/letters", { query }, signal);

export const printLetters = (body: Schemas["LetterOrder"], intent: Intent) => post("/api/letters", { body }, intent);

/** Ends every sign-in of an adult, and every letter that was not used. */
export const revoke = (id: string, intent: Intent) =>
  post("/api/adults/{id}/revoke", { path: { id }, body: {} }, intent);

export const readProgress = (
  query: { class?: string; state?: string; q?: string; page?: number },
  signal?: AbortSignal,
) => read("/api/aup/progress", { query }, signal);

export const recordPaper = (body: Paper, intent: Intent) => post("/api/aup/paper", { body }, intent);

export const readDocuments = (signal?: AbortSignal) => read("/api/aup/documents", {}, signal);

/** Makes a wording the school's own version of a document: frozen from then on. */
export function publish(document: string, of: Wording, intent: Intent) {
  const statements = of.statements.map(({ key, text }) => ({ key, text }));
  const body = { title: of.title, intro: of.intro, statements };
  return post("/api/aup/documents/{document}/publish", { path: { document }, body }, intent);
}

export const readCalls = (signal?: AbortSignal) => read("/api/calls", {}, signal);

export const endCall = (id: string, outcome: CallOutcome, intent: Intent) =>
  post("/api/calls/{id}/done", { path: { id }, body: { outcome } }, intent);
