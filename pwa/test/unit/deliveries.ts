import type { Delivery } from "../../src/api/deliveries";

/** Half past twelve of a Monday. */
export const NOON = "2026-11-23T12:30:00Z";

/** A message that a push service took and nobody has read: Maryam's phone is kept, her mother speaks Urdu. */
export const line = (id: string, more: Partial<Delivery> = {}): Delivery => ({
  id,
  kind: "confiscated",
  subject: "c1",
  at: "2026-11-23T11:10:00Z",
  adult: { id: `a${id}`, name: "Amina Hussain", mobile: "+447700900315" },
  language: "ur",
  pupils: ["Maryam Hussain"],
  signed_in: true,
  push: "accepted",
  push_at: "2026-11-23T11:11:00Z",
  rung: 1,
  over: false,
  ...more,
});

/** A page of them, as the server counts it. */
export function pageOf(items: Delivery[], total = items.length) {
  const by_kind: Record<string, number> = {};
  for (const one of items) by_kind[one.kind] = (by_kind[one.kind] ?? 0) + 1;
  return { items, total, by_kind };
}
