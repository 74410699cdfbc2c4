// The page of one drawing without 3D: the drawing, and the sheet of what is tapped on it.
import type { ViewerConfig } from "../config";
import { byId } from "../dom";
import { publish } from "../handle";
import { Page } from "../page";
import { viewpointOf } from "../viewpoint";
import { wordsIn } from "../words";
import { Beside } from "./beside";
import type { Contents } from "./drawing";

export async function startAlone(config: ViewerConfig): Promise<void> {
  const ending = new AbortController();
  addEventListener("pagehide", (event) => { if (!event.persisted) ending.abort(); }, { once: true });
  const words = wordsIn(config.language);
  let current = viewpointOf(location).selection ?? null;
  const page: Page = new Page(config, words, {
    open: choose, close: () => choose(null), zoom: () => undefined, inScene: () => undefined, ask: () => undefined, reach: () => false,
    copyLink: async () => navigator.clipboard.writeText(location.href),
  }, ending.signal);
  const beside = new Beside(byId("station"), config.beside!, words, { open: choose, selection: () => current, resized: () => undefined }, ending.signal, { alone: true });
  const ready = beside.show(JSON.parse(byId("drawing-contents").textContent!) as Contents);
  publish(ready, () => null, async (code) => { choose(code); return false; }, () => choose(null));
  if (current) choose(current);
  await ready.catch((error: Error) => {
    console.error(error);
    page.failed();
  });
  page.loaded();

  /** The sheet opens or closes, the hotspot is outlined, and the address says so. */
  function choose(code: string | null): void {
    current = code;
    if (code) void page.sheet.open(code);
    else page.sheet.close();
    beside.select(code);
    const url = new URL(location.href);
    if (code) url.searchParams.set("select", code);
    else url.searchParams.delete("select");
    history.replaceState(history.state, "", url);
  }
}
