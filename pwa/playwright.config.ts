import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

// One furnished demo for each size: the tests of a size are one school day, and change what they find.
const sizes = [
  { name: "tablet", port: 8193, viewport: { width: 1024, height: 740 } },
  { name: "phone", port: 8194, viewport: { width: 360, height: 740 } },
];

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
  projects: sizes.map(size => ({
    name: size.name,
    use: { baseURL: `http://127.0.0.1:${size.port}`, viewport: size.viewport },
  })),
  webServer: sizes.map(size => ({
    command: `../bin/lollipop demo --port ${size.port} --data ${mkdtempSync(join(tmpdir(), "lollipop-e2e-"))}`,
    url: `http://127.0.0.1:${size.port}/readyz`,
    timeout: 60_000,
    gracefulShutdown: { signal: "SIGTERM" as const, timeout: 5_000 },
  })),
});
