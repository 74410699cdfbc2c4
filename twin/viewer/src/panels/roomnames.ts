// Names of rooms laid over a plan: a tap on one opens its sheet.
import { element, setAttributes } from "../dom";
import { isTap, type Press } from "../gestures";
import { declutter, type Frame, type Size, type Spot, type Wish } from "../plan/labels";
import { extentOf, type PlanRoom } from "../plan/rooms";

const BARS = ".planbar, #panel, #tools, #lenses, .instruments > :not([hidden]), .minimap, .legends > *, .workbar";

interface Label { room: PlanRoom; key: HTMLButtonElement; full: Size; short: Size | null; extent: Size }

export class RoomNames {
  private readonly layer = element("div", { class: "room-names" });
  private labels: Label[] = [];

  constructor(into: HTMLElement, name: string, private readonly open: (room: PlanRoom) => void, private readonly signal: AbortSignal) {
    setAttributes(this.layer, { role: "group", "aria-label": name });
    into.append(this.layer);
    this.passOn(into.querySelector("canvas")!);
  }

  /** A finger that lands on a name and moves on moves the plan; one that stays has tapped the name. */
  private passOn(canvas: HTMLCanvasElement): void {
    const { signal } = this;
    let down: Press | null = null;
    const press = (event: PointerEvent): Press => ({ x: event.clientX, y: event.clientY, at: event.timeStamp });
    this.layer.addEventListener("pointerdown", (event) => {
      down = press(event);
      canvas.dispatchEvent(new PointerEvent("pointerdown", event));
    }, { signal });
    this.layer.addEventListener("wheel", (event) => {
      event.preventDefault();
      canvas.dispatchEvent(new WheelEvent("wheel", event));
    }, { signal, passive: false });
    this.layer.addEventListener("click", (event) => {
      // Keys press without a finger.
      if (event.detail && down && !isTap(down, press(event as PointerEvent))) event.stopPropagation();
    }, { signal, capture: true });
  }

  /** These rooms, the most important first. */
  show(rooms: readonly PlanRoom[]): void {
    const keys = rooms.map((room) => this.key(room));
    this.layer.replaceChildren(...keys);
    this.labels = rooms.map((room, i) => ({ room, key: keys[i], full: sizeOf(keys[i]), short: null, extent: extent(room) }));
    for (const label of this.labels) {
      if (!label.room.number) continue;
      label.key.dataset.said = "short";
      label.short = sizeOf(label.key);
    }
  }

  /** Places the names; `at` gives the spot of a point in plan on the canvas, `scale` CSS pixels a metre. They step aside for pins. */
  follow(at: (point: readonly [number, number]) => Spot, scale: number, picture: Size, pins: readonly Spot[]): void {
    const wishes = this.labels.map(({ room, full, short, extent }): Wish => (
      { ...at(room.middle), full, short, room: { width: extent.width * scale, height: extent.height * scale } }
    ));
    declutter(wishes, picture, pins, this.bars()).forEach((placed, i) => {
      const { key } = this.labels[i];
      key.hidden = placed === null;
      if (!placed) return;
      key.dataset.said = placed.said;
      key.style.transform = `translate(${Math.round(placed.x)}px, ${Math.round(placed.y)}px) translate(-50%, -50%)`;
    });
  }

  /** What lies over the picture, in its CSS pixels. */
  private bars(): Frame[] {
    const { left: x, top: y } = this.layer.getBoundingClientRect();
    const rects = [...document.querySelectorAll(BARS)].map((bar) => bar.getBoundingClientRect()).filter(({ width }) => width);
    return rects.map(({ left, right, top, bottom }) => ({ left: left - x, right: right - x, top: top - y, bottom: bottom - y }));
  }

  /** The room whose sheet is open. */
  mark(code: string | null): void {
    for (const { room, key } of this.labels) setAttributes(key, { "aria-current": room.code === code ? "true" : null });
  }

  private key(room: PlanRoom): HTMLButtonElement {
    // Said as it is read: whoever speaks to the page says what she sees.
    const said = [room.number, room.name].filter(Boolean).join(" ") || room.label;
    const key = element("button", { type: "button", class: "room-name", title: room.label, "aria-label": said, "data-room": room.code },
      element("span", { class: "number" }, room.number), " ", element("span", { class: "name" }, room.name));
    key.addEventListener("click", () => this.open(room), { signal: this.signal });
    return key;
  }
}

function sizeOf(key: HTMLElement): Size {
  return { width: key.offsetWidth, height: key.offsetHeight };
}

function extent({ outline }: PlanRoom): Size {
  const { low, high } = extentOf(outline);
  return { width: high[0] - low[0], height: high[1] - low[1] };
}
