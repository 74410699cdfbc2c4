// Handles over the 3D that move a section, by a thumb or by arrow keys: never hidden by what they cut. And its frame.
import type { Vec3 } from "../config";
import { element, icon, listen, setAttributes } from "../dom";
import type { StationFrame } from "../frame";
import { freeArea, keptIn } from "../panels/freearea";
import type { Pixel, Probe } from "../stage/probe";
import type { Words } from "../words";
import type { Ground, Told } from "./ground";
import { dot, facesOf, moved, plus, scaled, type Section } from "./section";

/** Metres that an arrow key moves, and with Shift or a page key. */
const STEP = 0.1, LEAP = 1;
/** CSS pixels: a handle stands so far outside of its face, and half of it is so wide. */
const OUT = 34, HALF = 30;
/** Two handles, each with its value below it, stand at least so far apart. */
const APART = { x: 76, y: 86 };
/** A direction that points at the eye has no length in the picture; so much of its true length it has at least. */
const SHORTEST = 0.3;

const SVG = "http://www.w3.org/2000/svg";
const STEPS: Record<string, number> = { ArrowUp: STEP, ArrowRight: STEP, ArrowDown: -STEP, ArrowLeft: -STEP, PageUp: LEAP, PageDown: -LEAP };

interface Handle { key: HTMLButtonElement; arrow: SVGSVGElement; value: HTMLElement; at: Pixel; pull: Pixel }

export class Handles {
  private readonly layer = element("div", { class: "cut-handles", role: "group" });
  private readonly frame = document.createElementNS(SVG, "svg");
  private handles: Handle[] = [];
  private section: Section | null = null;
  /** While a hand moves one: which, from which section, and from where. */
  private drag: { face: number; from: Section; x: number; y: number; pull: Pixel } | null = null;
  /** A point of the plane, where its handle is. */
  private anchor: Vec3 | null = null;

  constructor(
    into: HTMLElement, private readonly station: StationFrame, private readonly probe: Probe, private readonly ground: Ground,
    private readonly tell: (section: Section, face: number) => Told, private readonly move: (section: Section, settled: boolean) => void,
    words: Words, private readonly signal: AbortSignal,
  ) {
    setAttributes(this.layer, { "aria-label": words("cutHandles"), hidden: true });
    setAttributes(this.frame, { class: "cut-frame", "aria-hidden": "true" });
    this.layer.append(this.frame);
    into.append(this.layer);
  }

  /** After each frame; null puts them away. */
  follow(section: Section | null): void {
    this.section = section;
    this.layer.hidden = !section;
    if (!section) return;
    const faces = facesOf(section);
    while (this.handles.length > faces.length) this.handles.pop()!.key.remove();
    while (this.handles.length < faces.length) this.handles.push(this.made(this.handles.length));
    this.drawFrame(section);
    faces.forEach(({ normal, centre }, face) => this.place(face, section, normal, section.kind === "plane" ? this.anchorOn(section) : centre));
  }

  private place(face: number, section: Section, normal: Vec3, anchor: Vec3): void {
    const handle = this.handles[face];
    const at = this.pixelOf(anchor);
    handle.key.hidden = !at;
    if (!at) return;
    const pull = (handle.pull = this.pullAt(anchor, normal, at));
    const length = Math.hypot(pull.x, pull.y), out = section.kind === "box" ? OUT : 0;
    handle.at = this.apart(face, this.inPicture({ x: at.x + (pull.x / length) * out, y: at.y + (pull.y / length) * out }), pull);
    handle.key.style.transform = `translate(${Math.round(handle.at.x)}px, ${Math.round(handle.at.y)}px) translate(-50%, -50%)`;
    handle.arrow.style.transform = `rotate(${Math.round((Math.atan2(pull.y, pull.x) * 180) / Math.PI) + 90}deg)`;
    const { name, text, short, metres } = this.tell(section, face);
    const [least, most] = this.ground.range(section, face);
    if (handle.value.dataset.text !== text) {
      handle.value.dataset.text = text;
      handle.value.replaceChildren(element("span", { class: "short" }, short), element("span", { class: "long" }, text));
    }
    setAttributes(handle.key, {
      "aria-label": name, "aria-valuetext": text, title: `${name} · ${text}`, "aria-valuenow": metres.toFixed(2),
      "aria-valuemin": (metres + least).toFixed(2), "aria-valuemax": (metres + most).toFixed(2),
    });
  }

  private drawFrame(section: Section): void {
    this.layer.dataset.kind = section.kind;
    const path = this.ground.outline(section).flatMap(([a, b]) => {
      const line = this.probe.line(this.station.fromStation(a), this.station.fromStation(b));
      return line ? [`M${line.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`] : [];
    }).join("");
    this.frame.replaceChildren(...["halo", "line"].map((kind) => {
      const drawn = document.createElementNS(SVG, "path");
      setAttributes(drawn, { class: kind, d: path });
      return drawn;
    }));
  }

  /** Where one looks at the plane; it stays there and moves with the plane, until it would be out of the picture. */
  private anchorOn(section: Section & { kind: "plane" }): Vec3 {
    const { normal, point } = section;
    const kept = this.anchor && plus(this.anchor, scaled(normal, dot(normal, point) - dot(normal, this.anchor)));
    const at = kept && this.pixelOf(kept), area = freeArea(this.layer);
    const inside = at && at.x > area.left && at.x < area.right && at.y > area.top && at.y < area.bottom;
    if (kept && (this.drag || inside)) return (this.anchor = kept);
    const { origin, direction } = this.probe.rayAt({ x: (area.left + area.right) / 2, y: (area.top + area.bottom) / 2 });
    const from = this.station.toStation(origin), way = this.station.towards(direction);
    const reach = (dot(normal, point) - dot(normal, from)) / dot(normal, way);
    return (this.anchor = this.ground.onPlane(section, reach > 0 && reach < 1e4 ? plus(from, scaled(way, reach)) : point));
  }

  /** CSS pixels that a metre along the normal is in the picture. */
  private pullAt(anchor: Vec3, normal: Vec3, at: Pixel): Pixel {
    const scale = this.probe.pixelsPerMetre(this.station.fromStation(anchor)), ahead = this.pixelOf(plus(anchor, scaled(normal, 0.1)));
    const pull = ahead ? { x: (ahead.x - at.x) * 10, y: (ahead.y - at.y) * 10 } : { x: 0, y: -scale };
    const length = Math.hypot(pull.x, pull.y);
    if (length < scale * 0.02) return { x: 0, y: -scale * SHORTEST };
    const grown = Math.max(1, (scale * SHORTEST) / length);
    return { x: pull.x * grown, y: pull.y * grown };
  }

  private made(face: number): Handle {
    const arrow = icon("drag"), value = element("span", { class: "cut-value", "aria-hidden": "true" });
    const key = element("button", { type: "button", class: "cut-handle", role: "slider", "data-face": face, "aria-orientation": "vertical" }, arrow, value);
    const handle = { key, arrow, value, at: { x: 0, y: 0 }, pull: { x: 0, y: -1 } };
    listen(key, {
      pointerdown: (event) => this.grasp(event, face, handle),
      pointermove: (event) => this.pulled(event, false),
      pointerup: (event) => this.pulled(event, true),
      pointercancel: (event) => this.pulled(event, true),
      lostpointercapture: (event) => this.pulled(event, true),
      keydown: (event) => this.stepped(event, face),
    }, this.signal);
    this.layer.append(key);
    return handle;
  }

  private grasp(event: PointerEvent, face: number, { key, pull }: Handle): void {
    if (!this.section || event.button !== 0 || this.drag) return;
    key.setPointerCapture(event.pointerId);
    this.drag = { face, from: this.section, x: event.clientX, y: event.clientY, pull };
    setAttributes(key, { "data-held": true });
  }

  private pulled(event: PointerEvent, settled: boolean): void {
    if (!this.drag) return;
    const { face, from, x, y, pull } = this.drag;
    const by = ((event.clientX - x) * pull.x + (event.clientY - y) * pull.y) / (pull.x ** 2 + pull.y ** 2);
    const to = this.movedBy(from, face, Math.round(by * 100) / 100);
    if (settled) this.letGo();
    this.move(to, settled);
  }

  private letGo(): void {
    if (this.drag) setAttributes(this.handles[this.drag.face].key, { "data-held": false });
    this.drag = null;
  }

  /** Up and to the right say more metres, as the handle tells them. */
  private stepped(event: KeyboardEvent, face: number): void {
    const step = STEPS[event.key];
    if (!step || !this.section || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const { normal } = facesOf(this.section)[face];
    const more = Math.abs(normal[2]) > 0.999 ? Math.sign(normal[2]) : 1;
    this.move(this.movedBy(this.section, face, more * (event.shiftKey ? Math.sign(step) * LEAP : step)), true);
  }

  private movedBy(section: Section, face: number, by: number): Section {
    const [least, most] = this.ground.range(section, face);
    const within = Math.min(Math.max(by, least), most);
    return within ? moved(section, face, within) : section;
  }

  /** Not on one that was placed before: further along its own way, as far as the picture goes. */
  private apart(face: number, at: Pixel, { x, y }: Pixel): Pixel {
    const step = 24 / Math.hypot(x, y);
    for (let turn = 0; turn < 8; turn++) {
      const near = this.handles.slice(0, face).some(({ key, at: other }) => !key.hidden && Math.abs(other.x - at.x) < APART.x && Math.abs(other.y - at.y) < APART.y);
      const further = this.inPicture({ x: at.x + x * step, y: at.y + y * step });
      if (!near) return at;
      const stuck = Math.hypot(further.x - at.x, further.y - at.y) < 12;
      at = stuck ? this.inPicture({ x: at.x + APART.x, y: at.y }) : further;
    }
    return at;
  }

  private pixelOf(point: Vec3): Pixel | null {
    return this.probe.pixelOf(this.station.fromStation(point));
  }

  /** A handle whose face is out of the picture waits at its edge. */
  private inPicture(at: Pixel): Pixel {
    return keptIn(freeArea(this.layer), at, HALF);
  }
}
