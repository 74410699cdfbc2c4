// Pins over the 3D: small keys that follow the eye, as many as there are groups of them in the picture.
import type * as three from "three";

import type { PinRow } from "../config";
import { byId, element, listen, setAttributes } from "../dom";
import { besideOf, groupPins, lookOf, reachAt, titleOf, type Frame, type PinGroup, type Spotted } from "../pins";
import { pinPlace, pinShown } from "../pinplaces";
import type { Twin } from "../twin";
import type { Words } from "../words";

export class PinLayer {
  private readonly layer = element("div", { class: "pins" });
  private readonly keys = new Map<string, { key: HTMLButtonElement; group: PinGroup; look: string }>();
  private pins: PinRow[] = [];
  private places = new Map<string, three.Vector3>();
  private placedWith = -1;
  /** Where pins point to now, CSS pixels of the canvas. */
  spots: readonly { x: number; y: number }[] = [];

  constructor(into: HTMLElement, private readonly words: Words, private readonly open: (group: PinGroup) => void, private readonly signal: AbortSignal) {
    setAttributes(this.layer, { role: "group", "aria-label": words("pins") });
    into.append(this.layer);
  }

  get isShown(): boolean {
    return !this.layer.hidden;
  }

  show(shown: boolean): void {
    this.layer.hidden = !shown;
  }

  /** True when there is something else to draw than before. */
  take(pins: PinRow[]): boolean {
    if (JSON.stringify(pins) === JSON.stringify(this.pins)) return false;
    this.pins = pins;
    this.placedWith = -1;
    return true;
  }

  /** After each frame. */
  follow(twin: Twin): void {
    this.spots = [];
    if (!this.isShown) return;
    if (this.placedWith !== twin.pagesLoaded) this.place(twin);
    const groups = groupPins(this.spotted(twin), reachAt(twin.stage.eye.apparentDistance));
    this.spots = groups;
    const kept = new Set(groups.map((group) => group.pins[0].id));
    for (const [id, { key }] of this.keys) {
      if (kept.has(id)) continue;
      key.remove();
      this.keys.delete(id);
    }
    for (const group of groups) this.draw(group);
  }

  private place(twin: Twin): void {
    this.placedWith = twin.pagesLoaded;
    this.places = new Map();
    for (const pin of this.pins) {
      const place = pinPlace(twin, pin);
      if (place) this.places.set(pin.id, place);
    }
  }

  private spotted(twin: Twin): Spotted[] {
    const tag = tagFrame(this.layer);
    return this.pins.flatMap((pin) => {
      const place = this.places.get(pin.id);
      const at = place && pinShown(twin, pin, place) ? twin.stage.project(place) : null;
      if (!at) return [];
      return [{ pin, ...besideOf(at, tag) }];
    });
  }

  private draw(group: PinGroup): void {
    const id = group.pins[0].id;
    const known = this.keys.get(id) ?? { key: this.made(id), group, look: "" };
    known.group = group;
    this.keys.set(id, known);
    const { shape, colour, sign, late } = lookOf(group);
    const look = `${shape} ${colour} ${sign} ${late} ${group.pins.length}`;
    if (look !== known.look) {
      known.look = look;
      const title = titleOf(group, (count) => this.words("morePins", { count }), this.words("late"));
      setAttributes(known.key, { class: `pin ${shape} ${colour}${late ? " is-late" : ""}`, "aria-label": title, title });
      // What is drawn on it comes from the style sheet: its name says the same in words.
      const count = group.pins.length > 1 ? [element("span", { class: "pin-count", "data-sign": String(group.pins.length) })] : [];
      known.key.replaceChildren(element("span", { class: "pin-shape" }, element("span", { "data-sign": sign })), ...count);
    }
    known.key.style.transform = `translate(${Math.round(group.x)}px, ${Math.round(group.y)}px) translate(-50%, -100%)`;
  }

  private made(id: string): HTMLButtonElement {
    const key = element("button", { type: "button", "data-pin": id });
    listen(key, { click: () => this.open(this.keys.get(id)!.group) }, this.signal);
    this.layer.append(key);
    return key;
  }
}

/** Where the tag of what is selected hangs, counted as the pins are; null when there is none. */
export function tagFrame(layer: HTMLElement): Frame | null {
  return frameWithin(layer, byId("tag"));
}

/** Where something lies over the picture, counted as the pins are; null when it is not shown. */
export function frameWithin(layer: HTMLElement, shown: HTMLElement): Frame | null {
  if (shown.hidden) return null;
  const { left: x, top: y } = layer.parentElement!.getBoundingClientRect(), { left, top, right, bottom } = shown.getBoundingClientRect();
  return right > left ? { left: left - x, top: top - y, right: right - x, bottom: bottom - y } : null;
}
