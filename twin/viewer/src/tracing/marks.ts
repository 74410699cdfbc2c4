// Numbers on the devices to operate: keys that follow the eye, in the order in which one walks to them.
import type * as three from "three";

import { element, listen, setAttributes } from "../dom";
import { featuresOf } from "../features";
import type { Twin } from "../twin";
import type { TraceAnswer } from "./answer";
import { apart } from "./apart";

/** CSS pixels from one number to the next. */
const SIZE = 40;

type Device = TraceAnswer["devices"][number];

export class DeviceMarks {
  private readonly layer = element("div", { class: "pins trace-marks", role: "group" });
  private marks: { device: Device; key: HTMLButtonElement; place: three.Vector3 | null }[] = [];
  private placedWith = -1;

  constructor(into: HTMLElement, label: string, private readonly reach: (code: string) => void, private readonly signal: AbortSignal) {
    setAttributes(this.layer, { "aria-label": label });
    into.append(this.layer);
  }

  show(devices: readonly Device[]): void {
    this.placedWith = -1;
    this.marks = devices.map((device) => {
      const key = element("button", { type: "button", class: "trace-mark", "data-device": device.code, "aria-label": `${device.number}. ${device.words}`, title: device.words },
        element("span", { class: "trace-number" }, String(device.number)));
      listen(key, { click: () => this.reach(device.code) }, this.signal);
      return { device, key, place: null };
    });
    this.layer.replaceChildren(...this.marks.map(({ key }) => key));
  }

  /** After each frame. */
  follow(twin: Twin): void {
    if (!this.marks.length) return;
    if (this.placedWith !== twin.pagesLoaded) this.place(twin);
    const spots = apart(this.marks.map(({ place }) => place && twin.stage.project(place)), SIZE);
    for (const [i, { key }] of this.marks.entries()) {
      const at = spots[i];
      key.hidden = !at;
      if (at) key.style.transform = `translate(${Math.round(at.x)}px, ${Math.round(at.y)}px) translate(-50%, -100%)`;
    }
  }

  private place(twin: Twin): void {
    this.placedWith = twin.pagesLoaded;
    for (const mark of this.marks) {
      const box = twin.stage.boxOf(featuresOf(twin.index.table, mark.device.code));
      mark.place = box && twin.stage.keptPlace(box);
    }
  }
}
