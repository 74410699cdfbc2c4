// Numbers on the devices to operate, the names of cards on theirs, and signs on those that are left: keys that follow the eye.
import * as three from "three";

import { element, icon, listen, setAttributes, type Icon } from "../dom";
import { featuresOf, type FeatureTable } from "../features";
import { frameWithin, tagFrame } from "../panels/pinlayer";
import type { Frame } from "../pins";
import type { Twin } from "../twin";
import { cardedBeside, type Carded, type Device, type Left, type TraceAnswer } from "./answer";
import { apart, lineTo } from "./apart";

/** CSS pixels from one mark to the next. */
const SIZE = 40, CARD_SIZE = 76;
/** What a device that is left alone bears. */
export const LEFT_SIGNS = { shut: "shut", barred: "barred" } as const satisfies Record<Left["why"], Icon>;
/** Metres above the floor of its room for what has no shape: at the height of a hand. */
const HAND = 1.2;

/** Whether the 3D knows where it is: drawn, or at least in a room whose floor is known. */
export function isPlaced(table: Pick<FeatureTable, "byCode" | "rooms">, { code, room }: Pick<Device, "code" | "room">): boolean {
  return Boolean(table.byCode.get(code)?.length) || roomAt(table, room) !== null;
}

export class DeviceMarks {
  private readonly layer = element("div", { class: "pins trace-marks", role: "group" });
  private marks: { device: Device | Carded | Left; key: HTMLButtonElement; line: HTMLElement; size: number; place: three.Vector3 | null }[] = [];
  private placedWith = -1;

  constructor(into: HTMLElement, label: string, private readonly legend: HTMLElement, private readonly reach: (code: string) => void, private readonly signal: AbortSignal) {
    setAttributes(this.layer, { "aria-label": label });
    into.append(this.layer);
  }

  show(answer: Pick<TraceAnswer, "devices" | "left" | "cards"> | null): void {
    this.placedWith = -1;
    this.marks = answer ? [...answer.devices.map((device) => this.made(device, String(device.number), SIZE)),
      ...cardedBeside(answer).map((card) => this.made(card, card.label, CARD_SIZE)),
      ...answer.left.map((left) => this.made(left, icon(LEFT_SIGNS[left.why]), SIZE))] : [];
    this.layer.replaceChildren(...this.marks.map(({ key }) => key));
  }

  private made(device: Device | Carded | Left, sign: string | SVGSVGElement, size: number) {
    const said = [...(typeof sign === "string" ? [`${sign}. ${device.words}`] : [device.words]), device.where].filter(Boolean).join(", ");
    const look = "why" in device ? `trace-left ${device.why}` : size === SIZE ? "trace-number" : "trace-number trace-card";
    const key = element("button", { type: "button", class: "trace-mark", "data-device": device.code, "aria-label": said, title: said }, element("span", { class: look }, sign));
    const line = element("span", { class: "trace-line", "aria-hidden": "true", hidden: true });
    key.prepend(line);
    listen(key, { click: () => { if (device.code) this.reach(device.code); } }, this.signal);
    return { device, key, line, size, place: null };
  }

  /** After each frame. */
  follow(twin: Twin): void {
    if (!this.marks.length) return;
    if (this.placedWith !== twin.pagesLoaded) this.place(twin);
    const pointed = this.marks.map(({ place }) => place && twin.stage.project(place));
    const spots = apart(pointed, this.marks.map(({ size }) => size), SIZE, this.there());
    for (const [i, { key, line }] of this.marks.entries()) {
      const at = spots[i], led = at && lineTo(at, pointed[i]!);
      key.hidden = !at;
      if (at) key.style.transform = `translate(${Math.round(at.x)}px, ${Math.round(at.y)}px) translate(-50%, -100%)`;
      line.hidden = !led;
      if (led) Object.assign(line.style, { width: `${led.long.toFixed(1)}px`, transform: `rotate(${led.turned.toFixed(3)}rad)` });
    }
  }

  /** What no mark is to lie on, or under: the tag of what is selected, and what explains the colours. */
  private there(): Frame[] {
    return [tagFrame(this.layer), frameWithin(this.layer, this.legend)].filter((each) => each !== null);
  }

  private place(twin: Twin): void {
    this.placedWith = twin.pagesLoaded;
    for (const mark of this.marks) {
      const box = twin.stage.boxOf(featuresOf(twin.index.table, mark.device.code));
      const room = box ? null : roomAt(twin.index.table, mark.device.room);
      mark.place = box ? twin.stage.keptPlace(box) : room && new three.Vector3(...twin.frame.fromStation(room));
    }
  }
}

/** The middle of a room, metres of the station's frame. */
function roomAt({ rooms }: Pick<FeatureTable, "rooms">, code: string): [number, number, number] | null {
  const room = code ? rooms.find((each) => (each.code ?? each.name) === code) : undefined;
  const ring = room?.outline?.[0];
  if (!ring?.length || room!.floor === null || room!.floor === undefined) return null;
  const middle = [0, 1].map((axis) => (Math.min(...ring.map((corner) => corner[axis])) + Math.max(...ring.map((corner) => corner[axis]))) / 2);
  return [middle[0], middle[1], room!.floor + HAND];
}
