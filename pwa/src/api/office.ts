// What the office asks the server about letters, signatures and calls, by short names.
import type { Intent } from "./operation";
import { post, read } from "./send";

// The routes of these rooms come to openapi.json with their Go side; until then these are the contract's shapes.
const get = read as unknown as (address: string, where: object, signal?: AbortSignal) => Promise<unknown>;
const send = post as unknown as (address: string, what: object, intent?: Intent) => Promise<unknown>;

export type LetterState = "waiting" | "used" | "ended" | "guessed";

/** An adult who can be given a letter. */
export interface Addressee {
  adult: string;
  name: string;
  language: string;
  relationship: string;
  children: { id: string; name: string; class: string }[];
  signed_in: boolean;
  last?: { at: string; ends: string; used?: string; state: LetterState };
  /** A no-contact mark stands in the family: printed only after the office's own yes. */
  needs_yes: boolean;
}

export interface Addressees {
  items: Addressee[];
  total: number;
  page: number;
  size: number;
  classes: string[];
}

/** A letter as it is printed: the code stands here and nowhere else. */
export interface Letter {
  adult: string;
  name: string;
  language: string;
  dir: "ltr" | "rtl";
  children: string[];
  /** Whose birthday is asked. */
  child: string;
  code: string;
  url: string;
  /** The square around the address, its quiet margin included: a unit a module. */
  qr: { size: number; path: string };
  ends: string;
}

export interface PrintedLetters {
  letters: Letter[];
  refused: { adult: string; name: string; title: string }[];
}

export interface Asking {
  class?: string;
  year?: string;
  missing?: boolean;
  q?: string;
  page?: number;
}

export const readAddressees = (query: Asking, signal?: AbortSignal) =>
  get("/api/letters", { query }, signal) as Promise<Addressees>;

export const printLetters = (body: { adults: string[]; yes: string[] }, intent: Intent) =>
  send("/api/letters", { body }, intent) as Promise<PrintedLetters>;

export const revoke = (id: string, intent: Intent) =>
  send("/api/adults/{id}/revoke", { path: { id }, body: {} }, intent) as Promise<unknown>;

export type AdultState =
  | "signed"
  | "declined"
  | "question"
  | "replaced"
  | "signed_in"
  | "letter"
  | "letter_ended"
  | "letter_guessed"
  | "no_letter"
  | "not_asked";

export interface AskedAdult {
  id: string;
  name: string;
  language: string;
  relationship: string;
  state: AdultState;
  at?: string;
  how?: string;
}

export interface ProgressItem {
  pupil: { id: string; name: string; class: string };
  /** How far the child's own promise is. */
  own: string;
  signed: boolean;
  adults: AskedAdult[];
}

export interface ClassProgress {
  name: string;
  year: string;
  children: number;
  signed: number;
  pupils_signed: number;
}

export interface Progress {
  documents: { document: string; title: string; number: number; sign_by?: string }[];
  classes: ClassProgress[];
  items: ProgressItem[];
  total: number;
  page: number;
  size: number;
}

export const readProgress = (
  query: { class?: string; state?: string; q?: string; page?: number },
  signal?: AbortSignal,
) => get("/api/aup/progress", { query }, signal) as Promise<Progress>;

export interface Paper {
  adult: string;
  document: string;
  pupils: string[];
  language: string;
  signed_on: string;
}

export const recordPaper = (body: Paper, intent: Intent) => send("/api/aup/paper", { body }, intent);

export interface Statement {
  key: string;
  symbol: string;
  text: string;
  fixed?: boolean;
}

export interface Wording {
  title: string;
  intro: string;
  statements: Statement[];
}

export interface SchoolDocument {
  document: string;
  title: string;
  state: "not_published" | "published" | "newer_text";
  current?: Wording & { version: string; number: number; published_at: string; by: string };
  proposed: Wording;
  editions: { language: string; number: number; status: "draft" | "verified" | "original" }[];
  signed: number;
  asked: number;
}

export const readDocuments = (signal?: AbortSignal) =>
  get("/api/aup/documents", {}, signal) as Promise<{ items: SchoolDocument[] }>;

export const publish = (document: string, wording: Wording, intent: Intent) =>
  send(
    "/api/aup/documents/{document}/publish",
    {
      path: { document },
      body: {
        title: wording.title,
        intro: wording.intro,
        statements: wording.statements.map(({ key, text }) => ({ key, text })),
      },
    },
    intent,
  );

export type CallOutcome = "reached" | "no_answer" | "settled";

export interface Call {
  id: string;
  at: string;
  adult: { id: string; name: string; mobile?: string };
  language: string;
  about: string;
  document?: string;
  statements: string[];
  again?: string;
  words: string;
  pupils: string[];
  done?: { at: string; by: string; outcome: CallOutcome };
}

export const readCalls = (signal?: AbortSignal) => get("/api/calls", {}, signal) as Promise<{ items: Call[] }>;

export const endCall = (id: string, outcome: CallOutcome, intent: Intent) =>
  send("/api/calls/{id}/done", { path: { id }, body: { outcome } }, intent);
