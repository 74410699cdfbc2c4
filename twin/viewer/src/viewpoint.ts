// A way of looking that can be sent to somebody: eye, target, lens, storeys, networks, selection, and what other tools add.
import { LENSES, type Lens, type Vec3 } from "./config";
import { RESTS, type Rest } from "./lenses";
import type { StoreyRange } from "./storeys";

export interface Viewpoint {
  /** Metres in the station's own frame (Z up), to a tenth of a micrometre: what comes back from a URL is the same eye. */
  eye: Vec3;
  target: Vec3;
  lens: Lens;
  storeys: StoreyRange;
  /** Keys of the networks in colour and of those dimmed, and what becomes of all else while some are in colour. */
  networks: string[];
  dimmed: string[];
  rest: Rest;
  selection: string | null;
  /** What is kept in sight, and how many steps more (or fewer, below 0) is wiped than what hides it. */
  wiped: { code: string; steps: number } | null;
  /** What tools of their own keep, each under its key of the URL; see keeping.ts. */
  more: Record<string, string>;
}

/** How one part of a viewpoint is written into a URL and read from it. Reading leaves out what the URL does not say. */
interface Part {
  keys: readonly string[];
  write(view: Viewpoint, into: URLSearchParams): void;
  read(from: URLSearchParams, into: Partial<Viewpoint>): void;
}

const PARTS: readonly Part[] = [
  {
    keys: ["eye", "at"],
    write: ({ eye, target }, into) => {
      into.set("eye", eye.map(short).join(","));
      into.set("at", target.map(short).join(","));
    },
    read: (from, into) => {
      const eye = vector(from.get("eye")), target = vector(from.get("at"));
      if (eye && target) Object.assign(into, { eye, target });
    },
  },
  {
    keys: ["lens"],
    write: ({ lens }, into) => { if (lens !== "everything") into.set("lens", lens); },
    read: (from, into) => {
      const lens = from.get("lens") as Lens;
      if (LENSES.includes(lens)) into.lens = lens;
    },
  },
  {
    keys: ["levels"],
    write: ({ storeys }, into) => { if (storeys) into.set("levels", storeys.map(listed).join("~")); },
    read: (from, into) => {
      const levels = list(from.get("levels"));
      if (levels.length === 2) into.storeys = [levels[0], levels[1]];
    },
  },
  keyList("networks"),
  keyList("dimmed"),
  {
    keys: ["rest"],
    write: ({ rest }, into) => { if (rest !== "pale") into.set("rest", rest); },
    read: (from, into) => {
      const rest = from.get("rest") as Rest;
      if (RESTS.includes(rest)) into.rest = rest;
    },
  },
  {
    keys: ["select"],
    write: ({ selection }, into) => { if (selection) into.set("select", selection); },
    read: (from, into) => { if (from.get("select")) into.selection = from.get("select"); },
  },
  {
    keys: ["wiped", "steps"],
    write: ({ wiped }, into) => {
      if (wiped) into.set("wiped", wiped.code);
      if (wiped?.steps) into.set("steps", String(wiped.steps));
    },
    read: (from, into) => {
      const code = from.get("wiped"), steps = Number(from.get("steps"));
      if (code) into.wiped = { code, steps: Number.isInteger(steps) ? steps : 0 };
    },
  },
  {
    keys: [],
    write: ({ more }, into) => { for (const [key, said] of Object.entries(more)) if (!OWN.has(key)) into.set(key, said); },
    read: (from, into) => {
      const more = [...from].filter(([key]) => !OWN.has(key));
      if (more.length) into.more = Object.fromEntries(more);
    },
  },
];

const OWN = new Set(PARTS.flatMap(({ keys }) => keys));

/** The viewpoint as the part of a URL after `#`: readable, short, stable. */
export function encodeViewpoint(view: Viewpoint): string {
  const parts = new URLSearchParams();
  for (const part of PARTS) part.write(view, parts);
  return parts.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%7E", "~");
}

/** What a URL says of the view; only what it names is there, so `?select=CODE` alone is a viewpoint too. */
export function decodeViewpoint(text: string): Partial<Viewpoint> {
  const parts = new URLSearchParams(text.replace(/^[#?]/, ""));
  const view: Partial<Viewpoint> = {};
  for (const part of PARTS) part.read(parts, view);
  return view;
}

/** What a whole URL says: the part after `#`, written as one looks around, is the last word; before it the query's wishes. */
export function viewpointOf({ search, hash }: { search: string; hash: string }): Partial<Viewpoint> {
  const last = decodeViewpoint(hash);
  return last.eye ? last : { ...decodeViewpoint(search), ...last };
}

/** Rounded to the millimetre: a place that people point at. */
export function roundVector(vector: Vec3): Vec3 {
  return rounded(vector, 1e3);
}

/** Rounded to what a URL keeps. */
export function exactVector(vector: Vec3): Vec3 {
  return rounded(vector, 1e7);
}

/** Without minus zero. */
function rounded(vector: Vec3, parts: number): Vec3 {
  return vector.map((value) => Math.round(value * parts) / parts + 0) as Vec3;
}

function short(value: number): string {
  const [exact] = exactVector([value, 0, 0]);
  // 1e-7 would be read well, but a URL is read by people too.
  return exact.toFixed(7).replace(/\.?0+$/, "");
}

function vector(text: string | null): Vec3 | null {
  const values = text?.split(",").map(Number) ?? [];
  return values.length === 3 && values.every(Number.isFinite) ? (values as Vec3) : null;
}

function keyList(key: "networks" | "dimmed"): Part {
  return {
    keys: [key],
    write: (view, into) => { if (view[key].length) into.set(key, view[key].map(listed).join("~")); },
    read: (from, into) => { if (from.has(key)) into[key] = list(from.get(key)); },
  };
}

/** As an item of a list whose items are parted by "~". */
function listed(item: string): string {
  return item.replaceAll("%", "%25").replaceAll("~", "%7E");
}

function list(text: string | null): string[] {
  return text ? text.split("~").map(decodeURIComponent) : [];
}
