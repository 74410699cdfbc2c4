// Supposed connections over the 3D: dashed, through whatever stands before, and no finger meets them.
import { setAttributes } from "../dom";
import { HIDE } from "../lenses";
import { isKept } from "../section/slicing";
import { lineSeen } from "../stage/sightline";
import type { Twin } from "../twin";
import { DRAWN, type Line } from "./dashes";
import { middleOf, type Span } from "./span";

const SVG = "http://www.w3.org/2000/svg";
/** Cut flush with it, a joint is still there. Metres. */
const SLACK = 0.05;

export class Overlay {
  private readonly layer = document.createElementNS(SVG, "svg");
  private readonly paths: { what: "lines" | "rings"; drawn: SVGPathElement[] }[];
  private spans: readonly Span[] = [];

  /** Without `rings` where something else marks the joints. */
  constructor(into: HTMLElement, { look = "supposed", rings = true } = {}) {
    const drawn = rings ? (["lines", "rings"] as const) : (["lines"] as const);
    this.paths = drawn.map((what) => ({ what, drawn: ["halo", "ink"].map((layer) => this.made(`${what} ${layer}`)) }));
    setAttributes(this.layer, { class: "supposed", "data-look": look, "aria-hidden": "true" });
    into.append(this.layer);
  }

  show(spans: readonly Span[]): void {
    this.spans = spans;
    setAttributes(this.layer, { "data-count": spans.length });
    if (!spans.length) this.draw([]);
  }

  /** After each frame. */
  follow(twin: Twin): void {
    if (this.spans.length) this.draw(this.spans.map((span) => lineOf(twin, span)).filter((line) => line !== null));
  }

  /** Lines of the picture as it is now. */
  draw(lines: readonly Line[]): void {
    for (const { what, drawn } of this.paths) {
      const data = DRAWN[what](lines);
      for (const path of drawn) path.setAttribute("d", data);
    }
  }

  private made(look: string): SVGPathElement {
    const path = document.createElementNS(SVG, "path");
    setAttributes(path, { class: look });
    this.layer.append(path);
    return path;
  }
}

/** Not where it is cut away, nor where the storeys of both things are put away. */
export function isThere({ frame, stage, index: { table } }: Twin, span: Span): boolean {
  if (!isKept(stage.loaded.kept, frame.fromStation(middleOf(span)), SLACK)) return false;
  const ends = span.codes.map((code) => table.byCode.get(code) ?? []).filter((features) => features.length);
  return !ends.length || ends.some((features) => features.some((feature) => stage.states.modes[feature] !== HIDE));
}

/** In the picture; none of what is not there, or lies behind the eye. */
export function lineOf(twin: Twin, span: Span): Line | null {
  const { frame, stage } = twin;
  return isThere(twin, span) ? lineSeen(stage.eye.camera, stage.picture, frame.fromStation(span.from), frame.fromStation(span.to)) : null;
}
