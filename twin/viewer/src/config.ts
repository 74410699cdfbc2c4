// What the server says about this page, and the shapes of the REST answers the viewer reads.

import type { BesideConfig } from "./split/requests";

/** Lenses that go by what a thing is; the server says how. */
export type LayerLens = "everything" | "without_walls" | "without_walls_and_floors" | "networks_only";
/** `technical_rooms` goes by where a thing stands. */
export type Lens = LayerLens | "technical_rooms";
export const LENSES: readonly Lens[] = ["everything", "without_walls", "without_walls_and_floors", "networks_only", "technical_rooms"];

/** What a lens does to a layer. `never` layers (spaces, openings) have no shape in a scene. */
export type Behaviour = "show" | "ghost" | "hide" | "never";
export type Language = "fr" | "en";
export type Vec3 = [number, number, number];
/** Min x, y, z then max x, y, z, in metres. */
export type Box = [number, number, number, number, number, number];

export interface Family { key: string; name: string; colour: string }
/** `short` is what fits on a key: "N0", "S-1". */
export interface Storey { id: string; code?: string; name: string; elevation: number; short?: string }
/** `public`: whether everybody may go in; null where nobody said. `outline` (rings, metres, Z up) and the height of its `floor` come with the file that draws it. */
export interface Room {
  id: string; code?: string; name: string; storey: string | null; public?: boolean | null; outline?: [number, number][][]; floor?: number | null;
}

export interface ViewerConfig {
  station: string;
  name: string;
  language: Language;
  /** Where the scenes are listed, or all there is of them: a contractor's zone is so small that the page brings it along. */
  scenes: string | SceneContents[];
  /** The same as the page knew it when it was made, which spares two rounds of questions before the first picture. */
  known?: KnownScene[];
  sheet: string;
  /** Only the place of an order is shown. */
  zone?: boolean;
  lenses: Record<LayerLens, Record<string, Behaviour>>;
  families: Family[];
  storeys: Storey[];
  /** Where pins, their cards, the age of the data and the form of a note are; absent for who sees none of them. */
  pins?: string;
  cards?: string;
  freshness?: string;
  note?: string;
  /** Where questions to the network are answered; absent where only an order's place is shown. */
  traces?: string;
  /** Where connections to confirm are told; absent for who confirms none. */
  proposals?: string;
  /** What was surveyed, room by room; absent where only an order's place is shown. */
  coverage?: string;
  /** The same as a page, room by room. */
  coverage_page?: string;
  /** Where drawings to be shown beside are; absent where none may be. `alone`: the page is about this one, without 3D. */
  beside?: BesideConfig;
  alone?: string;
}

/** `code` bears it; `place` is the room around it; `at` is a point (`exact`) or the middle of the room, metres, Z up. */
export interface PinRow {
  id: string;
  what: "order" | "request" | "note";
  number: number;
  state: "todo" | "doing" | "waiting" | "late" | "asked" | "note";
  priority: string;
  rank: number;
  label: string;
  code: string;
  place: string;
  at: Vec3 | null;
  exact: boolean;
}

/** Codes of equipment by the state of their data. */
export type FreshnessAnswer = Record<string, string[]>;

export interface SceneRow { id: string; discipline: string; elements: number; bytes: number; manifest: string; features: string }

/** One storey × discipline; features are numbered from `first_feature` within the scene. */
export interface ChunkRow {
  url: string; bytes: number; triangles: number; storey: string | null; first_feature: number; features: number; box: Box;
}
/** `home` is the box to look at first (the building without its surroundings), counted like the chunks' boxes. */
export interface Manifest { version: number; origin: Vec3; home?: Box | null; chunks: ChunkRow[] }

/** What a scene is made of; its triangles are fetched chunk by chunk. */
export interface SceneContents { manifest: Manifest; features: FeatureColumns }

export interface KnownScene { manifest: Manifest; features: string }

export interface SystemRow { id: string; name: string; family: string; family_name: string; colour: string }

/** Columns: entry n of each is about feature n. -1 and [] mean unknown. */
export interface FeatureColumns {
  storeys: Storey[];
  rooms: Room[];
  layers: string[];
  kinds: string[];
  systems: SystemRow[];
  code: string[];
  name: string[];
  kind: number[];
  layer: number[];
  storey: number[];
  room: number[];
  systems_of: number[][];
  /** The feature that this one covers or is a part of. */
  follows?: number[];
}

export function readConfig(source: Document): ViewerConfig | null {
  const text = source.getElementById("viewer-config")?.textContent;
  return text ? (JSON.parse(text) as ViewerConfig) : null;
}
