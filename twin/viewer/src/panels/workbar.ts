// A bar above the lenses for a tool that needs more than one key: what to do next, and the keys for it.
import { element, icon, listen, setAttributes, type Icon } from "../dom";
import type { Word, Words } from "../words";

export class Workbar {
  private readonly hint = element("p", { class: "hint" });
  private readonly keys = element("div", { class: "keys" });
  private readonly bar: HTMLElement;

  constructor(into: HTMLElement, label: Word, private readonly words: Words, private readonly signal: AbortSignal) {
    this.bar = element("div", { class: "workbar", role: "group", "aria-label": words(label), "data-bar": label, hidden: true }, this.hint, this.keys);
    into.append(this.bar);
  }

  key(word: Word, drawing: Icon, act: () => void): void {
    const name = this.words(word);
    const key = element("button", { type: "button", title: name, "data-key": word }, icon(drawing), element("span", {}, name));
    listen(key, { click: () => { if (key.getAttribute("aria-disabled") !== "true") act(); } }, this.signal);
    this.keys.append(key);
  }

  get isOpen(): boolean {
    return !this.bar.hidden;
  }

  open(open: boolean): void {
    this.bar.hidden = !open;
  }

  /** What to do next; an empty line is none. */
  say(text: string): void {
    if (this.hint.textContent !== text) this.hint.textContent = text;
    this.hint.hidden = !text;
  }

  /** A key that would do nothing says so but keeps the focus of who just pressed it. */
  able(word: Word, can: boolean): void {
    setAttributes(this.find(word), { "aria-disabled": !can });
  }

  pressed(word: Word, on: boolean): void {
    setAttributes(this.find(word), { "aria-pressed": on });
  }

  focusFirst(): void {
    this.keys.querySelector("button")?.focus();
  }

  private find(word: Word): Element {
    return this.keys.querySelector(`[data-key=${word}]`)!;
  }
}
