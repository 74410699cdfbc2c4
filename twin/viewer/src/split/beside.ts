// A drawing beside the 3D (or beside the sheet alone): opened, closed, tied to what is selected, and in the address.
import { element, icon, listen, setAttributes } from "../dom";
import { readAsked, written, type Asked } from "../tracing/answer";
import type { Word, Words } from "../words";
import { Divider } from "./divider";
import { besideOf, withBeside, type Contents, type Lines } from "./drawing";
import { Editing, type Removed } from "./editing";
import { drawingList } from "./list";
import { Requests, whyNot, type BesideConfig } from "./requests";
import { settling } from "./settling";
import { Surface } from "./surface";

export interface BesideActions {
  /** What was tapped on the drawing. */
  open(code: string): void;
  /** The code that is selected now. */
  selection(): string | null;
  /** The drawing's side has come, gone or changed its size. */
  resized(open: boolean): void;
  /** The diagram of an answer was asked for by a link: the 3D shows the same. */
  asked?(asked: Asked): void;
}

export class Beside {
  private readonly pane = element("section", { class: "drawing-side", hidden: true });
  private readonly body = element("div", { class: "beside-body" });
  private readonly title = element("h2", { tabindex: -1 });
  private readonly about = element("p", { class: "small soft" });
  private readonly turning = element("span", { class: "turning" });
  private readonly message = element("p", { class: "beside-message", role: "status" });
  private readonly surface: Surface;
  private readonly editing: Editing;
  private readonly requests: Requests;
  private readonly divider: Divider | null;
  private readonly keys: Record<"list" | "edit" | "add" | "swap" | "close", HTMLButtonElement>;
  private contents: Contents | null = null;
  /** While there is a list to choose from. */
  private lines: Lines | null = null;
  private shown: { id: string; page: number } | null = null;
  private asked = new AbortController();
  /** The list of what is to settle stays unfolded while one settles it. */
  private settles = false;

  /** `alone`: the page is about this drawing and has no 3D; it is neither closed nor divided. */
  constructor(
    private readonly frame: HTMLElement, config: BesideConfig, private readonly words: Words, private readonly actions: BesideActions,
    private readonly signal: AbortSignal, { alone = false } = {},
  ) {
    this.requests = new Requests(config, signal);
    this.surface = new Surface(words, { open: (code) => actions.open(code), turned: (page) => this.turned(page) }, signal);
    this.editing = new Editing(this.surface, this.requests, words, () => this.contents, (removed) => this.again(removed), signal);
    this.divider = alone ? null : new Divider(frame, words("divider"), signal);
    this.keys = {
      list: this.key("chooseDrawing", "list", () => void this.openList()),
      add: this.key("spotAdd", "add", () => this.editing.addInTheMiddle()),
      edit: this.key("spotsEdit", "edit", () => this.edit(!this.editing.isOn)),
      swap: this.key("swapSides", "swap", () => this.divider?.swap()),
      close: this.key("closeDrawing", "close", () => this.close()),
    };
    const { list, add, edit, swap, close } = this.keys;
    add.hidden = edit.hidden = true;
    const head = element("div", { class: "beside-head" }, ...(alone ? [] : [list]), element("div", { class: "beside-title" }, this.title, this.about), add, edit, ...(alone ? [] : [swap, close]));
    this.pane.setAttribute("aria-label", words("drawing"));
    this.pane.append(head, this.body);
    if (this.divider) {
      this.divider.root.hidden = true;
      frame.append(this.divider.root);
    }
    frame.append(this.pane);
    document.addEventListener("click", (event) => this.follow(event), { signal });
    listen(this.pane, { keydown: (event) => { if (event.key === "Escape" && this.editing.isOn) { event.stopPropagation(); this.edit(false); } } }, signal);
  }

  get isOpen(): boolean {
    return !this.pane.hidden;
  }

  /** What the address asks for. */
  start(): void {
    const asked = besideOf(location.search);
    if (asked) void this.open(asked.id, asked.page);
  }

  async open(id: string, page = 1): Promise<void> {
    const asked = this.begin();
    this.say("loadingDrawing");
    try {
      const contents = await this.requests.contents(id, asked);
      await this.show(contents, page);
    } catch (error) {
      // What was given up for another drawing ends as it likes.
      if (!asked.aborted && (error as Error).name !== "AbortError") this.failed(id, page, error as Error);
    }
  }

  /** With what the page has brought along. */
  async show(contents: Contents, page = 1): Promise<void> {
    if (!this.isOpen) this.begin();
    this.contents = contents;
    this.shown = { id: contents.id, page };
    this.title.textContent = contents.title;
    // What is too long for the head ends with three dots: a link is not what is lost.
    this.about.replaceChildren(...(contents.links ?? []).flatMap(({ words, url }) => [element("a", { href: url }, words), " · "]), contents.about);
    setAttributes(this.keys.edit, { hidden: !contents.may_draw && !contents.may_propose });
    const { scrollLeft, scrollTop } = this.surface.root;
    this.body.replaceChildren(this.message, this.surface.root, this.surface.legend, this.floating(), this.editing.form);
    this.surface.root.scrollTo(scrollLeft, scrollTop);
    this.settle();
    await this.surface.show(contents, page, this.asked.signal);
    this.say(null);
    await this.surface.select(this.actions.selection());
    this.remember();
  }

  /** The list of drawings, to choose from. */
  async openList(): Promise<void> {
    const asked = this.begin();
    this.edit(false);
    this.contents = this.shown = null;
    this.title.textContent = this.words("drawings");
    this.about.textContent = "";
    setAttributes(this.keys.edit, { hidden: true });
    this.body.replaceChildren(this.message);
    this.say("loadingDrawing");
    this.remember();
    try {
      const lines = await this.requests.lines();
      if (asked.aborted) return;
      this.say(null);
      this.lines = lines;
      this.list(this.actions.selection());
      this.title.focus();
    } catch (error) {
      if (!asked.aborted && (error as Error).name !== "AbortError") this.say("drawingFailed");
    }
  }

  /** What shows the selected equipment comes first. */
  private list(selected: string | null): void {
    this.body.replaceChildren(drawingList(this.lines!, this.words, this.requests.page, selected, (id) => void this.open(id), this.signal));
  }

  toggle(): void {
    if (this.isOpen) this.close();
    else void this.openList();
  }

  close(): void {
    this.asked.abort();
    this.edit(false);
    this.contents = this.shown = this.lines = null;
    this.pane.hidden = true;
    if (this.divider) this.divider.root.hidden = true;
    delete this.frame.dataset.split;
    this.remember();
    this.actions.resized(false);
  }

  /** Something was selected elsewhere: its hotspot is outlined and brought to sight. */
  select(code: string | null): void {
    if (this.contents) void this.surface.select(code);
    else if (this.lines) this.list(code);
  }

  /** The signal ends when something else is asked for. */
  private begin(): AbortSignal {
    this.asked.abort();
    this.asked = new AbortController();
    this.lines = null;
    this.pane.hidden = false;
    if (this.divider) this.divider.root.hidden = false;
    if (this.frame.dataset.split === undefined) {
      this.frame.dataset.split = "";
      this.actions.resized(true);
    }
    return this.asked.signal;
  }

  private async again(removed?: Removed): Promise<void> {
    const { id, page } = this.shown!;
    await this.show(await this.requests.contents(id, this.asked.signal), page);
    if (removed) this.offerBack(removed);
  }

  /** What was removed is told with a way back, until something else is said. */
  private offerBack({ id, code }: Removed): void {
    const back = element("button", { type: "button", class: "button" }, this.words("spotBack"));
    listen(back, { click: () => this.act(this.requests.restore(id)) }, this.signal);
    this.message.replaceChildren(element("span", {}, this.words("spotRemoved", { code })), back);
    this.message.hidden = false;
  }

  private act(done: Promise<unknown>, removed?: Removed): void {
    void done.then(() => this.again(removed)).catch((error: unknown) => this.say(whyNot(error)));
  }

  private settle(): void {
    this.body.querySelector(".settling")?.remove();
    const fold = settling(this.contents!, this.words, {
      edit: (spot) => {
        this.edit(true);
        void this.surface.turn(Math.min(spot.page, this.surface.pages)).then(() => this.editing.edit(spot));
      },
      remove: ({ id, code }) => this.act(this.requests.remove(id), { id, code }),
      confirm: (ids) => this.act(this.requests.confirm(ids, this.contents!)),
      accept: (marks) => this.act(this.requests.accept(this.contents!.id, marks)),
    }, this.signal);
    if (!fold) return;
    if (this.settles) fold.setAttribute("open", "");
    listen(fold, { toggle: () => (this.settles = fold.hasAttribute("open")) }, this.signal);
    this.body.append(fold);
  }

  private edit(on: boolean): void {
    this.editing.turnOn(on);
    setAttributes(this.keys.edit, { "aria-pressed": on });
    setAttributes(this.keys.add, { hidden: !on });
    this.say(on ? "spotHow" : null);
  }

  /** Nearer, farther, whole page, and the pages of a PDF. */
  private floating(): HTMLElement {
    const key = (word: Word, drawing: "nearer" | "farther" | "fit", act: () => void) => this.key(word, drawing, act);
    return element("div", { class: "drawing-keys" }, this.turning, key("nearer", "nearer", () => this.surface.nearer()), key("farther", "farther", () => this.surface.farther()), key("wholePage", "fit", () => this.surface.fit()));
  }

  private turned(page: number): void {
    if (this.shown) this.shown.page = page;
    const { pages } = this.surface;
    const turn = (word: Word, drawing: "before" | "after", to: number) => {
      const key = this.key(word, drawing, () => void this.surface.turn(to));
      key.disabled = to < 1 || to > pages;
      return key;
    };
    this.turning.replaceChildren(...(pages > 1 ? [turn("pageBefore", "before", page - 1), element("span", { role: "status" }, `${page} / ${pages}`), turn("pageAfter", "after", page + 1)] : []));
    this.remember();
  }

  private say(word: Word | null): void {
    this.message.textContent = word ? this.words(word) : "";
    this.message.hidden = word === null;
  }

  private failed(id: string, page: number, error: Error): void {
    console.error(error);
    this.say("drawingFailed");
    const retry = element("button", { type: "button", class: "button" }, this.words("retry"));
    listen(retry, { click: () => void this.open(id, page) }, this.signal);
    this.body.replaceChildren(this.message, retry);
    this.remember();
  }

  /** A link to a drawing of this station opens it here, and takes along what it names. */
  private follow(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLElement>("a[data-beside]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const asked = readAsked(link.dataset.beside!);
    if (asked) this.actions.asked?.(asked);
    void this.open(link.dataset.beside!, Number(link.dataset.page ?? 1));
  }

  /** Another question was asked beside it: where the diagram of an answer is open, that of the new one comes. */
  follows(asked: Asked): void {
    if (this.shown && readAsked(this.shown.id) && this.shown.id !== written(asked)) void this.open(written(asked));
  }

  private remember(): void {
    if (!this.divider) return;
    const href = withBeside(location.href, this.shown);
    if (href !== location.href) history.replaceState(history.state, "", href);
  }

  private key(word: Word, drawing: Parameters<typeof icon>[0], act: () => void): HTMLButtonElement {
    const label = this.words(word);
    return listen(element("button", { type: "button", class: "tool", title: label, "aria-label": label, "data-tool": word }, icon(drawing)), { click: act }, this.signal);
  }
}
