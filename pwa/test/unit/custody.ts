import type { Carer, Desk, DeskPupil, Device, OpenedConfiscation, Ruling } from "../../src/api/types";

/** Now, at these tables: 08:43 of a Monday. */
export const NOW = "2026-11-23T08:43:00Z";

export const device = (state: Device["state"], more: Partial<Device> = {}): Device => ({
  id: "d1",
  kind: "phone",
  state,
  since: NOW,
  late: false,
  ...more,
});

export const pupil = (id: string, name: string, devices: Device[] = [], more: Partial<DeskPupil> = {}): DeskPupil => ({
  id,
  name,
  class: "Oak",
  year: "5",
  keeps: false,
  devices,
  ...(devices[0] && { device: devices[0] }),
  ...more,
});

export const desk = (pupils: DeskPupil[]): Desk => ({
  mode: "hand_in",
  now: NOW,
  held: 0,
  uncollected: 0,
  expected: 2,
  pupils,
  recent: [],
});

export const allowed: Ruling = { verdict: "allowed" };

export const carers: Carer[] = [
  { id: "a1", name: "Amina Hussain", relationship: "mother", may_collect: true, may_be_told: true, no_contact: false },
  { id: "a2", name: "Bilal Hussain", relationship: "father", may_collect: false, may_be_told: true, no_contact: false },
  { id: "a3", name: "Karim Hussain", relationship: "uncle", may_collect: false, may_be_told: false, no_contact: true },
];

export const kept = (more: Partial<OpenedConfiscation> = {}): OpenedConfiscation => ({
  id: "c1",
  pupil: { id: "p1", name: "Yusuf Hussain", class: "Oak" },
  kind: "phone",
  ground: "breach",
  secret: false,
  held: false,
  state: "kept",
  at: NOW,
  by: "Mr White",
  stored: "Office safe",
  tell: "yes",
  owed: false,
  release: allowed,
  keeper: true,
  team: false,
  adults: carers,
  contacts: [],
  rulings: { release: allowed, tell: allowed, police: allowed, search: allowed, delete: allowed },
  ...more,
});
