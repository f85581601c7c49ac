// Invented people of two invented schools, and what the API would answer about them.
const NOW = "2026-11-23T08:43:20Z";
const CLASSES = ["Kestrel", "Falcon", "Willow", "Rowan", "Oak", "Beech", "Everest", "Snowdon"];
const YEARS = ["Year 3", "Year 3", "Year 4", "Year 4", "Year 5", "Year 5", "Year 6", "Year 6"];
const FIRST = [
  "Maja",
  "Maryam",
  "Marek",
  "Mariia",
  "Mateus",
  "Leo",
  "Ema",
  "Yusuf",
  "Isla",
  "Kuba",
  "Amelia",
  "Zofia",
  "Ömer",
  "Łukasz",
  "محمد",
  "Anaïs",
  "Tomasz",
  "Grace",
  "Ravi",
  "Elif",
];
const LAST = [
  "Nowak",
  "Hussain",
  "Horváth",
  "Shevchenko",
  "Silva",
  "Brown",
  "Kováčová",
  "Ahmed",
  "Jones",
  "Zieliński",
  "Gurung",
  "Warsame",
  "O’Neill",
  "Popescu",
  "حسين",
  "Singh",
  "Taylor",
  "Wójcik",
  "Begum",
  "Costa",
];
const id = (kind, n) => `0000000000000000000000${kind}${String(n).padStart(3, "0")}`.slice(-26);

const pupils = Array.from({ length: 400 }, (_, i) => {
  const at = (i * 7) % 8;
  return {
    id: id("p", i),
    name: `${FIRST[(i * 3) % FIRST.length]} ${LAST[(i * 11 + Math.floor(i / 20)) % LAST.length]}`,
    class: CLASSES[at],
    year: YEARS[at],
    keeps: i % 23 === 2,
  };
});

const school = { id: id("s", 1), slug: "hook-lane", name: "Hook Lane Primary School", phone: "01632 960 100" };
const all = [
  "today",
  "desk",
  "class_check",
  "today_class",
  "confiscate",
  "confiscations",
  "release",
  "hold",
  "families",
  "import",
  "staff",
  "policy",
  "exceptions",
];
const base = {
  signed_in: true,
  school,
  terms: { child: "pupil", organisation: "school", approver: "headteacher" },
  phones: {
    mode: "hand_in",
    kinds: ["phone", "tablet", "e_reader", "console", "wearable"],
    grounds: ["breach", "child_protection", "behaviour", "anti_bullying"],
    hold_grounds: ["child_protection"],
    release: "end_of_day",
    parents_told: "decision",
    search: "off",
    deletion: "silent",
  },
  all_classes: CLASSES.map((name, i) => ({ name, year: YEARS[i] })),
  now: NOW,
  demo: true,
  classes: [],
};
const beaver = {
  ...base,
  school: { id: id("s", 2), slug: "beaver-road", name: "Beaver Road Primary School", phone: "01632 960 200" },
  terms: { child: "learner", organisation: "setting", approver: "executive_headteacher" },
  phones: {
    ...base.phones,
    mode: "class_check",
    kinds: ["phone", "tablet", "console", "watch"],
    grounds: ["breach", "behaviour", "anti_bullying", "imagery"],
    hold_grounds: ["imagery"],
    release: "contact_made",
    parents_told: "before_release",
    search: "leadership_with_consent",
    deletion: "may_be_asked",
  },
};

export const people = {
  office: {
    ...base,
    person: { id: id("w", 1), name: "Mrs Hall" },
    roles: ["office"],
    can: ["desk", "confiscate", "confiscations", "release", "families", "import", "staff", "policy"],
  },
  teacher: {
    ...base,
    person: { id: id("w", 2), name: "Mr White" },
    roles: ["teacher"],
    can: ["today_class", "confiscate", "confiscations", "policy"],
    classes: ["Everest"],
  },
  head: { ...base, person: { id: id("w", 3), name: "Ms Hall" }, roles: ["head", "dsl"], can: all },
  bgoffice: {
    ...beaver,
    person: { id: id("w", 4), name: "Mrs Reed" },
    roles: ["office"],
    can: ["class_check", "confiscate", "confiscations", "release", "families", "import", "policy"],
  },
  bgteacher: {
    ...beaver,
    person: { id: id("w", 5), name: "Ms Green" },
    roles: ["teacher"],
    can: ["class_check", "today_class", "confiscate", "confiscations", "policy"],
    classes: ["Everest"],
  },
  bghead: { ...beaver, person: { id: id("w", 6), name: "Ms Johnson" }, roles: ["head"], can: all },
};

const why = {
  key: "phones.release",
  section: "9.3",
  sentence:
    "Mobile phones and devices that have been confiscated will be released to parents/carers at the end of the day.",
};
const problem = (status, kind, title, more = {}) => [status, { status, kind, title, ...more }];

const routes = {};
/** Adds an answer: (me, body, params, query, headers) → [status, body]. */
export const on = (route, answer) => (routes[route] = answer);

export function answers(me, method, url, text, headers) {
  const path = url.pathname.slice(4);
  for (const [route, answer] of Object.entries(routes)) {
    const [verb, pattern] = route.split(" ");
    const match = verb === method && new RegExp(`^${pattern.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`).exec(path);
    if (match)
      return answer(me, text.startsWith("{") ? JSON.parse(text) : text, match.groups ?? {}, url.searchParams, headers);
  }
  return problem(404, "not_found", "That is not here.");
}

on("GET /me", me => [200, me ?? { signed_in: false }]);
on("POST /sign-in", () =>
  problem(401, "signed_out", "That school, e-mail address and passphrase do not go together. Check all three."),
);
on("GET /links/:token", (_me, _b, params) =>
  params.token === "first"
    ? [200, { purpose: "first_administrator", ends: NOW, presets: ["anthony-roper", "beaver-green"] }]
    : [200, { school: school.name, name: "Mrs Hall", purpose: "passphrase" }],
);

export { CLASSES, id, NOW, problem, pupils, school, why };

// Custody.
const device = (n, state, slot, more = {}) => ({
  id: id("d", n),
  kind: "phone",
  state,
  since: "2026-11-23T08:41:12Z",
  late: false,
  ...(slot && { slot }),
  ...more,
});
pupils.forEach((pupil, i) => {
  pupil.devices = [];
  if (i % 4 === 1) pupil.devices = [device(i, i % 8 === 1 ? "handed_in" : "with_child", i % 8 === 1 ? (i + 7) / 8 : 0)];
  if (i === 9)
    pupil.devices = [device(i, "handed_in", 14, { since: "2026-11-23T08:43:12Z", undo_until: "2026-11-23T08:44:12Z" })];
  if (i === 40) pupil.devices = [device(i, "confiscated")];
  pupil.device = pupil.devices[0];
});
on("GET /desk", () => [
  200,
  {
    mode: "hand_in",
    now: NOW,
    held: 86,
    uncollected: 0,
    expected: 94,
    pupils,
    recent: pupils
      .filter(one => one.device?.state === "handed_in")
      .slice(0, 6)
      .map(one => ({ at: one.device.since, pupil: one.id, name: one.name, state: "handed_in", slot: one.device.slot })),
  },
]);
on("POST /desk/hand-in", (_me, body) => {
  const pupil = pupils.find(one => one.id === body.pupil);
  const devices = [device(900, "handed_in", 87, { since: NOW, undo_until: "2026-11-23T08:44:20Z" })];
  return [200, { ...pupil, name: "", devices, device: devices[0] }];
});
on("GET /class-check", (_me, _b, _p, query) => {
  const name = query.get("class");
  const own = pupils.filter(one => one.class === name).slice(0, 12);
  const checked = name === "Oak" ? { by: "Ms Green", at: "2026-11-23T08:40:00Z" } : undefined;
  return [
    200,
    { class: name, date: "2026-11-23", checked, pupils: own.map(({ id, name, keeps }) => ({ id, name, keeps })) },
  ];
});
on("GET /class", (_me, _b, _p, query) => [
  200,
  { class: query.get("class"), pupils: pupils.filter(one => one.class === query.get("class")).slice(0, 14) },
]);
const allowed = { verdict: "allowed", why };
const notYet = {
  verdict: "not_yet",
  title: "Not before the end of the school day: from 15:15.",
  from: "2026-11-23T15:15:00Z",
  why,
};
const contactFirst = {
  verdict: "not_yet",
  title: "Speak to a parent or carer first, and log it here. A message that was only sent does not count.",
  why: {
    ...why,
    sentence:
      "Mobile phones and devices that have been confiscated will be released to parents or carers once contact has been made.",
  },
};
const child = n => ({ id: pupils[n].id, name: pupils[n].name, class: pupils[n].class });
const kept = (n, more = {}) => ({
  id: id("c", n),
  pupil: child(n),
  kind: "phone",
  ground: "breach",
  secret: false,
  held: false,
  state: "kept",
  at: "2026-11-23T08:30:00Z",
  by: "Mr White",
  stored: "Office safe, shelf 2",
  tell: "yes",
  owed: false,
  release: notYet,
  ...more,
});
const items = [
  kept(1, { tell: "not_yet", reason: "His mother is at work until two.", owed: true }),
  kept(2, { release: allowed, kind: "tablet" }),
  kept(3, {
    held: true,
    secret: true,
    ground: undefined,
    tell: "",
    release: { verdict: "not_yet", title: "Kept. Ask the designated safeguarding lead." },
  }),
  kept(4, { release: contactFirst, owed: true, tell: "" }),
];
const adults = [
  {
    id: id("a", 1),
    name: "Amina Hussain",
    relationship: "mother",
    may_collect: true,
    may_be_told: true,
    no_contact: false,
  },
  {
    id: id("a", 2),
    name: "Bilal Hussain",
    relationship: "father",
    may_collect: false,
    may_be_told: true,
    no_contact: false,
  },
  {
    id: id("a", 3),
    name: "محمد حسين",
    relationship: "grandparent",
    may_collect: false,
    may_be_told: false,
    no_contact: true,
  },
];
const opened = (one, me, more = {}) => ({
  ...one,
  keeper: me?.roles[0] !== "teacher",
  team: me?.roles.includes("dsl") ?? false,
  adults,
  contacts: [],
  rulings: {
    release: one.release,
    tell: one.held ? { verdict: "denied" } : allowed,
    police: allowed,
    search: allowed,
    delete: allowed,
  },
  ...more,
});
on("GET /confiscations", (_me, _b, _p, query) => [200, { items: query.get("open") === "true" ? items : [] }]);
on("GET /confiscations/:id", (me, _b, params) => {
  const one = items.find(item => item.id === params.id) ?? items[0];
  return [200, opened(me?.roles.includes("dsl") && one.held ? { ...one, ground: "child_protection" } : one, me)];
});
on("POST /confiscations/:id/release", (_me, body) =>
  body.child
    ? problem(403, "denied", "Not to the pupil. A grown-up who may collect takes it home.", { why })
    : problem(409, "conflict", "Mrs Hall released this device at 15:16."),
);
on("GET /staff", () => [
  200,
  {
    items: [
      {
        id: id("w", 1),
        name: "Mrs Hall",
        email: "hall@hook-lane.sch.example",
        roles: ["office"],
        classes: [],
        left: false,
      },
      {
        id: id("w", 2),
        name: "Mr White",
        email: "white@hook-lane.sch.example",
        roles: ["teacher"],
        classes: ["Everest"],
        left: false,
      },
      {
        id: id("w", 3),
        name: "Ms Hall",
        email: "head@hook-lane.sch.example",
        roles: ["head", "dsl"],
        classes: [],
        left: false,
      },
      {
        id: id("w", 9),
        name: "Mr Old",
        email: "old@hook-lane.sch.example",
        roles: ["teacher"],
        classes: [],
        left: true,
      },
    ],
  },
]);
on("POST /staff/:id/link", () => [
  200,
  { url: "https://hook-lane.example/link/2vX8mQzR4kT6bN1cY7wL0pS9dF3gH5jK8aE4uV6xZ1o", ends: "2026-12-07T08:43:00Z" },
]);

// People.
const field = (name, required = false) => ({ field: name, required });
const preview = (more = {}) => ({
  id: id("i", 1),
  kind: "pupils",
  state: "read",
  name: "hook-lane-pupils.csv",
  at: "2026-11-23T08:30:00Z",
  counts: { new: 0, changed: 0, left: 0, unchanged: 0, problems: 0 },
  headers: ["UPN", "Legal Surname", "Legal Forename", "DOB", "Year Group", "Registration Group", "Contact Mobile"],
  mapping: {
    upn: "UPN",
    surname: "Legal Surname",
    forename: "Legal Forename",
    dob: "DOB",
    year: "Year Group",
    class: "Registration Group",
  },
  fields: [
    field("upn", true),
    field("surname", true),
    field("forename", true),
    field("dob", true),
    field("year", true),
    field("class", true),
    field("contact_mobile"),
  ],
  seen: "x",
  missing: [],
  rows: 812,
  people: 401,
  contacts: 770,
  unchanged: 389,
  new: pupils.slice(0, 9).map((one, i) => ({ id: one.id, name: one.name, class: one.class, year: "4", row: i + 2 })),
  new_all: 9,
  changed: [
    { what: "pupil", name: "Maja Nowak", row: 12, fields: [{ field: "class", old: "Oak", new: "Beech" }] },
    {
      what: "contact",
      name: "Amina Hussain",
      of: "Yusuf Hussain",
      row: 40,
      fields: [{ field: "contact_mobile", old: "07700 900100", new: "07700 900101" }],
    },
  ],
  changed_all: 2,
  leaving: pupils.slice(20, 23).map(one => ({ id: one.id, name: one.name, class: one.class, year: "6" })),
  same: ["Isla Brown"],
  disagree: [{ name: "Bilal Hussain", of: "Yusuf Hussain" }],
  more_problems: 0,
  needs_good_rows_only: true,
  problems: [
    {
      row: 14,
      field: "dob",
      header: "DOB",
      value: "30/02/2016",
      weight: "stops",
      title: "The calendar has no such day. Mend the date; the day comes first, then the month.",
    },
    {
      row: 31,
      field: "contact_mobile",
      header: "Contact Mobile",
      value: "0770",
      weight: "left_out",
      title: "This is not a mobile number. Write it as 07… or, from another country, with + in front.",
    },
    {
      row: 77,
      field: "contact_court_order",
      header: "Court Order",
      value: "See file",
      weight: "asks",
      title: "We do not know these words, so they count as no contact. Please decide on the family's page.",
    },
  ],
  ...more,
});
const applied = preview({
  id: id("i", 2),
  state: "applied",
  applied_at: "2026-11-20T14:00:00Z",
  counts: { new: 388, changed: 2, left: 1, unchanged: 0, problems: 3 },
  problems: [],
  new: [],
  changed: [],
  leaving: [],
  same: [],
  disagree: [],
});
on("GET /imports", () => [200, { items: [preview(), applied] }]);
on("GET /imports/:id", (_me, _b, params) => [
  200,
  params.id === applied.id
    ? applied
    : params.id.endsWith("003")
      ? preview({ id: id("i", 3), missing: ["dob"], mapping: { upn: "UPN" } })
      : preview(),
]);
on("PUT /imports/pupils", () => [200, preview()]);
on("POST /imports/:id/undo", () =>
  problem(409, "conflict", "This import cannot be undone any more. What it brought is in use.", {
    parts: [{ field: "", title: "A device has been logged for Maja Nowak since." }],
  }),
);
const contact = (n, more = {}) => ({
  adult: adults[n].id,
  name: adults[n].name,
  relationship: adults[n].relationship,
  priority: n + 1,
  responsibility: n < 2,
  same_address: n === 0,
  mobile: "07700 900100",
  email: "amina@post.example",
  language: "ur",
  may_be_told: adults[n].may_be_told,
  may_collect: adults[n].may_collect,
  no_contact: adults[n].no_contact,
  gone: false,
  merged: false,
  ...more,
});
const family = one => ({
  pupil: { id: one.id, name: one.name, class: one.class, year: "4", dob: "2018-03-04", language: "ur" },
  contacts: [contact(0), contact(1, { corrected_at: "2026-11-20T10:00:00Z" }), contact(2, { court_order: "See file" })],
});
on("GET /families", (_me, _b, _p, query) => [
  200,
  {
    items: query.get("q") === "zzz" ? [] : pupils.slice(0, 25).map(family),
    total: query.get("q") === "zzz" ? 0 : 400,
    page: Number(query.get("page")),
    size: 25,
  },
]);
on("GET /pupils/:id", () => [200, family(pupils[1])]);
on("GET /adults/same", () => [
  200,
  {
    items: [
      {
        name: "Isla Brown",
        records: [
          {
            id: id("a", 5),
            name: "Isla Brown",
            mobile: "07700 900799",
            email: "isla.brown42@post.example",
            of: ["Isla Brown, Robin"],
          },
          { id: id("a", 6), name: "Isla Brown", mobile: "07700 900111", of: ["Leo Brown, Oak"] },
        ],
      },
    ],
  },
]);

// School.
on("GET /today", me => [
  200,
  {
    date: "2026-11-23",
    now: NOW,
    open: true,
    ends: "2026-11-23T15:15:00Z",
    mode: me.phones.mode,
    held: 86,
    kept: items,
    owed: items.filter(one => one.owed),
    uncollected: [{ pupil: child(5), slot: 12, since: "2026-11-20T08:41:00Z" }],
    chain: { position: 4127, code: "3F9A-01C7-88D2-4B6E-9C15-7A20-E3B4-5D68" },
    classes: CLASSES.slice(0, 4).map((name, i) => ({
      class: name,
      exceptions: i === 1 ? 2 : 0,
      ...(i < 2 && { checked: { by: "Ms Green", at: "2026-11-23T08:50:00Z" } }),
    })),
  },
]);
const clause = (n, more = {}) => ({
  id: `AR 9.3/${n}`,
  key: "phones.release",
  section: "9.3",
  sentence: why.sentence,
  status: "executed",
  room: "custody",
  what: "The release rule.",
  state: "done",
  ...more,
});
on("GET /policy", () => [
  200,
  {
    school: school.name,
    version: 1,
    by_status: {},
    not_yet: 1,
    clauses: [
      clause(9),
      clause(2, { key: "phones.hand_in", sentence: "Devices will be handed in at the office on arrival." }),
      clause(7, { key: "aup", status: "evidenced", state: "not_yet", sentence: "Visitors sign first." }),
      clause(1, {
        key: "x",
        status: "outside",
        state: "never",
        sentence: "The school accepts no liability.",
        what: "",
      }),
    ],
    findings: [
      {
        code: "review_overdue",
        severity: "red",
        title: "This policy was due for review in January 2021. Review it and publish a new version.",
        clauses: ["AR 1.1/4"],
      },
      {
        code: "x",
        severity: "amber",
        title: "The policy names Net Aware, which has closed. Remove it.",
        clauses: [],
        verified_on: "2026-11-01",
      },
    ],
    switches: [
      {
        key: "phones.mode",
        label: "Phones during the day",
        values: ["handed in at the office on arrival, collected at the end of the day"],
        clauses: ["phones.hand_in"],
        room: "custody",
        state: "done",
      },
      {
        key: "phones.release",
        label: "A confiscated device is released",
        values: ["to a parent or carer, at the end of the day"],
        clauses: ["phones.release"],
        room: "custody",
        state: "done",
      },
      {
        key: "video.on",
        label: "The policy covers video calls",
        values: ["no"],
        clauses: [],
        room: "consent",
        state: "not_yet",
      },
    ],
  },
]);
on("GET /exceptions", () => [
  200,
  {
    items: [
      {
        id: id("e", 1),
        pupil: child(2),
        reason: "medical",
        from: "2026-11-01",
        till: "2026-12-18",
        stands: true,
        at: NOW,
      },
    ],
  },
]);
on("GET /uses", () => [
  200,
  {
    items: [
      {
        id: id("u", 1),
        class: "Everest",
        activity: "Photographs of the river for geography",
        on: "2026-11-24",
        risk_assessed: true,
        asked_by: "Mr White",
        ruling: { verdict: "not_yet", title: "Leadership has not approved this yet.", why },
      },
    ],
  },
]);
