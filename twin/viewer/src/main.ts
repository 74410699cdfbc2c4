// Entry of the island: with WebGL the station in 3D, without it the list; one signal ends everything.
import { readConfig, type ViewerConfig } from "./config";
import { byId } from "./dom";
import { Page } from "./page";
import { encodeViewpoint, viewpointOf } from "./viewpoint";
import { wordsIn } from "./words";
import type { Twin } from "./twin";
import { publish } from "./handle";

const config = readConfig(document);
if (config) void start(config);

async function start(config: ViewerConfig): Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  addEventListener("pagehide", (event) => { if (!event.persisted) ending.abort(); }, { once: true });
  const words = wordsIn(config.language, config.zone);
  let twin: Twin | null = null;
  const page: Page = new Page(config, words, {
    open: (code) => void open(code),
    close,
    zoom: () => twin?.zoomToSelection(),
    copyLink: async () => navigator.clipboard.writeText(twin ? linkTo(twin) : location.href),
  }, signal);
  const ready = load();
  publish(ready, () => twin, open, close);
  await ready.catch((error: Error) => {
    if (error.name === "AbortError") return;
    console.error(error);
    page.failed();
  });

  /** The sheet of a code, and the thing itself in sight; false when it has no shape here. */
  async function open(code: string): Promise<boolean> {
    page.hideListOnScene(twin !== null);
    page.openSheet(code);
    return (await twin?.select(code, { fly: true })) ?? false;
  }

  function close(): void {
    page.sheet.close();
    void twin?.select(null, { fly: false });
  }

  async function load(): Promise<void> {
    const { loadIndex } = await import("./loading");
    const index = await loadIndex(config, signal);
    const first = viewpointOf(location);
    if (first.selection) page.openSheet(first.selection);
    if (!showsScenes()) {
      page.showList(index, "noWebgl");
      page.loaded();
      return;
    }
    const { openScene } = await import("./scene");
    twin = openScene(config, index, page, words, first, signal);
    if (!index.chunks.length) page.notice("empty");
    await twin.load(first);
    page.loaded();
  }
}

function linkTo(twin: Twin): string {
  return `${location.origin}${location.pathname}#${encodeViewpoint(twin.viewpoint())}`;
}

/** `?no3d` asks for the list; a browser without WebGL 2 gets it. */
function showsScenes(): boolean {
  if (new URLSearchParams(location.search).has("no3d")) return false;
  return document.createElement("canvas").getContext("webgl2") !== null && byId("canvas") !== null;
}
