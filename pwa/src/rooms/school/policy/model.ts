import type { Policy, PolicyClause, PolicySwitch } from "../../../api/types";
import { fold } from "../../custody/find";

/** What the list is narrowed to. Empty strings narrow nothing. */
export interface Wanted {
  typed: string;
  status: string;
  state: string;
}

/** A sentence or a switch with what it is found by. */
interface Entry<T> {
  of: T;
  text: string;
  sections: readonly string[];
  statuses: ReadonlySet<string>;
  state: string;
}

/** The policy made ready to be searched. */
export interface Book {
  clauses: readonly Entry<PolicyClause>[];
  switches: readonly Entry<PolicySwitch>[];
  byKey: ReadonlyMap<string, readonly PolicyClause[]>;
  byId: ReadonlyMap<string, PolicyClause>;
}

/** Makes the policy ready, once: folding five hundred sentences at every letter typed would be felt. */
export function book(of: Policy): Book {
  const byKey = new Map<string, PolicyClause[]>();
  for (const one of of.clauses) {
    const same = byKey.get(one.key);
    if (same) same.push(one);
    else byKey.set(one.key, [one]);
  }
  const clauses = of.clauses.map(one => ({
    of: one,
    text: fold(`${one.id} ${one.sentence} ${one.what} ${one.reading ?? ""}`),
    sections: [one.section],
    statuses: new Set<string>([one.status]),
    state: one.state,
  }));
  const switches = of.switches.map(one => {
    const own = one.clauses.flatMap(key => byKey.get(key) ?? []);
    return {
      of: one,
      text: fold([one.label, ...one.values, ...own.map(clause => `${clause.id} ${clause.sentence}`)].join(" ")),
      sections: own.map(clause => clause.section),
      statuses: new Set<string>(own.map(clause => clause.status)),
      state: one.state,
    };
  });
  return { clauses, switches, byKey, byId: new Map(of.clauses.map(one => [one.id, one])) };
}

const SECTION = /^§?\s*(\d+(?:\.\d+)*)\.?$/;

/** Those that fit: every word typed stands in them, or, where a number was typed, they belong to that section. */
export function narrow<T>(among: readonly Entry<T>[], wanted: Wanted): T[] {
  const section = SECTION.exec(wanted.typed.trim())?.[1];
  const words = section ? [] : fold(wanted.typed).split(" ").filter(Boolean);
  return among
    .filter(
      one =>
        (wanted.status === "" || one.statuses.has(wanted.status)) &&
        (wanted.state === "" || one.state === wanted.state) &&
        (!section || one.sections.some(own => own === section || own.startsWith(`${section}.`))) &&
        words.every(word => one.text.includes(word)),
    )
    .map(one => one.of);
}

/** Sentences under their sections, in the order of the text. */
export function bySection(clauses: readonly PolicyClause[]): [section: string, clauses: PolicyClause[]][] {
  const sections = new Map<string, PolicyClause[]>();
  for (const one of clauses) {
    const same = sections.get(one.section);
    if (same) same.push(one);
    else sections.set(one.section, [one]);
  }
  return [...sections];
}
