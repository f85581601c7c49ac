import type { Me } from "../../src/api/types";
import type { Concern, Door, Entry, Line, Reader } from "../../src/rooms/reading/api";
import { hall } from "./people";

/** Mrs Tudor, who leads safeguarding at Hook Lane. */
export const lead: Me = {
  ...hall,
  person: { id: "00000000000000000000000tu1", name: "Mrs Tudor" },
  roles: ["dsl", "head"],
  can: ["today", "hold", "confiscations", "reading", "glass", "tell_door", "staff", "policy"],
};

/** A line of a reader's list. */
export const line = (id: string, more: Partial<Line> = {}): Line => ({
  id,
  box: "welfare",
  urgency: "ordinary",
  kinds: ["unkind"],
  form: "ks2",
  language: "en",
  status: "told",
  at: "2026-11-22T20:10:00Z",
  told_at: "2026-11-22T20:10:00Z",
  unread: true,
  first: true,
  readers: ["Mrs Tudor"],
  shut: false,
  ...more,
});

/** An entry of a concern. */
export const entry = (n: number, kind: Entry["kind"], more: Partial<Entry> = {}): Entry => ({
  n,
  at: "2026-11-22T20:10:00Z",
  kind,
  lead_only: false,
  ...more,
});

/** Somebody who reads it. */
export const reader = (name: string, more: Partial<Reader> = {}): Reader => ({
  name,
  how: "route",
  since: "2026-11-22T20:10:00Z",
  me: false,
  ...more,
});

/** A child of Year 4 told of it in Polish: what the words say is invented and harmless. */
export const told = (more: Partial<Concern> = {}): Concern => ({
  ...line("c1", {
    language: "pl",
    urgency: "soon",
    kinds: ["stranger", "secret"],
    status: "read",
    unread: false,
    first: false,
  }),
  about: ["outsider"],
  feel: "scared",
  danger: false,
  friend: false,
  naming: "named",
  entries: [
    entry(1, "story", {
      words: "Ktoś pisze do mnie w grze.\nhttps://game.example/x",
      language: "pl",
      when: "w piątek",
    }),
    entry(2, "name", { words: "Zofia", class: "Willow" }),
  ],
  who_reads: [reader("Mrs Tudor", { me: true, read_at: "2026-11-23T08:41:00Z" })],
  colleagues: [
    { id: "w2", name: "Mr White", roles: ["deputy_dsl"], classes: [] },
    { id: "w3", name: "Ms Fox", roles: [], classes: ["Oak"] },
  ],
  why: { key: "concerns.welfare.routed", section: "10.1", sentence: "The DSL will be informed of any concern." },
  decides: true,
  outside: false,
  name_kept: false,
  ...more,
});

/** The school's button, as the head sees it. */
export const button = (more: Partial<Door> = {}): Door => ({
  open: true,
  opened_at: "2026-11-20T09:00:00Z",
  by: "Mrs Tudor",
  ruling: { verdict: "allowed" },
  readers: [
    { id: "w1", name: "Mrs Tudor", roles: ["dsl"], classes: [] },
    { id: "w9", name: "Dr Stone", roles: ["chair_of_governors"], classes: [] },
  ],
  ...more,
});
