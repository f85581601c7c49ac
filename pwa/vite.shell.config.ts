import { defineConfig } from "vite";

/**
 * The styles that the server puts inline, so they have no hash: dist/shell.css of the app's first page, dist/plain.css of
 * the pages without the app.
 */
export default defineConfig({
  publicDir: false,
  build: {
    target: "es2022",
    emptyOutDir: false,
    rolldownOptions: {
      checks: { pluginTimings: false },
      input: ["src/shell.css", "src/plain.css"],
      output: { assetFileNames: "[name][extname]" },
    },
  },
});
