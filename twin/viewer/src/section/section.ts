// What is cut away to look inside: everything beyond a plane, or outside a box. Plain values; each change makes a new one.
import type { Box, Vec3 } from "../config";

/** What lies on the side of the plane that `normal` (length 1) points to is cut away. Metres, the station's frame, Z up. */
export interface PlaneSection { kind: "plane"; point: Vec3; normal: Vec3 }
/** What lies outside is cut away; `turn` is the box's, degrees anticlockwise seen from above. */
export interface BoxSection { kind: "box"; centre: Vec3; size: Vec3; turn: number }
export type Section = PlaneSection | BoxSection;

/** A side of a section that can be moved; `normal` points to what is cut away. */
export interface Face { normal: Vec3; centre: Vec3 }

const SMALLEST_BOX = 0.2;

export function facesOf(section: Section): Face[] {
  if (section.kind === "plane") return [{ normal: section.normal, centre: section.point }];
  const { centre, size, turn } = section;
  return axesOf(turn).flatMap((axis, k) => [-1, 1].map((sign) => (
    { normal: scaled(axis, sign), centre: plus(centre, scaled(axis, (sign * size[k]) / 2)) }
  )));
}

/** The section with one face moved along its normal: positive shows more, negative less. */
export function moved(section: Section, face: number, by: number): Section {
  const { normal } = facesOf(section)[face];
  if (section.kind === "plane") return tidy({ ...section, point: plus(section.point, scaled(normal, by)) });
  const axis = face >> 1, step = Math.max(by, SMALLEST_BOX - section.size[axis]);
  const size = section.size.map((value, k) => (k === axis ? value + step : value)) as Vec3;
  return tidy({ ...section, size, centre: plus(section.centre, scaled(normal, step / 2)) });
}

/** The other side of a plane; a box has no other side. */
export function flipped(section: Section): Section {
  return section.kind === "plane" ? tidy({ ...section, normal: scaled(section.normal, -1) }) : section;
}

/** A box from a Z-up one, turned with the building and grown by `margin` (metres). */
export function boxAround([x0, y0, z0, x1, y1, z1]: Box, turn: number, margin: number): BoxSection {
  const centre: Vec3 = [(x0 + x1) / 2, (y0 + y1) / 2, (z0 + z1) / 2];
  const half: Vec3 = [(x1 - x0) / 2, (y1 - y0) / 2, (z1 - z0) / 2];
  const size = axesOf(turn).map((axis) => 2 * (margin + axis.reduce((sum, part, k) => sum + Math.abs(part) * half[k], 0))) as Vec3;
  return tidy({ kind: "box", centre, size, turn });
}

/** Two level directions of a building that is turned so many degrees, and up. */
export function axesOf(turn: number): [Vec3, Vec3, Vec3] {
  const angle = (turn * Math.PI) / 180, cos = Math.cos(angle), sin = Math.sin(angle);
  return [[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]];
}

/** True where nothing of the section cuts the point away. */
export function keeps(section: Section | null, point: Vec3, slack = 0): boolean {
  return !section || facesOf(section).every(({ normal, centre }) => dot(normal, point) - dot(normal, centre) <= slack);
}

/** Numbers as they survive an address: micrometres, directions to nine digits; raises RangeError for what is no section. */
export function tidy<Kind extends Section>(section: Kind): Kind {
  const numbers = section.kind === "plane" ? [...section.point, ...section.normal] : [...section.centre, ...section.size, section.turn];
  if (!numbers.every(Number.isFinite)) throw new RangeError("a section is made of numbers");
  if (section.kind === "box") {
    const size = section.size.map((value) => rounded(Math.max(value, SMALLEST_BOX), 6)) as Vec3;
    return { ...section, centre: section.centre.map((value) => rounded(value, 6)) as Vec3, size, turn: rounded(section.turn, 6) };
  }
  const length = Math.hypot(...section.normal);
  if (!length) throw new RangeError("a plane faces somewhere");
  const unit = Math.abs(length - 1) < 1e-8 ? section.normal : scaled(section.normal, 1 / length);
  return { ...section, point: section.point.map((value) => rounded(value, 6)) as Vec3, normal: unit.map((value) => rounded(value, 9)) as Vec3 };
}

/** `plane:x,y,z,nx,ny,nz` or `box:x,y,z,sx,sy,sz,turn`. */
export function encodeSection(section: Section): string {
  const numbers = section.kind === "plane" ? [...section.point, ...section.normal] : [...section.centre, ...section.size, section.turn];
  return `${section.kind}:${numbers.map(plain).join(",")}`;
}

/** Null for what is no section. */
export function decodeSection(text: string | null): Section | null {
  const [kind, list] = (text ?? "").split(":");
  const n = (list ?? "").split(",").map(Number);
  if (!list || !n.every(Number.isFinite)) return null;
  if (kind === "plane" && n.length === 6 && Math.hypot(n[3], n[4], n[5])) return tidy({ kind, point: [n[0], n[1], n[2]], normal: [n[3], n[4], n[5]] });
  if (kind === "box" && n.length === 7) return tidy({ kind, centre: [n[0], n[1], n[2]], size: [n[3], n[4], n[5]], turn: n[6] });
  return null;
}

function plain(value: number): string {
  return Math.abs(value) < 1e-6 && value ? value.toFixed(9) : String(value);
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits)) + 0;
}

export function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function plus(a: Vec3, b: Vec3): Vec3 {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function scaled(a: Vec3, by: number): Vec3 {
  return [a[0] * by, a[1] * by, a[2] * by];
}
