import { readFileSync } from "node:fs";

const ran = "window.ranOfCorpus=1";

/** What people, and files, can put where a name or a sentence is asked for. Whatever runs sets `ranOfCorpus`. */
export const corpus = [
  `<script>${ran}</script>`,
  `</script><script>${ran}</script>`,
  `</title></textarea></style></template><img class=of-corpus src=x onerror=${ran}>`,
  `<svg class=of-corpus onload=${ran}>`,
  `<svg class=of-corpus><animate onbegin=${ran} attributeName=x dur=1s>`,
  `<math class=of-corpus><mtext><style><img onerror=${ran} src=x></style>`,
  `<iframe class=of-corpus srcdoc="<script>parent.${ran}</script>">`,
  `<a class=of-corpus href=javascript:${ran}>here</a>`,
  `<meta class=of-corpus http-equiv=refresh content="0;url=/help?of-corpus">`,
  `<base class=of-corpus href=https://base.invalid/>`,
  `<link class=of-corpus rel=stylesheet href=https://sheet.invalid/>`,
  `<form class=of-corpus action=/help><button autofocus onfocus=${ran}>`,
  `<details class=of-corpus open ontoggle=${ran}>`,
  `<!--><img class=of-corpus src=x onerror=${ran}>-->`,
  `javascript:${ran}//`,
  `data:text/html,<script>opener.${ran}</script>`,
  `" autofocus onfocus="${ran}" x="`,
  `' autofocus onfocus='${ran}' x='`,
  "` onmouseover=`window.ranOfCorpus=1`",
  `","ranOfCorpus":1,"x":"`,
  `\\u003cscript\\u003e${ran}\\u003c/script\\u003e`,
  '{{.School}} {{printf "%v" .}} {{.}}',
  `\${${ran}} #{7*7} <%= 7*7 %>`,
  "{{constructor.constructor('window.ranOfCorpus=1')()}}",
  "red;}body{display:none}</style>",
  "expression(window.ranOfCorpus=1);background:url(https://css.invalid/)",
  '=HYPERLINK("https://cell.invalid","x")',
  "+1+cmd|' /C calc'!A0",
  "-2+3",
  "@SUM(1,2)",
  "&lt;script&gt;&#x22;&amp;amp;",
  "+ADw-script+AD4-window.ranOfCorpus=1+ADw-/script+AD4-",
  "Ann\u202Enitram",
  "Ann \u2067nitram",
  "Ann\u0000Martin",
  "Ann\u200B\u200D\uFEFFMartin",
  "Ann\uD83D",
  "👩🏽‍🚒👨‍👩‍👧‍👦",
  "W".repeat(90),
];

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
