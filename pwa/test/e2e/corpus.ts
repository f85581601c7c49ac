import { readFileSync } from "node:fs";

/** What a line makes when it comes to life: a name in the window, elements of a class, an address. All are short. */
const ran = "oc=1";

/** The most characters of the shortest text that is asked for: every line fits into every text. */
export const SHORTEST = 60;

/** Characters that no text can hold: a server says so. */
export const NUL = "Ann\u0000Martin";

/** What turns the writing round. */
export const TURNED = ["Ann\u202Enitram", "Ann \u2067nitram\u2069"];

/** What people, and files, can put where a name or a sentence is asked for. Whatever runs sets `oc`. */
export const corpus = [
  `<script>${ran}</script>`,
  `</script><script>${ran}</script>`,
  `</title></textarea><img class=oc src=x onerror=${ran}>`,
  `</style></template><img class=oc src=x onerror=${ran}>`,
  `<svg class=oc onload=${ran}>`,
  `<svg class=oc><animate onbegin=${ran} attributeName=x dur=1s>`,
  `<math><style><img class=oc onerror=${ran} src=x></style>`,
  `<iframe class=oc srcdoc="<script>parent.${ran}</script>">`,
  `<a class=oc href=javascript:${ran}>here</a>`,
  `<meta class=oc http-equiv=refresh content="0;url=/help?oc">`,
  `<base class=oc href=https://base.invalid/>`,
  `<link class=oc rel=stylesheet href=https://sheet.invalid/>`,
  `<form class=oc action=/help><button autofocus onfocus=${ran}>`,
  `<details class=oc open ontoggle=${ran}>`,
  `<!--><img class=oc src=x onerror=${ran}>-->`,
  `javascript:${ran}//`,
  `data:text/html,<script>opener.${ran}</script>`,
  `" autofocus onfocus="${ran}" x="`,
  `' autofocus onfocus='${ran}' x='`,
  `\` onmouseover=\`${ran}\``,
  `","oc":1,"x":"`,
  `\\u003cscript\\u003e${ran}\\u003c/script\\u003e`,
  '{{.School}} {{printf "%v" .}} {{.}}',
  `\${${ran}} #{7*7} <%= 7*7 %>`,
  `{{constructor.constructor('${ran}')()}}`,
  "red;}body{display:none}</style>",
  "expression(oc=1);background:url(https://css.invalid/)",
  '=HYPERLINK("https://cell.invalid","x")',
  "+1+cmd|' /C calc'!A0",
  "-2+3",
  "@SUM(1,2)",
  "&lt;script&gt;&#x22;&amp;amp;",
  "+ADw-script+AD4-oc=1+ADw-/script+AD4-",
  `Ann & "Bo" 'Cy' \`Di\` O’Eve / Flo (Gil)`,
  ...TURNED,
  NUL,
  "Ann\u200B\u200D\uFEFFMartin",
  "Ann\uD83D",
  "👩🏽‍🚒👨‍👩‍👧‍👦",
  "W".repeat(SHORTEST),
];

/** Lines of the corpus that can be a name; an import refuses the others. */
export const NAMES = [
  `Ann & "Bo" 'Cy' \`Di\` O’Eve / Flo (Gil)`,
  "Ann\u200B\u200D\uFEFFMartin",
  "👩🏽‍🚒👨‍👩‍👧‍👦",
  "W".repeat(SHORTEST),
];

/** The lines in as few texts as hold them, each of at most so many characters; what may be refused stands alone. */
export function packed(most: number): string[][] {
  const packs: string[][] = [[]];
  for (const line of corpus) {
    if (line === NUL || TURNED.includes(line)) {
      packs.unshift([line]);
      continue;
    }
    if ([...(packs.at(-1) ?? []), line].join(" ").length > most) packs.push([]);
    packs.at(-1)?.push(line);
  }
  return packs;
}

/** A text as it comes back: half a pair of UTF-16 is no character. */
export const kept = (text: string): string => Buffer.from(text, "utf8").toString("utf8").trim();

/** Every text in an answer. */
export function textsOf(answer: unknown): string[] {
  if (typeof answer === "string") return [answer];
  return answer && typeof answer === "object" ? Object.values(answer).flatMap(textsOf) : [];
}

/** Texts that choose a thing by its id, code, key or tag, route by route: nobody's words, and shown to nobody. */
export const CHOSEN: Record<string, string> = {
  "post /api/adults/apart": "keep merge",
  "post /api/adults/merge": "keep merge",
  "post /api/adults/{id}/marks": "pupil",
  "post /api/aup/decline": "document edition language pupils[] version",
  "post /api/aup/documents/{document}/publish": "statements[].key",
  "post /api/aup/paper": "adult document language pupils[]",
  "post /api/aup/questions": "document language statement",
  "post /api/aup/signatures": "answers[].document answers[].edition answers[].pupil answers[].version language",
  "post /api/calls": "language",
  "post /api/class-check": "class exceptions[].pupil",
  "post /api/class-codes": "class",
  "post /api/class-codes/look": "code",
  "post /api/class-codes/use": "code pupil",
  "post /api/concerns/{id}/device": "confiscation",
  "post /api/concerns/{id}/hand": "to",
  "post /api/concerns/{id}/interpreter": "language",
  "post /api/concerns/{id}/keep-from": "person",
  "post /api/concerns/{id}/reply": "language phrase",
  "post /api/confiscations": "device ground kind pupil",
  "post /api/confiscations/{id}/contact": "adult",
  "post /api/confiscations/{id}/release": "adult",
  "post /api/confiscations/{id}/search": "parent witness",
  "post /api/desk/collect": "device pupil",
  "post /api/desk/hand-in": "device kind pupil",
  "post /api/desk/undo": "device pupil",
  "post /api/exceptions": "pupil",
  "post /api/first-run": "preset slug token",
  "post /api/hand-over/use": "code",
  "post /api/imports/{id}/apply": "leavers[] seen",
  "post /api/letters": "adults[] yes[]",
  "post /api/letters/look": "code",
  "post /api/letters/not-mine": "code",
  "post /api/letters/use": "code",
  "post /api/notices/{id}/answer": "language",
  "post /api/policy/reasons": "code",
  "post /api/policy/reasons/withdraw": "code",
  "post /api/push/subscriptions": "key language",
  "post /api/sign-in": "school",
  "post /api/staff-leave": "staff",
  "post /api/tell/{school}": "about[] box feel form kinds[] language naming receipt",
  "post /api/tell/{school}/look": "receipt",
  "post /api/tell/{school}/more": "language receipt",
  "post /api/uses": "class",
  "put /api/imports/{id}/mapping": "columns.*",
};

/** Texts that are checked and kept apart, route by route: secrets, addresses of people and of devices. */
export const CHECKED: Record<string, string> = {
  "post /api/concerns/search": "text", // nobody keeps what was searched for
  "post /api/factor/app": "passphrase",
  "post /api/factor/app/confirm": "code",
  "post /api/factor/passkey": "passphrase",
  "post /api/factor/passkey/confirm": "answer name", // no passkey is made without a device; its owner alone reads the name
  "post /api/factor/prove": "code",
  "post /api/factor/prove/passkey/confirm": "answer",
  "post /api/first-run": "email passphrase phone",
  "post /api/links/{token}": "passphrase",
  "post /api/push/forget": "endpoint",
  "post /api/push/subscriptions": "auth endpoint p256dh replaces",
  "post /api/push/trial": "endpoint",
  "post /api/passphrase": "now passphrase",
  "post /api/sign-in": "email passphrase",
  "post /api/tell/{school}/sealed": "sealed",
};

/** The fields of a list by route. */
export const listed = (of: Record<string, string>): string[] =>
  Object.entries(of).flatMap(([route, fields]) => fields.split(" ").map(field => `${route} ${field}`));

interface Shape {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Shape>;
  items?: Shape;
  additionalProperties?: Shape | boolean;
  enum?: string[];
  format?: string;
  contentMediaType?: string;
}

interface Description {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Shape }> } }>>;
  components: { schemas: Record<string, Shape> };
}

/** Every text that a request's body can hold and that is neither a choice nor a day: "post /api/calls words". */
export function textFields(): string[] {
  const api = JSON.parse(
    readFileSync(new URL("../../../backend/web/openapi.json", import.meta.url), "utf8"),
  ) as Description;
  const found: string[] = [];
  const walk = (shape: Shape, at: string, name: string): void => {
    if (shape.$ref) walk(api.components.schemas[shape.$ref.split("/").at(-1) ?? ""] ?? {}, at, name);
    for (const [key, one] of Object.entries(shape.properties ?? {})) {
      if (key !== "$schema") walk(one, at, name ? `${name}.${key}` : key);
    }
    if (typeof shape.additionalProperties === "object") walk(shape.additionalProperties, at, `${name}.*`);
    if (shape.items) walk(shape.items, at, `${name}[]`);
    const text = [shape.type].flat().includes("string");
    if (text && !shape.enum && !shape.format && !shape.contentMediaType) found.push(`${at} ${name}`);
  };
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, { requestBody }] of Object.entries(methods)) {
      for (const { schema } of Object.values(requestBody?.content ?? {})) walk(schema, `${method} ${path}`, "");
    }
  }
  return found.sort();
}

/** The app's screens, as the server lists them. */
export function screens(): string[] {
  const source = readFileSync(new URL("../../../backend/web/pages.go", import.meta.url), "utf8");
  const list = /var appPaths = \[\]string\{(.*?)\n\}/s.exec(source)?.[1] ?? "";
  return [...list.matchAll(/"([^"]+)"/g)].map(([, path = ""]) => path);
}
