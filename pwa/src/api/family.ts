// The shapes of families' and children's screens by their short names, made from backend/web/openapi.json.
import type { components } from "./openapi";
import type { Me } from "./types";

type Schemas = components["schemas"];

/** A child as families' screens name one. */
export type FamilyChild = Schemas["Child"];

/** One adult's place at one school; its id is what the header As says. Several people may share a device. */
export type Seat = Schemas["Seat"];

/** One person on this device, with their places. */
export type FamilyPerson = Schemas["FamilyPerson"];

/** What every kind of signed-in person shares. */
type Common = Pick<Me, "signed_in" | "school" | "terms" | "now" | "demo">;

/** A family's device: whoever of the family is signed in on it. */
export interface FamilyMe extends Common {
  kind: "family";
  people: FamilyPerson[];
}

/** A child, signed in at school. */
export interface PupilMe extends Common {
  kind: "pupil";
  pupil: FamilyChild;
}

export type LetterLook = Schemas["LetterLook"];
export type ShownCode = Schemas["ShownCode"];
export type EditionBrief = Schemas["EditionBrief"];
export type Due = Schemas["Due"];
export type AupHome = Schemas["AUPHome"];
export type HomeSeat = Schemas["AUPSeat"];
export type FamilyDetails = Schemas["FamilyDetails"];
export type SignatureItem = Schemas["SignatureItem"];
export type ReceiptBody = Schemas["SignatureReceipt"];

export type Notice = Schemas["Notice"];
export type Notices = Schemas["Notices"];
export type OpenedNotice = Schemas["OpenedNotice"];
export type NoticePhone = Schemas["NoticePhone"];
export type PushTrial = Schemas["PushTrial"];

/** One promise of a document, as it was or is shown. */
export type Statement = Schemas["EditionStatement"];

/**
 * A document in one language, as the school's public page /s/<slug>/documents/<edition>.json has it. It never changes:
 * its address is its hash. It is no route of the API, so its shape stands here.
 */
export interface Edition {
  document: string;
  version: string;
  number: number;
  edition: string;
  edition_number: number;
  language: string;
  dir: "ltr" | "rtl";
  status: "draft" | "verified" | "original";
  verified?: { by: string; at: string };
  title: string;
  intro: string;
  english_title: string;
  english_intro: string;
  statements: Statement[];
}
