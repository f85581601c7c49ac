import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { formsOf, type Needle, planted } from "./profile-forms";
import type { Hit } from "./profile-search";

// The proof's other half: a page that is careless with its words. The search has to find each of them, in its place.

/** A careless word: the file in which it has to be found, how that unpacks and in which form; where that matters. */
interface Careless {
  word: string;
  file: RegExp;
  how?: string;
  form?: string;
  /** It stands there once the browser was opened again. */
  later?: boolean;
}

const [alien = "", other = "", ...plain] = [planted(4)[3] ?? "", planted(4)[3] ?? "", ...planted(3), ...planted(3)];
const [local = "", session = "", database = "", kept = "", typed = "", name = ""] = plain;
const [bare = "", gzip = "", zlib = "", brotli = "", cookie = "", table = ""] = [...planted(3), ...planted(3)];
const CACHE = /\/Cache\/Cache_Data\//;

const careless: Careless[] = [
  { word: local, file: /\/Local Storage\/leveldb\// },
  { word: session, file: /\/Session Storage\// },
  { word: database, file: /\/IndexedDB\// },
  { word: table, file: /\/Local Storage\/.*\.ldb$/, how: "snappy", later: true },
  { word: kept, file: /\/CacheStorage\// },
  { word: bare, file: CACHE },
  { word: gzip, file: CACHE, how: "gzip" },
  { word: zlib, file: CACHE, how: "zlib" },
  { word: brotli, file: CACHE, how: "brotli" },
  { word: cookie, file: /^cookies$/ },
  { word: alien, file: /\/History$/, form: "percent, upper" },
  { word: typed, file: /\/Sessions\//, form: "utf-16le" },
  { word: name, file: /\/Web Data$/ },
];
/** Whatever is written out as text, base64 and the like: each of them is kept in a store. */
const written = formsOf(other).filter(
  one => /^(json|percent|hex|base64)/.test(one.form) && !/in utf-16le$/.test(one.form),
);

const html = (title: string, body: string) => `<!doctype html><title>${title}</title>${body}`;
const PAGES: Record<string, string> = {
  "/": html("careless", '<form action="/thanks" method="post"><input name="name"><button>Go</button></form>'),
  "/thanks": html("thanks", "Thanks"),
  "/typed": html("typed", "<textarea></textarea>"),
};
const PACKED: Record<string, { coding?: string; body: string | Buffer }> = {
  "/bare": { body: `bare ${bare}` },
  "/gzip": { coding: "gzip", body: gzipSync(`packed ${gzip} `.repeat(20)) },
  "/deflate": { coding: "deflate", body: deflateSync(`packed ${zlib} `.repeat(20)) },
  "/br": { coding: "br", body: brotliCompressSync(`packed ${brotli} `.repeat(20)) },
};

export const controlNeedles = (): Needle[] => [
  ...careless.flatMap(({ word }) => formsOf(word).map(one => ({ word, ...one }))),
  ...written.map(one => ({ word: other, ...one })),
];

/** The careless words that were not found where they stand; `again`: the browser was opened again since they were written. */
export const missed = (hits: readonly Hit[], again: boolean): string[] => {
  const found = (one: Careless) =>
    hits.some(
      hit =>
        hit.needle.word === one.word &&
        one.file.test(hit.file) &&
        (!one.how || hit.how === one.how) &&
        (!one.form || hit.needle.form === one.form),
    );
  return [
    ...careless
      .filter(one => (again || !one.later) && !found(one))
      .map(({ word, file, how = "" }) => `${word} in ${file} ${how}`),
    ...written
      .filter(
        ({ form }) =>
          !hits.some(({ needle, file }) => needle.word === other && needle.form === form && /Local/.test(file)),
      )
      .map(({ form }) => `${other} as ${form}`),
  ];
};

/** How many words, in how many kinds of places and forms, have to be found. */
export const CARELESS = careless.length + written.length;

/** The last word that is typed: where a session's file has it, whatever was typed before is there too. */
export const typedLast = { word: typed, file: /\/Sessions\// };

/** Serves the careless page, on an address of its own. */
export async function serveCareless(): Promise<{ url: string; close: () => void }> {
  const server = createServer(({ url = "/" }, answer: ServerResponse) => {
    const { pathname } = new URL(url, "http://careless");
    const packed = PACKED[pathname];
    answer.setHeader("Cache-Control", "max-age=3600");
    answer.setHeader("Content-Type", packed ? "text/plain" : "text/html");
    if (packed?.coding) answer.setHeader("Content-Encoding", packed.coding);
    answer.end(packed?.body ?? PAGES[pathname] ?? html("page", ""));
  });
  await new Promise<void>(done => server.listen(0, "127.0.0.1", done));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

/** Gives the browser every careless word but the one that is typed last. */
export async function plantCareless(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/?${alien}`);
  await page.locator("input").pressSequentially(name);
  await page.locator("button").click();
  await page.waitForURL(`${url}/thanks`);
  const texts = written.map(({ form, bytes }) => [form, bytes.toString()]);
  await page.evaluate(
    async ({ local, table, session, database, kept, cookie, texts }) => {
      localStorage.setItem("table", table);
      // More than LevelDB keeps in memory: when the browser is opened again it makes a table of its log, packed.
      for (let i = 0; i < 45; i++) localStorage.setItem(`filler ${i}`, String(i % 10).repeat(100_000));
      localStorage.setItem("word", local);
      for (const [form = "", text = ""] of texts) localStorage.setItem(form, `some ${text} more`);
      sessionStorage.setItem("word", session);
      // biome-ignore lint/suspicious/noDocumentCookie: a careless page
      document.cookie = `word=${cookie}; max-age=3600`;
      await (await caches.open("careless")).put("/kept", new Response(`kept ${kept}`));
      const opened = await new Promise<IDBDatabase>((done, no) => {
        const asked = indexedDB.open("careless", 1);
        asked.onupgradeneeded = () => asked.result.createObjectStore("words");
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => no(asked.error);
      });
      await new Promise<void>((done, no) => {
        const change = opened.transaction("words", "readwrite");
        change.objectStore("words").put({ word: database }, "one");
        change.oncomplete = () => done();
        change.onerror = () => no(change.error);
      });
      opened.close();
      for (const path of ["/bare", "/gzip", "/deflate", "/br"]) await (await fetch(path)).text();
    },
    { local, table, session, database, kept, cookie, texts },
  );
}
