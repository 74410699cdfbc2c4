// Entry of the island: with WebGL the station in 3D, without it the list; one signal ends everything.
import { readConfig, type ViewerConfig } from "./config";
import { byId } from "./dom";
import { drawer } from "./graphics";
import type { Beside } from "./split/beside";
import { besideOf, withBeside } from "./split/drawing";
import { LATE } from "./keeping";
import { Page } from "./page";
import { encodeViewpoint, viewpointOf } from "./viewpoint";
import { wordsIn } from "./words";
import type { Twin } from "./twin";
import { publish } from "./handle";

const painted = () => new Promise<void>((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });
/** CSS pixels of the 3D's side below which its panel folds to leave it its place. */
const ROOMY_BESIDE = 900;
/** Milliseconds for which the sheet goes first: what hides a thing is long work on a weak tablet, and its words are short. */
const SHEET_FIRST_MS = 1000;
const config = readConfig(document);
if (config?.alone) void import("./split/alone").then(({ startAlone }) => startAlone(config));
else if (config) void start(config);

async function start(config: ViewerConfig): Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  addEventListener("pagehide", (event) => { if (!event.persisted) ending.abort(); }, { once: true });
  const words = wordsIn(config.language, config.zone);
  let twin: Twin | null = null;
  let current: string | null = null;
  const page: Page = new Page(config, words, {
    open: (code) => void open(code),
    close: () => { close(); page.resume(); },
    zoom: () => { if (!twin?.proposals?.approach()) twin?.zoomToSelection(); },
    inScene: () => {
      page.hideList();
      page.resume();
      if (current) void open(current);
    },
    ask: (asked) => {
      void twin?.tracing?.ask(asked);
      beside?.follows(asked);
    },
    reach: (code) => {
      if (!twin || page.listed) return false;
      void twin.select(code, { fly: true });
      return true;
    },
    copyLink: async () => navigator.clipboard.writeText(twin ? linkTo(twin) : location.href),
  }, signal);
  let beside: Beside | null = null;
  const follow = (code: string | null) => {
    current = code;
    beside?.select(code);
  };
  page.followSelection = follow;
  if (besideOf(location.search)) void bringDrawings().catch(without);
  const ready = load();
  publish(ready, () => twin, open, close);
  await ready.catch((error: Error) => {
    if (error.name === "AbortError") return;
    console.error(error);
    page.failed();
  });

  /** The sheet of a code, and the thing itself in sight or, beside the list, chosen; false when it has no shape here. */
  async function open(code: string): Promise<boolean> {
    const read = page.openSheet(code);
    follow(code);
    if (page.listed) return (await twin?.select(code, { fly: false })) ?? false;
    if (beside?.isOpen) await painted();  // the drawing answers before the flight is worked out
    await Promise.race([read.then(painted), new Promise((resolve) => setTimeout(resolve, SHEET_FIRST_MS))]);
    if (current !== code) return false;  // meanwhile something else was asked for, or nothing
    const drawn = (await twin?.select(code, { fly: true })) ?? false;
    if (!drawn) follow(code);  // it may have a place on a drawing all the same
    return drawn;
  }

  /** A tap on a drawing is answered in the 3D before the flight there is worked out. */
  async function openFromDrawing(code: string): Promise<void> {
    void page.openSheet(code);
    follow(code);
    if (await twin?.select(code, { fly: false })) await twin!.stage.nextFrame();
    if (current === code) await open(code);
  }

  /** What draws beside the 3D: with the page when its address asks for a drawing, else when the station stands. */
  async function bringDrawings(): Promise<Beside | null> {
    if (!config.beside || beside) return beside;
    const { Beside } = await import("./split/beside");
    if (beside) return beside;
    beside = new Beside(byId("content"), config.beside, words, {
      open: (code) => void openFromDrawing(code),
      selection: () => current,
      asked: (asked) => { if (!twin?.tracing?.shows(asked)) void twin?.tracing?.ask(asked); },
      resized: (there) => {
        page.pressed("drawings", there);
        if (there && page.root.clientWidth < ROOMY_BESIDE && twin) page.fold(false);
      },
    }, signal);
    beside.start();
    return beside;
  }

  /** Cutting and measuring: before the first picture when its address says that something is cut, else after it. */
  async function bringTools(twin: Twin): Promise<void> {
    const { Inside } = await import("./inside");
    twin.inside ??= new Inside(config, byId<HTMLCanvasElement>("canvas"), twin, page, words, signal);
  }

  function close(): void {
    page.sheet.close();
    void twin?.select(null, { fly: false });
    follow(null);
  }

  async function load(): Promise<void> {
    const { loadIndex } = await import("./loading");
    const first = viewpointOf(location);
    if (first.selection) {
      void page.openSheet(first.selection);
      follow(first.selection);
    }
    const coming = loadIndex(config, signal, { ahead: !first.selection && !first.storeys && !asksForList() });
    const opening = showsScenes() ? import("./scene").then((scene) => ({ ...scene, open: scene.openStage(page, signal) })) : null;
    opening?.catch(() => undefined);  // told where it is waited for
    const index = await coming;
    if (!opening) {
      page.showList(index, "noWebgl");
      page.loaded();
      return;
    }
    const { openScene, open: stage } = await opening;
    twin = openScene(stage, config, index, page, words, first, signal);
    if (LATE.some((key) => first.more?.[key])) await bringTools(twin).catch(without);
    if (!index.chunks.length) page.notice("empty");
    await twin.load(first);
    const [drawings] = await Promise.all([bringDrawings().catch(without), bringTools(twin).catch(without)]);
    if (drawings) page.addTool("drawings", "drawings", () => drawings.toggle());
    if (drawings?.isOpen) {
      page.pressed("drawings", true);
      if (page.root.clientWidth < ROOMY_BESIDE) page.fold(false);
    }
    page.loaded();
  }
}

/** The station stands all the same: a tool whose script did not come has no key. */
function without(error: Error): null {
  console.error(error);
  return null;
}

function linkTo(twin: Twin): string {
  return withBeside(`${location.origin}${location.pathname}#${encodeViewpoint(twin.viewpoint())}`, besideOf(location.search));
}

const asksForList = () => new URLSearchParams(location.search).has("no3d");

/** `?no3d` asks for the list; a browser without WebGL 2 gets it. */
function showsScenes(): boolean {
  return !asksForList() && drawer() !== null && byId("canvas") !== null;
}
