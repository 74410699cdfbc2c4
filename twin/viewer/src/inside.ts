// Cutting and measuring, which look inside of the station together: one has its bar open at a time.
import type { ViewerConfig } from "./config";
import { Measuring } from "./measuring/measuring";
import type { Page } from "./page";
import { Cutting } from "./section/cutting";
import { Probe } from "./stage/probe";
import type { Twin } from "./twin";
import type { Words } from "./words";

export class Inside {
  readonly probe: Probe;
  readonly cutting: Cutting;
  readonly measuring: Measuring;

  constructor(config: ViewerConfig, canvas: HTMLCanvasElement, twin: Twin, page: Page, words: Words, signal: AbortSignal) {
    const probe = (this.probe = new Probe(twin.stage, canvas));
    this.cutting = new Cutting(config, twin, page, probe, words, signal, () => { if (this.measuring.isOn) this.measuring.open(false); });
    this.measuring = new Measuring(config, twin, page, probe, words, signal, () => this.cutting.open(false));
    twin.inside = this;
  }

  follow(): void {
    this.cutting.follow();
    this.measuring.follow();
  }

  takesTouch(x: number, y: number): boolean {
    return this.cutting.takesTouch(x, y) || this.measuring.takesTouch(x, y);
  }
}
