// The rows of the first page in the speed table: node test/figures/paint.mjs, started by scripts/bench.
//
// Chromium is slowed down as DevTools' "slow 4G" has it (562.5 ms to an answer, 1.44 Mbit/s) with a processor four times as
// slow, and opens a family's letter with nothing in its cache, then a page of one word from a server that does nothing
// else, in turns. What is compared is the time of the first contentful paint; printed is the median of the rounds' ratios,
// with their quartiles: where these lie far apart, the machine had other work. The demo is served over http on this machine
// alone: no TLS, for either.
//
// The page of one word goes out twice. The one that the bound is about has our page's headers and coding, so that the ratio
// is what the page costs; a Cross-Origin-Opener-Policy alone makes Chromium begin another process. The other is bare. What
// does not depend on the processor is printed too: the page's bytes, its rules of style, what it asks for before it is
// painted. Nothing is evaluated in a page before that: the browser says when it was.
//
// First-load bytes are what came over the network for that page: itself (its style is inline), the styles, scripts and
// sentences that it asked for until the network was quiet, compressed with Brotli, without headers. What the worker fetches
// afterwards, for the days without a network, is not in it.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { chromium } from "@playwright/test";

const ROUNDS = 15;
const SLOW = {
  offline: false,
  latency: 562.5,
  downloadThroughput: (1.44e6 / 8) | 0,
  uploadThroughput: (0.675e6 / 8) | 0,
};
const ARGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** The value below which that share of a list lies. */
const quantile = (list, share) => [...list].sort((a, b) => a - b)[Math.round((list.length - 1) * share)];
const median = list => quantile(list, 0.5);
const short = value => Number(value.toPrecision(4));
const goal = (name, value, bound) =>
  console.log(`GOAL ${name} ${short(value)} <= ${bound} ${value <= bound ? "OK" : "MISS"}`);
const figure = (name, value, unit) => console.log(`FIGURE ${name} ${short(value)} ${unit}`);

const data = mkdtempSync(join(tmpdir(), "lollipop-figures-"));
const demo = spawn(
  new URL("../../../bin/lollipop", import.meta.url).pathname,
  ["demo", "--untold", "--port", "0", "--data", data],
  {
    stdio: ["ignore", "pipe", "inherit"],
  },
);
let said = "";
const letter = await new Promise((found, failed) => {
  demo.on("exit", code => failed(new Error(`the demo ended with ${code}`)));
  demo.stdout.on("data", piece => {
    said += piece;
    const line = said.match(/http:\/\/\S+\/l\/\S+/);
    if (line && said.includes("Ctrl-C stops it")) found(line[0]);
  });
});
demo.removeAllListeners("exit");
demo.stdout.resume();

// Our page's headers and coding for a page of one word; what says how long it is, and when it was, is its own.
const OWN = ["connection", "content-length", "date", "transfer-encoding"];
const pattern = await fetch(letter, { headers: { "Accept-Encoding": "br", "Accept-Language": "en-GB" } });
await pattern.text();
const armour = Object.fromEntries([...pattern.headers].filter(([name]) => !OWN.includes(name)));
const WORD = '<!doctype html><html lang="en"><title>Blank</title><p>Blank';
const packed = brotliCompressSync(WORD);
const blank = createServer((asked, answer) =>
  asked.url === "/bare"
    ? answer.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(WORD)
    : answer.writeHead(200, { ...armour, "Content-Length": packed.length }).end(packed),
);
await new Promise(ready => blank.listen(0, "127.0.0.1", ready));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ARGS.split(" "),
});

// open loads an address in a browser that has never been anywhere.
async function open(address, slow) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: "en-GB" });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  if (slow) {
    await devtools.send("Network.emulateNetworkConditions", SLOW);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  }
  const came = new Map();
  let asked = 0;
  devtools.on("Network.requestWillBeSent", () => asked++);
  devtools.on("Network.responseReceived", e => {
    const head = Object.fromEntries(Object.entries(e.response.headers).map(([k, v]) => [k.toLowerCase(), v]));
    // The server gives the length of everything.
    const bytes = Number(head["content-length"]);
    came.set(e.requestId, {
      kind: e.type,
      path: new URL(e.response.url).pathname,
      coding: head["content-encoding"],
      bytes,
    });
  });
  await devtools.send("Page.enable");
  await devtools.send("Page.setLifecycleEventsEnabled", { enabled: true });
  const painted = new Promise(done =>
    devtools.on("Page.lifecycleEvent", event => event.name === "firstContentfulPaint" && done(asked)),
  );
  await page.goto(address, { waitUntil: "commit" });
  const requests = await painted;
  const told = await page.evaluate(() => ({
    paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
    bytes: performance.getEntriesByType("navigation")[0].encodedBodySize,
    rules: document.querySelector("style")?.sheet.cssRules.length ?? 0,
  }));
  if (!slow) await page.waitForLoadState("networkidle");
  await context.close();
  return { ...told, requests, came: [...came.values()] };
}

const toBlank = [];
const toBare = [];
try {
  const word = `http://127.0.0.1:${blank.address().port}`;
  for (let round = 0; round <= ROUNDS; round++) {
    const ours = await open(letter, true);
    const least = await open(`${word}/`, true);
    const bare = await open(`${word}/bare`, true);
    console.log(
      `round ${round}: first contentful paint after ${ours.paint.toFixed(0)} ms, ` +
        `of one word with our headers after ${least.paint.toFixed(0)} ms, bare after ${bare.paint.toFixed(0)} ms`,
    );
    if (round === 0) {
      figure("first_page_bytes", ours.bytes, "B");
      figure("first_page_style_rules", ours.rules, "rules");
      figure("first_page_requests_before_paint", ours.requests, "requests");
      continue; // the first round is for the browser's own caches
    }
    toBlank.push(ours.paint / least.paint);
    toBare.push(ours.paint / bare.paint);
  }
  figure("first_paint_to_blank_lower_quartile", quantile(toBlank, 0.25), "times");
  figure("first_paint_to_blank_upper_quartile", quantile(toBlank, 0.75), "times");
  figure("first_paint_to_bare_blank", median(toBare), "times");
  goal("first_paint_to_blank", median(toBlank), 1.1);
  const { came } = await open(letter, false);
  let all = 0;
  for (const { kind, path, coding, bytes } of came) {
    if (!["Document", "Stylesheet", "Script", "Fetch", "XHR"].includes(kind)) continue;
    if (path.startsWith("/api/")) continue; // what is known about this letter
    console.log(`${kind} ${path} ${coding ?? "plain"}: ${bytes} bytes`);
    all += bytes;
  }
  goal("first_load_kilobytes", all / 1000, 45);
} finally {
  await browser.close();
  blank.close();
  demo.kill();
  rmSync(data, { recursive: true, force: true });
}
