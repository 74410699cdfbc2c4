// Vite plugin: the worker and the script of every page, each one file with a name that stays. A worker's address may not
// change with its content, and a classic script runs where modules in workers do not.
import { build, type Plugin } from "vite";

import { compressed } from "./compressed.ts";

const SCRIPTS = { worker: "src/offline/worker.ts", page: "src/offline/page.ts" };

export function offline(): Plugin {
  return {
    name: "offline-scripts",
    apply: "build",
    async closeBundle() {
      for (const [name, entry] of Object.entries(SCRIPTS)) {
        await build({
          configFile: false,
          logLevel: "warn",
          plugins: [compressed()],
          build: {
            outDir: "../static/viewer/offline",
            emptyOutDir: false,
            target: "es2022",
            rolldownOptions: { input: { [name]: entry }, output: { format: "iife", entryFileNames: "[name].js" } },
          },
        });
      }
    },
  };
}
