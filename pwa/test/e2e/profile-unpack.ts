import { brotliDecompressSync, constants, inflateRawSync, inflateSync } from "node:zlib";

// What a browser's files hold inside: bodies of its caches and anything else packed by gzip, deflate or brotli, the blocks of
// its LevelDB tables (packed by snappy) and the records of its LevelDB logs in one piece.

const MOST = 32 << 20;
/** A file of the "simple" cache: HTTP cache, CacheStorage, scripts of workers. */
const ENTRY = Buffer.from("305c72a71b6dfbfc", "hex");
const ENTRY_END = Buffer.from("d8410d97456ffaf4", "hex");
const TABLE_END = Buffer.from("57fb808b247547db", "hex");

/** How, and the bytes. */
export type Unpacked = [how: string, bytes: Buffer];

function tried(how: string, unpack: () => Buffer): Unpacked[] {
  try {
    const bytes = unpack();
    return bytes.length > 0 ? [[how, bytes]] : [];
  } catch {
    return []; // it was no such thing
  }
}

/** Everything that unpacks in a file. */
export function unpacked(path: string, file: Buffer): Unpacked[] {
  const all = streams(file);
  if (file.subarray(0, 8).equals(ENTRY)) all.push(...entry(file));
  if (file.length > 48 && file.subarray(-8).equals(TABLE_END)) all.push(...tried("snappy", () => table(file)));
  else if (/\/(\d+\.log|MANIFEST-\d+)$/.test(path)) all.push(...tried("log", () => log(file)));
  return all;
}

/** Wherever a gzip or a zlib stream begins. What is cut off is unpacked as far as it goes. */
function streams(file: Buffer): Unpacked[] {
  const all: Unpacked[] = [];
  const how = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST };
  for (let i = 0; i + 8 < file.length; i++) {
    const [a = 0, b = 0, c = 0] = [file[i], file[i + 1], file[i + 2]];
    if (a === 0x1f && b === 0x8b && c === 8)
      all.push(...tried("gzip", () => inflateRawSync(file.subarray(i + gzipHead(file, i)), how)));
    else if (a === 0x78 && (a * 256 + b) % 31 === 0)
      all.push(...tried("zlib", () => inflateSync(file.subarray(i), how)));
  }
  return all;
}

/** How long the head of a gzip stream is (RFC 1952, 2.3). What follows a stream in a file would be taken for another of its members. */
function gzipHead(file: Buffer, at: number): number {
  const flags = file.readUInt8(at + 3);
  let end = at + 10;
  if (flags & 4) end += 2 + file.readUInt16LE(end);
  for (const named of [8, 16]) if (flags & named) end = file.indexOf(0, end) + 1;
  return end + (flags & 2 ? 2 : 0) - at;
}

/** The body of a cache's entry: brotli has no mark of its own to be known by, and is tried. */
function entry(file: Buffer): Unpacked[] {
  const begin = 24 + file.readUInt32LE(12);
  const end = file.indexOf(ENTRY_END, begin);
  const body = file.subarray(begin, end < 0 ? undefined : end);
  return body.length > 0 ? tried("brotli", () => brotliDecompressSync(body, { maxOutputLength: MOST })) : [];
}

/** A number as LevelDB and snappy write it, and where it ends. */
function varint(b: Buffer, at: number): [value: number, next: number] {
  let value = 0;
  for (let shift = 1; ; shift *= 128) {
    const byte = b.readUInt8(at++);
    value += (byte & 127) * shift;
    if (byte < 128) return [value, at];
  }
}

/** Undoes snappy's raw format. */
export function unsnappy(b: Buffer): Buffer {
  let [length, at] = varint(b, 0);
  if (length > MOST) throw new Error("too long");
  const out = Buffer.alloc(length);
  let to = 0;
  while (at < b.length) {
    const tag = b.readUInt8(at++);
    const kind = tag & 3;
    if (kind === 0) {
      length = tag >> 2;
      const more = Math.max(0, length - 59);
      if (more > 0) length = b.readUIntLE(at, more);
      at += more;
      to += b.copy(out, to, at, at + length + 1);
      at += length + 1;
      continue;
    }
    const back = kind === 1 ? ((tag >> 5) << 8) | b.readUInt8(at) : b.readUIntLE(at, kind === 2 ? 2 : 4);
    at += kind === 1 ? 1 : kind === 2 ? 2 : 4;
    const count = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    if (back === 0 || back > to || to + count > out.length) throw new Error("no snappy");
    // Byte by byte: what is copied may be what this very copy has written.
    for (let i = 0; i < count; i++, to++) out[to] = out.readUInt8(to - back);
  }
  return out;
}

/** The block to which the two numbers at `at` of `from` point, unpacked where it is packed; and where they end. */
function block(file: Buffer, from: Buffer, at: number): [bytes: Buffer, next: number] {
  const [offset, after] = varint(from, at);
  const [size, next] = varint(from, after);
  const raw = file.subarray(offset, offset + size);
  return [file.readUInt8(offset + size) === 1 ? unsnappy(raw) : raw, next];
}

/** Every block of a LevelDB table, one after another. */
function table(file: Buffer): Buffer {
  const foot = file.subarray(-48);
  const [, afterOffset] = varint(foot, 0);
  const [index] = block(file, foot, varint(foot, afterOffset)[1]);
  const end = index.length - 4 - 4 * index.readUInt32LE(index.length - 4);
  const blocks: Buffer[] = [index];
  for (let at = 0; at < end; ) {
    const [own, after] = varint(index, varint(index, at)[1]);
    const [size, key] = varint(index, after);
    blocks.push(block(file, index, key + own)[0]);
    at = key + own + size;
  }
  return Buffer.concat(blocks);
}

/** The records of a LevelDB log without the seven bytes before each: one that is longer than a block of 32 KB is cut by them. */
function log(file: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at + 7 <= file.length; ) {
    const left = 32768 - (at % 32768);
    const size = left < 7 ? 0 : file.readUInt16LE(at + 4);
    parts.push(file.subarray(at + 7, at + 7 + size));
    at += left < 7 || file[at + 6] === 0 ? left : 7 + size;
  }
  return Buffer.concat(parts);
}
