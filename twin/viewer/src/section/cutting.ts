// The tool that cuts: its bar, its handles, and the one section there is.
import { byId } from "../dom";
import type { ViewerConfig } from "../config";
import type { Page } from "../page";
import { Workbar } from "../panels/workbar";
import type { Probe } from "../stage/probe";
import { storeyAt } from "../storeys";
import type { Twin } from "../twin";
import type { Words } from "../words";
import { Handles } from "./handles";
import { boxOf, boxOfStorey, planeAcross, planeOnFace, turnOf, type Cross } from "./placing";
import { decodeSection, encodeSection, facesOf, flipped, keeps, tidy, type Section } from "./section";
import { Ground } from "./ground";

export class Cutting {
  private section: Section | null = null;
  /** Where a hand left it: what it passes on its way there is no step of the history, and not in the address. */
  private settled: Section | null = null;
  /** As it was put: where `reset` leads back to. */
  private first: Section | null = null;
  /** The next touch says on which face. */
  private asking = false;
  private turn: number | null = null;
  private readonly bar: Workbar;
  private readonly handles: Handles;
  private readonly ground: Ground;

  constructor(
    config: ViewerConfig, private readonly twin: Twin, private readonly page: Page, private readonly probe: Probe, private readonly words: Words,
    signal: AbortSignal, private readonly opened: () => void,
  ) {
    this.ground = new Ground(twin.index, twin.frame);
    this.bar = new Workbar(page.root, "section", words, signal);
    const tell = (section: Section, face: number) => this.ground.tell(section, facesOf(section)[face], words, config.language);
    this.handles = new Handles(byId("scene"), twin.frame, probe, this.ground, tell, (section, settled) => this.moveTo(section, settled), words, signal);
    this.addKeys();
    page.toolbar.tool({ word: "section", icon: "section", group: "cut", act: () => this.open(!this.bar.isOpen), toggles: true });
    twin.keeping.add("cut", this);
    twin.uncovering = (features) => this.uncover(features);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") this.escape(event); }, { signal, capture: true });
  }

  get value(): Section | null {
    return this.section;
  }

  /** Cuts, or cuts no more; where it was put is where `reset` leads back to. */
  put(section: Section | null): void {
    this.first = section && tidy(section);
    this.moveTo(this.first, true);
  }

  /** The bar and the handles; a section stays when they are put away. */
  open(open: boolean): void {
    if (open) this.opened();
    this.ask(false);
    this.bar.open(open);
    this.update();
    this.twin.stage.invalidate();
    if (open && byId("tools").contains(document.activeElement) && document.activeElement!.matches(":focus-visible")) this.bar.focusFirst();
  }

  /** After each frame. */
  follow(): void {
    this.handles.follow(this.bar.isOpen ? this.section : null);
  }

  /** True when the touch was for a face and nothing else is to be done. */
  takesTouch(x: number, y: number): boolean {
    if (!this.asking) return false;
    const face = this.probe.faceAt({ x, y });
    if (!face) return true;
    this.ask(false);
    const { frame } = this.twin;
    this.put(planeOnFace(frame.toStation(face.point), frame.towards(face.normal), this.eye, this.turned));
    return true;
  }

  said(): string | null {
    return this.settled && encodeSection(this.settled);
  }

  take(said: string | null): void {
    this.first = this.ground.inSight(decodeSection(said));
    this.show(this.first, true);
  }

  private moveTo(section: Section | null, settled: boolean): void {
    this.show(section, settled);
    if (settled) this.twin.steps.noted();
  }

  private show(section: Section | null, settled: boolean): void {
    this.section = section;
    this.twin.stage.cut(this.ground.planes(section), !settled);
    if (!settled) return;
    this.settled = section;
    this.update();
  }

  /** What is to be seen is not left cut away. */
  private uncover(features: readonly number[]): void {
    const box = this.twin.stage.boxOf(features);
    if (!this.section || !box) return;
    const middle = box.min.clone().add(box.max).multiplyScalar(0.5);
    if (keeps(this.section, this.twin.frame.toStation(middle.toArray()))) return;
    this.put(null);
    this.page.say("cutLifted");
  }

  private addKeys(): void {
    const across = (cross: Cross) => () => this.put(planeAcross(cross, this.eye, this.middle(), this.ground.building, this.turned, this.twin.index.storeys));
    this.bar.key("cutLevel", "cutLevel", across("level"));
    this.bar.key("cutCrosswise", "cutCrosswise", across("crosswise"));
    this.bar.key("cutLengthwise", "cutLengthwise", across("lengthwise"));
    this.bar.key("cutOnFace", "cutOnFace", () => this.ask(!this.asking));
    this.bar.key("boxOnSelection", "boxOnSelection", () => this.boxSelection());
    this.bar.key("boxOnStorey", "boxOnStorey", () => this.boxStorey());
    this.bar.key("flipCut", "flipCut", () => { if (this.section) this.moveTo(this.ground.inSight(flipped(this.section)), true); });
    this.bar.key("resetCut", "resetCut", () => this.moveTo(this.first, true));
    this.bar.key("removeCut", "removeCut", () => this.put(null));
    this.bar.key("done", "done", () => this.open(false));
  }

  /** What the keys can do now, and what the next touch does. */
  update(): void {
    const { section, twin } = this;
    this.page.toolbar.pressed("section", section !== null);
    this.bar.able("boxOnSelection", twin.view.selected.length > 0);
    this.bar.able("flipCut", section?.kind === "plane");
    this.bar.able("resetCut", section !== null && JSON.stringify(section) !== JSON.stringify(this.first));
    this.bar.able("removeCut", section !== null);
    this.bar.pressed("cutOnFace", this.asking);
    this.bar.say(this.words(this.asking ? "touchFace" : section ? "dragHandles" : "chooseCut"));
  }

  private ask(asking: boolean): void {
    this.asking = asking;
    this.update();
  }

  /** No face after all: nothing else that Escape ends is ended with it. */
  private escape(event: KeyboardEvent): void {
    if (!this.asking || (event.target as Element).closest("input, textarea, select, dialog")) return;
    event.stopImmediatePropagation();
    this.ask(false);
  }

  private boxSelection(): void {
    const box = this.twin.stage.boxOf(this.twin.view.selected);
    if (box) this.put(boxOf(this.ground.stationBox(box), this.turned));
  }

  /** The storey that stands alone, else that of what is looked at. */
  private boxStorey(): void {
    const { storeys } = this.twin.index, range = this.twin.view.storeys;
    const storey = (range && storeys.find(({ id }) => id === range[1])) ?? storeyAt(this.middle()[2], storeys);
    if (storey) this.put(boxOfStorey(storey, this.ground.building, this.turned, storeys));
  }

  private get eye() {
    return this.twin.frame.toStation(this.twin.stage.eye.pose().eye);
  }

  /** The middle of what is selected, else what the eye looks at. */
  private middle() {
    const box = this.twin.view.selected.length ? this.twin.stage.boxOf(this.twin.view.selected) : null;
    const at = box ? box.min.clone().add(box.max).multiplyScalar(0.5).toArray() : this.twin.stage.eye.pose().target;
    return this.ground.within(this.twin.frame.toStation(at));
  }

  /** How the building stands, found when it is first asked for after everything has come. */
  private get turned(): number {
    if (this.turn !== null) return this.turn;
    const turn = turnOf(this.twin.stage.loaded.someTriangles());
    if (this.page.root.dataset.state === "ready") this.turn = turn;
    return turn;
  }
}
