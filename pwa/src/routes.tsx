import { lazy } from "preact-iso";

// One room, one piece of the program: it is fetched when somebody first opens the room.
const SignIn = lazy(() => import("./rooms/access/SignIn"));
const OneTimeLink = lazy(() => import("./rooms/access/OneTimeLink"));
const FirstRun = lazy(() => import("./rooms/access/FirstRun"));
const Desk = lazy(() => import("./rooms/custody/desk/Desk"));
const ClassCheck = lazy(() => import("./rooms/custody/class-check/ClassCheck"));
const TodayClass = lazy(() => import("./rooms/custody/today-class/TodayClass"));
const Confiscations = lazy(() => import("./rooms/custody/kept/Confiscations"));
const Confiscation = lazy(() => import("./rooms/custody/kept/Confiscation"));
const Imports = lazy(() => import("./rooms/intake/Imports"));
const Import = lazy(() => import("./rooms/intake/Import"));
const Families = lazy(() => import("./rooms/people/families/Families"));
const Pupil = lazy(() => import("./rooms/people/families/Pupil"));
const SamePerson = lazy(() => import("./rooms/people/families/SamePerson"));
const Today = lazy(() => import("./rooms/school/today/Today"));
const Policy = lazy(() => import("./rooms/school/policy/Policy"));
const Staff = lazy(() => import("./rooms/school/staff/Staff"));
const Exceptions = lazy(() => import("./rooms/custody/leave/Exceptions"));
const Uses = lazy(() => import("./rooms/custody/leave/Uses"));
const StaffLeave = lazy(() => import("./rooms/custody/leave/StaffLeave"));

/** The screens by address. "open" ones need nobody signed in; the others show the sign-in instead. */
export const routes = [
  { at: "/sign-in", screen: SignIn, open: true },
  { at: "/link/:token", screen: OneTimeLink, open: true },
  { at: "/first-run/:token?", screen: FirstRun, open: true },
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
  { at: "/exceptions", screen: Exceptions },
  { at: "/uses", screen: Uses },
  { at: "/staff-leave", screen: StaffLeave },
] as const;

export { SignIn };

/** Fetches the room of an address before the first drawing, so that Go's page is replaced in one stroke. */
export async function preload(path: string, signedIn: boolean): Promise<void> {
  const parts = path.split("/").filter(Boolean);
  const found = routes.find(one => {
    const own = one.at.split("/").filter(Boolean);
    const fits = own.every((piece, i) => piece.startsWith(":") || piece === parts[i]);
    return fits && parts.length <= own.length && parts.length >= own.filter(piece => !piece.endsWith("?")).length;
  });
  const screen = found && (signedIn || "open" in found) ? found.screen : signedIn ? undefined : SignIn;
  await screen?.preload();
}
