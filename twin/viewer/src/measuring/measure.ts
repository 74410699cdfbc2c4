// A measure: two points and what is between them. Between parallels it is their gap, wherever on them one touched.
import type { Vec3 } from "../config";

export type SnapKind = "corner" | "edge" | "axis" | "axisEnd" | "face" | "cut";

/** A point to measure from; `line` is the direction of the edge or axis it lies on, `normal` that of its face (length 1). */
export interface Anchor { kind: SnapKind; point: Vec3; line?: Vec3; normal?: Vec3 }

/** Metres, the station's frame, to a tenth of a millimetre. */
export interface Measure { from: Vec3; to: Vec3 }

export interface Parts { distance: number; horizontal: number; vertical: number }

/** Half a degree: what is built parallel. */
const PARALLEL = Math.cos(Math.PI / 360), UPRIGHT = Math.sin(Math.PI / 360);
/** A smaller gap is none: two points of one wall are as far apart as they are. */
const NO_GAP = 0.002;

/** From one anchor to the other: straight, or square across where both lie on parallel faces, edges or axes. */
export function between(a: Anchor, b: Anchor): Measure {
  const gap = gapOf(a, b);
  const [from, to] = gap && Math.hypot(...minus(gap[1], gap[0])) > NO_GAP ? gap : [a.point, b.point];
  return { from: tenths(from), to: tenths(to) };
}

function gapOf(a: Anchor, b: Anchor): [Vec3, Vec3] | null {
  const across = minus(b.point, a.point);
  if (a.normal && b.normal) return Math.abs(dot(a.normal, b.normal)) > PARALLEL ? [a.point, along(a.point, a.normal, dot(across, a.normal))] : null;
  if (a.line && b.line) return Math.abs(dot(a.line, b.line)) > PARALLEL ? [a.point, along(b.point, b.line, -dot(across, b.line))] : null;
  if (a.normal && b.line) return Math.abs(dot(a.normal, b.line)) < UPRIGHT ? [along(b.point, a.normal, -dot(across, a.normal)), b.point] : null;
  if (a.line && b.normal) return Math.abs(dot(a.line, b.normal)) < UPRIGHT ? [a.point, along(a.point, b.normal, dot(across, b.normal))] : null;
  return null;
}

export function partsOf({ from, to }: Measure): Parts {
  const [x, y, z] = minus(to, from);
  return { distance: Math.hypot(x, y, z), horizontal: Math.hypot(x, y), vertical: Math.abs(z) };
}

/** "12,40 m", "2,405 m", "90,0 cm", "45 mm": as fine as the model is, and no finer than one can measure. */
export function lengthIn(metres: number, language: string): string {
  const size = Math.abs(metres);
  const [value, digits, unit] = size >= 9.9995 ? [metres, 2, "m"] : size >= 0.9995 ? [metres, 3, "m"] : size >= 0.09995 ? [metres * 100, 1, "cm"] : [metres * 1000, 0, "mm"];
  return `${(value as number).toLocaleString(language, { minimumFractionDigits: digits as number, maximumFractionDigits: digits as number })} ${unit}`;
}

/** "12,40 m": where something stands, to the centimetre. */
export function placeIn(metres: number, language: string): string {
  return `${metres.toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 })} m`;
}

/** `x,y,z,x,y,z` a measure, parted by "~". */
export function encodeMeasures(measures: readonly Measure[]): string {
  return measures.map(({ from, to }) => [...from, ...to].join(",")).join("~");
}

/** Leaves out what is no measure. */
export function decodeMeasures(text: string | null): Measure[] {
  return (text ?? "").split("~").flatMap((one) => {
    const n = one.split(",").map(Number);
    return one && n.length === 6 && n.every(Number.isFinite) ? [{ from: tenths([n[0], n[1], n[2]]), to: tenths([n[3], n[4], n[5]]) }] : [];
  });
}

function tenths(point: Vec3): Vec3 {
  return point.map((value) => Number(value.toFixed(4)) + 0) as Vec3;
}

function along(from: Vec3, direction: Vec3, by: number): Vec3 {
  return from.map((value, k) => value + direction[k] * by) as Vec3;
}

function minus(a: Vec3, b: Vec3): Vec3 {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
