// Between a section in the station's frame and the stage that draws it; and how far it may go.
import type * as three from "three";

import type { Box, Vec3 } from "../config";
import type { StationFrame } from "../frame";
import type { StationIndex } from "../loading";
import type { Words } from "../words";
import { axesOf, dot, facesOf, moved, plus, scaled, type Face, type Section } from "./section";
import type { HalfSpace } from "./slicing";
import { tellFace } from "./telling";

/** A box reaches a little outside of the building, so that nobody loses its faces; a plane just leaves it whole. Metres. */
const OUTSIDE = 3, JUST_OUTSIDE = 0.05;
/** So much of the building is left to see, whatever is cut away. */
const LEFT = 0.1;
/** A face that lies in the plane is kept: not half of its pixels. Less than the whole millimetres that scenes are written in. */
const SLACK = 0.0004;

export interface Told { name: string; text: string; short: string; metres: number }

export class Ground {
  /** The building, else everything, in the station's frame. */
  readonly building: Box;
  private readonly everything: Box;

  constructor(private readonly index: StationIndex, private readonly frame: StationFrame) {
    const box = index.home ?? index.box ?? [-10, -10, -10, 10, 10, 10];
    this.building = box.map((value, i) => value + index.origin[i % 3]) as Box;
    const all = index.box ?? box;
    this.everything = this.building.map((value, i) => (i < 3 ? Math.min : Math.max)(value, all[i] + index.origin[i % 3])) as Box;
  }

  /** Y up, relative to the station's origin. */
  planes(section: Section | null): HalfSpace[] {
    return section ? facesOf(section).map(({ normal, centre }) => {
      const facing = this.frame.fromTowards(normal), at = this.frame.fromStation(centre);
      return { normal: facing, offset: dot(facing, at) + SLACK };
    }) : [];
  }

  stationBox({ min, max }: three.Box3): Box {
    const low = this.frame.toStation([min.x, min.y, max.z]), high = this.frame.toStation([max.x, max.y, min.z]);
    return [...low, ...high];
  }

  within(point: Vec3): Vec3 {
    return point.map((value, k) => Math.min(Math.max(value, this.building[k]), this.building[k + 3])) as Vec3;
  }

  /** How far the face may still move along its normal: back (negative) and forth, metres. Some of the building stays in sight. */
  range(section: Section, face: number): [number, number] {
    const [low, high] = limits(this.building, facesOf(section)[face], section.kind === "plane" ? JUST_OUTSIDE : OUTSIDE);
    return [Math.min(low, 0), Math.max(high, 0)];
  }

  /** The plane where it still leaves something to see, though an address or its other side would have it beyond everything. */
  inSight(section: Section | null): Section | null {
    if (section?.kind !== "plane") return section;
    const [low, high] = limits(this.everything, facesOf(section)[0], JUST_OUTSIDE);
    const by = Math.min(Math.max(0, low), high);
    return by ? moved(section, 0, by) : section;
  }

  /** Where the plane's handle stands and its frame is drawn: a rectangle as large as the building, around `centre`. */
  outline(section: Section): [Vec3, Vec3][] {
    if (section.kind === "plane") return ringOf(this.corners(section.normal, section.point));
    const axes = axesOf(section.turn), half = section.size.map((value) => value / 2);
    const corner = (i: number) => axes.reduce((at, axis, k) => plus(at, scaled(axis, i >> k & 1 ? half[k] : -half[k])), section.centre);
    return Array.from({ length: 8 }, (_, i) => i).flatMap((i) => [1, 2, 4].filter((bit) => !(i & bit)).map((bit): [Vec3, Vec3] => [corner(i), corner(i | bit)]));
  }

  /** The point of the plane's rectangle nearest to `wanted`. */
  onPlane(section: Section & { kind: "plane" }, wanted: Vec3): Vec3 {
    const corners = this.corners(section.normal, section.point), [a, b, , d] = corners;
    const share = (from: Vec3, to: Vec3) => {
      const way = plus(to, scaled(from, -1));
      return Math.min(0.95, Math.max(0.05, dot(plus(wanted, scaled(a, -1)), way) / (dot(way, way) || 1)));
    };
    return plus(a, plus(scaled(plus(b, scaled(a, -1)), share(a, b)), scaled(plus(d, scaled(a, -1)), share(a, d))));
  }

  tell(section: Section, face: Face, words: Words, language: string): Told {
    const { name, word, values, metres, edge } = tellFace(section, face, this.building, this.index.storeys, language);
    return { name: words(name), text: words(word, edge ? { ...values, edge: words(edge) } : values), short: values.length, metres };
  }

  private corners(normal: Vec3, point: Vec3): [Vec3, Vec3, Vec3, Vec3] {
    const level: Vec3 = Math.abs(normal[2]) > 0.99 ? [1, 0, 0] : [-normal[1], normal[0], 0];
    const u = scaled(level, 1 / Math.hypot(...level));
    const v: Vec3 = [normal[1] * u[2] - normal[2] * u[1], normal[2] * u[0] - normal[0] * u[2], normal[0] * u[1] - normal[1] * u[0]];
    const [u0, u1] = this.span(u, point), [v0, v1] = this.span(v, point);
    const at = (a: number, b: number) => plus(point, plus(scaled(u, a), scaled(v, b)));
    return [at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)];
  }

  /** From where to where the building reaches along a direction, counted from the point; a little more than that. */
  private span(direction: Vec3, point: Vec3): [number, number] {
    const [low, high] = spanOf(this.building, direction, point);
    return [Math.min(low, 0) - 0.5, Math.max(high, 0) + 0.5];
  }
}

/** Where the face may stand along its normal, from where it is. */
function limits(box: Box, { normal, centre }: Face, outside: number): [number, number] {
  const [low, high] = spanOf(box, normal, centre);
  return [low + Math.min(LEFT, (high - low) / 2), high + outside];
}

/** From where to where a box reaches along a direction, counted from the point. */
function spanOf(box: Box, direction: Vec3, point: Vec3): [number, number] {
  const ends = direction.map((part, k) => [part * box[k], part * box[k + 3]]), at = dot(direction, point);
  return [ends.reduce((sum, pair) => sum + Math.min(...pair), -at), ends.reduce((sum, pair) => sum + Math.max(...pair), -at)];
}

function ringOf(corners: readonly Vec3[]): [Vec3, Vec3][] {
  return corners.map((corner, i): [Vec3, Vec3] => [corner, corners[(i + 1) % corners.length]]);
}
