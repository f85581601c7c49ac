import { lazy } from "preact-iso";
import type { Someone } from "./api/types";
import { readBoot } from "./boot";
import { staffWords } from "./i18n/words";
import { unreached } from "./reach";
import { kindOf } from "./session";

/** A room of staff's: staff's sentences come with the first of them. A family's telephone loads neither. */
const staffs = <T,>(room: () => Promise<{ default: T }>) =>
  lazy(async () => (await Promise.all([room(), staffWords(readBoot().staff_catalogue)]))[0]);

// One room, one piece of the program: it is fetched when somebody first opens the room.
const SignIn = lazy(() => import("./rooms/access/SignIn"));
const OneTimeLink = staffs(() => import("./rooms/access/OneTimeLink"));
const FirstRun = staffs(() => import("./rooms/access/FirstRun"));
const Passphrase = staffs(() => import("./rooms/access/Passphrase"));
const Factor = staffs(() => import("./rooms/factor/Factor"));
const Desk = staffs(() => import("./rooms/custody/desk/Desk"));
const ClassCheck = staffs(() => import("./rooms/custody/class-check/ClassCheck"));
const TodayClass = staffs(() => import("./rooms/custody/today-class/TodayClass"));
const Confiscations = staffs(() => import("./rooms/custody/kept/Confiscations"));
const Confiscation = staffs(() => import("./rooms/custody/kept/Confiscation"));
const Imports = staffs(() => import("./rooms/intake/Imports"));
const Import = staffs(() => import("./rooms/intake/Import"));
const Families = staffs(() => import("./rooms/people/families/Families"));
const Pupil = staffs(() => import("./rooms/people/families/Pupil"));
const SamePerson = staffs(() => import("./rooms/people/families/SamePerson"));
const Today = staffs(() => import("./rooms/school/today/Today"));
const Policy = staffs(() => import("./rooms/school/policy/Policy"));
const Staff = staffs(() => import("./rooms/school/staff/Staff"));
const Governors = staffs(() => import("./rooms/school/governors/Governors"));
const Exceptions = staffs(() => import("./rooms/custody/leave/Exceptions"));
const Uses = staffs(() => import("./rooms/custody/leave/Uses"));
const StaffLeave = staffs(() => import("./rooms/custody/leave/StaffLeave"));
const Letters = staffs(() => import("./rooms/letters/Letters"));
const LettersPrint = staffs(() => import("./rooms/letters/LettersPrint"));
const Signatures = staffs(() => import("./rooms/aup-office/Signatures"));
const Documents = staffs(() => import("./rooms/aup-office/Documents"));
const Forms = staffs(() => import("./rooms/aup-office/Forms"));
const Publish = staffs(() => import("./rooms/aup-office/Publish"));
const Calls = staffs(() => import("./rooms/calls/Calls"));
const Deliveries = staffs(() => import("./rooms/deliveries/Deliveries"));
const Reading = staffs(() => import("./rooms/reading/Reading"));
const OneConcern = staffs(() => import("./rooms/reading/OneConcern"));
const DeliveriesPrint = staffs(() => import("./rooms/deliveries/DeliveriesPrint"));
const Offline = lazy(() => import("./rooms/offline/Offline"));
const Read = lazy(() => import("./rooms/offline/Read"));
const Letter = lazy(() => import("./rooms/family/Letter"));
const HandOver = lazy(() => import("./rooms/family/HandOver"));
const FamilyHome = lazy(() => import("./rooms/family/Home"));
const AnotherPhone = lazy(() => import("./rooms/family/AnotherPhone"));
const Details = lazy(() => import("./rooms/family/Details"));
const Messages = lazy(() => import("./rooms/notice/Messages"));
const Message = lazy(() => import("./rooms/notice/Message"));
const Ringing = lazy(() => import("./rooms/courier/Ringing"));
const Bell = staffs(() => import("./rooms/bell/Bell"));
const ClassCode = lazy(() => import("./rooms/pupil/ClassCode"));
const Promises = lazy(() => import("./rooms/pupil/Promises"));
const ClassCodes = staffs(() => import("./rooms/class-code/ClassCodes"));
const Sitting = lazy(() => import("./rooms/aup/Sitting"));
const Signed = lazy(() => import("./rooms/aup/Signed"));
const Receipt = lazy(() => import("./rooms/aup/Receipt"));
const Tell = lazy(() => import("./rooms/tell/Tell"));

/** A screen at an address. */
export interface OneRoute {
  at: string;
  screen: typeof SignIn;
  /** Needs nobody signed in. */
  open?: boolean;
  /** Whose it is; staff's where nothing is said. */
  for?: "family" | "pupil";
  /** What staff find there, where it is a family's address too. */
  staff?: typeof SignIn;
}

/** The screens by address. Whoever is not signed in sees the sign-in instead, somebody of another kind "not here". */
export const routes: readonly OneRoute[] = [
  { at: "/sign-in", screen: SignIn, open: true },
  { at: "/link/:token", screen: OneTimeLink, open: true },
  { at: "/first-run/:token?", screen: FirstRun, open: true },
  { at: "/passphrase", screen: Passphrase },
  { at: "/factor", screen: Factor },
  { at: "/desk", screen: Desk },
  { at: "/class-check", screen: ClassCheck },
  { at: "/class", screen: TodayClass },
  { at: "/confiscations", screen: Confiscations },
  { at: "/confiscations/:id", screen: Confiscation },
  { at: "/import", screen: Imports },
  { at: "/import/:id", screen: Import },
  { at: "/families", screen: Families },
  { at: "/pupils/:id", screen: Pupil },
  { at: "/same-person", screen: SamePerson },
  { at: "/today", screen: Today },
  { at: "/policy", screen: Policy },
  { at: "/staff", screen: Staff },
  { at: "/governors", screen: Governors },
  { at: "/exceptions", screen: Exceptions },
  { at: "/uses", screen: Uses },
  { at: "/staff-leave", screen: StaffLeave },
  { at: "/letters", screen: Letters },
  { at: "/letters/print", screen: LettersPrint },
  { at: "/signatures", screen: Signatures },
  { at: "/forms", screen: Forms },
  { at: "/documents", screen: Documents },
  { at: "/documents/:document", screen: Publish },
  { at: "/calls", screen: Calls },
  { at: "/deliveries", screen: Deliveries },
  { at: "/deliveries/print", screen: DeliveriesPrint },
  { at: "/reading", screen: Reading },
  { at: "/reading/:id", screen: OneConcern },
  { at: "/read/:school/:edition", screen: Read, open: true },
  { at: "/l/:code", screen: Letter, open: true },
  { at: "/letter", screen: Letter, open: true },
  { at: "/hand-over", screen: HandOver, open: true },
  { at: "/class-code", screen: ClassCode, open: true },
  { at: "/promises", screen: Promises, open: true },
  { at: "/class-codes", screen: ClassCodes },
  { at: "/home", screen: FamilyHome, for: "family" },
  { at: "/sitting/:seat", screen: Sitting, for: "family" },
  { at: "/messages", screen: Messages, for: "family" },
  { at: "/messages/:seat/:id", screen: Message, for: "family" },
  { at: "/ringing", screen: Ringing, for: "family", staff: Bell },
  { at: "/signed", screen: Signed, for: "family" },
  { at: "/signed/:id", screen: Receipt, for: "family" },
  { at: "/another-phone", screen: AnotherPhone, for: "family" },
  { at: "/details", screen: Details, for: "family" },
  { at: "/s/:school/page", screen: Tell, open: true },
];

/** What stands at an address that needs somebody signed in: the door, or what there is while nobody can be asked. */
export const closed = () => (unreached.get() ? Offline : SignIn);

/** What somebody finds at an address: its screen, the sign-in, or nothing that is theirs. */
export function screenFor(one: OneRoute | undefined, me: Someone | null): typeof SignIn | undefined {
  if (one?.open) return one.screen;
  if (!me) return closed();
  const kind = kindOf(me);
  if (one?.staff && kind === "staff") return one.staff;
  return one && (one.for ?? "staff") === kind ? one.screen : undefined;
}

/** Fetches the room of an address before the first drawing, so that Go's page is replaced in one stroke. */
export async function preload(path: string, me: Someone | null): Promise<void> {
  const parts = path.split("/").filter(Boolean);
  const found = routes.find(one => {
    const own = one.at.split("/").filter(Boolean);
    const fits = own.every((piece, i) => piece.startsWith(":") || piece === parts[i]);
    return fits && parts.length <= own.length && parts.length >= own.filter(piece => !piece.endsWith("?")).length;
  });
  await screenFor(found, me)?.preload();
}
