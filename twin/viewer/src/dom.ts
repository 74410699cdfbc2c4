// Elements in one line; attributes by name, `onclick` and the like as listeners that end with the page's signal.

type Attributes = Record<string, string | number | boolean | null | undefined>;
type Listeners = { [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void };

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag, attributes: Attributes = {}, ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

/** True sets an empty attribute; false, null and undefined remove it. `aria-*` keeps "true" and "false". */
export function setAttributes(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("aria-") && typeof value === "boolean") target.setAttribute(name, String(value));
    else if (value === false || value === null || value === undefined) target.removeAttribute(name);
    else target.setAttribute(name, value === true ? "" : String(value));
  }
}

export function listen<Target extends EventTarget>(target: Target, listeners: Listeners, signal: AbortSignal): Target {
  for (const [name, listener] of Object.entries(listeners)) target.addEventListener(name, listener as EventListener, { signal });
  return target;
}

export function byId<Wanted extends HTMLElement = HTMLElement>(id: string): Wanted {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as Wanted;
}

const SVG = "http://www.w3.org/2000/svg";

/** A 24 × 24 line drawing from path data. */
export function icon(name: Icon): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  setAttributes(svg, { viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" });
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

const ICONS = {
  close: "M6 6l12 12M18 6L6 18",
  link: "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1-1",
  zoom: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5M12 9v6M9 12h6",
  home: "M3 11.5L12 4l9 7.5M5.5 10v10h13V10M10 20v-5.5h4V20",
  fit: "M4 9V5a1 1 0 0 1 1-1h4M15 4h4a1 1 0 0 1 1 1v4M20 15v4a1 1 0 0 1-1 1h-4M9 20H5a1 1 0 0 1-1-1v-4M8 8h8v8H8z",
  plan: "M4 4h16v16H4zM4 13h7V4M15 20v-7h5M11 13v2",
  list: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  panels: "M4 5h16M4 10h16M4 15h9M4 20h9",
  model: "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9",
  pins: "M12 21c-4-5-7-8-7-11.5a7 7 0 0 1 14 0C19 13 16 16 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  note: "M4 5h16v11H10l-4 4v-4H4zM8 10.5h8M12 8v5",
  freshness: "M9 4h6v3H9zM9 5H6v15h12V5h-3M9 13.5l2.2 2.2L15.5 11",
  more: "M12 6v12M6 12h12",
  less: "M6 12h12",
  unfold: "M7 10l5 5 5-5",
  undo: "M9 7L4.5 11.5 9 16M5 11.5h9a5 5 0 0 1 0 10h-3",
  redo: "M15 7l4.5 4.5L15 16M19 11.5h-9a5 5 0 0 0 0 10h3",
  onlyNetwork: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4",
  dimNetwork: "M4 4l16 16M9.5 5.6A9.6 9.6 0 0 1 12 5.3c5.4 0 9 6.7 9 6.7a15 15 0 0 1-2.7 3.4M6.3 7.7A15 15 0 0 0 3 12s3.6 6.7 9 6.7a9 9 0 0 0 4-1M10 10a2.8 2.8 0 0 0 4 4",
  wipeMore: "M3 15.5l7-8 6 5.2-6.3 7.3H7zM7 11l6 5.2M10 20h9M18.5 3v6M15.5 6h6",
  wipeLess: "M3 15.5l7-8 6 5.2-6.3 7.3H7zM7 11l6 5.2M10 20h9M15.5 6h6",
  everything: "M4 20V9l8-5 8 5v11zM4 20h16M9 20v-6h6v6",
  without_walls: "M3 20h18M6 20V8M18 20V8M4 8h16M9 15h3v-4h4",
  without_walls_and_floors: "M6 20V5M18 20V5M6 15h4v-5h5V7M10 15v3",
  networks_only: "M4 18h6v-7h6V6h4M10 18v2M16 11h4",
  walk: "M12.5 5.8a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8zM6.5 12.5l2-4 3.5-.7 2 3.7 3.5 1M11.5 8l-1 6 3 3 1 5M10.5 14l-1.5 4-3 4",
  map: "M9 4L3 6.5v13.5l6-2.5 6 2.5 6-2.5V4l-6 2.5zM9 4v13M15 6.5V20",
  ghost: "M5 20V10a7 7 0 0 1 14 0v10l-2.3-1.8-2.4 1.8-2.3-1.8L9.7 20l-2.4-1.8zM9.5 10h.01M14.5 10h.01",
  upper: "M5 15l7-7 7 7",
  lower: "M5 9l7 7 7-7",
  cut: "M3 17l9 4 9-4M3 12.5l9 4 9-4M12 3l9 4.5-9 4.5-9-4.5z",
  technical_rooms: "M5 20V4h10v16M3 20h18M12 12h.01M18 9v4M16 11h4",
  section: "M3 8.5l9-4.5 9 4.5v7.5L12 20.5 3 16zM2 12.5h20",
  measure: "M3 16.5L16.5 3 21 7.5 7.5 21zM7 12.5l2 2M10 9.5l3 3M13 6.5l2 2",
  cutLevel: "M4 20V10M20 20V10M2 10h20M12 3v3.5M10 4.8l2 2 2-2",
  cutCrosswise: "M12 2v20M12 6h8v13h-8M4 12.5h4M6.5 10.5l2 2-2 2",
  cutLengthwise: "M2 15l20-6M4 14.4V21h16V9.6M9 3l1.5 4M8.6 6l2 1.2 1-2",
  cutOnFace: "M4 8l8-4 8 4-8 4zM4 8v8l8 4 8-4V8M12 12v8M12 8h.01",
  boxOnSelection: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M12 8.5l3.5 2v4l-3.5 2-3.5-2v-4z",
  boxOnStorey: "M3 7h18M3 17h18M5 7v10M19 7v10M9 12h6M12 2v2.5M12 19.5V22",
  flipCut: "M12 3v18M8.5 8L4 12l4.5 4M15.5 8l4.5 4-4.5 4",
  resetCut: "M4 5v5h5M4.5 10a8 8 0 1 1-.5 4",
  removeCut: "M3 8.5l9-4.5 9 4.5v7.5L12 20.5 3 16zM3 3l18 18",
  clear: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
  done: "M4.5 12.5l5 5L19.5 7",
  drag: "M12 3v18M7.5 7.5L12 3l4.5 4.5M7.5 16.5L12 21l4.5-4.5",
  drawings: "M4 4h16v16H4zM12 4v16M15 9h2.5M15 12h2.5M15 15h2.5M6.5 9h3v6h-3z",
  edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  add: "M12 5v14M5 12h14",
  swap: "M4 8h14M15 5l3 3-3 3M20 16H6M9 13l-3 3 3 3",
  nearer: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.5 4.5M11 8v6M8 11h6",
  farther: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.5 4.5M8 11h6",
  before: "M15 5l-7 7 7 7",
  after: "M9 5l7 7-7 7",
  shut: "M4 6l16 12V6L4 18z",
  barred: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM6 6l12 12",
  grow: "M9 20h11V9M20 20L8 8",
} as const;

/** Names of the drawings. */
export type Icon = keyof typeof ICONS;
