// Where the reader is, said with every question to the header's search: what is on that storey comes first.
import type { Storey } from "./config";
import type { Twin } from "./twin";
import { storeyAt } from "./storeys";

/** Metres from the eye to what it looks at, above which one looks at the station and not at a storey. */
const AMONG_THINGS = 40;

/** The storey that stands alone, else that of what is selected, else the one that is looked at from near by. */
export function storeyOfReader({ index, view, stage }: Pick<Twin, "index" | "view" | "stage">): Storey | null {
  const named = (id: string | undefined) => index.storeys.find((storey) => storey.id === id) ?? null;
  if (view.storeys && view.storeys[0] === view.storeys[1]) return named(view.storeys[0]);
  if (view.selected.length) return named(index.table.storeys[index.table.storey[view.selected[0]]]?.id);
  const { eye, target } = stage.eye.pose();
  const away = Math.hypot(eye[0] - target[0], eye[1] - target[1], eye[2] - target[2]);
  return away < AMONG_THINGS ? storeyAt(target[1] + index.origin[2], index.storeys) : null;
}

/** The header's form belongs to the page; htmx tells before it asks. */
export function tellSearch(twin: Twin, signal: AbortSignal): void {
  document.addEventListener("htmx:configRequest", (event) => {
    const { elt, parameters } = (event as CustomEvent<{ elt: Element; parameters: Record<string, unknown> }>).detail;
    const storey = elt.id === "search" ? storeyOfReader(twin) : null;
    if (storey) parameters.near = storey.name;
  }, { signal });
}
