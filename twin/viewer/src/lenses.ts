// From "walls off, basement only, water in colour" to one state per feature: pure, and fast enough for every tap.
import { accessOf, TECHNICAL, UNSAID } from "./access";
import type { Behaviour, Family, LayerLens, Lens } from "./config";
import type { FeatureTable } from "./features";
import { FRESHNESS, NO_FRESHNESS } from "./freshness";
import { hatchOf } from "./patterns";
import type { Opening } from "./reaching";
import { shownStoreys, type StoreyRange } from "./storeys";
import { ABOUT, DEVICE, UNLIT } from "./tracing/answer";

export const SHOW = 0, GHOST = 1, HIDE = 2;

/** What becomes of all else while networks are in colour. */
export type Rest = "shown" | "pale" | "hidden";
export const RESTS: readonly Rest[] = ["shown", "pale", "hidden"];

export interface Looking {
  lens: Lens;
  storeys: StoreyRange;
  /** Keys of the networks put in colour: `family:water` or `system:12`. */
  networks: readonly string[];
  /** Keys of those that are pale; a system's own key is stronger than its family's. */
  dimmed: readonly string[];
  rest: Rest;
  /** Features of the selected code. */
  selected: readonly number[];
  /** What is kept in sight, with what is a ghost because it hides it. */
  opening: Opening | null;
  /** Place in FRESHNESS per feature: equipment is coloured by the age of its data, all else is dimmed. Null: off. */
  freshness: Uint8Array | null;
  /** How the answer of the network lights each feature (tracing/answer.ts); all else is a ghost. Absent or null: off. */
  trace?: Uint8Array | null;
}

export interface States {
  /** SHOW, GHOST or HIDE per feature. */
  modes: Uint8Array;
  /** RGBA per feature for the shader: colour override, then the flags of `packFlags`. */
  texels: Uint8Array;
}

/** Flags of a texel's alpha byte, beside the mode in its two low bits. */
export const OVERRIDE = 4, SELECTED = 8;
/** Four bits of a pattern over the colour of what is shown (see patterns.ts). */
export const HATCH = 240;
/** In the same bits, a ghost that one finds one's way by: a door. */
export const LANDMARK = 16;
/** Where one cannot know, the same grey and pattern as what nobody ever verified. */
const UNKNOWN = { colour: 0xb9b4c8, hatch: 3 };

/** What loses service, or is served; what is to be operated. */
const LOSES = { colour: 0xe08a2e, hatch: 2 }, TO_OPERATE = { colour: 0xb3123f, hatch: 0 };

/** Alpha byte of a texel: mode in the two low bits, then whether RGB replaces the colour, then selection. */
export function packFlags(mode: number, override: boolean, selected: boolean): number {
  return mode | (override ? OVERRIDE : 0) | (selected ? SELECTED : 0);
}

/** Fills `into` (sized for at least the table) with the state of every feature. */
export function lookThrough(
  table: FeatureTable, looking: Looking, behaviours: Record<LayerLens, Record<string, Behaviour>>,
  families: readonly Family[], into: States,
): void {
  const rooms = looking.lens === "technical_rooms" ? accessOf(table, behaviours) : null;
  const byLayer = behaviours[looking.lens === "technical_rooms" ? "everything" : looking.lens];
  const layerMode = table.layers.map((layer) => modeOf(byLayer?.[layer]));
  const storeyShown = storeyFilter(table, looking.storeys);
  const networks = networkPaints(table, looking, families);
  const painted = table.layers.map((layer) => looking.lens !== "everything" && layer === "network_run");
  const door = table.layers.indexOf("door");
  const ages = looking.freshness;
  const others = { shown: SHOW, pale: GHOST, hidden: HIDE }[looking.rest];
  const { modes, texels } = into;
  for (let feature = 0; feature < table.count; feature++) {
    const layer = table.layer[feature], storey = table.storey[feature], systems = table.systemsOf[feature];
    let mode = layer < 0 ? SHOW : layerMode[layer];
    let colour = -1, hatch = 0;
    const access = rooms && mode === SHOW ? rooms[feature] : TECHNICAL;
    if (access !== TECHNICAL) mode = access === UNSAID ? SHOW : GHOST;
    let active = false, dimmed = systems.length > 0;
    for (const system of systems) {
      const state = networks.state[system];
      if (state === IN_COLOUR || (!active && colour < 0 && layer >= 0 && painted[layer] && (!networks.any || looking.rest === "shown"))) {
        colour = networks.colour[system];
        hatch = networks.hatch[system];
      }
      active ||= state === IN_COLOUR;
      dimmed &&= state === DIMMED;
    }
    if (active) mode = SHOW;
    else if (networks.any) mode = Math.max(mode, others);
    if (dimmed) mode = Math.max(mode, GHOST);
    if (access === UNSAID && mode === SHOW && !active) ({ colour, hatch } = UNKNOWN);
    const age = ages ? ages[feature] : NO_FRESHNESS;
    if (ages) {
      colour = age === NO_FRESHNESS ? -1 : AGES[age];
      hatch = age === NO_FRESHNESS ? 0 : FRESHNESS[age].hatch;
      if (age === NO_FRESHNESS) mode = Math.max(mode, GHOST);
    }
    const lit = looking.trace ? looking.trace[feature] : UNLIT;
    if (lit !== UNLIT) {
      mode = SHOW;
      if (lit === ABOUT || lit === DEVICE) ({ colour, hatch } = lit === DEVICE ? TO_OPERATE : LOSES);
      else if (systems.length) colour = networks.colour[systems[0]];
    } else if (looking.trace) mode = Math.max(mode, GHOST);
    if (storey >= 0 ? !storeyShown[storey] : looking.storeys !== null) mode = HIDE;
    if (mode !== SHOW) colour = -1;
    const bits = mode === SHOW ? hatch << 4 : mode === GHOST && rooms && layer === door ? LANDMARK : 0;
    modes[feature] = mode;
    texels[feature * 4] = colour < 0 ? 0 : colour >> 16;
    texels[feature * 4 + 1] = colour < 0 ? 0 : (colour >> 8) & 255;
    texels[feature * 4 + 2] = colour < 0 ? 0 : colour & 255;
    texels[feature * 4 + 3] = packFlags(mode, colour >= 0, false) | bits;
  }
  if (looking.opening) openUp(looking.opening, table, looking.trace ?? null, into);
  for (const feature of looking.selected) showSelected(feature, into);
}

/** Is it drawn as what may or may not be in a technical room? */
export function isUnknown(looking: Looking, { modes, texels }: States, feature: number): boolean {
  return looking.lens === "technical_rooms" && !looking.freshness && modes[feature] === SHOW && (texels[feature * 4 + 3] & HATCH) === UNKNOWN.hatch << 4;
}

/** What hides it is never more than a ghost, so that one knows where one is; what is reached is seen whatever the lens. */
function openUp({ features, cleared }: Opening, table: FeatureTable, trace: Uint8Array | null, { modes, texels }: States): void {
  const door = table.layers.indexOf("door");
  for (const feature of cleared) {
    if (trace?.[feature]) continue;  // what the answer is about is seen, even before the thing itself
    if (modes[feature] === SHOW) modes[feature] = GHOST;
    const landmark = door >= 0 && table.layer[feature] === door ? LANDMARK : 0;
    texels[feature * 4 + 3] = (texels[feature * 4 + 3] & ~(3 | HATCH)) | modes[feature] | landmark;
  }
  for (const feature of features) {
    texels[feature * 4 + 3] &= modes[feature] === SHOW ? ~3 : ~(3 | HATCH);
    modes[feature] = SHOW;
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

const PLAIN = 0, IN_COLOUR = 1, DIMMED = 2;

/** Per system: whether it is in colour or dimmed, and its colour and pattern. */
function networkPaints(table: FeatureTable, { networks, dimmed }: Looking, families: readonly Family[]) {
  const byFamily = new Map(families.map((family, place) => [family.key, { colour: parseColour(family.colour), hatch: hatchOf(place) }]));
  const state = table.systems.map(({ id, family }) => {
    for (const key of [`system:${id}`, `family:${family}`]) {
      if (networks.includes(key)) return IN_COLOUR;
      if (dimmed.includes(key)) return DIMMED;
    }
    return PLAIN;
  });
  const colour = table.systems.map((system) => {
    const own = parseColour(system.colour);
    return own >= 0 ? own : byFamily.get(system.family)?.colour ?? -1;
  });
  const hatch = table.systems.map(({ family }) => byFamily.get(family)?.hatch ?? 0);
  return { any: state.includes(IN_COLOUR), state, colour, hatch };
}

/** 0xRRGGBB of each state. */
const AGES = FRESHNESS.map(({ colour }) => parseColour(colour));

/** `#2a7` or `#22aa77` as 0xRRGGBB; -1 for anything else. */
export function parseColour(text: string | null | undefined): number {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text ?? "")?.[1];
  if (!digits) return -1;
  return parseInt(digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits, 16);
}
