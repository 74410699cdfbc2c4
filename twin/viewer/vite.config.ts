import { defineConfig } from "vite";

import { notices } from "./notices.ts";

// The page loads `viewer.js` and `viewer.css` by these names; Django's static storage adds the digest.
// Everything else is named by its content and found relative to the file that asks for it (`base: "./"`).
export default defineConfig({
  base: "./",
  plugins: [notices()],
  worker: { format: "es", rolldownOptions: { output: { entryFileNames: "chunks/[name]-[hash].js" } } },
  build: {
    outDir: "../static/viewer",
    emptyOutDir: true,
    target: "es2024",
    modulePreload: false,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      input: { viewer: "src/viewer.ts" },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        assetFileNames: (asset) => (asset.names[0]?.endsWith(".css") ? "[name][extname]" : "chunks/[name]-[hash][extname]"),
      },
    },
  },
});
