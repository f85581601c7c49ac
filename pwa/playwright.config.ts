import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { HOUSE } from "./test/e2e/ringing";

// A furnished demo each: the tests of a project change what they find there, and so come one after another.
const sizes: {
  name: string;
  port: number;
  viewport: { width: number; height: number };
  testMatch?: string | RegExp;
  testIgnore?: RegExp;
  house?: boolean;
}[] = [
  { name: "tablet", port: 8193, viewport: { width: 1024, height: 740 }, testMatch: "day.spec.ts" },
  { name: "phone", port: 8194, viewport: { width: 360, height: 740 }, testMatch: "day.spec.ts" },
  // What a day does not need twice: ways in, ways of looking, a lost network, a fresh installation.
  {
    name: "ways",
    port: 8195,
    viewport: { width: 360, height: 740 },
    testIgnore: /(day|reading[a-z-]*|families|pupils|push|script|pictures|tell|profile)\.spec/,
  },
  // A family's telephone, and a class's tablet.
  { name: "families", port: 8198, viewport: { width: 360, height: 740 }, testMatch: /families\.spec/ },
  // A telephone that rings: a build with a push service of the house's in place of the real ones, driven at HOUSE.
  { name: "push", port: 8200, viewport: { width: 360, height: 740 }, testMatch: "push.spec.ts", house: true },
  // What was told, and who reads it.
  { name: "reading", port: 8210, viewport: { width: 390, height: 780 }, testMatch: /reading[a-z-]*\.spec/ },
  { name: "pupils", port: 8199, viewport: { width: 768, height: 1024 }, testMatch: "pupils.spec.ts" },
  // "Tell someone", on a telephone.
  { name: "tell", port: 8206, viewport: { width: 390, height: 780 }, testMatch: "tell.spec.ts" },
  // What the browser keeps of it: nothing.
  { name: "profile", port: 8211, viewport: { width: 390, height: 780 }, testMatch: "profile.spec.ts" },
  // A corpus of scripts in every text, and every screen opened: by the head, and by everybody where CORPUS is set.
  { name: "script", port: 8204, viewport: { width: 360, height: 740 }, testMatch: "script.spec.ts" },
  // The README's pictures are made, not tested: scripts/pictures.
  ...(process.env.PICTURES
    ? [{ name: "pictures", port: 8202, viewport: { width: 360, height: 740 }, testMatch: "pictures.spec.ts" }]
    : []),
];

// Where projects are named, by --project=NAME, only theirs are served.
const named = process.argv.flatMap(word => /^--project=([a-z]+)$/.exec(word)?.[1] ?? []);
const served = sizes.filter(
  ({ name }) => named.length === 0 || process.argv.includes("--project") || named.includes(name),
);

export default defineConfig({
  testDir: "test/e2e",
  outputDir: "test-results",
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    locale: "en-GB",
    timezoneId: "Europe/London",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: sizes.map(({ name, port, viewport, house: _, ...files }) => ({
    name,
    ...files,
    workers: 1,
    use: { baseURL: `http://127.0.0.1:${port}`, viewport },
  })),
  webServer: served.map(size => ({
    command: `../bin/${size.house ? "house" : "lollipop"} demo --untold --port ${size.port} --data ${mkdtempSync(join(tmpdir(), "lollipop-e2e-"))}`,
    env: size.house ? { HOUSE_PUSH: HOUSE, LOLLIPOP_PUSH_SUBJECT: "mailto:house@lollipop.org" } : {},
    url: `http://127.0.0.1:${size.port}/readyz`,
    timeout: 60_000,
    gracefulShutdown: { signal: "SIGTERM" as const, timeout: 5_000 },
  })),
});
