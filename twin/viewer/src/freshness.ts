// How fresh the data of each thing is, as a colour and a pattern: two channels, so that no eye is left out.
import type { FreshnessAnswer } from "./config";
import type { FeatureTable } from "./features";
import type { Hatch } from "./patterns";

/** `hatch` 0 to 3; the shader draws them (stage/shaders.ts), orders.css the legend's. */
export interface FreshnessLook { state: string; colour: string; hatch: Hatch }

/** From the best to what nobody ever looked at. */
export const FRESHNESS: readonly FreshnessLook[] = [
  { state: "fresh", colour: "#2f8f4e", hatch: 0 },
  { state: "due_soon", colour: "#e0c341", hatch: 1 },
  { state: "to_verify", colour: "#e08a2e", hatch: 2 },
  { state: "never", colour: "#b9b4c8", hatch: 3 },
];

/** What is no equipment has no freshness. */
export const NO_FRESHNESS = 255;

/** Place in `FRESHNESS` per feature, NO_FRESHNESS for what is not listed. A state we do not know is to be verified. */
export function freshnessOf(table: FeatureTable, answer: FreshnessAnswer): Uint8Array {
  const found = new Uint8Array(table.count).fill(NO_FRESHNESS);
  for (const [state, codes] of Object.entries(answer)) {
    const known = FRESHNESS.findIndex((look) => look.state === state);
    const place = known < 0 ? 2 : known;
    for (const code of codes) for (const feature of table.byCode.get(code) ?? []) found[feature] = place;
  }
  return found;
}

/** How many codes are in each state, in the order of the legend; those without a shape count too. */
export function countStates(answer: FreshnessAnswer): [FreshnessLook, number][] {
  return FRESHNESS.map((look) => [look, answer[look.state]?.length ?? 0]);
}
