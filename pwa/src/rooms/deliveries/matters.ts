import type { Delivery } from "../../api/deliveries";
import { dayOf } from "../../i18n/dates";

/** One thing that happened, with everybody who was told of it. */
export interface Matter {
  key: string;
  kind: string;
  subject: string;
  at: string;
  pupils: readonly string[];
  lines: readonly Delivery[];
}

/** Whether a child's device is what it is about: then somebody rings, and a conversation may be owed. */
export const ofDevice = (kind: string) => kind === "confiscated" || kind === "released" || kind === "uncollected";

/** Whether it is about a document to sign: then paper does as well. */
export const ofDocument = (kind: string) => kind === "aup_to_sign" || kind === "aup_replaced";

/** The kinds in the order in which they are looked at: a child's device before what can wait to be signed. */
const ORDER: readonly string[] = ["confiscated", "uncollected", "released", "aup_to_sign", "aup_replaced"];

/** Sorts by kind, devices first; a kind that we do not know comes last. */
export function inOrder<T>(all: readonly T[], kindOf: (one: T) => string): T[] {
  const place = (one: T) => (ORDER.includes(kindOf(one)) ? ORDER.indexOf(kindOf(one)) : ORDER.length);
  return [...all].sort((one, other) => place(one) - place(other));
}

/** Puts messages about the same thing together, in the order in which they came: two parents are rung about one phone. */
export function matters(lines: readonly Delivery[]): Matter[] {
  const all = new Map<string, Matter & { lines: Delivery[] }>();
  for (const one of lines) {
    const { kind, subject, at, pupils } = one;
    // What is an adult's own affair is nobody else's, be it the same document.
    const key = [kind, subject, dayOf(at), ...(pupils.length > 0 ? pupils : [one.adult.id])].join("\n");
    const known = all.get(key);
    if (known) known.lines.push(one);
    else all.set(key, { key, kind, subject, at, pupils, lines: [one] });
  }
  return [...all.values()];
}
