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
  "release",
  "hold",
  "families",
  "import",
  "staff",
  "policy",
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
    can: ["desk", "confiscate", "release", "families", "import", "staff", "policy"],
  },
  teacher: {
    ...base,
    person: { id: id("w", 2), name: "Mr White" },
    roles: ["teacher"],
    can: ["today_class", "confiscate", "policy"],
    classes: ["Everest"],
  },
  head: { ...base, person: { id: id("w", 3), name: "Ms Hall" }, roles: ["head", "dsl"], can: all },
  bgoffice: {
    ...beaver,
    person: { id: id("w", 4), name: "Mrs Reed" },
    roles: ["office"],
    can: ["desk", "class_check", "confiscate", "release", "families", "import", "policy"],
  },
  bgteacher: {
    ...beaver,
    person: { id: id("w", 5), name: "Ms Green" },
    roles: ["teacher"],
    can: ["class_check", "today_class", "confiscate", "policy"],
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
/** Adds an answer: (me, body, params, query) → [status, body]. */
export const on = (route, answer) => (routes[route] = answer);

export function answers(me, method, url, text) {
  const path = url.pathname.slice(4);
  for (const [route, answer] of Object.entries(routes)) {
    const [verb, pattern] = route.split(" ");
    const match = verb === method && new RegExp(`^${pattern.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`).exec(path);
    if (match) return answer(me, text.startsWith("{") ? JSON.parse(text) : text, match.groups ?? {}, url.searchParams);
  }
  return problem(404, "not_found", "That is not here.");
}

on("GET /me", me => [200, me ?? { signed_in: false }]);
on("POST /sign-in", () =>
  problem(401, "signed_out", "That school, e-mail address and passphrase do not go together. Check all three."),
);
on("GET /links/:token", () => [200, { school: school.name, name: "Mrs Hall", purpose: "passphrase" }]);

export { CLASSES, id, NOW, problem, pupils, school, why };
