import { defineConfig } from "vite";

/** The style of the first page, as dist/shell.css: the server reads it once and puts it inline, so it has no hash. */
export default defineConfig({
  publicDir: false,
  build: {
    target: "es2022",
    emptyOutDir: false,
    rolldownOptions: {
      checks: { pluginTimings: false },
      input: "src/shell.css",
      output: { assetFileNames: "[name][extname]" },
    },
  },
});
