// A connection that no model proves: between which two things, and where its ends lie. Pure.
import type { Vec3 } from "../config";

/** Codes of both things; metres of the station's frame. */
export interface Span { codes: [string, string]; from: Vec3; to: Vec3 }
/** One that an answer rests on, and why it is only supposed, in words. */
export interface Supposed extends Span { why: string }

export function middleOf({ from, to }: Pick<Span, "from" | "to">): Vec3 {
  return from.map((value, axis) => (value + to[axis]) / 2) as Vec3;
}
