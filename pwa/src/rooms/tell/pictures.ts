import { type Stroke, shapes } from "../../parts/symbol/shapes";

// Drawn for the form behind "Tell someone", in the manner of parts/symbol: on 48 × 48, a body filled and outlined.

const dot = (x: number, y: number, r: number): Stroke => [
  "solid",
  `M${x} ${y - r}a${r} ${r} 0 110 ${2 * r} ${r} ${r} 0 010-${2 * r}z`,
];

const FACE: Stroke = ["body", "M24 11.5a12.500 12.500 0 110 25 12.500 12.500 0 010-25z"];
const eyes = (r = 1.6): Stroke[] => [dot(19.5, 22, r), dot(28.5, 22, r)];
const FIGURE: Stroke[] = [
  ["body", "M13 37c0-7.500 3.500-12 11-12s11 4.500 11 12z"],
  ["body", "M24 10.500a6 6 0 110 12 6 6 0 010-12z"],
];

const own = {
  sad: [
    FACE,
    ...eyes(),
    ["line", "M19 31c1.300-2 3-3 5-3s3.700 1 5 3"],
    ["body", "M18 25.500c1.700 2.200 1.700 3.800 0 4-1.700-.2-1.700-1.800 0-4z"],
  ],
  scared: [
    FACE,
    ...eyes(2.1),
    ["line", "M16.500 18.200c1-1.200 2.200-1.700 3.500-1.700M31.500 18.200c-1-1.200-2.200-1.700-3.500-1.700"],
    ["solid", "M24 27a2.600 3.200 0 110 6.400 2.600 3.200 0 010-6.400z"],
  ],
  angry: [FACE, ...eyes(), ["line", "M16 17.500l5.500 2.500M32 17.500l-5.500 2.500M19 31c1.300-2 3-3 5-3s3.700 1 5 3"]],
  worried: [
    FACE,
    ...eyes(),
    [
      "line",
      "M16 19.500l4.500-2.300M32 19.500l-4.500-2.300M18.500 30c1-1.600 2.200-1.600 3.400 0s2.500 1.600 3.700 0 2.500-1.600 3.900 0",
    ],
  ],
  confused: [
    FACE,
    ["line", "M20.400 20.500a3.600 3.600 0 116.400 2.300c-1.200 1.200-2.800 1.700-2.800 3.700"],
    dot(24, 30.7, 1.6),
  ],
  fine: [FACE, ...eyes(), ["line", "M18.500 27.500c1.500 2.300 3.300 3.400 5.500 3.400s4-1.100 5.500-3.400"]],
  teddy: [
    ["body", "M15 11.500a4.500 4.500 0 110 9 4.500 4.500 0 010-9z"],
    ["body", "M33 11.500a4.500 4.500 0 110 9 4.500 4.500 0 010-9z"],
    ["body", "M24 14.500a11 11 0 110 22 11 11 0 010-22z"],
    dot(19.7, 23.5, 1.5),
    dot(28.3, 23.5, 1.5),
    ["solid", "M24 26a2.400 1.800 0 110 3.600 2.400 1.800 0 010-3.600z"],
    ["line", "M20.500 31.500c1 1 2.200 1.500 3.500 1.500s2.500-.5 3.500-1.500"],
  ],
  pencil: [
    ["body", "M12.500 35.500l1.800-7.500L29.500 12.800a2 2 0 012.800 0l2.900 2.900a2 2 0 010 2.800L20 33.700z"],
    ["line", "M26 16.300l5.700 5.700M14.300 28l5.700 5.700"],
  ],
  grown_up: FIGURE,
  visitor: [...FIGURE, ["body", "M20 28.500h8v5.500h-8z"], ["line", "M24 25v3.500"]],
  no_name: [...FIGURE, ["line", "M21.500 30a2.500 2.500 0 114.400 1.600c-.8.8-1.900 1.200-1.900 2"], dot(24, 35.2, 1)],
  badge: [
    [
      "body",
      "M13 14.500h22a2.500 2.500 0 012.500 2.500v15a2.500 2.500 0 01-2.500 2.500H13a2.500 2.500 0 01-2.500-2.500V17a2.500 2.500 0 012.500-2.500z",
    ],
    ["line", "M26.500 21h7M26.500 26h5M14.500 30c0-3 1.500-4.500 4-4.500s4 1.500 4 4.500"],
    dot(18.5, 21.5, 2.2),
  ],
  world: [
    ["body", "M24 11.500a12.500 12.500 0 110 25 12.500 12.500 0 010-25z"],
    ["line", "M11.500 24h25M24 11.500c6 6.500 6 18.500 0 25M24 11.500c-6 6.500-6 18.500 0 25"],
  ],
  coin: [
    ["body", "M24 11.500a12.500 12.500 0 110 25 12.500 12.500 0 010-25z"],
    [
      "line",
      "M28 20a3.800 3.800 0 00-7.300 1.300c0 2.500 1.200 4 .5 6.700-.3 1-.8 1.700-1.400 2.200h8.700M19 25.500h6.500",
    ],
  ],
  unkind: [
    [
      "body",
      "M13.500 11.500h21a2.500 2.500 0 012.500 2.500v14.500a2.500 2.500 0 01-2.500 2.500h-8.500l-6.500 6v-6h-6a2.500 2.500 0 01-2.500-2.500V14a2.500 2.500 0 012.500-2.500z",
    ],
    ["line", "M16 19l4 5 4-5 4 5 4-5"],
  ],
  stranger: [
    ["body", "M18 9.500h12a3 3 0 013 3v23a3 3 0 01-3 3H18a3 3 0 01-3-3v-23a3 3 0 013-3z"],
    ["line", "M19 31.500c0-4 1.700-6.500 5-6.500s5 2.500 5 6.500M22 35h4"],
    ["line", "M24 15.500a3.200 3.200 0 110 6.400 3.200 3.200 0 010-6.400z"],
  ],
  secret: [FACE, ...eyes(), ["line", "M20 29.500h8M24 24.500v9.500"]],
  loud: [
    ["body", "M11.500 20.500H18l12.500-7v21l-12.500-7h-6.500z"],
    ["line", "M16.500 28l2 8h4l-1.500-6.500M34.500 19.500c2 2.800 2 6.200 0 9"],
  ],
  friend: [
    ["body", "M16.500 13a4.500 4.500 0 110 9 4.500 4.500 0 010-9zM8.500 35c0-6 2.500-9.500 8-9.500s8 3.500 8 9.500z"],
    ["body", "M33 28s-5.500-3.300-5.500-7.200a3 3 0 015.500-1.300 3 3 0 015.500 1.300C38.500 24.700 33 28 33 28z"],
  ],
} as const satisfies Record<string, readonly Stroke[]>;

/** Which drawing stands for which code of the form: whom it is about, what kind, how one feels, which form. */
const drawn: Readonly<Record<string, readonly Stroke[]>> = {
  me: shapes.child,
  child: shapes.people,
  friend: own.friend,
  home: shapes.home,
  outsider: own.world,
  staff: shapes.school,
  visitor: own.visitor,
  unkind: own.unkind,
  picture: shapes.photo,
  stranger: own.stranger,
  saw: shapes.eye,
  secret: own.secret,
  money: own.coin,
  account: shapes.key,
  beliefs: own.loud,
  other: shapes.ask,
  sad: own.sad,
  scared: own.scared,
  angry: own.angry,
  worried: own.worried,
  confused: own.confused,
  fine: own.fine,
  eyfs: own.teddy,
  ks1: own.pencil,
  ks2: shapes.book,
  adult: own.grown_up,
  welfare: shapes.child,
  conduct: shapes.school,
  complaint: shapes.message,
  whistle: own.loud,
  yes: shapes.warning,
  no: shapes.shield,
  named: own.badge,
  lead_only: shapes.lock,
  anonymous: own.no_name,
};

/** The strokes of a code; a code without a drawing of its own is a grown-up, since those are roles. */
export const strokesOf = (code: string): readonly Stroke[] => drawn[code] ?? own.grown_up;
