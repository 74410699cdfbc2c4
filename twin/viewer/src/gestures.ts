// A tap is short and stays in place; anything else moves the eye.
// What a label over the canvas passes on (events of ours, not trusted ones) moves the eye and is no tap on what lies beneath.

export interface Press { x: number; y: number; at: number }

const STILL_PX = 8, LONGEST_MS = 600;

export function isTap(down: Press, up: Press): boolean {
  return Math.hypot(up.x - down.x, up.y - down.y) <= STILL_PX && up.at - down.at <= LONGEST_MS;
}

/** Of a double tap: the finger comes down again so soon and so near. */
const AGAIN_MS = 400, AGAIN_PX = 24;

export function isAgain(first: Press, second: Press): boolean {
  return second.at - first.at <= AGAIN_MS && Math.hypot(second.x - first.x, second.y - first.y) <= AGAIN_PX;
}

/** The second half of a double tap means what the first chose, never what has come to lie under the finger since. */
export function takeDoubleTap({ clientX: x, clientY: y, timeStamp: at }: MouseEvent): void {
  const listening = new AbortController(), signal = listening.signal;
  let again = false;
  const take = (event: MouseEvent) => {
    if (event.type === "pointerdown") again = isAgain({ x, y, at }, { x: event.clientX, y: event.clientY, at: event.timeStamp });
    if (!again) return;
    event.stopImmediatePropagation();
    event.preventDefault();
  };
  for (const type of ["pointerdown", "pointerup", "click"] as const) document.addEventListener(type, take, { capture: true, signal });
  setTimeout(() => listening.abort(), 2 * AGAIN_MS);
}

/** Calls `press(x, y)` in CSS pixels of the canvas as soon as one finger has rested in place long enough. */
export function watchLongPress(canvas: HTMLCanvasElement, press: (x: number, y: number) => void, signal: AbortSignal): void {
  const fingers = new Set<number>();
  let from: Press | null = null, timer = 0;
  const stop = () => { clearTimeout(timer); from = null; };
  canvas.addEventListener("pointerdown", (event) => {
    stop();
    if (!event.isTrusted) return;
    fingers.add(event.pointerId);
    if (fingers.size > 1 || event.button !== 0) return;
    from = { x: event.clientX, y: event.clientY, at: event.timeStamp };
    const frame = canvas.getBoundingClientRect();
    const start = from;
    // Moves come with frames: on a slow device one may be under way when the time is up.
    timer = window.setTimeout(() => requestAnimationFrame(() => {
      if (from !== start) return;
      stop();
      press(event.clientX - frame.left, event.clientY - frame.top);
    }), LONGEST_MS);
  }, { signal });
  window.addEventListener("pointermove", (event) => {
    if (from && Math.hypot(event.clientX - from.x, event.clientY - from.y) > STILL_PX) stop();
  }, { signal });
  for (const type of ["pointerup", "pointercancel"] as const) {
    window.addEventListener(type, (event) => { fingers.delete(event.pointerId); stop(); }, { signal });
  }
  signal.addEventListener("abort", stop, { once: true });
}

/** Calls `tap(x, y)` in CSS pixels of the canvas; a second finger cancels. */
export function watchTaps(canvas: HTMLCanvasElement, tap: (x: number, y: number) => void, signal: AbortSignal): void {
  const down = new Map<number, Press>();
  let several = false;
  const press = (event: PointerEvent): Press => ({ x: event.clientX, y: event.clientY, at: event.timeStamp });
  canvas.addEventListener("pointerdown", (event) => {
    if (!event.isTrusted) return;
    down.set(event.pointerId, press(event));
    several = down.size > 1;
  }, { signal });
  window.addEventListener("pointerup", (event) => {
    const from = down.get(event.pointerId);
    down.delete(event.pointerId);
    if (!from || several || event.button !== 0 || !isTap(from, press(event))) return;
    const frame = canvas.getBoundingClientRect();
    tap(event.clientX - frame.left, event.clientY - frame.top);
  }, { signal });
  window.addEventListener("pointercancel", (event) => down.delete(event.pointerId), { signal });
  // What a finger touched has been answered, and a sheet may have pushed keys under it: the click that browsers send after it would press one.
  canvas.addEventListener("touchend", (event) => { if (event.cancelable) event.preventDefault(); }, { signal, passive: false });
}
