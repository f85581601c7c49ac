import type { AupHome, Due, Edition, FamilyChild, PupilMe } from "../../api/family";
import type { Intent } from "../../api/operation";
import { postSoon, readSoon } from "../../api/soon";
import type { SchoolBrief } from "../../api/types";

/** A class whose code was typed, with the names that its children are called by. */
export interface FoundClass {
  school: SchoolBrief;
  class: string;
  names: Pick<FamilyChild, "id" | "name">[];
}

export const lookAtCode = (code: string, intent: Intent) =>
  postSoon("/api/class-codes/look", { body: { code } }, intent) as Promise<FoundClass>;

export const comeIn = (code: string, pupil: string, intent: Intent) =>
  postSoon("/api/class-codes/use", { body: { code, pupil } }, intent) as Promise<PupilMe>;

export const readHome = (signal: AbortSignal) => readSoon("/api/aup/home", {}, signal) as Promise<AupHome>;

/** Signs with one's own name; who it is the session says. */
export const sign = (due: Due, shown: Edition, intent: Intent) =>
  postSoon(
    "/api/aup/signatures",
    {
      body: {
        language: shown.language,
        talked: false,
        answers: [{ document: due.document, version: due.version, edition: shown.edition }],
      },
    },
    intent,
  );
