import type { Due, Edition, FamilyChild } from "../../api/family";
import type { Intent } from "../../api/operation";
import { post, read } from "../../api/send";
import type { SchoolBrief } from "../../api/types";
import { signedEdition } from "../aup/papers";

/** A class whose code was typed, with the names that its children are called by. */
export interface FoundClass {
  school: SchoolBrief;
  class: string;
  names: Pick<FamilyChild, "id" | "name">[];
}

export const lookAtCode = (code: string, intent: Intent) => post("/api/class-codes/look", { body: { code } }, intent);

export const comeIn = (code: string, pupil: string, intent: Intent) =>
  post("/api/class-codes/use", { body: { code, pupil } }, intent);

export const readHome = (signal: AbortSignal) => read("/api/aup/home", {}, signal);

/** Signs with one's own name; who it is the session says. */
export const sign = (due: Due, shown: Edition, intent: Intent) =>
  post(
    "/api/aup/signatures",
    {
      body: {
        language: shown.language,
        talked: false,
        answers: [{ document: due.document, version: due.version, edition: signedEdition({ due, edition: shown }) }],
      },
    },
    intent,
  );
