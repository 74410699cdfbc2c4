// Puts the stage, the instruments and the panels together; run only where there is WebGL.
import { byId, listen } from "./dom";
import { LENSES, type ViewerConfig } from "./config";
import { Coverage } from "./coverage/coverage";
import { watchLongPress, watchTaps } from "./gestures";
import { Instruments } from "./instruments";
import type { StationIndex } from "./loading";
import { Moves } from "./moves";
import { tellSearch } from "./nearby";
import type { Page } from "./page";
import { RunLabels } from "./panels/runlabels";
import { People } from "./people";
import { RoomLines } from "./plan/roomlines";
import { StoreyPlans } from "./plan/storeyplans";
import { upright } from "./stage/camera";
import { Stage, type StageEvents } from "./stage/stage";
import { lostInk, readTheme, watchTheme } from "./theme";
import { Tracing } from "./tracing/tracing";
import { Twin } from "./twin";
import { encodeViewpoint, type Viewpoint } from "./viewpoint";
import type { Words } from "./words";

/** A stage on which nothing stands yet, and whom it tells what. */
export interface OpenStage { stage: Stage; told: StageEvents }

const prefersStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Before anything is known of the station: the context and its programs take a while on a weak tablet. */
export function openStage(page: Page, signal: AbortSignal): OpenStage {
  const told: StageEvents = { drawn: () => undefined, rested: () => undefined, lost: () => undefined, restored: () => undefined };
  const stage = new Stage(byId<HTMLCanvasElement>("canvas"), prefersStill(), told, signal);
  stage.setTheme(readTheme(page.root));
  return { stage, told };
}

export function openScene(
  { stage, told }: OpenStage, config: ViewerConfig, index: StationIndex, page: Page, words: Words, first: Partial<Viewpoint>, signal: AbortSignal,
): Twin {
  const canvas = byId<HTMLCanvasElement>("canvas");
  const still = prefersStill();
  let follow: (twin: Twin) => void = () => undefined;
  let selected: string | null = null;
  Object.assign(told, {
    drawn: () => { instruments.follow(twin); people.follow(); names.follow(twin); moves.follow(people.spots); twin.tracing?.follow(); twin.proposals?.follow(); twin.inside?.follow(); },
    rested: () => { twin.lookAgain(); twin.steps.noted(); },
    lost: () => { twin.lost(); page.notice("lost"); },
    restored: () => { twin.restored(); page.notice(null); },
  } satisfies StageEvents);
  const twin: Twin = new Twin(config, index, stage, {
    changed: (changed) => {
      follow(changed);
      coverage.follow();
      moves.follows();
      twin.proposals?.follows();
      twin.inside?.cutting.update();
      fitPanels(stage);
      if (changed.selection() !== selected) page.followSelection((selected = changed.selection()));
      remember(changed);
    },
    progress: (share, bytes) => page.progress(share, bytes),
    reduced: (reduced) => page.reduced(reduced),
  });
  const instruments: Instruments = new Instruments(canvas, words, () => moves.north(), signal);
  follow = page.showScene(twin);
  const names: RunLabels = new RunLabels(byId("scene"));
  const moves: Moves = new Moves(twin, page, words, { still, zone: config.zone ?? false }, signal);
  const people: People = new People(config, twin, page, words, signal);
  const coverage: Coverage = new Coverage(config, twin, words, signal);
  twin.tracing = config.traces ? new Tracing(config, twin, page, words, signal) : null;
  if (twin.tracing) twin.tracing.drawing = (on) => people.makeRoom(on, "trace");
  if (config.proposals) bringProposals(config.proposals, twin, people, page, words, signal);
  const place = config.zone ? drawPlace(twin, signal) : null;
  const theme = () => {
    const colours = readTheme(page.root);
    stage.setTheme(colours);
    place?.setInk(colours.accent);
    coverage.setTheme();
    twin.tracing?.setTheme(colours.accent, colours.halo, lostInk());
  };
  theme();
  watchTheme(theme, signal);
  watchTaps(canvas, (x, y) => { if (!twin.inside?.takesTouch(x, y) && !people.takesTouch(x, y)) tap(twin, page, moves, x, y); }, signal);
  watchLongPress(canvas, (x, y) => { if (!twin.inside?.measuring.isOn) people.noteAt(x, y); }, signal);
  watchKeys(canvas, twin, page, moves, signal);
  tellSearch(twin, signal);
  watchPanels(stage, signal);
  fitPanels(stage);
  if (index.home) void stage.eye.home(upright(index.home), false);
  void twin.restore(first);
  return twin;
}

/** Of the few who decide them alone: their script comes beside the station. */
function bringProposals(address: string, twin: Twin, people: People, page: Page, words: Words, signal: AbortSignal): void {
  twin.keeping.expect("proposals");
  void import("./supposed/proposals").then(({ Proposals }) => {
    twin.proposals = new Proposals(address, twin, page, words, signal);
    twin.proposals.drawing = (on) => people.makeRoom(on, "proposals");
  }).catch(console.error);
}

/** The room of an order, whose walls are not hers to see. */
function drawPlace({ index, stage }: Twin, signal: AbortSignal): RoomLines {
  const plans = new StoreyPlans(index);
  const lines = new RoomLines(index.storeys.flatMap(({ id }) => plans.roomsOf(id)), index.origin);
  stage.lay(lines.group);
  signal.addEventListener("abort", () => lines.dispose(), { once: true });
  return lines;
}

/** What the lens bar and the tools cover, CSS pixels. */
const LENS_BAR = 84, TOOLS = 84;

/** A tap on something opens its sheet, a tap beside everything puts it away. */
function tap(twin: Twin, page: Page, moves: Moves, x: number, y: number): void {
  const touched = twin.touching.touch(x, y), code = touched?.code ?? null;
  moves.touch(touched && twin.frame.fromStation(touched.point), code);
  page.followSelection(code);
  if (code) void page.openSheet(code);
  else page.sheet.close();
  void twin.select(code, { fly: false });
}

function watchKeys(canvas: HTMLCanvasElement, twin: Twin, page: Page, moves: Moves, signal: AbortSignal): void {
  const { controls } = twin.stage.eye;
  const steps: Record<string, () => unknown> = {
    ArrowLeft: () => controls.rotate(-0.2, 0, true), ArrowRight: () => controls.rotate(0.2, 0, true),
    ArrowUp: () => controls.rotate(0, -0.15, true), ArrowDown: () => controls.rotate(0, 0.15, true),
    "+": () => controls.dolly(controls.distance * 0.2, true), "-": () => controls.dolly(-controls.distance * 0.25, true),
    e: () => page.wipe(twin, 1), r: () => page.wipe(twin, -1),
    ...Object.fromEntries(LENSES.map((lens, i) => [String(i + 1), () => twin.lens(lens)])),
  };
  listen(canvas, {
    keydown: (event) => {
      if (!steps[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      if (!moves.key(event.key)) steps[event.key]();
      twin.stage.invalidate();
    },
  }, signal);
}

/** The URL says what is seen, so that a reload or a copied address shows it again. */
function remember(twin: Twin): void {
  const url = new URL(location.href);
  url.searchParams.delete("select");
  url.hash = encodeViewpoint(twin.viewpoint());
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}

function watchPanels(stage: Stage, signal: AbortSignal): void {
  const observer = new ResizeObserver(() => fitPanels(stage));
  for (const id of ["panel", "sheet", "station"]) observer.observe(byId(id));
  signal.addEventListener("abort", () => observer.disconnect(), { once: true });
}

let fitted = "";

/** The target stays in the middle of what the panels leave free. */
function fitPanels(stage: Stage): void {
  const scene = byId("scene").getBoundingClientRect(), sheet = byId("sheet").getBoundingClientRect(), panel = byId("panel").getBoundingClientRect();
  const below = sheet.width > scene.width * 0.8;
  const right = (sheet.width && !below ? scene.right - sheet.left : 0) + TOOLS, bottom = sheet.width && below ? scene.bottom - sheet.top : 0;
  const left = panel.width && panel.width < scene.width * 0.5 ? panel.right - scene.left : 0;
  const insets = { left, right, top: 8, bottom: Math.min(bottom, scene.height * 0.6) + LENS_BAR };
  if (JSON.stringify(insets) === fitted) return;
  fitted = JSON.stringify(insets);
  stage.eye.applyInsets(insets);
  stage.invalidate();
}
