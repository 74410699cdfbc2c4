// North, scale and storey, small, always there; and the tag on what is selected.
import * as three from "three";

import { byId, element, listen } from "./dom";
import { scaleBar } from "./scalebar";
import { rangeName, shortName, storeyAt } from "./storeys";
import type { Twin } from "./twin";
import type { Words } from "./words";

export class Instruments {
  private readonly needle = byId("needle");
  private readonly bar = element("span", { class: "bar" });
  private readonly length = element("span");
  private readonly storey = element("span", { class: "storey" });
  private readonly tag = byId("tag");

  constructor(private readonly canvas: HTMLCanvasElement, private readonly words: Words, north: () => void, signal: AbortSignal) {
    const compass = byId("compass");
    compass.setAttribute("aria-label", this.words("north"));
    compass.title = this.words("north");
    listen(compass, { click: north }, signal);
    byId("scale").replaceChildren(this.storey, this.bar, this.length);
  }

  follow(twin: Twin): void {
    const { controls, camera } = twin.stage.eye;
    this.needle.setAttribute("transform", `rotate(${three.MathUtils.radToDeg(controls.azimuthAngle)})`);
    const span = 2 * Math.tan(three.MathUtils.degToRad(camera.fov / 2)) * controls.distance;
    const { metres, pixels } = scaleBar(this.canvas.clientHeight / span, 96);
    this.bar.style.width = `${pixels}px`;
    this.length.textContent = metres >= 1 ? `${metres} m` : `${Math.round(metres * 100)} cm`;
    const target = controls.getTarget(new three.Vector3());
    const { storeys } = twin.index;
    const here = storeyAt(twin.frame.heightOf(target), storeys);
    this.storey.textContent = rangeName(twin.view.storeys, storeys) ?? (here ? shortName(here, storeys) : "");
    this.hang(twin);
  }

  private hang(twin: Twin): void {
    const place = twin.tagPlace();
    const at = place && twin.stage.project(place);
    this.tag.hidden = !at;
    if (!at) return;
    this.tag.textContent = twin.selection();
    this.tag.style.transform = `translate(${Math.round(at.x)}px, ${Math.round(at.y) - 12}px) translate(-50%, -100%)`;
  }
}
