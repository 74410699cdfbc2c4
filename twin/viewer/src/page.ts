// The page around the stage: panels, sheet, search, list; what they do is said in a few verbs.
import { countAccess } from "./access";
import type { ViewerConfig } from "./config";
import { listGaps } from "./coverage/list";
import { byId, element, icon, listen, setAttributes, type Icon } from "./dom";
import { takeDoubleTap } from "./gestures";
import type { StationIndex } from "./loading";
import { AccessLegend } from "./panels/accesslegend";
import { LensBar } from "./panels/lensbar";
import { ListPanel } from "./panels/listpanel";
import { NetworkPanel } from "./panels/networkpanel";
import { SheetPanel } from "./panels/sheetpanel";
import { StepKeys } from "./panels/stepkeys";
import { StoreyPanel } from "./panels/storeypanel";
import { Toolbar, type Tool } from "./panels/toolbar";
import { WipeKeys } from "./panels/wipekeys";
import type { Asked } from "./tracing/answer";
import type { Twin } from "./twin";
import { megabytes, type Word, type Words } from "./words";

/** What the keys of orders, notes and freshness do; null where there is no such key. */
export interface PeopleTools { pins: (() => void) | null; note: (() => void) | null; freshness: (() => void) | null }

export interface PageActions { open(code: string): void; close(): void; zoom(): void; inScene(): void; copyLink(): Promise<void>; ask(asked: Asked): void; reach(code: string): boolean }

/** Keys of tools whose script comes after the first picture. */
const LATE_TOOLS: readonly Pick<Tool, "word" | "icon" | "group">[] = [
  { word: "section", icon: "section", group: "cut" }, { word: "measure", icon: "measure", group: "cut" }, { word: "drawings", icon: "drawings", group: "show" },
];
/** Milliseconds for which a short sentence is read. */
const TIP_MS = 5000;
/** CSS pixels from which panel, 3D and sheet stand side by side. */
const ROOMY = 1200;
/** For how long a key says that it did what it says. */
const CONFIRMED_MS = 1600;

export class Page {
  readonly sheet: SheetPanel;
  readonly root = byId("station");
  /** Where a tool gets its key. */
  readonly toolbar: Toolbar;
  private readonly status = byId("status");
  private lenses: LensBar | null = null;
  /** The row of the list whose sheet is read: what is closed leads back to it. */
  private row: HTMLElement | null = null;
  /** What colours and patterns mean, over the lens bar. */
  readonly legends = element("div", { class: "legends" });
  /** Told what is selected in the 3D, whenever it changes. */
  followSelection: (code: string | null) => void = () => undefined;

  constructor(private readonly config: ViewerConfig, private readonly words: Words, private readonly actions: PageActions, private readonly signal: AbortSignal) {
    for (const spot of document.querySelectorAll<HTMLElement>("[data-word]")) spot.textContent = words(spot.dataset.word as Word);
    for (const spot of document.querySelectorAll<HTMLElement>("[data-label]")) spot.setAttribute("aria-label", words(spot.dataset.label as Word));
    this.toolbar = new Toolbar(byId("tools"), words, signal);
    this.sheet = new SheetPanel(byId("sheet"), config.sheet, words, actions, signal);
    this.root.append(this.legends);
    document.addEventListener("click", (event) => this.followHit(event), { signal });
    document.addEventListener("keydown", (event) => this.escape(event), { signal });
  }

  /** The panels of the 3D view; returns what brings them up to date. */
  showScene(twin: Twin): (twin: Twin) => void {
    const { signal, words } = this;
    const storeys = new StoreyPanel(byId("storeys"), twin.index.storeys, words, {
      isolate: (id) => twin.isolate(id), extend: (id) => twin.extend(id), shorten: (id) => twin.shorten(id), all: () => twin.wholeStation(),
    }, signal);
    const networks = new NetworkPanel(byId("networks"), twin.networks, words, {
      colour: (key) => twin.colourNetwork(key), dim: (key) => twin.dimNetwork(key), only: (key) => twin.onlyNetwork(key),
      rest: (rest) => twin.restOfNetworks(rest), plain: () => twin.plainNetworks(),
    }, signal);
    const access = new AccessLegend(this.legends, words, countAccess(twin.index.table, this.config.lenses));
    const lenses = (this.lenses = new LensBar(byId("lenses"), words, (lens) => twin.lens(lens), signal));
    const wipe = new WipeKeys(byId("lenses"), words, (by) => this.wipe(twin, by), signal);
    const steps = new StepKeys(byId("lenses"), words, (by) => void this.retrace(twin, by), signal);
    this.tools(twin);
    this.folding();
    this.copying();
    setAttributes(this.root, { "data-scene": true });
    const follow = ({ view, wiping, steps: { open } }: Twin) => {
      storeys.show(view.storeys);
      networks.show(view);
      lenses.show(view.lens);
      access.show(view.lens === "technical_rooms");
      wipe.show(wiping);
      steps.show(open);
    };
    follow(twin);
    return follow;
  }

  /** A step back or forth, and what is to be read then: the answer that is drawn, else the sheet of what is selected. */
  async retrace(twin: Twin, by: -1 | 1): Promise<void> {
    const before = { code: twin.selection(), answer: twin.keeping.reading };
    await twin.steps.retrace(by);
    const code = twin.selection(), answer = twin.keeping.reading;
    this.say(by < 0 ? "undone" : "redone");
    if (code === before.code && answer === before.answer) return;
    if (answer) this.openAnswer(answer);
    else if (code) void this.openSheet(code);
    else this.sheet.close();
  }

  /** Wipes a step more or less, and says how much is wiped now. */
  wipe(twin: Twin, by: 1 | -1): void {
    if (!twin.wipe(by)) return this.tip(by > 0 ? (twin.selection() || twin.view.opening ? "nothingMore" : "chooseToWipe") : "nothingWiped");
    this.notice(null);
    const count = twin.view.opening?.cleared.length ?? 0;
    this.say(count ? "wiped" : "nothingWiped", { count: String(count) });
  }

  /** Keys for what people know: pins and a new note among the tools, the age of the data beside the lenses. */
  peopleTools({ pins, note, freshness }: PeopleTools): void {
    if (pins) this.toolbar.tool({ word: "pins", icon: "pins", group: "people", act: pins, toggles: true }).title = this.words("pinsLegend");
    if (note) this.toolbar.tool({ word: "note", icon: "note", group: "people", act: note, toggles: true });
    if (freshness) this.lenses?.addFreshness(byId("lenses"), this.words, freshness, this.signal);
  }

  /** One more key among the tools. */
  addTool(word: Word, drawing: Icon, act: () => void): void {
    this.toolbar.tool({ word, icon: drawing, group: "show", act, toggles: true });
  }

  /** Shows whether what the key turns on is on. */
  pressed(tool: "pins" | "note" | "freshness" | "drawings", on: boolean): void {
    if (tool === "freshness") this.lenses?.pressFreshness(on);
    else this.toolbar.pressed(tool, on);
  }

  /** Cards of orders, a note or its form, where the sheet is otherwise. */
  openAddress(address: string): void {
    if (innerWidth < ROOMY) this.fold(false);
    void this.sheet.openAddress(address);
  }

  /** The words of what is drawn, which may be there already. */
  openAnswer(address: string): void {
    if (!this.sheet.shows(address)) this.openAddress(address);
  }

  /** The sheet; on a tablet the panel folds to leave the 3D its place. Resolves once it is there, or will not be. */
  openSheet(code: string): Promise<void> {
    if (innerWidth < ROOMY) this.fold(false);
    return this.sheet.open(code);
  }

  /** The list of everything, instead of the stage or at its side. */
  showList(index: StationIndex, intro: Word): void {
    const list = byId("list");
    if (!list.childElementCount) {
      const open = (code: string) => this.openRow(code);
      new ListPanel(list, index.table, this.words(intro), this.words, open, this.signal);
      void listGaps(list, this.config, this.words, open, this.signal);
    }
    this.listed = true;
  }

  hideList(): void {
    this.listed = false;
  }

  /** The list is what one looks at: what is chosen is read beside it, until one leaves for the 3D. */
  get listed(): boolean {
    return this.root.dataset.view === "list";
  }

  private set listed(listed: boolean) {
    this.row = null;
    byId("list").hidden = !listed;
    byId("scene").inert = listed;
    this.root.dataset.view = listed ? "list" : "scene";
    this.toolbar.only(listed ? "show" : null);
    this.toolbar.face("list", listed ? "model" : "list", listed ? "model" : "list");
  }

  /** A row's sheet opens beside it, and reading goes on there. */
  private openRow(code: string): void {
    this.row = document.activeElement as HTMLElement | null;
    this.actions.open(code);
    this.sheet.focus();
  }

  /** Where the keyboard goes on once the sheet is put away: the row it was opened from, or the 3D. */
  resume(): void {
    (this.listed ? this.row : byId("canvas"))?.focus();
  }

  progress(share: number, bytes: number): void {
    const bar = byId<HTMLProgressElement>("progress");
    bar.value = share;
    byId("progress-text").textContent = `${this.words("loading")} · ${megabytes(bytes, this.config.language)} ${this.words("mb")}`;
  }

  /** A quiet word while something in the picture is drawn as boxes. */
  reduced(reduced: boolean): void {
    const word = byId("reduced");
    word.title = this.words("reducedWhy");
    word.hidden = !reduced;
    if (reduced) this.say("reducedWhy");
  }

  loaded(): void {
    this.toolbar.expectNoMore();
    this.root.dataset.state = "ready";
    this.say("loaded");
  }

  failed(): void {
    this.root.dataset.state = "failed";
    const retry = element("button", { type: "button", class: "button" }, this.words("retry"));
    listen(retry, { click: () => location.reload() }, this.signal);
    byId("notice").replaceChildren(element("p", { role: "alert" }, this.words("failed")), retry);
  }

  notice(word: Word | null, values: Record<string, string> = {}): void {
    byId("notice").replaceChildren(...(word ? [element("p", { role: "status" }, this.words(word, values))] : []));
  }

  /** Said for a moment, to who reads and to who listens: why a key did nothing. */
  tip(word: Word): void {
    this.notice(word);
    const said = byId("notice").firstElementChild;
    setTimeout(() => said?.remove(), TIP_MS);
  }

  /** For those who listen to the page. */
  say(word: Word, values: Record<string, string> = {}): void {
    this.tell(this.words(word, values));
  }

  tell(text: string): void {
    this.status.textContent = text;
  }

  /** A hit of the header's search goes there without leaving the page. */
  private followHit(event: MouseEvent): void {
    const hit = (event.target as Element).closest<HTMLElement>("a.hit[data-code]");
    if (!hit || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    hit.closest(".hits")?.replaceChildren();
    this.actions.open(hit.dataset.code!);
    if (event.detail) takeDoubleTap(event);
    else this.sheet.focus();  // chosen by a key: reading goes on where the answer is
  }

  private tools(twin: Twin): void {
    const { eye } = twin.stage;
    const tools: Tool[] = [
      { word: "home", icon: "home", group: "move", act: () => { const box = twin.homeBox(); if (box) void eye.home(box); } },
      { word: "fit", icon: "fit", group: "move", act: () => { const box = twin.stage.shownBox({ ghosts: false }); if (box) void eye.fit(box); } },
      { word: "list", icon: "list", group: "show", act: () => (byId("list").hidden ? this.showList(twin.index, "listIntro") : this.hideList()) },
    ];
    for (const tool of tools) this.toolbar.tool(tool);
    for (const place of LATE_TOOLS) if (place.word !== "drawings" || this.config.beside) this.toolbar.expect(place);
  }

  private escape({ key }: KeyboardEvent): void {
    if (key === "Escape" && this.sheet.isOpen) this.actions.close();
  }

  /** A key beside the compass copies the address of what is seen, whatever is selected. */
  private copying(): void {
    const key = byId("copy-view"), name = this.words("copyView");
    setAttributes(key, { title: name, "aria-label": name });
    key.replaceChildren(icon("link"));
    const copied = () => {
      this.say("copied");
      key.replaceChildren(icon("done"));
      setTimeout(() => key.replaceChildren(icon("link")), CONFIRMED_MS);
    };
    listen(key, { click: () => void this.actions.copyLink().then(copied, () => this.notice("notCopied")) }, this.signal);
  }

  /** The panel folds to a rail of keys; it starts open where there is room. */
  private folding(): void {
    const toggle = byId("fold");
    toggle.replaceChildren(icon("panels"));
    toggle.title = this.words("panels");
    this.fold(innerWidth >= ROOMY);
    listen(toggle, { click: () => this.fold(byId("panel").dataset.open !== "true") }, this.signal);
  }

  fold(open: boolean): void {
    byId("panel").dataset.open = String(open);
    byId("fold").setAttribute("aria-expanded", String(open));
  }
}
