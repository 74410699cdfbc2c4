// What people know of the station, laid over the model: orders and notes as pins, the age of the data, a new note.
import { fetchFreshness, fetchPins } from "./api";
import type { FreshnessAnswer, ViewerConfig } from "./config";
import { byId } from "./dom";
import type { Page } from "./page";
import { Legend } from "./panels/legend";
import { PinLayer } from "./panels/pinlayer";
import { questionOf } from "./pins";
import type { Touched } from "./touching";
import type { Twin } from "./twin";
import type { Words } from "./words";

/** How often pins are asked for while the page is looked at. */
const REFRESH_MS = 60_000;

export class People {
  private readonly pins: PinLayer | null;
  private readonly legend: Legend;
  private answer: FreshnessAnswer | null = null;
  /** For whom pins make room, and whether they were shown before. */
  private readonly making = new Set<string>();
  private before = false;
  /** The next touch says where a note belongs. */
  private noting = false;

  constructor(
    private readonly config: ViewerConfig, private readonly twin: Twin, private readonly page: Page, words: Words, private readonly signal: AbortSignal,
  ) {
    this.pins = config.pins ? new PinLayer(byId("scene"), words, (group) => this.openCards(questionOf(group)), signal) : null;
    this.legend = new Legend(page.legends, words);
    page.peopleTools({
      pins: config.pins ? () => this.togglePins() : null,
      note: config.note ? () => this.askWhere() : null,
      freshness: config.freshness ? () => void this.showFreshness(this.answer === null) : null,
    });
    if (config.pins) this.watchPins();
    if (config.freshness) {
      twin.keeping.add("data", { said: () => (this.answer ? "age" : null), take: (said) => this.showFreshness(said === "age").catch(console.warn) });
    }
  }

  follow(): void {
    this.pins?.follow(this.twin);
  }

  /** Where pins point to now. */
  get spots(): readonly { x: number; y: number }[] {
    return this.pins?.spots ?? [];
  }

  /** True when the touch was for a note and nothing else is to be done. */
  takesTouch(x: number, y: number): boolean {
    if (!this.noting) return false;
    const met = this.noteAt(x, y);
    this.page.notice(met ? null : "nothingThere");
    return true;
  }

  /** A long press, or a touch that was asked for: the form of a note about what is there. False beside everything. */
  noteAt(x: number, y: number): boolean {
    const touched = this.config.note ? this.twin.touching.touch(x, y) : null;
    if (!touched) return false;
    this.stopAsking();
    this.page.openAddress(noteAddress(this.config.note!, touched));
    return true;
  }

  private async showFreshness(wanted: boolean): Promise<void> {
    this.answer = wanted ? await fetchFreshness(this.config.freshness!, this.signal) : null;
    this.twin.showFreshness(this.answer);
    this.legend.show(this.answer);
    this.page.pressed("freshness", wanted);
  }

  /** While something else is read in the picture, pins make room; afterwards they are as they were. */
  makeRoom(wanted: boolean, who: string): void {
    const made = this.making.size > 0;
    if (wanted) this.making.add(who);
    else this.making.delete(who);
    if (!this.pins || made === this.making.size > 0) return;
    if (!made) this.before = this.pins.isShown;
    if (this.pins.isShown !== (made && this.before)) this.togglePins();
  }

  private togglePins(): void {
    this.pins!.show(!this.pins!.isShown);
    this.page.pressed("pins", this.pins!.isShown);
    this.twin.stage.invalidate();
  }

  private askWhere(): void {
    if (this.noting) this.stopAsking();
    else {
      this.noting = true;
      this.page.root.dataset.noting = "";
      this.page.pressed("note", true);
      this.page.notice("touchForNote");
    }
  }

  private stopAsking(): void {
    this.noting = false;
    delete this.page.root.dataset.noting;
    this.page.pressed("note", false);
    this.page.notice(null);
  }

  private openCards(question: string): void {
    this.page.openAddress(`${this.config.cards}?${question}`);
  }

  private watchPins(): void {
    const refresh = () => void this.refresh();
    refresh();
    this.page.pressed("pins", true);
    const clock = setInterval(() => { if (document.visibilityState === "visible") refresh(); }, REFRESH_MS);
    this.signal.addEventListener("abort", () => clearInterval(clock), { once: true });
    document.addEventListener("pins-changed", refresh, { signal: this.signal });
  }

  /** A server that does not answer leaves the pins as they were. */
  private async refresh(): Promise<void> {
    try {
      if (this.pins!.take(await fetchPins(this.config.pins!, this.signal))) this.twin.stage.invalidate();
    } catch (error) {
      if ((error as Error).name !== "AbortError") console.warn(error);
    }
  }
}

export function noteAddress(form: string, { code, point }: Touched): string {
  const [x, y, z] = point;
  return `${form}?${new URLSearchParams({ code, x: String(x), y: String(y), z: String(z) })}`;
}
