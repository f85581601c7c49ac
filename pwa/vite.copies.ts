import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** Files that shrink; pictures are already small. */
const TEXT = /\.(?:js|css|svg|json|webmanifest)$/;

/** Lays FILE.br and FILE.gz beside every text file of the folder, so that the server never compresses at run time. */
export function compressedCopies(folder: string): Plugin {
  return {
    name: "compressed-copies",
    closeBundle() {
      for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
        const path = join(folder, name);
        if (!TEXT.test(name) || name.startsWith(".") || !statSync(path).isFile()) continue;
        const plain = readFileSync(path);
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
        writeFileSync(`${path}.br`, brotliCompressSync(plain, quality));
        writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }));
      }
    },
  };
}
