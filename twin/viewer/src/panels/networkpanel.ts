// Networks by family: a tap puts one in colour and dims the rest; the systems of a family unfold below it.
import { element, setAttributes } from "../dom";
import { pattern, type NetworkRow } from "../networks";
import type { Words } from "../words";

export class NetworkPanel {
  private readonly keys = new Map<string, { button: HTMLButtonElement; family: string | null }>();

  constructor(into: HTMLElement, networks: readonly NetworkRow[], words: Words, toggle: (key: string) => void, signal: AbortSignal) {
    const list = element("ul", { class: "rows" });
    networks.forEach((family, place) => {
      const item = element("li", {}, this.row(family, pattern(place), null, toggle, signal));
      if (family.systems.length > 1) item.append(this.fold(family, place, toggle, signal));
      list.append(item);
    });
    const body = networks.length ? list : element("p", { class: "none" }, words("noNetworks"));
    into.replaceChildren(element("h2", {}, words("networks")), body);
  }

  show(active: readonly string[]): void {
    for (const [key, { button, family }] of this.keys) {
      setAttributes(button, { "aria-pressed": active.includes(key) || (family !== null && active.includes(family)) });
    }
  }

  private fold(family: NetworkRow, place: number, toggle: (key: string) => void, signal: AbortSignal): HTMLElement {
    const systems = element("ul", { class: "rows systems" });
    for (const system of family.systems) systems.append(element("li", {}, this.row(system, pattern(place), family.key, toggle, signal)));
    return element("details", {}, element("summary", {}, element("span", { class: "visually-hidden" }, `${family.name} `), String(family.systems.length)), systems);
  }

  private row(row: NetworkRow, hatch: string, family: string | null, toggle: (key: string) => void, signal: AbortSignal): HTMLElement {
    const swatch = element("span", { class: "swatch" });
    swatch.style.backgroundColor = row.colour;
    if (hatch !== "none") swatch.style.background = `${hatch}, ${row.colour}`;
    const button = element("button", { type: "button", class: "row", title: row.name }, swatch, element("span", { class: "label" }, row.name));
    button.addEventListener("click", () => toggle(row.key), { signal });
    this.keys.set(row.key, { button, family });
    return button;
  }
}
