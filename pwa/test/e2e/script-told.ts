import { packed } from "./corpus";
import type { Asker } from "./script-ask";
import type { Filling, Things } from "./script-words";
import { prove } from "./second-step";

// The corpus in what is told to school, and in what its readers write of it.

/** What somebody tells, piece by piece, with what else that piece wants. */
const PIECES = [
  ["story", 400, {}],
  ["when", 200, { story: "It happened." }],
  ["name", 200, { story: "It happened.", naming: "named" }],
  ["class", 200, { story: "It happened.", naming: "named" }],
  ["reach", 200, { story: "It happened.", naming: "named" }],
] as const;

/** Tells everything to Hook Lane, whose lead is the head, and writes of it what a reader can. */
export async function fillTold(of: Filling, head: Asker, nobody: Asker, things: Things): Promise<void> {
  await head.get("/api/tell-door", { open: true });
  await prove((address, body) => head.ask(address, body));
  type List = { items: { id: string }[] };
  const list = async () => (await head.get<List>("/api/concerns")).items.map(one => one.id);
  const all = async () => Promise.all((await list()).map(id => head.get(`/api/concerns/${id}`)));
  const tell = (told: object) => nobody.ask("/api/tell/hook-lane", { form: "adult", about: ["child"], ...told });
  for (const [field, most, more] of PIECES) {
    await of.tell(`post /api/tell/{school} ${field}`, packed(most), text => tell({ ...more, [field]: text }), all);
  }
  const { receipt } = (await tell({ story: "It happened." })).said as { receipt: string };
  await of.tell("post /api/tell/{school}/more words", packed(400), words =>
    nobody.ask("/api/tell/hook-lane/more", { receipt, words, language: "en" }),
  );
  const [id = ""] = await list();
  const { colleagues } = await head.get<{ colleagues: { id: string }[] }>(`/api/concerns/${id}`);
  const [one, other] = colleagues.map(colleague => colleague.id);
  for (const [verb, field, more] of [
    ["reply", "words", { language: "en" }],
    ["note", "words", {}],
    ["parents", "reason", { tell: "no" }],
    ["hand", "words", { to: one }],
    ["keep-from", "words", { person: other }],
  ] as const) {
    await of.tell(`post /api/concerns/{id}/${verb} ${field}`, packed(400), text =>
      head.ask(`/api/concerns/${id}/${verb}`, { ...more, [field]: text }),
    );
  }
  await of.tell("post /api/concerns/glass reason", packed(400), reason => head.ask("/api/concerns/glass", { reason }));
  things["/reading/:id"] = [id, ...(await list())].map(one => `/reading/${one}`);
}
