// Who measures without a finger: a crosshair that arrow keys move, a point where Enter is pressed.
import { element, listen } from "../dom";
import type { Pixel } from "../stage/probe";
import type { Words } from "../words";

/** CSS pixels of an arrow key, and with Shift. */
const STEP = 16, FINE = 2;
const WAYS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Aim {
  readonly key: HTMLButtonElement;
  private at: Pixel | null = null;

  constructor(into: HTMLElement, words: Words, private readonly act: { moved(at: Pixel): void; left(): void; place(at: Pixel): void }, signal: AbortSignal) {
    this.key = element("button", { type: "button", class: "aim", "aria-label": words("aim"), "aria-keyshortcuts": "Enter", hidden: true });
    listen(this.key, {
      keydown: (event) => this.pressed(event),
      focus: () => { this.stand(this.at ?? { x: into.clientWidth / 2, y: into.clientHeight / 2 }); this.act.moved(this.at!); },
      blur: () => this.act.left(),
      click: () => { if (this.at) this.act.place(this.at); },
    }, signal);
    into.append(this.key);
  }

  show(shown: boolean): void {
    this.key.hidden = !shown;
    if (!shown) this.at = null;
  }

  /** Where the crosshair is, while it has the focus. */
  get place(): Pixel | null {
    return document.activeElement === this.key ? this.at : null;
  }

  /** CSS pixels of the canvas. */
  stand(at: Pixel): void {
    const { clientWidth: width, clientHeight: height } = this.key.parentElement!;
    this.at = { x: Math.min(Math.max(at.x, 4), width - 4), y: Math.min(Math.max(at.y, 4), height - 4) };
    this.key.style.transform = `translate(${this.at.x}px, ${this.at.y}px) translate(-50%, -50%)`;
  }

  private pressed(event: KeyboardEvent): void {
    const way = WAYS[event.key];
    if (!way || !this.at || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const step = event.shiftKey ? FINE : STEP;
    this.stand({ x: this.at.x + way[0] * step, y: this.at.y + way[1] * step });
    this.act.moved(this.at);
  }
}
