// Messages to families at half past twelve, and what the API would answer about them.
import { id, on, people, problem } from "./school.mjs";

const AT = "2026-11-23T12:30:00Z";
const own = { can: [...people.office.can, "letters", "signatures", "documents", "calls", "deliveries", "figures"] };
people.messages = { ...people.office, ...own, now: AT };
people.messageshead = { ...people.head, can: [...people.head.can, "deliveries", "figures"], now: AT };
people.technician = { ...people.office, roles: ["administrator"], can: ["figures", "policy"], now: AT };

const line = (n, adult, language, pupils, more = {}) => ({
  id: id("n", n),
  kind: "confiscated",
  subject: id("c", 1),
  at: "2026-11-23T11:10:00Z",
  adult: { id: id("a", n), name: adult, mobile: `+447700900${300 + n}` },
  language,
  pupils,
  signed_in: true,
  push: "accepted",
  push_at: "2026-11-23T11:11:00Z",
  rung: 3,
  over: false,
  ...more,
});
const sign = { kind: "aup_to_sign", subject: "parents", at: "2026-11-20T09:00:00Z", rung: 0 };
const open = [
  line(1, "Amina Hussain", "ur", ["Maryam Hussain"]),
  line(2, "Bilal Hussain", "ur", ["Maryam Hussain"], { signed_in: false, push: "no_device", rung: 0 }),
  line(3, "Ewa Kowalska", "pl", ["Zofia Kowalska"], {
    subject: id("c", 2),
    at: "2026-11-23T10:20:00Z",
    push: "failed",
    result: "gone",
    rung: 1,
  }),
  line(4, "Isla Brown", "en", ["Leo Brown"], {
    subject: id("c", 3),
    at: "2026-11-23T09:40:00Z",
    push: "no_device",
    rung: 0,
    adult: { id: id("a", 4), name: "Isla Brown", mobile: "" },
  }),
  line(5, "محمد حسين", "ps", ["Grace Wójcik-Featherstonehaugh"], {
    kind: "uncollected",
    subject: id("d", 5),
    at: "2026-11-20T15:15:00Z",
    push: "failed",
    result: "silent",
  }),
  line(6, "Anna Nowak", "pl", ["Maja Nowak"], { ...sign, signed_in: false, push: "no_device" }),
  line(7, "Piotr Nowak", "pl", ["Maja Nowak"], { ...sign, signed_in: false, push: "no_device" }),
  line(8, "Deeqa Warsame", "so", ["Elif Warsame", "Ravi Warsame"], { ...sign, push: "accepted", rung: 2 }),
  line(9, "Ömer Silva", "pt", [], { ...sign, signed_in: false, push: "no_device" }),
];
const rest = [
  line(20, "Grace O’Neill", "en", ["Anaïs O’Neill"], { answered: { answer: "come", at: "2026-11-23T11:16:00Z" } }),
  line(21, "Tomasz Wójcik", "pl", ["Kuba Wójcik"], { read_at: "2026-11-23T11:15:00Z" }),
  line(22, "Ravi Singh", "en", ["Elif Singh"], { told: { how: "rang", by: "Mrs Pell", at: AT } }),
  line(23, "Mariia Shevchenko", "uk", ["Marek Shevchenko"], {
    answered: { answer: "call", at: "2026-11-23T11:20:00Z" },
    over: true,
  }),
  line(24, "Ema Costa", "pt", ["Mateus Costa"], { kind: "released", push: "accepted", over: true }),
  line(25, "Leo Jones", "en", ["Amelia Jones"], { push: "handed", push_at: "2026-11-23T12:29:00Z" }),
];
rest.forEach((one, i) => {
  one.subject = id("c", 20 + i);
});
const named = (one, text) => [one.adult.name, ...one.pupils].some(name => name.toLowerCase().includes(text));

on("GET /deliveries", (_me, _b, _p, query) => {
  const text = (query.get("text") ?? "").toLowerCase();
  const found = (query.get("not_reached") ? open : [...open, ...rest]).filter(one => named(one, text));
  const items = found.filter(one => !query.get("kind") || one.kind === query.get("kind"));
  const by_kind = {};
  for (const one of found) by_kind[one.kind] = (by_kind[one.kind] ?? 0) + 1;
  return [200, { items, total: items.length, by_kind }];
});
on("POST /deliveries/:id/told", () => problem(409, "conflict", "Mrs Reed has told them already, at 12:28."));
const figure = (kind, sent, read, more = {}) => ({
  kind,
  sent,
  read,
  answered: 0,
  told: 0,
  over: 0,
  push: { accepted: sent - 2, no_device: 2 },
  results: {},
  ...more,
});
on("GET /deliveries/figures", () => [
  200,
  {
    kinds: [
      figure("confiscated", 31, 22, {
        answered: 17,
        told: 6,
        over: 24,
        push: { accepted: 23, no_device: 5, failed: 3 },
        results: { gone: 2, silent: 1 },
      }),
      figure("released", 24, 20, { over: 24 }),
      figure("uncollected", 9, 7, { told: 2, over: 9 }),
      figure("aup_to_sign", 412, 288, { over: 260, push: { accepted: 301, waiting: 4, no_device: 107 } }),
    ],
  },
]);
on("GET /push", () => [200, { key: "BAAA" }]);
on("POST /push/subscriptions", () => [200, {}]);
on("POST /push/forget", () => [200, {}]);
on("POST /push/trial", () => [200, { result: "silent", advice: "filter" }]);
