// A magnifier beside the finger: what is under a glove is seen, and a point is put where the crosshair is when it lifts.
import { element } from "../dom";
import type { Pixel } from "../stage/probe";

/** CSS pixels across, how many times as large, and how far its middle is from the finger. */
const ACROSS = 168, TIMES = 2.5, AWAY = 132;

export class Loupe {
  private readonly glass = element("canvas", { class: "glass" });
  private readonly word = element("span", { class: "loupe-word" });
  private readonly loupe = element("div", { class: "loupe", "aria-hidden": "true", hidden: true }, this.glass, this.word);
  private picture: HTMLCanvasElement | null = null;

  constructor(private readonly into: HTMLElement) {
    this.glass.width = this.glass.height = ACROSS * Math.min(devicePixelRatio, 2);
    into.append(this.loupe);
  }

  /** What is magnified until `close`: the eye does not move meanwhile, so nothing is drawn anew. */
  open(picture: HTMLCanvasElement): void {
    this.picture = picture;
    this.loupe.hidden = false;
  }

  close(): void {
    this.picture = null;
    this.loupe.hidden = true;
  }

  /** Over the finger, below it near the upper edge. `caught` is where the point would be. */
  show(finger: Pixel, caught: Pixel | null, word: string): void {
    if (!this.picture) return;
    const above = finger.y > AWAY + ACROSS / 2 + 8;
    const x = Math.max(ACROSS / 2 + 8, Math.min(finger.x, this.into.clientWidth - ACROSS / 2 - 8)), y = finger.y + (above ? -AWAY : AWAY);
    this.loupe.style.transform = `translate(${Math.round(x - ACROSS / 2)}px, ${Math.round(y - ACROSS / 2)}px)`;
    this.word.textContent = word;
    this.draw(this.picture, finger, caught);
  }

  private draw(picture: HTMLCanvasElement, finger: Pixel, caught: Pixel | null): void {
    const pen = this.glass.getContext("2d")!, ratio = this.glass.width / ACROSS;
    const scale = picture.width / this.into.clientWidth, part = ACROSS / TIMES;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, ACROSS, ACROSS);
    pen.drawImage(picture, (finger.x - part / 2) * scale, (finger.y - part / 2) * scale, part * scale, part * scale, 0, 0, ACROSS, ACROSS);
    const middle = ACROSS / 2;
    const cross = new Path2D(`M${middle} ${middle - 26}v18M${middle} ${middle + 8}v18M${middle - 26} ${middle}h18M${middle + 8} ${middle}h18`);
    this.stroke(pen, cross, "--scene-ink");
    if (!caught) return;
    const at = { x: middle + (caught.x - finger.x) * TIMES, y: middle + (caught.y - finger.y) * TIMES };
    const ring = new Path2D();
    ring.arc(at.x, at.y, 8, 0, 2 * Math.PI);
    this.stroke(pen, ring, "--scene-accent");
  }

  private stroke(pen: CanvasRenderingContext2D, path: Path2D, colour: string): void {
    const style = getComputedStyle(this.loupe);
    for (const [name, width] of [["--scene-halo", 5], [colour, 2.5]] as const) {
      pen.strokeStyle = style.getPropertyValue(name);
      pen.lineWidth = width;
      pen.stroke(path);
    }
  }
}
