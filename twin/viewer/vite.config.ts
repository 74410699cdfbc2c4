import { defineConfig } from "vite";

import { compressed } from "./compressed.ts";
import { notices } from "./notices.ts";
import { offline } from "./offline.ts";
import { pdfDecoders } from "./pdfdecoders.ts";

// Everything is named by its content and found relative to the file that asks for it (`base: "./"`); `manifest.json` tells
// the page which files those are, so that it asks for all of them at once (`twin/bundle.py`).
export default defineConfig({
  base: "./",
  plugins: [notices(), pdfDecoders(), compressed(), offline()],
  worker: { format: "es", rolldownOptions: { output: { entryFileNames: "chunks/[name]-[hash].js" } } },
  build: {
    outDir: "../static/viewer",
    emptyOutDir: true,
    target: "es2024",
    modulePreload: false,
    manifest: "manifest.json",
    chunkSizeWarningLimit: 650,
    rolldownOptions: {
      // Pages import the scanner when somebody wants it (`twin/static/twin/pages.js`), so it keeps its exports.
      input: { viewer: "src/main.ts", scanner: "src/scanning/scanner.ts" },
      preserveEntrySignatures: "exports-only",
      output: {
        entryFileNames: "chunks/[name]-[hash].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        assetFileNames: "chunks/[name]-[hash][extname]",
      },
    },
  },
});
