// Rooms that nobody surveyed for the networks looked at, hatched in the 3D: absence is not to look like knowledge.
import { fetchCoverage } from "../api";
import type { ViewerConfig } from "../config";
import { byId, element } from "../dom";
import { shownStoreys } from "../storeys";
import type { Twin } from "../twin";
import type { Words } from "../words";
import { HatchedFloors } from "./floors";
import { CoveragePanel } from "./panel";
import { disciplinesLookedAt, everythingLookedAt, gapsIn, type CoverageAnswer } from "./rooms";

export class Coverage {
  private answer: CoverageAnswer | null = null;
  private panel: CoveragePanel | null = null;
  private readonly floors: HatchedFloors;
  /** What the key said last; null: floors are hatched while networks are looked at. */
  private wanted: boolean | null = null;
  private shown = "";

  constructor(config: ViewerConfig, private readonly twin: Twin, words: Words, signal: AbortSignal) {
    this.floors = new HatchedFloors(twin.index.origin, twin.stage.cutUniforms);
    if (!config.coverage) return;
    twin.stage.lay(this.floors.group);
    signal.addEventListener("abort", () => this.floors.dispose(), { once: true });
    void this.fetch(config.coverage, config.coverage_page, words, signal);
  }

  /** After each change of what is looked at. */
  follow(): void {
    if (!this.answer) return;
    const { lens, networks, storeys } = this.twin.view;
    const { systems } = this.twin.index.table;
    const familyOf = (id: string) => systems.find((system) => system.id === id)?.family;
    const looked = disciplinesLookedAt(this.answer, { lens, networks, familyOf });
    const visible = this.wanted ?? looked !== null;
    const disciplines = visible ? looked ?? everythingLookedAt(this.answer) : null;
    const key = JSON.stringify([disciplines, storeys]);
    if (key === this.shown) return;
    this.shown = key;
    const storeysShown = shownStoreys(storeys, this.twin.index.storeys);
    const gaps = disciplines && gapsIn(this.answer, disciplines, (storey) => storeys === null || (storey !== null && storeysShown.has(storey)));
    this.floors.show(gaps);
    this.panel?.show(gaps && { none: gaps.none.length, some: gaps.some.length });
    this.twin.stage.invalidate();
  }

  /** The colour of the stripes follows the page's theme. */
  setTheme(): void {
    this.floors.setInk(getComputedStyle(byId("station")).getPropertyValue("--scene-unsurveyed").trim() || "#5d6672");
    this.twin.stage.invalidate();
  }

  private toggle(): void {
    this.wanted = !this.floors.group.visible;
    this.follow();
  }

  private async fetch(address: string, page: string | undefined, words: Words, signal: AbortSignal): Promise<void> {
    try {
      this.answer = await fetchCoverage(address, signal);
    } catch (error) {
      if ((error as Error).name !== "AbortError") console.warn(error);
      return;
    }
    if (!this.answer.rooms.length) return;
    const section = element("section", { class: "coverage", id: "coverage" });
    byId("panel-rows").append(section);
    this.panel = new CoveragePanel(section, byId("station").querySelector(".legends")!, this.answer, page, words, () => this.toggle(), signal);
    this.setTheme();
    this.follow();
  }
}
