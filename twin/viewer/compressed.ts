// Vite plugin: lays .gz and .br beside each script, as small as they get; WhiteNoise hands over what the browser takes.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

import type { Plugin } from "vite";

export function compressed(): Plugin {
  return {
    name: "compressed-scripts",
    apply: "build",
    writeBundle({ dir }, bundle) {
      for (const name of Object.keys(bundle).filter((name) => name.endsWith(".js"))) {
        const path = join(dir!, name);
        const script = readFileSync(path);
        writeFileSync(`${path}.gz`, gzipSync(script, { level: 9 }));
        writeFileSync(`${path}.br`, brotliCompressSync(script));
      }
    },
  };
}
