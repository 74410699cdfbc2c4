// A connection that a steward confirms or refuses, as the 3D is told of it. Pure.
import type { Vec3 } from "../config";
import { middleOf, type Span } from "./span";

export const STATES = ["proposed", "confirmed", "refused"] as const;
export type State = (typeof STATES)[number];

/** `words`: what lies beside what, and how far apart; `page`: where it is decided. */
export interface Proposal extends Span { id: number; state: State; words: string; page: string }

/** What a filter shows: `total` of them, of which `rows` lie somewhere and are drawn; `list` is the same without 3D. */
export interface ProposalsAnswer { total: number; words: string; list: string; rows: Proposal[] }

/** How many of each state there are, without those of which there is none. */
export function countStates(rows: readonly Proposal[]): [State, number][] {
  return STATES.map((state): [State, number] => [state, rows.filter((row) => row.state === state).length]).filter(([, count]) => count > 0);
}

/** Metres within which joints are one place: to go nearer parts none of them. */
const ONE_PLACE = 0.25;

export function isOnePlace(rows: readonly Proposal[]): boolean {
  const places = rows.map(middleOf);
  return [0, 1, 2].every((axis) => span(places.map((place) => place[axis])) < ONE_PLACE);
}

const span = (values: number[]) => Math.max(...values) - Math.min(...values);

/** The corners of a box around the ends of all of these, with so many metres around; the station's frame. */
export function boxAround(rows: readonly Span[], around: number): { min: Vec3; max: Vec3 } {
  const points = rows.flatMap(({ from, to }) => [from, to]);
  const side = (pick: (...values: number[]) => number, more: number) => [0, 1, 2].map((axis) => pick(...points.map((point) => point[axis])) + more) as Vec3;
  return { min: side(Math.min, -around), max: side(Math.max, around) };
}
