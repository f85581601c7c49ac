import type { Me } from "../../src/api/types";

/** Mrs Hall of the office at Hook Lane, where phones are handed in. */
export const hall: Me = {
  signed_in: true,
  person: { id: "00000000000000000000000ha1", name: "Mrs Hall" },
  roles: ["office"],
  can: ["desk", "confiscate", "confiscations", "release", "import", "families", "policy"],
  classes: [],
  school: {
    id: "00000000000000000000000h00",
    slug: "hook-lane",
    name: "Hook Lane Primary School",
    phone: "01632 960 100",
  },
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
  all_classes: [
    { name: "Willow", year: "Year 4" },
    { name: "Oak", year: "Year 5" },
    { name: "Everest", year: "Year 6" },
  ],
  now: "2026-11-23T08:41:00Z",
  demo: false,
};

/** Ms Green, who teaches Everest at Beaver Road, where classes are checked. */
export const green: Me = {
  ...hall,
  person: { id: "00000000000000000000000gr1", name: "Ms Green" },
  roles: ["teacher"],
  can: ["class_check", "today_class", "confiscate", "confiscations", "policy"],
  classes: ["Everest"],
  school: {
    id: "00000000000000000000000b00",
    slug: "beaver-road",
    name: "Beaver Road Primary School",
    phone: "01632 960 200",
  },
  terms: { child: "learner", organisation: "setting", approver: "executive_headteacher" },
  phones: {
    ...hall.phones,
    mode: "class_check",
    grounds: ["breach", "behaviour", "anti_bullying", "imagery"],
    hold_grounds: ["imagery"],
    release: "contact_made",
    parents_told: "before_release",
    search: "leadership_with_consent",
    deletion: "may_be_asked",
  },
};
