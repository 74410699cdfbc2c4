// The keys at the right edge, in groups; where the edge is too short, whole groups fold behind one key.
import { element, icon, listen, setAttributes, type Icon } from "../dom";
import { shortOf } from "../shortwords";
import type { Word, Words } from "../words";

/** From top to bottom. */
export const GROUPS = ["back", "move", "cut", "show", "people"] as const;
export type ToolGroup = (typeof GROUPS)[number];

export interface Tool {
  /** Its name, and its `data-tool` in the page. */
  word: Word;
  icon: Icon;
  group: ToolGroup;
  act(): void;
  /** It is on or off: it starts off, and `pressed` says when that changes. */
  toggles?: boolean;
  /** As in `aria-keyshortcuts`. */
  shortcut?: string;
}

/** What stands for a folded group. */
const FACES: Record<ToolGroup, { word: Word; icon: Icon }> = {
  back: { word: "toolsBack", icon: "undo" }, move: { word: "toolsMove", icon: "walk" }, cut: { word: "toolsCut", icon: "cut" },
  show: { word: "toolsShow", icon: "list" }, people: { word: "toolsPeople", icon: "pins" },
};
/** Who folds first. Ways of moving come last: they are what hands look for. */
const FOLDING: readonly ToolGroup[] = ["cut", "people", "back", "show", "move"];
/** CSS pixels of a key, and of what parts two groups. */
const KEY = 48, GAP = 9;

/** Which groups of these sizes fold so that the rest fits into `room` CSS pixels. A group of one key gains nothing by it. */
export function foldedGroups(sizes: ReadonlyMap<ToolGroup, number>, room: number): Set<ToolGroup> {
  const folded = new Set<ToolGroup>();
  const height = () => [...sizes].reduce((sum, [group, size]) => sum + (folded.has(group) ? 1 : size) * KEY + GAP, -GAP);
  for (const group of FOLDING) {
    if (height() <= room) break;
    if ((sizes.get(group) ?? 0) > 1) folded.add(group);
  }
  return folded;
}

interface Drawn { box: HTMLElement; face: HTMLButtonElement; keys: HTMLElement }

export class Toolbar {
  private readonly groups = new Map<ToolGroup, Drawn>();
  private room = Infinity;
  private alone: ToolGroup | null = null;

  constructor(private readonly into: HTMLElement, private readonly words: Words, private readonly signal: AbortSignal) {
    setAttributes(into, { role: "toolbar", "aria-orientation": "vertical", "aria-label": words("tools") });
    const room = element("div", { class: "tools-room", "aria-hidden": "true" });
    into.before(room);
    const observer = new ResizeObserver(([{ contentRect }]) => { this.room = contentRect.height; this.fold(); });
    observer.observe(room);
    signal.addEventListener("abort", () => observer.disconnect(), { once: true });
    document.addEventListener("pointerdown", (event) => { if (!into.contains(event.target as Node)) this.open(null); }, { signal, capture: true });
    listen(into, { keydown: (event) => { if (event.key === "Escape") this.escape(event); } }, signal);
  }

  /** Adds a key in the place kept for it, else at the end of its group. */
  tool({ word, icon: drawing, group, act, toggles, shortcut }: Tool): HTMLButtonElement {
    const key = this.key(word, drawing, "tool");
    setAttributes(key, { "data-tool": word, "aria-pressed": toggles ? false : null, "aria-keyshortcuts": shortcut });
    listen(key, { click: () => { this.open(null); act(); } }, this.signal);
    const kept = this.into.querySelector(`[data-awaits=${word}]`);
    if (kept) kept.replaceWith(key);
    else this.groupOf(group).keys.append(key);
    this.fold();
    return key;
  }

  /** Keeps the place of a key whose tool comes once the station stands: nothing moves under the thumb then. */
  expect({ word, icon: drawing, group }: Pick<Tool, "word" | "icon" | "group">): void {
    const place = this.key(word, drawing, "tool");
    setAttributes(place, { "data-awaits": word, "aria-disabled": true });
    this.groupOf(group).keys.append(place);
    this.fold();
  }

  /** Whoever has not come by now does not come. */
  expectNoMore(): void {
    const left = this.into.querySelectorAll("[data-awaits]");
    for (const place of left) place.remove();
    for (const [group, { box, keys }] of this.groups) {
      if (keys.childElementCount) continue;
      box.remove();
      this.groups.delete(group);
    }
    if (left.length) this.fold();
  }

  /** Shows whether what the key turns on is on. */
  pressed(word: Word, on: boolean): void {
    const key = this.find(word);
    if (key) setAttributes(key, { "aria-pressed": on });
    for (const { face, keys } of this.groups.values()) setAttributes(face, { "data-on": keys.querySelector("[aria-pressed=true]") !== null });
  }

  /** A key that would do nothing says so but keeps the focus of who just pressed it. */
  able(word: Word, can: boolean): void {
    const key = this.find(word);
    if (key) setAttributes(key, { "aria-disabled": !can });
  }

  /** Gives a key another face, as when it leads back where it led from. */
  face(word: Word, name: Word, drawing: Icon): void {
    const key = this.find(word);
    if (key) this.draw(key, name, drawing);
  }

  /** Only the keys of this group are there, or all again: over the list nothing is cut, walked or measured. */
  only(group: ToolGroup | null): void {
    this.alone = group;
    this.fold();
  }

  private find(word: Word): HTMLButtonElement | null {
    return this.into.querySelector(`[data-tool=${word}]`);
  }

  private groupOf(group: ToolGroup): Drawn {
    const known = this.groups.get(group);
    if (known) return known;
    const face = this.key(FACES[group].word, FACES[group].icon, "tool face");
    setAttributes(face, { "aria-expanded": false, "data-tools": group });
    const keys = element("div", { class: "tool-keys" });
    const box = element("div", { class: "tool-group", role: "group", "aria-label": this.words(FACES[group].word) }, face, keys);
    listen(face, { click: () => this.open(box.dataset.open === undefined ? group : null) }, this.signal);
    const made = { box, face, keys };
    this.groups.set(group, made);
    const after = GROUPS.slice(GROUPS.indexOf(group) + 1).map((next) => this.groups.get(next)?.box).find((next) => next);
    this.into.insertBefore(box, after ?? null);
    return made;
  }

  private key(word: Word, drawing: Icon, kind: string): HTMLButtonElement {
    const key = element("button", { type: "button", class: kind });
    this.draw(key, word, drawing);
    return key;
  }

  private draw(key: HTMLButtonElement, word: Word, drawing: Icon): void {
    const name = this.words(word);
    setAttributes(key, { title: name, "aria-label": name });
    const said = { long: name, short: this.words(shortOf(word)) };
    key.replaceChildren(icon(drawing), ...Object.entries(said).map(([length, text]) => element("span", { class: "tool-name", "data-said": length, "aria-hidden": "true" }, text)));
  }

  private fold(): void {
    const there = [...this.groups].filter(([group]) => !this.alone || group === this.alone);
    const folded = foldedGroups(new Map(there.map(([group, { keys }]) => [group, keys.childElementCount])), this.room);
    for (const [group, { box }] of this.groups) setAttributes(box, { "data-folded": folded.has(group), hidden: this.alone !== null && group !== this.alone });
    this.open(null);
  }

  private open(group: ToolGroup | null): void {
    for (const [each, { box, face }] of this.groups) {
      setAttributes(box, { "data-open": each === group });
      setAttributes(face, { "aria-expanded": each === group });
    }
  }

  private escape(event: KeyboardEvent): void {
    const opened = [...this.groups.values()].find(({ box }) => box.dataset.open !== undefined);
    if (!opened) return;
    event.stopPropagation();
    this.open(null);
    opened.face.focus();
  }
}
