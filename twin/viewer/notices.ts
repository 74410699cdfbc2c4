// Vite plugin: writes the licences of what the bundle holds beside it (THIRD_PARTY_NOTICES.txt).
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

import type { Plugin } from "vite";

const MESHOPT = `meshoptimizer (its decoder, as carried by three)
Copyright (c) 2016-2026 Arseny Kapoulkine. MIT License: the text under "three" applies word for word.`;

/** Of packages that leave a choice: the licence that we use them by, and where their source is. */
const CHOSEN: Record<string, string> = { elkjs: "EPL-2.0; source: https://github.com/kieler/elkjs" };

export function notices(): Plugin {
  return {
    name: "third-party-notices",
    apply: "build",
    generateBundle() {
      // The worker is bundled by a run of its own, so name what it adds by the dependencies of package.json.
      const names = Object.keys(JSON.parse(readFileSync("package.json", "utf8")).dependencies);
      const bundled = new Set([...this.getModuleIds()].map(packageOf).filter((name) => name !== null));
      const packages = [...new Set([...names, ...bundled])].sort();
      const source = [...packages.map(notice), MESHOPT].join(`\n${"-".repeat(80)}\n`);
      this.emitFile({ type: "asset", fileName: "THIRD_PARTY_NOTICES.txt", source });
    },
  };
}

function packageOf(id: string): string | null {
  const parts = id.split(sep);
  const at = parts.lastIndexOf("node_modules");
  if (at < 0) return null;
  return parts[at + 1].startsWith("@") ? `${parts[at + 1]}/${parts[at + 2]}` : parts[at + 1];
}

function notice(name: string): string {
  const folder = join("node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : "";
  if (/GPL/.test(license) && !CHOSEN[name]) throw new Error(`${name} is under ${license}: choose another licence of it, or another package`);
  const used = CHOSEN[name] ? `, used under ${CHOSEN[name]}` : "";
  return `${name} ${version} (${license})${used}\n\n${text}\n`;
}
