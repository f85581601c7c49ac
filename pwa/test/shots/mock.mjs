// A tiny school for screenshots, on the built app: nothing of it is shipped, and it keeps nothing.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { answers, people } from "./school.mjs";
import "./deliveries.mjs";
import "./families.mjs";
import "./reading.mjs";
import { hookLane } from "./tell.mjs";

const dist = new URL("../../dist/", import.meta.url).pathname;
const locales = new URL("../../../locales/", import.meta.url).pathname;
const TYPES = { ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json" };
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self'; " +
  "manifest-src 'self'; worker-src 'self'; trusted-types lollipop; require-trusted-types-for 'script'";

const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));
const style = readFileSync(join(dist, "shell.css"), "utf8");
const main = manifest["src/main.tsx"];

function sentences(lang) {
  const all = {};
  for (const file of readdirSync(join(locales, lang))) {
    Object.assign(all, JSON.parse(readFileSync(join(locales, lang, file), "utf8")));
  }
  return all;
}

function messages(lang) {
  const all = sentences("en");
  if (lang === "en") return all;
  if (existsSync(join(locales, lang))) return { ...all, ...sentences(lang) };
  const accent = text => {
    const said = text.replace(/\{\{[^}]*\}\}|[a-z]/gi, c => (c.length > 1 ? c : `${c}\u0301`));
    return `[${said} ${"~".repeat(Math.max(1, Math.round(text.length * 0.3)))}]`;
  };
  const over = entry =>
    typeof entry === "string"
      ? accent(entry)
      : Object.fromEntries(Object.entries(entry).map(([k, v]) => [k, accent(v)]));
  return Object.fromEntries(Object.entries(all).map(([key, entry]) => [key, over(entry)]));
}

const dirOf = lang => (lang === "ur" || lang === "en-x-pseudo" ? "rtl" : "ltr");

function page(lang, me, school) {
  const dir = dirOf(lang);
  const languages = [
    { tag: "en", name: "English", dir: "ltr" },
    { tag: "en-x-easy", name: "Easy English", dir: "ltr" },
    { tag: "pl", name: "polski", dir: "ltr" },
    { tag: "ur", name: "اردو", dir: "rtl" },
    { tag: "en-x-pseudo", name: "Ƥşḗǔḓǿ", dir: "rtl" },
  ];
  const boot = { lang, dir, catalogue: `/locales/${lang}.0.json`, languages, me, school };
  return `<!doctype html><html lang="${lang}" dir="${dir}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Lollipop</title><link rel="icon" href="/icon.svg">
<style>${style}</style></head><body><div id="app"><div class="page"><header class="head"><div class="title"><h1>…</h1></div></header>
<main class="main"><div class="loading"><i class="short"></i><i></i><i></i></div></main></div></div>
<script type="application/json" id="boot">${JSON.stringify(boot).replaceAll("<", "\\u003c")}</script>
${(main.css ?? []).map(file => `<link rel="stylesheet" href="/${file}">`).join("")}
${(main.imports ?? []).map(name => `<link rel="modulepreload" href="/${manifest[name].file}">`).join("")}<script type="module" src="/${main.file}"></script></body></html>`;
}

/** Starts it on any free port; `who` is a key of people, or "" for nobody. */
export function serve({ who = "", lang = "en", fails = () => undefined } = {}) {
  const now = { who, lang, fails };
  const server = createServer(async (req, res) => {
    const url = new URL(req.url, "http://x");
    const send = (status, type, body) => {
      res.writeHead(status, { "Content-Type": type, "Content-Security-Policy": CSP }).end(body);
    };
    const me = people[now.who];
    if (url.pathname.startsWith("/api/")) {
      let body = "";
      for await (const piece of req) body += piece;
      const fail = now.fails(req.method, url.pathname);
      if (fail === "hang") return;
      const [status, answer] = fail ?? answers(me, req.method, url, body, req.headers);
      return send(status, status >= 400 ? "application/problem+json" : "application/json", JSON.stringify(answer));
    }
    const locale = /^\/locales\/([a-z-]+)(?:\.(?:staff|tell))?\.\w+\.json$/.exec(url.pathname);
    if (locale) {
      const dir = dirOf(locale[1]);
      return send(200, TYPES[".json"], JSON.stringify({ lang: locale[1], dir, messages: messages(locale[1]) }));
    }
    if (/\.(js|css|svg|webmanifest)$/.test(url.pathname)) {
      try {
        return send(200, TYPES[extname(url.pathname)] ?? "text/plain", readFileSync(join(dist, url.pathname)));
      } catch {
        return send(404, "text/plain", "");
      }
    }
    const telling = /^\/s\/([a-z-]+)\/page$/.exec(url.pathname);
    if (telling) return send(200, "text/html; charset=utf-8", page(now.lang, null, hookLane));
    if (/\/help$/.test(url.pathname)) return send(200, "text/html", "<h1>Help</h1>");
    send(200, "text/html; charset=utf-8", page(now.lang, me ?? null, me?.school ?? null));
  });
  return new Promise(done => {
    server.listen(0, "127.0.0.1", () => {
      done({ now, url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() });
    });
  });
}
