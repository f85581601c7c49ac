// A mother of two schools at half past twelve, what school told her, and what the API would answer.
import { id, on, people, problem, school } from "./school.mjs";

const AT = "2026-11-23T12:30:00Z";
const road = { id: id("s", 2), slug: "beaver-road", name: "Beaver Road Primary School", phone: "01632 960 200" };
const child = (n, name, cls) => ({ id: id("p", n), name, class: cls, year: "Year 6", band: "ks2_upper" });
const hookSeat = {
  id: "a1",
  school,
  language: "ur",
  children: [child(1, "Maryam Hussain", "Everest"), child(2, "Yusuf Hussain", "Willow")],
};
const roadSeat = { id: "b1", school: road, language: "ur", children: [child(3, "Zara Hussain", "Beech")] };
const common = {
  signed_in: true,
  kind: "family",
  school,
  terms: people.office.terms,
  now: AT,
  demo: false,
};
people.mother = { ...common, people: [{ name: "Amina Hussain", seats: [hookSeat, roadSeat] }] };
people.hookmother = { ...common, people: [{ name: "Amina Hussain", seats: [hookSeat] }] };
people.quiet = { ...common, people: [{ name: "Amina Hussain", seats: [{ ...hookSeat, id: "q1" }] }] };

const why = {
  key: "phones.confiscate",
  section: "9.3",
  sentence:
    "Any concerns regarding learners use of mobile technology or policy breaches will be dealt with in accordance with our existing policies, including anti-bullying, child protection and behaviour.",
};
const homeWhy = {
  key: "phones.release",
  section: "9.3",
  sentence:
    "Mobile phones and devices that have been confiscated will be released to parents/ carers at the end of the day.",
};
const notice = (n, kind, at, more = {}) => ({
  id: `n${n}`,
  kind,
  at,
  children: ["Maryam Hussain"],
  device: "phone",
  read: true,
  over: false,
  answers: [],
  ...more,
});
const kept = {
  device: "phone",
  taken_at: "2026-11-23T11:10:00Z",
  taken_by: "Mr White",
  ground: "breach",
  why,
  release: "end_of_day",
  from: "2026-11-23T15:15:00Z",
  home_why: homeWhy,
};
const own = { children: [], device: undefined };
const told = {
  a1: [
    notice(1, "confiscated", "2026-11-23T11:10:00Z", { read: false, phone: kept, answers: ["come", "call"] }),
    notice(2, "new_sign_in", "2026-11-22T18:02:00Z", { ...own, answers: ["call"] }),
    notice(3, "uncollected", "2026-11-20T16:00:00Z", {
      over: true,
      phone: { device: "phone", handed_in: "2026-11-20T08:41:00Z" },
    }),
    notice(4, "aup_to_sign", "2026-11-16T09:00:00Z", {
      device: undefined,
      document: "ks2_upper",
      children: ["Maryam Hussain", "Yusuf Hussain"],
    }),
  ],
  b1: [
    notice(5, "confiscated", "2026-11-23T12:02:00Z", {
      read: false,
      children: ["Zara Hussain"],
      device: "watch",
      phone: { ...kept, device: "watch", taken_by: "Ms Green", release: "contact_made", from: undefined },
      answers: ["come", "call"],
    }),
    notice(6, "released", "2026-11-19T15:20:00Z", {
      children: ["Zara Hussain"],
      phone: { device: "phone", gone: "2026-11-19T15:20:00Z" },
    }),
  ],
  q1: [],
};
const seatOf = headers => headers.as ?? "a1";
on("GET /notices", (me, _b, _p, query, headers) => {
  const all = told[me === people.hookmother ? "a1" : seatOf(headers)] ?? [];
  const items = all.slice(0, Number(query.get("limit")));
  return [200, { items, unread: all.filter(one => !one.read).length, more: items.length === 1 }];
});
const one = params =>
  Object.values(told)
    .flat()
    .find(each => each.id === params.id);
const opened = (found, more = {}) =>
  found ? [200, { ...found, ...more }] : problem(404, "not_found", "There is nothing here, or it is not yours to see.");
on("GET /notices/:id", (_me, _b, params) => opened(one(params)));
on("POST /notices/:id/read", (_me, _b, params) => opened(one(params), { read: true }));
on("POST /notices/:id/answer", (_me, body, params) =>
  opened(one(params), { read: true, answered: { answer: body.answer, at: AT } }),
);
on("GET /aup/home", () => [
  200,
  { seats: [hookSeat, roadSeat, { ...hookSeat, id: "q1" }].map(seat => ({ ...seat, due: [], signed: 2 })) },
]);
on("GET /family/details", () => [
  200,
  {
    name: "Amina Hussain",
    mobile: "07700 900123",
    email: "",
    language: "ur",
    children: [{ name: "Maryam Hussain", class: "Everest" }],
  },
]);
on("GET /push", () => [200, { key: "AQID" }]);
on("POST /push/subscriptions", () => [200, {}]);
on("POST /push/forget", () => [200, {}]);
on("POST /push/trial", () => [200, { result: "took", advice: "ok", status: 201 }]);
on("POST /hand-over", () => [200, { code: "7KX2MP", ends: "2026-11-23T12:45:00Z" }]);
