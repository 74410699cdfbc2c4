// A steward places hotspots, who is on site proposes them: a rectangle drawn by a finger or put there by a key, tied to equipment found as she types.
import { element, icon, listen, setAttributes } from "../dom";
import type { Words } from "../words";
import { boxBetween, nudged, spotAt, within, type Box, type Contents, type Named, type Placed } from "./drawing";
import { whyNot, type Requests } from "./requests";
import { placeAt, type Surface } from "./surface";

const PAUSE_MS = 180, FINGER = 44, STILL = 8;

/** A hotspot that was just removed: there is a way back. */
export interface Removed { id: string; code: string }
interface Draft { id: string | null; box: Box; code: string; }

export class Editing {
  readonly form = element("form", { class: "spot-form", hidden: true });
  private readonly rectangle = element("div", { class: "draft", tabindex: 0, role: "group" });
  private readonly find = element("input", { type: "search", id: "spot-find", autocomplete: "off", role: "combobox", "aria-expanded": false, "aria-controls": "spot-found", "aria-autocomplete": "list" });
  private readonly found = element("ul", { id: "spot-found", class: "spot-found", role: "listbox" });
  private readonly save: HTMLButtonElement;
  private readonly remove: HTMLButtonElement;
  private readonly said = element("p", { class: "small", role: "status" });
  private draft: Draft | null = null;
  private pause = 0;
  private asked: AbortController | null = null;

  constructor(
    private readonly surface: Surface, private readonly requests: Requests, private readonly words: Words,
    private readonly contents: () => Contents | null, private readonly changed: (removed?: Removed) => Promise<void>, private readonly signal: AbortSignal,
  ) {
    this.rectangle.setAttribute("aria-label", words("spotRectangle"));
    this.rectangle.append(element("span", { class: "draft-size", "aria-hidden": "true" }, icon("grow")));
    this.found.setAttribute("aria-label", words("spotFind"));
    this.save = element("button", { type: "submit", class: "button primary" }, words("spotSave"));
    this.remove = element("button", { type: "button", class: "button" }, words("spotRemove"));
    const cancel = element("button", { type: "button", class: "button" }, words("spotCancel"));
    this.form.append(element("label", { for: "spot-find" }, words("spotFind")), this.find, this.found, this.said, element("p", { class: "spot-keys" }, this.save, this.remove, cancel));
    listen(cancel, { click: () => this.drop() }, signal);
    listen(this.remove, { click: () => void this.erase() }, signal);
    listen(this.form, { submit: (event) => { event.preventDefault(); void this.keep(); } }, signal);
    listen(this.find, { input: () => this.askSoon(), keydown: (event) => this.walk(event) }, signal);
    listen(this.rectangle, { keydown: (event) => this.pressed(event) }, signal);
    this.drawing();
  }

  get isOn(): boolean {
    return this.surface.root.dataset.editing !== undefined;
  }

  turnOn(on: boolean): void {
    if (on) this.surface.root.dataset.editing = "";
    else {
      delete this.surface.root.dataset.editing;
      this.drop();
    }
  }

  /** A rectangle in the middle of what is seen, for who draws by keys. */
  addInTheMiddle(): void {
    const view = this.surface.root.getBoundingClientRect();
    const { x, y } = this.surface.at({ clientX: view.left + view.width / 2, clientY: view.top + view.height / 2 });
    const size = this.surface.finger(2 * FINGER);
    this.begin({ id: null, box: within({ x: x - size.x / 2, y: y - size.y / 2, width: size.x, height: size.y }), code: "" });
    this.rectangle.focus();
  }

  /** Change one that is there, or place anew what a former edition had. */
  edit(spot: Placed & { id: string; code: string }): void {
    this.begin({ id: spot.id, box: within(spot), code: spot.code });
    this.surface.reveal(spot);
    this.rectangle.focus();
  }

  /** While a finger still draws the form waits: its coming would move the page under the finger. */
  private begin(draft: Draft, { drawing = false } = {}): void {
    this.draft = draft;
    this.surface.sheet.append(this.rectangle);
    placeAt(this.rectangle, draft.box);
    if (!drawing) this.offer();
    this.remove.hidden = draft.id === null;
    this.find.value = draft.code;
    this.said.textContent = "";
    this.show([]);
    this.choose(draft.code);
  }

  /** The form, on the side of the page where the rectangle is not. */
  private offer(): void {
    const { y, height } = this.draft!.box;
    this.form.dataset.at = y + height / 2 > 0.5 ? "top" : "bottom";
    this.form.hidden = false;
  }

  private drop(): void {
    this.draft = null;
    this.asked?.abort();
    this.rectangle.remove();
    this.form.hidden = true;
  }

  /** A finger's way on the page is a rectangle; a tap on a hotspot changes it, elsewhere it puts one there. */
  private drawing(): void {
    let from: { x: number; y: number; clientX: number; clientY: number; how: "new" | "move" | "size"; box: Box } | null = null;
    listen(this.surface.sheet, {
      pointerdown: (event) => {
        if (!this.isOn || event.button !== 0 || !event.isPrimary) return;
        event.preventDefault();
        const target = event.target as Element;
        const how = target.closest(".draft-size") ? "size" : target.closest(".draft") ? "move" : "new";
        from = { ...this.surface.at(event), clientX: event.clientX, clientY: event.clientY, how, box: this.draft?.box ?? { x: 0, y: 0, width: 0, height: 0 } };
        this.surface.sheet.setPointerCapture(event.pointerId);
      },
      pointermove: (event) => {
        if (!from || !this.surface.sheet.hasPointerCapture(event.pointerId)) return;
        const { x, y } = this.surface.at(event);
        if (Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) < STILL) return;
        const { box } = from;
        if (from.how === "new") this.stretch(boxBetween(from.x, from.y, x, y, this.surface.finger(8)));
        else if (from.how === "size") this.put(within({ ...box, width: box.width + x - from.x, height: box.height + y - from.y }));
        else this.put(within({ ...box, x: box.x + x - from.x, y: box.y + y - from.y }));
      },
      pointerup: (event) => {
        if (!from) return;
        const still = Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) < STILL;
        if (from.how === "new" && still) this.tapped(from);
        else if (from.how === "new" && this.draft) {
          this.offer();
          this.find.focus();
        }
        from = null;
      },
      pointercancel: () => { from = null; },
    }, this.signal);
  }

  private tapped({ x, y }: { x: number; y: number }): void {
    const spot = spotAt(this.surface.spotsHere, x, y, this.surface.finger());
    if (spot) return spot.hers ? this.edit(spot) : undefined;
    const size = this.surface.finger(FINGER);
    this.begin({ id: null, box: within({ x: x - size.x / 2, y: y - size.y / 2, width: size.x, height: size.y }), code: "" });
    this.find.focus();
  }

  private stretch(box: Box): void {
    if (!this.draft || this.draft.id !== null) this.begin({ id: null, box, code: "" }, { drawing: true });
    this.put(box);
  }

  private put(box: Box): void {
    this.draft!.box = box;
    placeAt(this.rectangle, box);
  }

  private pressed(event: KeyboardEvent): void {
    if (!this.draft) return;
    if (event.key === "Enter") this.find.focus();
    else if (event.key === "Escape") this.drop();
    else if (event.key === "Delete" && this.draft.id) void this.erase();
    else {
      const box = nudged(this.draft.box, event.key, event.shiftKey);
      if (box === this.draft.box) return;
      this.put(box);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private askSoon(): void {
    this.choose("");
    clearTimeout(this.pause);
    this.pause = window.setTimeout(() => void this.ask(), PAUSE_MS);
  }

  private async ask(): Promise<void> {
    const question = this.find.value.trim();
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    if (!question) return this.show([]);
    try {
      this.show(await this.requests.equipment(this.contents()!.id, question, asked.signal));
    } catch (error) {
      if ((error as Error).name !== "AbortError") this.said.textContent = this.words("spotFailed");
    }
  }

  private show(rows: Named[]): void {
    this.found.replaceChildren(...rows.map((row, place) => {
      const option = element("li", { role: "option", id: `spot-option-${place}`, "aria-selected": false, "data-code": row.code },
        element("span", { class: "code" }, row.code), element("span", {}, row.words), element("span", { class: "small soft" }, row.place));
      return listen(option, { click: () => this.choose(row.code) }, this.signal);
    }));
    setAttributes(this.find, { "aria-expanded": rows.length > 0, "aria-activedescendant": null });
    this.said.textContent = this.find.value.trim() && !rows.length && !this.draft?.code ? this.words("noHit") : "";
  }

  /** Up and down in what was found; Enter takes it, and once more keeps the hotspot. */
  private walk(event: KeyboardEvent): void {
    const options = [...this.found.children] as HTMLElement[];
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Enter" && !this.draft?.code && options.length) {
      event.preventDefault();
      const typed = options.find((option) => option.dataset.code === this.find.value.trim().toUpperCase());
      return this.choose((at < 0 && typed ? typed : options[Math.max(at, 0)]).dataset.code!);
    }
    const to = { ArrowDown: Math.min(at + 1, options.length - 1), ArrowUp: Math.max(at - 1, 0) }[event.key];
    if (event.key === "Escape") event.stopPropagation();
    if (to === undefined || !options.length) return;
    event.preventDefault();
    options.forEach((option, place) => setAttributes(option, { "aria-selected": place === to }));
    options[to].scrollIntoView({ block: "nearest" });
    this.find.setAttribute("aria-activedescendant", options[to].id);
  }

  private choose(code: string): void {
    if (!this.draft) return;
    this.draft.code = code;
    if (code && this.find.value !== code) this.find.value = code;
    if (code) this.show([]);
    this.save.disabled = !code;
    this.save.textContent = code ? `${this.words("spotSave")} ${code}` : this.words("spotSave");
  }

  private async keep(): Promise<void> {
    const draft = this.draft, contents = this.contents();
    if (!draft?.code || !contents) return;
    const placed = { ...draft.box, page: this.surface.page };
    await this.write(() => (draft.id ? this.requests.change(draft.id, contents, draft.code, placed) : this.requests.place(contents, draft.code, placed)));
  }

  private async erase(): Promise<void> {
    const id = this.draft?.id, spot = this.contents()?.hotspots.find((each) => each.id === id);
    if (id) await this.write(() => this.requests.remove(id), { id, code: spot?.code ?? this.draft!.code });
  }

  private async write(act: () => Promise<unknown>, removed?: Removed): Promise<void> {
    try {
      await act();
      this.drop();
      await this.changed(removed);
      this.surface.root.focus();
    } catch (error) {
      this.said.textContent = this.words(whyNot(error));
    }
  }
}
