// The shapes of the API by their short names, made from backend/web/openapi.json (npm run types).
import type { FamilyMe, PupilMe } from "./family";
import type { components } from "./openapi";

type Schemas = components["schemas"];

/** A signed-in member of staff, with what is only there when somebody is. */
export type Me = Omit<Schemas["Me"], "kind"> &
  Required<Pick<Schemas["Me"], "person" | "school" | "terms" | "phones">> & { kind?: "staff" };

/** Whoever is signed in on this device. */
export type Someone = Me | FamilyMe | PupilMe;

/** What GET /api/me and coming in answer: perhaps nobody. */
export type SaidMe = Schemas["Me"];

export type SchoolBrief = Schemas["SchoolName"];
export type Why = Schemas["Why"];
export type Ruling = Schemas["Ruling"];
export type DeskPupil = Schemas["DeskPupil"];
export type Device = Schemas["Device"];
export type Desk = Schemas["Desk"];
export type Recent = Schemas["Recent"];
export type Found = NonNullable<Schemas["CheckedPupil"]["found"]>;
export type Confiscation = Schemas["Confiscation"];
export type OpenedConfiscation = Schemas["OpenedConfiscation"];
export type Carer = Schemas["Carer"];
export type StaffMember = Schemas["StaffMember"];
export type Exceptions = Schemas["Exceptions"];
export type Exception = Schemas["Exception"];
export type Uses = Schemas["Uses"];
export type Use = Schemas["Use"];
export type StaffLeaves = Schemas["StaffLeaves"];
export type Factors = Schemas["Factors"];
export type Factor = Schemas["Factor"];
export type AppSetUp = Schemas["AppSetUp"];
export type FactorNews = Schemas["FactorNews"];
export type IssuedLink = Schemas["IssuedLink"];
export type Governor = Schemas["Governor"];
export type Today = Schemas["Today"];
export type HeldPhone = Schemas["HeldPhone"];
export type ClassState = Schemas["ClassState"];
export type ChainHead = Schemas["ChainHead"];
export type Import = Schemas["ImportPreview"];
export type ImportProblem = Schemas["ImportProblem"];
export type Family = Schemas["Family"];
export type Contact = Schemas["Contact"];
export type SamePerson = Schemas["SamePerson"];
export type Policy = Schemas["Policy"];
export type PolicyClause = Schemas["PolicyClause"];
export type PolicySwitch = Schemas["PolicySwitch"];
export type Finding = Schemas["Finding"];
export type BuildState = PolicyClause["state"];

/** An answer that is not a yes, said in the reader's language; "offline" is ours: there was no answer at all. */
export type ProblemBody = Omit<Schemas["Problem"], "kind"> & { kind: Schemas["Problem"]["kind"] | "offline" };
