// The rows of the first page in the speed table: node test/figures/paint.mjs, started by scripts/bench.
//
// Chromium is slowed down as DevTools' "slow 4G" has it (562.5 ms to an answer, 1.44 Mbit/s) with a processor four times as
// slow, and opens a family's letter with nothing in its cache, then a page of one word from a server that does nothing
// else, in turns. What is compared is the time of the first contentful paint; printed is the median of the rounds' ratios.
// The demo is served over http on this machine alone: no TLS, for either.
//
// First-load bytes are what came over the network for that page: itself (its style is inline), the styles, scripts and
// sentences that it asked for until the network was quiet, compressed with Brotli, without headers. What the worker fetches
// afterwards, for the days without a network, is not in it.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";

const ROUNDS = 7;
const SLOW = {
  offline: false,
  latency: 562.5,
  downloadThroughput: (1.44e6 / 8) | 0,
  uploadThroughput: (0.675e6 / 8) | 0,
};
const ARGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

const median = list => list.sort((a, b) => a - b)[list.length >> 1];
const goal = (name, value, bound) =>
  console.log(`GOAL ${name} ${Number(value.toPrecision(4))} <= ${bound} ${value <= bound ? "OK" : "MISS"}`);

const data = mkdtempSync(join(tmpdir(), "lollipop-figures-"));
const demo = spawn(
  new URL("../../../bin/lollipop", import.meta.url).pathname,
  ["demo", "--port", "0", "--data", data],
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

const blank = createServer((_, answer) =>
  answer
    .writeHead(200, { "Content-Type": "text/html; charset=utf-8" })
    .end('<!doctype html><html lang="en"><title>Blank</title><p>Blank'),
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
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0, undefined, {
    timeout: 60_000,
  });
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime);
  if (!slow) await page.waitForLoadState("networkidle");
  await context.close();
  return { paint, came: [...came.values()] };
}

const ratios = [];
try {
  for (let round = 0; round <= ROUNDS; round++) {
    const ours = (await open(letter, true)).paint;
    const least = (await open(`http://127.0.0.1:${blank.address().port}/`, true)).paint;
    console.log(
      `round ${round}: first contentful paint after ${ours.toFixed(0)} ms, of a blank page after ${least.toFixed(0)} ms`,
    );
    if (round > 0) ratios.push(ours / least); // the first is for the browser's own caches
  }
  goal("first_paint_to_blank", median(ratios), 1.1);
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
