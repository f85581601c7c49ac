import { defineConfig } from "vite";
import { compressedCopies } from "./vite.copies.ts";

/**
 * The service worker is a build of its own: a classic worker cannot load what it would share with the app. It runs
 * last, so it also lays the compressed copies beside everything in dist.
 */
export default defineConfig({
  publicDir: false,
  plugins: [compressedCopies("dist")],
  build: {
    target: "es2022",
    emptyOutDir: false,
    rolldownOptions: {
      checks: { pluginTimings: false },
      input: "src/sw.ts",
      output: { format: "iife", entryFileNames: "sw.js" },
    },
  },
});
