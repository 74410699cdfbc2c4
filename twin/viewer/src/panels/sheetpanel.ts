// The sheet of what is selected: the server's words in a panel at the side, or at the bottom of a phone.
import { fetchFragment, Refused, sheetUrl } from "../api";
import { element, icon, setAttributes } from "../dom";
import { readAsked, type Asked } from "../tracing/answer";
import type { Words } from "../words";

export interface SheetActions { close(): void; zoom(): void; inScene(): void; copyLink(): Promise<void>; open(code: string): void; ask(asked: Asked): void; reach(code: string): boolean }

export class SheetPanel {
  private readonly body = element("div", { class: "sheet-body", tabindex: -1 });
  private readonly head: HTMLElement;
  private asked: AbortController | null = null;
  private code: string | null = null;
  private address = "";

  constructor(
    private readonly panel: HTMLElement, private readonly template: string, private readonly words: Words,
    private readonly actions: SheetActions, private readonly signal: AbortSignal,
  ) {
    const copy = this.key("copyLink", "link", () => void actions.copyLink().then(() => this.confirm(copy)));
    this.head = element("div", { class: "sheet-bar" },
      element("span", { class: "grip", "aria-hidden": "true" }), this.key("zoom", "zoom", actions.zoom),
      this.key("inScene", "model", actions.inScene), copy, this.key("close", "close", actions.close));
    panel.setAttribute("aria-label", words("sheet"));
    panel.replaceChildren(this.head, this.body);
    this.body.addEventListener("click", (event) => this.follow(event), { signal });
    this.dragging();
  }

  get isOpen(): boolean {
    return !this.panel.hidden;
  }

  /** Is this what is read now? */
  shows(address: string): boolean {
    return this.isOpen && this.address === new URL(address, location.href).href;
  }

  /** Opens at once with a skeleton; the server's fragment replaces it. */
  async open(code: string): Promise<void> {
    if (code !== this.code || !this.isOpen) await this.load(code, sheetUrl(this.template, code));
  }

  /** Another paper of the station than the sheet of a code: cards of orders, a note. */
  async openAddress(address: string): Promise<void> {
    await this.load(null, address);
  }

  private async load(code: string | null, address: string): Promise<void> {
    this.code = code;
    this.address = new URL(address, location.href).href;
    this.panel.hidden = false;
    this.panel.dataset.height = "half";
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    this.body.replaceChildren(skeleton(code ?? ""));
    setAttributes(this.body, { "aria-busy": true });
    try {
      const html = await fetchFragment(address, AbortSignal.any([this.signal, asked.signal]));
      this.body.innerHTML = html;
      (window as { htmx?: { process(target: Element): void } }).htmx?.process(this.body);
    } catch (error) {
      if (error instanceof Refused && error.body.includes("<article")) this.body.innerHTML = error.body;
      else if ((error as Error).name !== "AbortError") this.fail(code, address);
    }
    if (this.asked === asked) setAttributes(this.body, { "aria-busy": false });
  }

  focus(): void {
    this.body.focus({ preventScroll: true });
  }

  close(): void {
    this.asked?.abort();
    this.code = null;
    this.panel.hidden = true;
  }

  /** Without network it says what can be read here: nobody tries again in a basement. */
  private fail(code: string | null, address: string): void {
    const retry = element("button", { type: "button", class: "button" }, this.words("retry"));
    retry.addEventListener("click", () => void this.load(code, address), { signal: this.signal });
    this.body.replaceChildren(element("h2", {}, code ?? ""), element("p", { role: "alert" }, this.words(navigator.onLine ? "sheetFailed" : "sheetNotKept")), retry);
  }

  /** Links to something in this station select it without leaving the page. */
  private follow(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-code], a[data-asked]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const asked = readAsked(link.dataset.asked ?? null);
    event.preventDefault();
    if (asked) {
      void this.openAddress(link.href).then(() => this.focus());  // read from its beginning, by keyboard and aloud
      this.actions.ask(asked);
    } else if (!link.closest(".trace-stops") || !this.actions.reach(link.dataset.code!)) this.actions.open(link.dataset.code!);
  }

  private key(word: "close" | "zoom" | "inScene" | "copyLink", drawing: "close" | "zoom" | "model" | "link", act: () => void): HTMLButtonElement {
    const label = this.words(word);
    const button = element("button", { type: "button", class: `key ${word}`, title: label }, icon(drawing), element("span", {}, label));
    button.addEventListener("click", act, { signal: this.signal });
    return button;
  }

  private confirm(button: HTMLButtonElement): void {
    const label = button.querySelector("span")!;
    label.textContent = this.words("copied");
    setTimeout(() => (label.textContent = this.words("copyLink")), 1600);
  }

  /** On a phone the head is dragged up and down between three heights. */
  private dragging(): void {
    let from: number | null = null;
    this.head.addEventListener("pointerdown", (event) => {
      if (!(event.target as Element).closest("button")) from = event.clientY;
    }, { signal: this.signal });
    window.addEventListener("pointerup", (event) => {
      if (from === null) return;
      this.panel.dataset.height = nextHeight(this.panel.dataset.height ?? "half", event.clientY - from);
      from = null;
    }, { signal: this.signal });
  }
}

const HEIGHTS = ["low", "half", "full"];

/** Height of the bottom sheet after a drag of `by` pixels (down is positive); a tap raises it, from the top it goes back. */
export function nextHeight(height: string, by: number): string {
  const at = HEIGHTS.indexOf(height);
  if (Math.abs(by) < 8) return HEIGHTS[(at + 1) % HEIGHTS.length];
  return HEIGHTS[Math.min(2, Math.max(0, at - Math.sign(by)))];
}

function skeleton(code: string): HTMLElement {
  return element("div", { class: "skeleton" }, element("h2", {}, code), ...Array.from({ length: 6 }, () => element("div", { class: "bone" })));
}
