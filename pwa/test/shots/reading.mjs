// What was told at Hook Lane, as its readers see it: invented, and harmless.
import { id, on, people } from "./school.mjs";

const NOW = "2026-11-23T08:43:20Z";
people.lead = {
  ...people.head,
  person: { id: id("w", 7), name: "Mrs Tudor" },
  can: [...people.head.can, "reading", "glass", "tell_door", "staff"],
};
people.waits = { ...people.teacher, person: { id: id("w", 8), name: "Mr White" } };

const line = (n, more = {}) => ({
  id: id("n", n),
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
const open = [
  line(1, { urgency: "now", kinds: ["stranger", "secret"], language: "pl" }),
  line(2, {
    urgency: "soon",
    kinds: ["picture"],
    language: "ur",
    form: "adult",
    first: false,
    status: "talk",
    told_at: "2026-11-23T08:02:00Z",
    readers: ["Mrs Tudor", "Mr White"],
  }),
  line(3, {
    urgency: "soon",
    kinds: ["device"],
    form: undefined,
    language: undefined,
    unread: false,
    first: false,
    status: "read",
    until: "2026-11-23T09:41:00Z",
  }),
  line(4, {
    box: "conduct",
    kinds: ["unkind", "other"],
    form: "adult",
    readers: ["Ms Hall", "Dr Featherstonehaugh-Lindqvist"],
  }),
  line(5, {
    box: "complaint",
    kinds: [],
    form: "adult",
    unread: false,
    first: false,
    status: "helping",
    readers: ["Ms Hall"],
  }),
];
on("GET /concerns", (_me, _b, _p, query) => [200, { items: query.get("finished") === "true" ? [] : open }]);
on("POST /concerns/search", () => [200, { items: [open[1]] }]);
on("POST /concerns/glass", () => [200, {}]);
on("GET /concerns/waiting", me => [
  200,
  {
    unread: /Tudor|White/.test(me.person.name),
    since: "2026-11-22T20:10:00Z",
    overdue: /White/.test(me.person.name),
    glass: false,
    short: false,
  },
]);
const entry = (n, kind, more) => ({ n, kind, at: "2026-11-22T20:10:00Z", lead_only: false, ...more });
const by = { by: "Mrs Tudor", at: "2026-11-23T08:20:00Z" };
const told = {
  ...open[0],
  status: "helping",
  unread: false,
  first: true,
  about: ["outsider"],
  feel: "scared",
  danger: true,
  friend: false,
  naming: "lead_only",
  interpreter: "pl",
  entries: [
    entry(1, "story", {
      words:
        "Ktoś pisze do mnie w grze i chce się spotkać po szkole.\nMówi, żebym nikomu nie mówiła.\nhttps://game.example/join/a-very-long-address-that-nobody-should-open",
      language: "pl",
      when: "w piątek po szkole, na tablecie",
    }),
    entry(2, "name", { words: "Zofia", class: "Willow", lead_only: true }),
    entry(3, "reply", { ...by, phrase: "concern.reply.thank_you" }),
    entry(4, "reply", { ...by, words: "Please come to room 4 at lunch. I am there.", language: "en" }),
    entry(5, "story", { at: "2026-11-23T08:31:00Z", words: "Dobrze. Przyjdę.", language: "pl" }),
    entry(6, "interpreter", { ...by, choice: "pl" }),
    entry(7, "handed", { ...by, person: "Mr White", words: "She is in your class." }),
    entry(8, "note", { ...by, words: "Rang the game's company, reference 12." }),
  ],
  who_reads: [
    { name: "Mrs Tudor", how: "route", since: NOW, read_at: "2026-11-23T08:19:00Z", me: true },
    { name: "Mr White", how: "handed", since: NOW, me: false },
  ],
  colleagues: [
    { id: "w2", name: "Ms Fox", roles: ["deputy_dsl", "teacher"] },
    { id: "w3", name: "Mr Brown", roles: [] },
  ],
  why: {
    key: "concerns.welfare.routed",
    section: "10.1",
    sentence:
      "The DSL will be informed of any online safety incidents involving safeguarding or child protection concerns.",
  },
  outside: false,
  name_kept: false,
};
const conduct = {
  ...told,
  ...open[3],
  danger: false,
  interpreter: undefined,
  about: ["head", "staff"],
  naming: "anonymous",
  entries: [entry(1, "story", { words: "مجھے اپنے بیٹے کی جماعت کے بارے میں کچھ کہنا ہے۔", language: "ur" })],
  language: "ur",
  status: "read",
  outside: true,
  why: {
    key: "staff_misuse.to_head",
    section: "10.2",
    sentence: "Any complaint about staff misuse will be referred to the Headteacher.",
  },
};
on("GET /concerns/:id", (_me, _b, params) => [200, params.id === open[3].id ? conduct : told]);
on("POST /concerns/:id/print", () => [200, told]);
on("POST /concerns/:id/status", () => [
  409,
  {
    status: 409,
    kind: "not_yet",
    title:
      "Nobody has decided yet whether the parents are told. Decide that first, with a reason; then it can be finished.",
    why: told.why,
  },
]);
on("GET /tell-door", () => [
  200,
  {
    open: true,
    opened_at: "2026-11-20T09:00:00Z",
    by: "Ms Hall",
    ruling: { verdict: "allowed" },
    readers: [
      { id: "w1", name: "Mrs Tudor", roles: ["dsl"] },
      { id: "w9", name: "Dr Lindqvist", roles: ["chair_of_governors"] },
    ],
  },
]);
export const told1 = open[0].id;
export const told4 = open[3].id;
