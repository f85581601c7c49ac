import type { Due, Edition, EditionBrief, HomeSeat, Statement } from "../../api/family";
import { Refused, read } from "../../api/send";
import { say } from "../../i18n/say";
import type { Waiting } from "../../keep/keep";

/** A document in front of somebody: what is asked, its words, and how they differ from what was read before. */
export interface Paper {
  due: Due;
  edition: Edition;
  changes?: Changes;
  /** These very words were read to their end before; a yes to them is asked again, and no more. */
  known?: boolean;
}

/** How a new version differs from one that was read before. */
export interface Changes {
  added: Statement[];
  reworded: { was: Statement; now: Statement }[];
  removed: Statement[];
}

/** One thing at a time: a document begins, a statement of it, and at the end everybody signs. */
export type Step =
  | { kind: "begin"; paper: Paper }
  | { kind: "statement"; paper: Paper; statement: Statement; was?: Statement | undefined }
  | { kind: "sign" };

/** Compares by key, and the English: it is the version, and a better translation changes nothing. */
export function changesBetween(before: readonly Statement[], now: readonly Statement[]): Changes {
  const old = new Map(before.map(one => [one.key, one]));
  const kept = new Set(now.map(one => one.key));
  return {
    added: now.filter(one => !old.has(one.key)),
    reworded: now.flatMap(one => {
      const was = old.get(one.key);
      return was && was.english !== one.english ? [{ was, now: one }] : [];
    }),
    removed: before.filter(one => !kept.has(one.key)),
  };
}

/** What has to be read, in its order: all of a new document, of a changed one only what changed. */
export function stepsOf(papers: readonly Paper[]): Step[] {
  const of = (paper: Paper): Step[] => {
    const { changes, edition, known } = paper;
    if (known) return [];
    const was = new Map(changes?.reworded.map(one => [one.now.key, one.was]));
    const fresh = new Set([...(changes?.added ?? []).map(one => one.key), ...was.keys()]);
    const toRead = changes ? edition.statements.filter(one => fresh.has(one.key)) : edition.statements;
    return [
      { kind: "begin", paper },
      ...toRead.map((statement): Step => ({ kind: "statement", paper, statement, was: was.get(statement.key) })),
    ];
  };
  return [...papers.flatMap(of), { kind: "sign" }];
}

/** The edition in the reader's language: the same tag, else the language alone, else English. Never a related one. */
export function editionFor(due: { editions: readonly EditionBrief[] }, tag: string): string {
  const find = (wanted: string) => due.editions.find(one => one.language === wanted)?.edition;
  return find(tag) ?? find(tag.split("-")[0] ?? "") ?? find("en") ?? due.editions[0]?.edition ?? "";
}

/** The edition that a yes is to: the one that is read; where school has no drafts signed, the English beside it. */
export function signedEdition({ due, edition }: Paper): string {
  const read = due.editions.find(one => one.edition === edition.edition);
  return read?.may_be_signed === false ? editionFor(due, "en") : edition.edition;
}

const held = new Map<string, Promise<Edition>>();

/** A document's words, from the school's public page: the same for everybody, for ever, so the browser may keep them. */
export function fetchEdition(slug: string, edition: string): Promise<Edition> {
  const address = `/s/${slug}/documents/${edition}.json`;
  const known = held.get(address);
  if (known) return known;
  const coming = load(address);
  held.set(address, coming);
  coming.catch(() => held.delete(address));
  return coming;
}

async function load(address: string): Promise<Edition> {
  const answer = await fetch(new Request(new URL(address, location.origin), { credentials: "omit" })).catch(() => {
    throw new Refused({ status: 0, kind: "offline", title: say("pwa.problem.offline") });
  });
  if (answer.ok) return (await answer.json()) as Edition;
  throw new Refused({ status: answer.status, kind: "not_found", title: say("family.sitting.no_words") });
}

/** A document's title in the reader's language, beside the English one that it translates. */
export interface Title {
  english: string;
  text: string;
  lang: string;
  dir: "ltr" | "rtl";
}

/** The titles of what a school asks for now, by document. Without them a title stands in English. */
export async function titlesOf(slug: string, tag: string): Promise<ReadonlyMap<string, Title>> {
  const answer = await fetch(
    new Request(new URL(`/s/${slug}/documents.json`, location.origin), { credentials: "omit" }),
  );
  if (!answer.ok) return new Map();
  const { documents } = (await answer.json()) as { documents: { document: string; editions: EditionBrief[] }[] };
  const found = await Promise.all(documents.map(one => fetchEdition(slug, editionFor(one, tag))));
  return new Map(
    found.map(one => [one.document, { english: one.english_title, text: one.title, lang: one.language, dir: one.dir }]),
  );
}

/** How a title that is known in English is shown: translated, where the document is still called the same. */
export function titled(english: string, known: Title | undefined): Title {
  return known?.english === english ? known : { english, text: english, lang: "en", dir: "ltr" };
}

// What school last asked of each seat, while this page is open: with the network gone, reading goes on.
const asked = new Map<string, HomeSeat>();

/** What a school asks of a seat. Without a network, what it asked when there was one. */
export async function homeOf(seat: string, signal?: AbortSignal): Promise<HomeSeat> {
  try {
    const home = await read("/api/aup/home", { as: seat }, signal);
    for (const one of home.seats) asked.set(one.id, one);
    const found = home.seats.find(one => one.id === seat);
    if (!found) throw new Refused({ status: 404, kind: "not_found", title: say("family.sitting.not_yours") });
    return found;
  } catch (no) {
    const before = asked.get(seat);
    if (before && no instanceof Refused && no.body.kind === "offline") return before;
    throw no;
  }
}

/** The statements that this person signed of an earlier version of a document, as they were shown. */
async function signedBefore(seat: string, document: string, signal?: AbortSignal): Promise<Statement[] | undefined> {
  const { items } = await read("/api/aup/signatures", { as: seat }, signal);
  const last = items
    .filter(one => one.document === document)
    .sort((a, b) => b.number - a.number || b.at.localeCompare(a.at))[0];
  if (!last) return undefined;
  const where = { path: { id: last.id }, as: seat };
  return (await read("/api/aup/signatures/{id}", where, signal)).statements;
}

/** What a reader has read to its end and answered, by document, where school did not take the answer. */
export type ReadBefore = ReadonlyMap<string, Edition>;

/** What was read for signings that this phone kept and school refused, because it has other words by now. */
export async function readForNothing(slug: string, refused: readonly Waiting[]): Promise<ReadBefore> {
  const editions = refused.flatMap(one => one.editions);
  // Without its words nothing can be compared: then all is read again.
  const found = await Promise.all(editions.map(one => fetchEdition(slug, one).catch(() => undefined)));
  return new Map(found.filter(one => one !== undefined).map(one => [one.document, one]));
}

/** The documents to read, in the reader's language; `read` is what they have read to its end before. */
export async function papersOf(
  home: HomeSeat,
  due: readonly Due[],
  tag: string,
  read: ReadBefore,
  signal?: AbortSignal,
): Promise<Paper[]> {
  return Promise.all(
    due.map(async one => {
      const edition = await fetchEdition(home.school.slug, editionFor(one, tag));
      const old = read.get(one.document);
      if (old?.version === one.version) return { due: one, edition, known: true };
      const before =
        old?.statements ??
        (one.state === "changed"
          ? await signedBefore(home.id, one.document, signal).catch(() => undefined)
          : undefined);
      return { due: one, edition, ...(before && { changes: changesBetween(before, edition.statements) }) };
    }),
  );
}

/** A version replaced while it was read: its number is another than the one on the screen. */
export const replaced = (papers: readonly Paper[], home: HomeSeat) =>
  papers.some(paper => {
    const now = home.due.find(one => one.document === paper.due.document);
    return now !== undefined && now.version !== paper.due.version;
  });
