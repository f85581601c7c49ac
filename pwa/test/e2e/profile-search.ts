import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Needle, Needles } from "./profile-forms";
import { unpacked } from "./profile-unpack";

/** Something that was found: what, and in which file, unpacked how ("" where it stands there as it is). */
export interface Hit {
  needle: Needle;
  file: string;
  how: string;
}

/** What a search went through, and what it found. */
export interface Searched {
  files: number;
  bytes: number;
  /** Pieces that were packed in files, and their bytes. */
  pieces: number;
  unpacked: number;
  hits: Hit[];
}

function* filesUnder(folder: string): Generator<string> {
  for (const one of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, one.name);
    if (one.isDirectory()) yield* filesUnder(path);
    // The locks of a profile are links to nothing, and sockets.
    else if (one.isFile()) yield path;
  }
}

/**
 * Looks for the needles in every file under a folder and in whatever unpacks in it. `alive`: a browser still writes there, and a file
 * may go while it is listed. `more`: texts that stand nowhere as they are, by a name.
 */
export function search(
  folder: string,
  needles: Needles,
  { alive = false, more = {} }: { alive?: boolean; more?: Record<string, string> } = {},
): Searched {
  const sum: Searched = { files: 0, bytes: 0, pieces: 0, unpacked: 0, hits: [] };
  const look = (file: string, how: string, bytes: Buffer) => {
    for (const needle of needles.in(bytes)) sum.hits.push({ needle, file, how });
  };
  for (const path of filesUnder(folder)) {
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch (no) {
      if (alive) continue;
      throw no;
    }
    const file = path.slice(folder.length);
    sum.files++;
    sum.bytes += bytes.length;
    look(file, "", bytes);
    look(file, "name", Buffer.from(file));
    for (const [how, piece] of unpacked(path, bytes)) {
      sum.pieces++;
      sum.unpacked += piece.length;
      look(file, how, piece);
    }
  }
  for (const [name, text] of Object.entries(more)) look(name, "", Buffer.from(text));
  return sum;
}

/** What was found, for people: each once. */
export const said = (hits: readonly Hit[]) =>
  [...new Set(hits.map(({ needle, file, how }) => `${needle.word} as ${needle.form} in ${file} ${how}`.trim()))].sort();
