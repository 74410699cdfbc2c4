// From "walls off, basement only, water in colour" to one state per feature: pure, and fast enough for every tap.
import type { Behaviour, Family, Lens } from "./config";
import type { FeatureTable } from "./features";
import { FRESHNESS, NO_FRESHNESS } from "./freshness";
import type { Opening } from "./reaching";
import { shownStoreys, type StoreyRange } from "./storeys";

export const SHOW = 0, GHOST = 1, HIDE = 2;

export interface Looking {
  lens: Lens;
  storeys: StoreyRange;
  /** Keys of the networks put in colour: `family:water` or `system:12`. Empty: nothing is dimmed. */
  networks: readonly string[];
  /** Features of the selected code. */
  selected: readonly number[];
  /** What is kept in sight, with what is a ghost because it hides it. */
  opening: Opening | null;
  /** Place in FRESHNESS per feature: equipment is coloured by the age of its data, all else is dimmed. Null: off. */
  freshness: Uint8Array | null;
}

export interface States {
  /** SHOW, GHOST or HIDE per feature. */
  modes: Uint8Array;
  /** RGBA per feature for the shader: colour override, then the flags of `packFlags`. */
  texels: Uint8Array;
}

/** Flags of a texel's alpha byte, beside the mode in its two low bits. */
export const OVERRIDE = 4, SELECTED = 8;
/** Two bits of a pattern over the colour. */
export const HATCH = 48;
/** A ghost that one finds one's way by: a door. */
export const LANDMARK = 64;

/** Alpha byte of a texel: mode in the two low bits, then whether RGB replaces the colour, then selection. */
export function packFlags(mode: number, override: boolean, selected: boolean): number {
  return mode | (override ? OVERRIDE : 0) | (selected ? SELECTED : 0);
}

/** Fills `into` (sized for at least the table) with the state of every feature. */
export function lookThrough(
  table: FeatureTable, looking: Looking, behaviours: Record<Lens, Record<string, Behaviour>>,
  families: readonly Family[], into: States,
): void {
  const layerMode = table.layers.map((layer) => modeOf(behaviours[looking.lens]?.[layer]));
  const storeyShown = storeyFilter(table, looking.storeys);
  const networks = networkColours(table, looking, families);
  const paints = table.layers.map((layer) => looking.lens !== "everything" && layer === "network_run");
  const ages = looking.freshness;
  const { modes, texels } = into;
  for (let feature = 0; feature < table.count; feature++) {
    const layer = table.layer[feature], storey = table.storey[feature];
    let mode = layer < 0 ? SHOW : layerMode[layer];
    let colour = -1;
    for (const system of table.systemsOf[feature]) {
      if (networks.active[system]) colour = networks.colour[system];
      else if (colour < 0 && !networks.any && layer >= 0 && paints[layer]) colour = networks.colour[system];
    }
    if (networks.any) {
      const active = table.systemsOf[feature].some((system) => networks.active[system]);
      if (active) mode = SHOW;
      else if (mode === SHOW) mode = GHOST;
      if (!active) colour = -1;
    }
    const age = ages ? ages[feature] : NO_FRESHNESS;
    if (ages) {
      colour = age === NO_FRESHNESS || mode !== SHOW ? -1 : AGES[age];
      if (age === NO_FRESHNESS && mode === SHOW) mode = GHOST;
    }
    if (storey >= 0 ? !storeyShown[storey] : looking.storeys !== null) mode = HIDE;
    modes[feature] = mode;
    texels[feature * 4] = colour < 0 ? 0 : colour >> 16;
    texels[feature * 4 + 1] = colour < 0 ? 0 : (colour >> 8) & 255;
    texels[feature * 4 + 2] = colour < 0 ? 0 : colour & 255;
    texels[feature * 4 + 3] = packFlags(mode, colour >= 0, false) | (age === NO_FRESHNESS ? 0 : FRESHNESS[age].hatch << 4);
  }
  if (looking.opening) openUp(looking.opening, table, into);
  for (const feature of looking.selected) showSelected(feature, into);
}

/** What hides it is never more than a ghost, so that one knows where one is; what is reached is seen whatever the lens. */
function openUp({ features, cleared }: Opening, table: FeatureTable, { modes, texels }: States): void {
  const door = table.layers.indexOf("door");
  for (const feature of cleared) {
    if (modes[feature] === SHOW) modes[feature] = GHOST;
    const landmark = door >= 0 && table.layer[feature] === door ? LANDMARK : 0;
    texels[feature * 4 + 3] = (texels[feature * 4 + 3] & ~3) | modes[feature] | landmark;
  }
  for (const feature of features) {
    modes[feature] = SHOW;
    texels[feature * 4 + 3] &= ~3;
  }
}

/** What is selected is seen, whatever the lens thinks of its layer. */
function showSelected(feature: number, { modes, texels }: States): void {
  modes[feature] = SHOW;
  texels[feature * 4 + 3] = packFlags(SHOW, (texels[feature * 4 + 3] & OVERRIDE) !== 0, true) | (texels[feature * 4 + 3] & HATCH);
}

function modeOf(behaviour: Behaviour | undefined): number {
  return behaviour === "ghost" ? GHOST : behaviour === "hide" || behaviour === "never" ? HIDE : SHOW;
}

function storeyFilter(table: FeatureTable, range: StoreyRange): boolean[] {
  const shown = shownStoreys(range, table.storeys);
  return table.storeys.map((storey) => shown.has(storey.id));
}

function networkColours(table: FeatureTable, looking: Looking, families: readonly Family[]) {
  const wanted = new Set(looking.networks);
  const byFamily = new Map(families.map((family) => [family.key, parseColour(family.colour)]));
  const colour = table.systems.map((system) => {
    const own = parseColour(system.colour);
    return own >= 0 ? own : byFamily.get(system.family) ?? -1;
  });
  const active = table.systems.map((system) => wanted.has(`system:${system.id}`) || wanted.has(`family:${system.family}`));
  return { any: active.some(Boolean), active, colour };
}

/** 0xRRGGBB of each state. */
const AGES = FRESHNESS.map(({ colour }) => parseColour(colour));

/** `#2a7` or `#22aa77` as 0xRRGGBB; -1 for anything else. */
export function parseColour(text: string | null | undefined): number {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text ?? "")?.[1];
  if (!digits) return -1;
  return parseInt(digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits, 16);
}

/** A tap on a network puts it in colour, another takes it out again. */
export function toggleNetwork(networks: readonly string[], key: string): string[] {
  return networks.includes(key) ? networks.filter((other) => other !== key) : [...networks, key];
}
