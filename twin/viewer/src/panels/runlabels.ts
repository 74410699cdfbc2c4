// Names of the networks in colour, on their pipes: who cannot tell the colours apart reads them. The panel says the same to those who listen.
import * as three from "three";

import { byId, element } from "../dom";
import { background } from "../patterns";
import { named, written, type Named } from "../runs";
import type { Twin } from "../twin";

const SWATCH = 26;
/** CSS pixels from a border or a panel. */
const MARGIN = 70;

export class RunLabels {
  private readonly layer = element("div", { class: "run-labels", "aria-hidden": "true" });
  private readonly labels = new Map<string, HTMLElement>();
  private names: Named[] = [];
  private places = new Map<number, three.Vector3>();
  private namedFor = "";

  constructor(private readonly scene: HTMLElement) {
    scene.append(this.layer);
  }

  /** After each frame. */
  follow(twin: Twin): void {
    const { networks, dimmed } = twin.view, asked = JSON.stringify([networks, dimmed, twin.pagesLoaded]);
    if (asked !== this.namedFor) {
      this.namedFor = asked;
      this.name(twin);
    }
    const free = this.freeFrame();
    const spot = (feature: number) => {
      const at = twin.stage.states.modes[feature] === 0 ? twin.stage.project(this.places.get(feature)!) : null;
      return at && at.x > free.left && at.x < free.right && at.y > free.top && at.y < free.bottom ? at : null;
    };
    const shown = written(this.names, spot);
    for (const [key, label] of this.labels) label.hidden = !shown.some((each) => each.key === key);
    for (const { key, x, y } of shown) this.labels.get(key)!.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px) translate(-50%, -140%)`;
  }

  private name(twin: Twin): void {
    const box = (feature: number) => twin.stage.boxOf([feature]);
    this.names = named(twin.view, twin.networks, twin.index.table, (feature) => box(feature)?.getSize(new three.Vector3()).length() ?? 0);
    this.places = new Map(this.names.flatMap(({ pieces }) => pieces.map((feature) => [feature, box(feature)!.getCenter(new three.Vector3())] as const)));
    this.labels.clear();
    this.layer.replaceChildren(...this.names.map(({ key, name, place, colour }) => {
      const swatch = element("span", { class: "swatch" });
      swatch.style.background = background(place, colour, SWATCH);
      const label = element("div", { class: "run-label", "data-names": key, hidden: true }, swatch, name);
      this.labels.set(key, label);
      return label;
    }));
  }

  /** What neither the borders nor the panels cover, CSS pixels of the picture. */
  private freeFrame() {
    const scene = this.scene.getBoundingClientRect(), panel = byId("panel").getBoundingClientRect(), sheet = byId("sheet").getBoundingClientRect();
    const beside = sheet.width > 0 && sheet.width < scene.width * 0.8;
    return {
      left: Math.max(0, panel.right - scene.left) + MARGIN, right: (beside ? sheet.left : scene.right) - scene.left - MARGIN - 40,
      top: 40, bottom: (sheet.width && !beside ? sheet.top : scene.bottom) - scene.top - 100,
    };
  }
}
