import type { Me, SchoolBrief } from "./types";

// The shapes of families' screens, by hand until the description of the API has them.

/** A child as families' screens name one. */
export interface FamilyChild {
  id: string;
  name: string;
  class: string;
  year: string;
  band: string;
}

/** One adult's place at one school: the same person may have several, and several people may share a device. */
export interface Seat {
  /** The adult's id: what the header As says. */
  id: string;
  school: SchoolBrief;
  /** The family's language, as the school has it. */
  language: string;
  children: FamilyChild[];
}

/** One person on this device, with their places. */
export interface FamilyPerson {
  name: string;
  seats: Seat[];
}

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

/** What a letter says before it is used: whose it is, and which child's birthday is asked for. */
export interface LetterLook {
  school: { slug: string; name: string; phone: string };
  child: string;
  language: string;
  ends: string;
}

/** A code for another phone of the same person. */
export interface HandOverCode {
  code: string;
  ends: string;
}

/** What the school has about a person. */
export interface FamilyDetails {
  name: string;
  mobile: string;
  email: string;
  language: string;
  children: { name: string; class: string }[];
}

/** One edition of a document: the same promises in one language. */
export interface EditionBrief {
  language: string;
  edition: string;
  number: number;
  status: "draft" | "verified" | "original";
}

/** A document that the school asks somebody to sign. */
export interface Due {
  document: string;
  version: string;
  number: number;
  title: string;
  /** The children it is for; none for the adult's own. */
  pupils: { id: string; name: string }[];
  state: "new" | "changed" | "declined";
  sign_by?: string;
  changed?: { added: string[]; reworded: string[]; removed: string[] };
  editions: EditionBrief[];
}

/** What a school asks of one seat. */
export interface HomeSeat {
  id: string;
  school: { slug: string; name: string; phone: string };
  due: Due[];
  asked?: { at: string };
  signed: number;
}

/** What every school asks of the people of this device. */
export interface AupHome {
  seats: HomeSeat[];
}

/** A signature as its signer sees it. */
export interface SignatureItem {
  id: string;
  document: string;
  title: string;
  number: number;
  pupil?: { id: string; name: string };
  language: string;
  status: string;
  how: string;
  at: string;
  standing: "stands" | "replaced" | "withdrawn" | "lapsed";
}

/** One promise of a document, as it was or is shown. */
export interface Statement {
  key: string;
  symbol: string;
  text: string;
  lang: string;
  dir: "ltr" | "rtl";
  english: string;
  status?: string;
  fixed?: boolean;
}

/** Everything that proves a signature. */
export interface ReceiptBody extends SignatureItem {
  signer: string;
  capacity: string;
  talked: boolean;
  school: string;
  statements: Statement[];
  version: string;
  edition: string;
  chain: { position: number; link: string };
}

/** A document in one language, as the school's public page has it. It never changes: its address is its hash. */
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
