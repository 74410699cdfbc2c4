// A way of looking that can be sent to somebody: eye, target, lens, storeys, networks, selection.
import { LENSES, type Lens, type Vec3 } from "./config";
import type { StoreyRange } from "./storeys";

export interface Viewpoint {
  /** Metres in the station's own frame (Z up), rounded to the millimetre. */
  eye: Vec3;
  target: Vec3;
  lens: Lens;
  storeys: StoreyRange;
  networks: string[];
  selection: string | null;
  /** What is kept in sight, and how many steps more (or fewer, below 0) is wiped than what hides it. */
  wiped: { code: string; steps: number } | null;
  /** Equipment is coloured by the age of its data. */
  freshness?: boolean;
}

/** The viewpoint as the part of a URL after `#`: readable, short, stable. */
export function encodeViewpoint(view: Viewpoint): string {
  const parts = new URLSearchParams();
  parts.set("eye", view.eye.map(short).join(","));
  parts.set("at", view.target.map(short).join(","));
  if (view.lens !== "everything") parts.set("lens", view.lens);
  if (view.storeys) parts.set("levels", view.storeys.map(listed).join("~"));
  if (view.networks.length) parts.set("networks", view.networks.map(listed).join("~"));
  if (view.selection) parts.set("select", view.selection);
  if (view.wiped) parts.set("wiped", view.wiped.code);
  if (view.wiped?.steps) parts.set("steps", String(view.wiped.steps));
  if (view.freshness) parts.set("data", "age");
  return parts.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%7E", "~");
}

/** What a URL says of the view; only what it names is there, so `?select=CODE` alone is a viewpoint too. */
export function decodeViewpoint(text: string): Partial<Viewpoint> {
  const parts = new URLSearchParams(text.replace(/^[#?]/, ""));
  const view: Partial<Viewpoint> = {};
  const eye = vector(parts.get("eye")), target = vector(parts.get("at"));
  if (eye && target) Object.assign(view, { eye, target });
  const lens = parts.get("lens");
  if (LENSES.includes(lens as Lens)) view.lens = lens as Lens;
  const levels = list(parts.get("levels"));
  if (levels.length === 2) view.storeys = [levels[0], levels[1]];
  if (parts.has("networks")) view.networks = list(parts.get("networks"));
  if (parts.get("select")) view.selection = parts.get("select");
  const wiped = parts.get("wiped"), steps = Number(parts.get("steps"));
  if (wiped) view.wiped = { code: wiped, steps: Number.isInteger(steps) ? steps : 0 };
  if (parts.get("data") === "age") view.freshness = true;
  return view;
}

/** What a whole URL says: the part after `#`, written as one looks around, is the last word; before it the query's wishes. */
export function viewpointOf({ search, hash }: { search: string; hash: string }): Partial<Viewpoint> {
  const last = decodeViewpoint(hash);
  return last.eye ? last : { ...decodeViewpoint(search), ...last };
}

export function roundVector(vector: Vec3): Vec3 {
  return vector.map((value) => Math.round(value * 1000) / 1000 + 0) as Vec3;
}

function short(value: number): string {
  return String(Math.round(value * 1000) / 1000 + 0);
}

function vector(text: string | null): Vec3 | null {
  const values = text?.split(",").map(Number) ?? [];
  return values.length === 3 && values.every(Number.isFinite) ? (values as Vec3) : null;
}

/** As an item of a list whose items are parted by "~". */
function listed(item: string): string {
  return encodeURIComponent(item).replaceAll("~", "%7E");
}

function list(text: string | null): string[] {
  return text ? text.split("~").map(decodeURIComponent) : [];
}
