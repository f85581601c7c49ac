import type { Due, Edition, FamilyMe, HomeSeat, Seat, Statement } from "../../src/api/family";
import type { Messages } from "../../src/i18n/catalogue";
import { spoken } from "../../src/i18n/say";
import { hall } from "./people";
import { english } from "./speak";

export const HOOK = { id: "s1", slug: "hook-lane", name: "Hook Lane Primary School", phone: "01632 960 100" };
export const ROAD = { id: "s2", slug: "beaver-road", name: "Beaver Road Primary School", phone: "01632 960 200" };

const child = (id: string, name: string, cls: string) => ({ id, name, class: cls, year: "Year 6", band: "ks2_upper" });

export const hookSeat: Seat = {
  id: "a1",
  school: HOOK,
  language: "ur",
  children: [child("p1", "Maryam Hussain", "Everest"), child("p2", "Yusuf Hussain", "Oak")],
};
export const roadSeat: Seat = {
  id: "b1",
  school: ROAD,
  language: "ur",
  children: [child("p3", "Zara Hussain", "Beech")],
};
const fathers: Seat = { ...hookSeat, id: "a2", children: [child("p1", "Maryam Hussain", "Everest")] };

const common = { signed_in: true, school: HOOK, terms: hall.terms, now: "2026-11-23T16:41:00Z", demo: false };

/** Amina Hussain, whose children are at Hook Lane. */
export const amina: FamilyMe = { ...common, kind: "family", people: [{ name: "Amina Hussain", seats: [hookSeat] }] };
/** The same, with a child at Beaver Road too. */
export const both: FamilyMe = {
  ...common,
  kind: "family",
  people: [{ name: "Amina Hussain", seats: [hookSeat, roadSeat] }],
};
/** Both parents on one telephone. */
export const two: FamilyMe = {
  ...common,
  kind: "family",
  people: [
    { name: "Amina Hussain", seats: [hookSeat] },
    { name: "بلال حسین", seats: [fathers] },
  ],
};
/** Nobody: what the server says before anybody came in. */
export const nobody = { ...hall, signed_in: false };

export const statement = (key: string, text: string, more: Partial<Statement> = {}): Statement => ({
  key,
  symbol: "talk",
  text,
  lang: "en",
  dir: "ltr",
  english: text,
  status: "original",
  fixed: false,
  ...more,
});

export const edition = (document: string, version: string, statements: Statement[], more: Partial<Edition> = {}) =>
  ({
    document,
    version,
    number: 1,
    edition: `${document}-${version}-en`,
    edition_number: 1,
    language: "en",
    dir: "ltr",
    status: "original",
    title: `Title of ${document}`,
    intro: "What school asks.",
    english_title: `Title of ${document}`,
    english_intro: "What school asks.",
    statements,
    ...more,
  }) satisfies Edition;

export const due = (document: string, version: string, more: Partial<Due> = {}): Due => ({
  document,
  version,
  number: 1,
  title: `Title of ${document}`,
  pupils: [],
  state: "new",
  editions: [
    { language: "en", edition: `${document}-${version}-en`, number: 1, status: "original", may_be_signed: true },
  ],
  ...more,
});

const maryam = { id: "p1", name: "Maryam Hussain" };
const yusuf = { id: "p2", name: "Yusuf Hussain" };

export const parents = edition("parents", "v1", [statement("talk", "I talk."), statement("ask", "I ask.")]);
export const pupils = edition("ks2_upper", "w1", [statement("kind", "I am kind.")]);
export const home: HomeSeat = {
  id: "a1",
  school: HOOK,
  due: [due("parents", "v1"), due("ks2_upper", "w1", { pupils: [maryam, yusuf] })],
  signed: 0,
};

/** Speaks the pseudo-locale: every sentence in brackets, right to left. */
export function speakPseudo(): void {
  const over = (text: string) => `[${text} ~]`;
  const messages: Messages = Object.fromEntries(
    Object.entries(english).map(([key, entry]) => [
      key,
      typeof entry === "string"
        ? over(entry)
        : { other: over(entry.other), ...(entry.one !== undefined && { one: over(entry.one) }) },
    ]),
  );
  const catalogue = { lang: "en-x-pseudo", dir: "rtl", messages } as const;
  spoken.set({ tag: "en-x-pseudo", name: "Pseudo", dir: "rtl", catalogue });
}
