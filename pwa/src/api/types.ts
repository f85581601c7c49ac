// The shapes of the HTTP contract, written by hand until they are made from backend/web/openapi.json. Times are
// RFC 3339 in UTC, days ISO dates, ids 26 characters. This is the only file that knows them.

export type Role =
  | "head"
  | "head_of_school"
  | "deputy_head"
  | "dsl"
  | "deputy_dsl"
  | "osl"
  | "office"
  | "teacher"
  | "assistant"
  | "senco"
  | "technician"
  | "site_manager"
  | "chair_of_governors"
  | "governor"
  | "administrator";

/** What a person may open. The server decides; the app only leaves out what would be refused. */
export type Can =
  | "desk"
  | "class_check"
  | "today_class"
  | "confiscate"
  | "confiscations"
  | "release"
  | "hold"
  | "import"
  | "families"
  | "today"
  | "policy"
  | "staff"
  | "exceptions";

export type Kind = "phone" | "tablet" | "e_reader" | "console" | "watch" | "wearable";
export type Ground = "breach" | "child_protection" | "behaviour" | "anti_bullying" | "imagery";

export interface SchoolBrief {
  id: string;
  slug: string;
  name: string;
  phone: string;
}

export interface PhonesSwitches {
  mode: "hand_in" | "class_check";
  kinds: Kind[];
  grounds: Ground[];
  /** Those that keep the device from everybody but the safeguarding team. */
  hold_grounds: Ground[];
  release: "end_of_day" | "contact_made";
  parents_told: "decision" | "before_release";
  search: "off" | "leadership_with_consent";
  deletion: "silent" | "may_be_asked";
}

export interface Me {
  signed_in: boolean;
  person: { id: string; name: string };
  roles: Role[];
  can: Can[];
  /** The classes that the person teaches or assists. */
  classes: string[];
  school: SchoolBrief;
  terms: { child: string; organisation: string; approver: string };
  phones: PhonesSwitches;
  all_classes: { name: string; year: string }[];
  /** The school's clock, which the demo can move. */
  now: string;
  demo: boolean;
}

/** What the page behind a one-time link shows before it is used. */
export interface LinkPreview {
  purpose: "passphrase" | "first_administrator" | "demo";
  school?: string;
  name?: string;
  ends: string;
  presets?: string[];
}

/** The sentence of the school's policy that something rests on. */
export interface Why {
  key: string;
  section: string;
  sentence: string;
}

export interface Part {
  field: string;
  title: string;
}

/** An answer that is not a yes: RFC 9457, said in the reader's language. */
export interface ProblemBody {
  status: number;
  kind:
    | "invalid"
    | "signed_out"
    | "denied"
    | "not_found"
    | "conflict"
    | "not_yet"
    | "too_many"
    | "unavailable"
    | "internal"
    | "offline";
  title: string;
  field?: string;
  parts?: Part[];
  why?: Why;
  from?: string;
}

export type DeviceState = "with_child" | "handed_in" | "confiscated" | "with_police";

export interface DeskDevice {
  id: string;
  kind: Kind;
  label?: string;
  colour?: string;
  state: DeviceState;
  slot?: number;
  since: string;
  undo_until?: string;
  /** Handed in, and its day is over. */
  late: boolean;
}

export interface DeskPupil {
  id: string;
  /** Empty in the answer to a desk move: the screen knows it. */
  name: string;
  class: string;
  year: string;
  /** Has an exception: may keep the device. */
  keeps: boolean;
  /** The one that matters most now. */
  device?: DeskDevice;
  devices: DeskDevice[];
}

export interface Recent {
  at: string;
  pupil: string;
  name: string;
  state: DeviceState;
  slot?: number;
}

export interface Desk {
  mode: PhonesSwitches["mode"];
  now: string;
  /** Handed in and still here. */
  held: number;
  /** Still here although their day is over. */
  uncollected: number;
  /** Children who have brought a device before. */
  expected: number;
  pupils: DeskPupil[];
  recent: Recent[];
}

export type Found = "not_off" | "not_put_away" | "in_use";

export interface Checked {
  by: string;
  at: string;
}

export interface ClassCheck {
  class: string;
  date: string;
  checked?: Checked;
  pupils: { id: string; name: string; keeps: boolean; found?: Found }[];
}

export interface ClassList {
  class: string;
  pupils: DeskPupil[];
}

export interface Ruling {
  verdict: "allowed" | "denied" | "not_yet";
  title?: string;
  why?: Why;
  from?: string;
}

export interface Confiscation {
  id: string;
  pupil: { id: string; name: string; class: string };
  kind: Kind;
  /** Absent where only the safeguarding team may know it. */
  ground?: Ground;
  /** The ground is the safeguarding team's alone. */
  secret: boolean;
  /** A safeguarding hold stands. */
  held: boolean;
  state: "kept" | "released" | "with_police";
  at: string;
  by: string;
  stored: string;
  tell: "" | "yes" | "not_yet";
  reason?: string;
  /** A decision or a contact is still open. */
  owed: boolean;
  contact_at?: string;
  released?: { to: string; by: string; at: string };
  police?: { officer: string; reference: string; by: string; at: string };
  release: Ruling;
}

export interface Adult {
  id: string;
  name: string;
  relationship: string;
  may_collect: boolean;
  may_be_told: boolean;
  no_contact: boolean;
}

export interface ContactEntry {
  at: string;
  by: string;
  adult: string;
  how: "phone" | "in_person";
  outcome: "spoke" | "no_answer";
}

export interface OpenedConfiscation extends Confiscation {
  /** The reader may act on it. */
  keeper: boolean;
  /** The reader belongs to the safeguarding team. */
  team: boolean;
  adults: Adult[];
  contacts: ContactEntry[];
  rulings: Record<"release" | "tell" | "police" | "search" | "delete", Ruling>;
}

export interface ImportRowProblem {
  row: number;
  column: string;
  value: string;
  reason: string;
}

export interface ImportPreview {
  id: string;
  kind: "pupils" | "staff";
  file: string;
  state: "reading" | "preview" | "applying" | "applied" | "undone" | "refused";
  at: string;
  by: string;
  /** How far long work is, in rows. */
  progress?: { done: number; of: number };
  headers: string[];
  /** Our field → the file's header. */
  columns: Record<string, string>;
  fields: { name: string; required: boolean }[];
  counts: { new: number; changed: number; leaving: number; same: number; problems: number; doubtful: number };
  new: { row: number; name: string; class: string; year: string }[];
  changed: { id: string; name: string; changes: { field: string; from: string; to: string }[] }[];
  leaving: { id: string; name: string; class: string }[];
  problems: ImportRowProblem[];
  undo?: Ruling;
}

export interface FamiliesPage {
  total: number;
  page: number;
  pages: number;
  pupils: { id: string; name: string; class: string; year: string; adults: string[] }[];
}

export interface PupilPage {
  id: string;
  name: string;
  legal_name?: string;
  class: string;
  year: string;
  birthday?: string;
  language?: string;
  in_care?: boolean;
  adults: (Adult & {
    parental_responsibility: boolean;
    same_address: boolean;
    mobile?: string;
    email?: string;
    language?: string;
    court_order?: string;
    priority: number;
    merged_from?: string[];
  })[];
}

export interface SamePair {
  name: string;
  rows: { id: string; name: string; mobile?: string; email?: string; children: string[] }[];
}

export interface StaffMember {
  id: string;
  name: string;
  email: string;
  roles: Role[];
  classes: string[];
  left: boolean;
}

export interface IssuedLink {
  url: string;
  ends: string;
}

export interface TodayPage {
  date: string;
  now: string;
  /** There is school today. */
  open: boolean;
  why?: string;
  ends?: string;
  mode: PhonesSwitches["mode"];
  held: number;
  uncollected: { pupil: { id: string; name: string; class: string }; slot: number; since: string }[];
  /** Confiscated and still here. */
  kept: Confiscation[];
  /** Those of them with a decision or a contact still open. */
  owed: Confiscation[];
  classes: { class: string; checked?: Checked; exceptions: number }[];
  chain: { position: number; link: string };
}

export type BuildState = "done" | "not_yet" | "never";

export interface PolicyClause {
  id: string;
  key: string;
  section: string;
  sentence: string;
  status: "executed" | "evidenced" | "shown" | "outside";
  room: string;
  what: string;
  state: BuildState;
}

export interface PolicyPage {
  school: string;
  version: number;
  findings: { code: string; severity: "amber" | "red"; title: string; clauses: string[]; verified_on?: string }[];
  switches: { key: string; label: string; values: string[]; clauses: string[]; room: string; state: BuildState }[];
  clauses: PolicyClause[];
  by_status: Record<string, number>;
  not_yet: number;
}
