// Keys, thumb and finger of somebody who walks.
import { element, listen } from "../dom";
import type { Wish } from "./walk";

/** By where keys are, not by what is written on them: the same hand on a French keyboard. */
const KEYS: Record<string, Partial<Wish>> = {
  KeyW: { ahead: 1 }, ArrowUp: { ahead: 1 }, KeyS: { ahead: -1 }, ArrowDown: { ahead: -1 }, KeyA: { aside: -1 }, KeyD: { aside: 1 },
  KeyQ: { turn: 1 }, ArrowLeft: { turn: 1 }, KeyE: { turn: -1 }, ArrowRight: { turn: -1 }, ShiftLeft: { hurry: true }, ShiftRight: { hurry: true },
};
/** What has a use of its own for letters or arrows: fields, papers, handles, the crosshair and the divider. */
const OWN_KEYS = "input, textarea, select, [contenteditable], .sheet-panel, .drawing-side, .list, dialog, [role=slider], [role=separator], .aim";
/** CSS pixels from the middle of the stick to its edge. */
const REACH = 52;

export interface Steered { turn(across: number, down: number): void; wake(): void }

export class Steering {
  readonly stick = element("div", { class: "stick", "aria-hidden": "true" });
  private readonly knob = element("span", { class: "knob" });
  private readonly held = new Set<string>();
  private thumb = { x: 0, y: 0 };
  private active = false;

  constructor(canvas: HTMLCanvasElement, private readonly steered: Steered, signal: AbortSignal) {
    this.stick.append(this.knob);
    this.watchStick(signal);
    this.watchDrag(canvas, signal);
    document.addEventListener("keydown", (event) => this.down(event), { signal });
    document.addEventListener("keyup", (event) => this.held.delete(event.code), { signal });
    addEventListener("blur", () => this.held.clear(), { signal });
  }

  /** Only who is on foot is steered. */
  listenNow(active: boolean): void {
    this.active = active;
    this.held.clear();
    this.push(0, 0);
  }

  wish(): Wish {
    const asked = { ahead: -this.thumb.y, aside: this.thumb.x, turn: 0, hurry: false };
    for (const code of this.held) {
      const { ahead = 0, aside = 0, turn = 0, hurry = false } = KEYS[code];
      asked.ahead += ahead;
      asked.aside += aside;
      asked.turn += turn;
      asked.hurry ||= hurry;
    }
    const long = Math.hypot(asked.ahead, asked.aside);
    if (long > 1) Object.assign(asked, { ahead: asked.ahead / long, aside: asked.aside / long });
    return { ...asked, hurry: asked.hurry || Math.hypot(this.thumb.x, this.thumb.y) > 0.95 };
  }

  private down(event: KeyboardEvent): void {
    const taken = (event.target as Element).closest(OWN_KEYS);
    if (!this.active || !KEYS[event.code] || taken || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.held.add(event.code);
    this.steered.wake();
  }

  private watchStick(signal: AbortSignal): void {
    const follow = (event: PointerEvent) => {
      const { left, top, width, height } = this.stick.getBoundingClientRect();
      const x = (event.clientX - left - width / 2) / REACH, y = (event.clientY - top - height / 2) / REACH, long = Math.max(1, Math.hypot(x, y));
      this.push(x / long, y / long);
    };
    const release = () => this.push(0, 0);
    listen(this.stick, {
      pointerdown: (event) => { event.preventDefault(); this.stick.setPointerCapture(event.pointerId); follow(event); },
      pointermove: (event) => { if (this.stick.hasPointerCapture(event.pointerId)) follow(event); },
      pointerup: release, pointercancel: release,
    }, signal);
  }

  private push(x: number, y: number): void {
    this.thumb = { x, y };
    this.knob.style.transform = `translate(${x * REACH}px, ${y * REACH}px)`;
    if (x || y) this.steered.wake();
  }

  private watchDrag(canvas: HTMLCanvasElement, signal: AbortSignal): void {
    let finger: { id: number; x: number; y: number } | null = null;
    listen(canvas, {
      pointerdown: (event) => { if (this.active && !finger) finger = { id: event.pointerId, x: event.clientX, y: event.clientY }; },
    }, signal);
    addEventListener("pointermove", (event) => {
      if (finger?.id !== event.pointerId) return;
      if (this.active) this.steered.turn(event.clientX - finger.x, event.clientY - finger.y);
      Object.assign(finger, { x: event.clientX, y: event.clientY });
    }, { signal });
    for (const type of ["pointerup", "pointercancel"] as const) {
      addEventListener(type, (event) => { if (finger?.id === event.pointerId) finger = null; }, { signal });
    }
  }
}
