// The line between the 3D and the drawing: dragged, or moved by the arrow keys; a double tap puts it in the middle.
import { element, listen, setAttributes } from "../dom";
import { shareAt } from "./drawing";

const KEPT = "station-twin.split";
const STEP = 0.05;

export class Divider {
  readonly root: HTMLElement;
  private share: number;
  private first: boolean;

  /** `frame` holds both sides; it is told in `--split` how much of it is the drawing's, and which is first. */
  constructor(private readonly frame: HTMLElement, label: string, private readonly signal: AbortSignal) {
    const kept = recall();
    this.share = kept.share;
    this.first = kept.first;
    this.root = element("div", { class: "split-line", role: "separator", tabindex: 0, "aria-label": label, "aria-valuemin": 25, "aria-valuemax": 75 }, element("span", { "aria-hidden": "true" }));
    this.dragging();
    listen(this.root, { keydown: (event) => this.pressed(event), dblclick: () => this.put(0.5) }, signal);
    matchMedia("(orientation: portrait)").addEventListener("change", () => this.put(this.share), { signal });
    this.put(this.share);
  }

  /** The drawing on the other side. */
  swap(): void {
    this.first = !this.first;
    this.put(this.share);
  }

  private get stacked(): boolean {
    return matchMedia("(orientation: portrait)").matches;
  }

  private put(share: number): void {
    this.share = share;
    this.frame.style.setProperty("--split", `${100 * share}%`);
    this.frame.dataset.drawing = this.first ? "first" : "last";
    setAttributes(this.root, { "aria-valuenow": Math.round(100 * share), "aria-orientation": this.stacked ? "horizontal" : "vertical" });
    try {
      localStorage.setItem(KEPT, JSON.stringify({ share, first: this.first }));
    } catch { /* a browser that keeps nothing */ }
  }

  private dragging(): void {
    listen(this.root, {
      pointerdown: (event) => {
        event.preventDefault();
        this.root.setPointerCapture(event.pointerId);
        this.root.focus();
      },
      pointermove: (event) => {
        if (!this.root.hasPointerCapture(event.pointerId)) return;
        const { left, top, width, height } = this.frame.getBoundingClientRect();
        this.put(this.stacked ? shareAt(event.clientY - top, height, this.first) : shareAt(event.clientX - left, width, this.first));
      },
    }, this.signal);
  }

  private pressed(event: KeyboardEvent): void {
    const ahead = this.stacked ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
    const way = ahead.indexOf(event.key);
    const to = event.key === "Home" ? 0.25 : event.key === "End" ? 0.75 : way < 0 ? null : this.share + (way === (this.first ? 1 : 0) ? STEP : -STEP);
    if (to === null) return;
    event.preventDefault();
    this.put(Math.min(0.75, Math.max(0.25, Math.round(to * 1000) / 1000)));
  }
}

function recall(): { share: number; first: boolean } {
  try {
    const { share, first } = JSON.parse(localStorage.getItem(KEPT) ?? "") as { share: number; first: boolean };
    if (share >= 0.25 && share <= 0.75) return { share, first: first === true };
  } catch { /* nothing kept yet */ }
  return { share: 0.5, first: false };
}
