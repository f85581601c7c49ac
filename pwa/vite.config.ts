import { defineConfig } from "vitest/config";

/** The app. There is no HTML among the outputs: Go renders the first page, in the reader's language. */
export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2022",
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      checks: { pluginTimings: false },
      input: "src/main.tsx",
      // What the first page needs is one file, under one digest: one request, and smaller than four.
      output: { codeSplitting: { groups: [{ name: "main", tags: ["$initial"] }] } },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8080", "/locales": "http://127.0.0.1:8080" } },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "test/unit/**/*.test.{ts,tsx}"],
    setupFiles: ["test/unit/setup.ts"],
    restoreMocks: true,
    // One environment for a whole worker instead of one for each file: a fifth of the time. setup.ts tidies between tests.
    isolate: false,
  },
});
