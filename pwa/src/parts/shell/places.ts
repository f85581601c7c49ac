import type { Me, Someone } from "../../api/types";
import { type Key, say } from "../../i18n/say";
import { unread } from "../../rooms/notice/unread";
import { kindOf, may } from "../../session";
import type { IconName } from "../icon/paths";

/** A screen that the bar leads to. */
export interface Place {
  href: string;
  label: string;
  symbol: IconName;
  /** How many new things wait there. */
  waits?: number;
  /** Other addresses that belong to it. */
  also?: readonly string[];
}

const place = (href: string, key: Key, symbol: IconName): Place => ({ href, label: say(key), symbol });

/** The screens of a parent or carer: as many as a phone's bar has room for. */
const familyPlaces = (): Place[] => [
  { ...place("/home", "family.nav.home", "home"), also: ["/sitting"] },
  { ...place("/messages", "notice.nav.title", "message"), waits: unread.get() },
  place("/signed", "family.nav.signed", "sheet"),
  { ...place("/details", "family.nav.details", "person"), also: ["/another-phone", "/ringing"] },
];

/** The screens of a person, the most used first. */
export function placesOf(me: Someone): Place[] {
  if (me.kind === "family") return familyPlaces();
  if (me.kind === "pupil") return [];
  return staffPlaces(me);
}

function staffPlaces(me: Me): Place[] {
  const all: (Place | false)[] = [
    may(me, "today") && place("/today", "pwa.nav.today", "today"),
    may(me, "desk") && place("/desk", "pwa.nav.desk", "phone"),
    may(me, "class_check") && place("/class-check", "pwa.nav.class_check", "check_all"),
    may(me, "today_class") && place("/class", "pwa.nav.class", "class"),
    may(me, "reading") && place("/reading", "pwa.nav.reading", "shield"),
    may(me, "confiscations") && place("/confiscations", "pwa.nav.kept", "kept"),
    may(me, "class_code") && place("/class-codes", "pwa.nav.class_code", "tablet"),
    may(me, "families") && place("/families", "pwa.nav.families", "people"),
    may(me, "signatures") && { ...place("/signatures", "pwa.nav.signed", "sheet"), also: ["/letters", "/documents"] },
    may(me, "calls") && place("/calls", "pwa.nav.calls", "call"),
    may(me, "deliveries", "figures") && place("/deliveries", "pwa.nav.deliveries", "talk"),
    may(me, "import") && place("/import", "pwa.nav.imports", "file_in"),
    may(me, "exceptions", "uses") && {
      ...place(may(me, "exceptions") ? "/exceptions" : "/uses", "pwa.nav.leave", "keeps"),
      also: ["/uses", "/staff-leave"],
    },
    may(me, "staff") && place("/staff", "pwa.nav.staff", "staff"),
    may(me, "policy") && place("/policy", "pwa.nav.policy", "policy"),
    may(me, "governors") && place("/governors", "pwa.nav.governors", "people"),
  ];
  return all.filter(one => one !== false);
}

/** Where a person begins: never with what others told, which wants a proof of who looks and is recorded. */
export const firstPlace = (me: Someone) =>
  placesOf(me).find(one => one.href !== "/reading")?.href ?? (kindOf(me) === "pupil" ? "/promises" : "/policy");

/** Whether an address belongs to a place: its own, those below it, and what it names beside. */
export const within = (path: string, to: Place) =>
  [to.href, ...(to.also ?? [])].some(href => path === href || path.startsWith(`${href}/`));
