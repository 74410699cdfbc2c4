// The one place that draws. It draws when something changed, and is silent otherwise.
import * as three from "three";

import type { Box } from "../config";
import type { Palette } from "../chunkmesh";
import { contextOf, drawer } from "../graphics";
import { GHOST, SHOW, type States } from "../lenses";
import type { Outlines, Page } from "../pages";
import { pick, tapPoints, type Hit, type Ray } from "../picking";
import type { HalfSpace } from "../section/slicing";
import { Eye, upright } from "./camera";
import { Cuts } from "./cuts";
import { Loaded } from "./loaded";
import { byteTexture, Materials, type CutUniforms, type Theme } from "./materials";
import { Outline } from "./outline";
import { nextRoughness, SLOW_FRAME_MS, STILL_PIXELS } from "./pace";
import { PageMeshes } from "./pagemeshes";
import { clearestSide, type Side } from "./side";
import { StandIns } from "./standins";
import { seenOf, sightOf, type Seen, type Sight } from "./sight";
import { warm } from "./warming";

export interface StageEvents {
  /** After each frame: overlays follow. */
  drawn(): void;
  /** The eye came to rest. */
  rested(): void;
  lost(): void;
  restored(): void;
}

/** How far before its surface a crease is drawn in a plan, metres. */
const CREASE_LIFT = 0.03;
const STATE_WIDTH = 1024;
/** A flight of a quarter of a second should have more than two frames, or be none. */
const TOO_SLOW_TO_FLY_MS = 120;
/** Expected of a processor that draws, until a movement tells: the first thing chosen should not wait for a flight of four frames. */
const SOFTWARE_PACE_MS = 200;

export class Stage {
  readonly eye: Eye;
  readonly counters = { frames: 0, drawCalls: 0, triangles: 0 };
  states: States = { modes: new Uint8Array(0), texels: new Uint8Array(0) };
  private readonly renderer: three.WebGLRenderer;
  private readonly materials = new Materials();
  private readonly outline = new Outline(this.materials);
  private readonly scene = new three.Scene();
  private readonly ground = new three.Mesh(new three.CircleGeometry(1, 48).rotateX(-Math.PI / 2), this.materials.ground);
  /** What has come. */
  readonly loaded = new Loaded();
  private readonly cuts = new Cuts(this.scene, this.materials, this.loaded);
  private readonly standIns = new StandIns(this.materials);
  /** Makes the boxes anew before the next frame, however many pages came or went since the last. */
  private restand: (() => void) | null = null;
  private requested = 0;
  private before = 0;
  /** Milliseconds from one frame of a movement to the next, smoothed. */
  private pace = 16;
  private rough = false;
  /** What is smaller is not drawn, pixels across. */
  private pixels = STILL_PIXELS;

  /** Throws when the browser gives no WebGL 2. */
  constructor(private readonly canvas: HTMLCanvasElement, still: boolean, private readonly events: StageEvents, private readonly signal: AbortSignal) {
    // Where the processor draws, smooth edges would cost it four times the work.
    const slow = drawer() === "processor";
    if (slow) this.pace = SOFTWARE_PACE_MS;
    this.renderer = new three.WebGLRenderer({ canvas, context: contextOf(canvas, !slow) });
    this.renderer.outputColorSpace = three.LinearSRGBColorSpace;
    this.renderer.info.autoReset = false;
    this.renderer.autoClear = false;
    this.eye = new Eye(canvas, still, () => this.invalidate());
    this.eye.hurried = slow;
    this.ground.renderOrder = -1;
    this.scene.add(this.ground, this.standIns.group);
    this.ground.visible = false;
    this.scene.matrixWorldAutoUpdate = true;
    warm(this.renderer, this.materials);
    this.listen();
    this.resize();
    signal.addEventListener("abort", () => this.dispose(), { once: true });
  }

  /** Makes room for `count` features and frames the station (Z-up box). */
  prepare(count: number, box: Box | null): void {
    const rows = Math.max(1, Math.ceil(count / STATE_WIDTH));
    this.states = { modes: new Uint8Array(count), texels: new Uint8Array(rows * STATE_WIDTH * 4) };
    this.materials.shared.states.value?.dispose();
    this.materials.shared.states.value = byteTexture(STATE_WIDTH, rows, this.states.texels);
    this.materials.shared.palette.value = byteTexture(256, 1);
    if (!box) return;
    const whole = upright(box);
    this.eye.setWhole(whole);
    const centre = whole.getCenter(new three.Vector3()), size = whole.getSize(new three.Vector3());
    this.ground.position.set(centre.x, whole.min.y - 0.05, centre.z);
    this.ground.scale.setScalar(Math.max(size.x, size.z) * 1.1);
    this.ground.visible = true;
  }

  /** Draws the page of that number in full, or its features as boxes. */
  setPage(number: number, page: Page | Outlines, palette: Palette): void {
    const { full, coarse } = this.loaded;
    const wasCoarse = coarse.delete(number);
    const before = full.get(number);
    if (before) this.scene.remove(before.group);
    before?.dispose();
    full.delete(number);
    if ("drawing" in page) {
      const meshes = new PageMeshes(page, this.materials);
      full.set(number, meshes);
      this.scene.add(meshes.group);
      meshes.adapt(this.states);
      meshes.draft(this.rough);
    } else {
      coarse.set(number, page);
    }
    const texture = this.materials.shared.palette.value!;
    palette.colours.forEach((colour, i) => (texture.image.data as Uint8Array).set(colour, i * 4));
    texture.needsUpdate = true;
    this.cuts.forget();
    if (wasCoarse || coarse.has(number)) this.restand = () => this.standIns.show([...coarse.values()], (colour) => palette.colours[colour][3]);
    this.paleGhosts();
    this.invalidate();
  }

  /** After `states` was filled anew: one texture goes to the card, no mesh is touched. */
  statesChanged(): void {
    this.materials.shared.states.value!.needsUpdate = true;
    for (const page of this.loaded.pages) page.adapt(this.states);
    this.cuts.forget();
    this.paleGhosts();
    this.invalidate();
  }

  /** Planes of the section and how many there are, for shaders of other pieces: what is beyond one of them is cut away. */
  get cutUniforms(): CutUniforms {
    const { cuts, cutCount } = this.materials.shared;
    return { cuts, cutCount };
  }

  /** Draws something of another piece with the station; whoever lays it disposes of it. */
  lay(object: three.Object3D): void {
    this.scene.add(object);
    this.invalidate();
  }

  /** Cuts away what is beyond the planes (Y up); `hasty` while a hand still moves them. */
  cut(planes: readonly HalfSpace[], hasty = false): void {
    this.cuts.set(planes, hasty);
    this.invalidate();
  }

  outlineFeatures(features: readonly number[]): void {
    this.outline.show(this.loaded.trianglesOf(features));
    this.invalidate();
  }

  setTheme(theme: Theme): void {
    this.materials.setTheme(theme);
    this.renderer.setClearColor(theme.background, 1);
    this.invalidate();
  }

  /** What a tap at these CSS pixels of the canvas catches. */
  pickAt(x: number, y: number): Hit | null {
    return this.pickThrough({ x, y }, (feature) => this.states.modes[feature] === SHOW);
  }

  /** The point at which the ray through these CSS pixels met it, Y up. */
  pointOf(hit: Hit, x: number, y: number): [number, number, number] {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    return this.eye.rayThrough(new three.Vector2((x / width) * 2 - 1, 1 - (y / height) * 2)).at(hit.distance, new three.Vector3()).toArray();
  }

  /** Where the point falls on the canvas, CSS pixels; null behind the eye or outside the picture. */
  project(point: three.Vector3): { x: number; y: number } | null {
    const at = point.clone().project(this.eye.camera);
    if (at.z > 1 || Math.abs(at.x) > 1 || Math.abs(at.y) > 1) return null;
    return { x: ((at.x + 1) / 2) * this.canvas.clientWidth, y: ((1 - at.y) / 2) * this.canvas.clientHeight };
  }

  /** The same wherever it falls, for points before the eye. */
  spotOf(point: three.Vector3): { x: number; y: number } {
    const at = point.clone().project(this.eye.camera);
    return { x: ((at.x + 1) / 2) * this.canvas.clientWidth, y: ((1 - at.y) / 2) * this.canvas.clientHeight };
  }

  /** CSS pixels of the canvas. */
  get picture(): { width: number; height: number } {
    return { width: this.canvas.clientWidth, height: this.canvas.clientHeight };
  }

  /** A spot where a tap catches one of the features under the given modes, null when all of it is covered or out of sight. */
  tapSpot(features: readonly number[], modes: Uint8Array): { x: number; y: number } | null {
    const wanted = new Set(features);
    this.eye.camera.updateMatrixWorld();
    for (const feature of features.slice(0, 12)) {
      const { span, item } = this.loaded.spanOf(feature) ?? {};
      if (!span) continue;
      for (const point of tapPoints(span, item!, 24)) {
        const at = this.project(new three.Vector3(...point));
        if (!at) continue;
        // The spot is a whole pixel, as a finger or a test gives it.
        const spot = { x: Math.round(at.x), y: Math.round(at.y) };
        const hit = this.pickThrough(spot, (other) => modes[other] === SHOW);
        if (hit && wanted.has(hit.feature)) return spot;
      }
    }
    return null;
  }

  /** What hides the features from this eye among what `modes` shows; with `margin` (CSS pixels), what stands around before them. */
  sightOf(features: readonly number[], modes: Uint8Array, margin: number): Sight {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    return sightOf(this.eye.camera, { width, height }, this.loaded.spans(), new Set(features), this.loaded.placesOf(features), margin, (feature) => modes[feature] === SHOW);
  }

  /** The side from which the features, whose box this is, are seen best under `modes`. */
  sideOf(features: readonly number[], box: three.Box3, modes: Uint8Array): Side {
    const { eye } = this;
    return clearestSide(eye.slant, (side) => eye.placeBefore(box, side), box, this.loaded.spans(), new Set(features), this.loaded.placesOf(features), (feature) => modes[feature] === SHOW);
  }

  /** How much of the features is seen from here, under what is shown now; null outside the picture. */
  seen(features: readonly number[]): Seen | null {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    return seenOf(this.eye.camera, { width, height }, this.loaded.spans(), new Set(features), this.boxOf(features), (feature) => this.states.modes[feature] === SHOW);
  }

  /** Box of the features, Y up; null when none of them is loaded. */
  boxOf(features: readonly number[]): three.Box3 | null {
    return this.loaded.boxOf(features);
  }

  /** Those of which `stands` holds that stand on one of the floors. */
  standingOn(floors: readonly number[], stands: (feature: number) => boolean): number[] {
    return this.loaded.standingOn(floors, stands);
  }

  /** Box of what is shown, Y up; ghosts only count for `home`. */
  shownBox({ ghosts }: { ghosts: boolean }): three.Box3 | null {
    const box = this.loaded.boxWhere((feature) => this.states.modes[feature] === SHOW || (ghosts && this.states.modes[feature] === GHOST));
    return box && this.cuts.keptBox(box);
  }

  /** The middle of the box's top, or of what a section leaves of it; null where it leaves none. */
  keptPlace(box: three.Box3): three.Vector3 | null {
    return this.cuts.keptPlace(box);
  }

  /** Is any of the box in the picture, were there nothing before it? */
  sees(box: three.Box3): boolean {
    const { camera } = this.eye;
    camera.updateMatrixWorld();
    return new three.Frustum().setFromProjectionMatrix(new three.Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse)).intersectsBox(box);
  }

  get triangles(): number {
    return this.loaded.pages.reduce((sum, page) => sum + page.triangles, 0);
  }

  invalidate(): void {
    if (!this.requested && !this.signal.aborted) this.requested = requestAnimationFrame((now) => this.frame(now));
  }

  /** The picture as it is now: drawn anew, since a canvas forgets what it showed. */
  snapshot(): HTMLCanvasElement {
    this.draw();
    const copy = document.createElement("canvas");
    [copy.width, copy.height] = [this.canvas.width, this.canvas.height];
    copy.getContext("2d")!.drawImage(this.canvas, 0, 0);
    return copy;
  }

  /** Resolves after the next frame. */
  nextFrame(): Promise<void> {
    this.invalidate();
    return new Promise((resolve) => this.afterFrame.push(resolve));
  }

  private afterFrame: (() => void)[] = [];

  private frame(now: number): void {
    this.requested = 0;
    const seconds = this.before ? Math.min((now - this.before) / 1000, 0.4) : 1 / 60;
    const moving = this.eye.update(seconds);
    if (this.before && moving) this.pace += (now - this.before - this.pace) * 0.5;
    this.eye.hurried = this.pace > TOO_SLOW_TO_FLY_MS;
    this.before = moving ? now : 0;
    this.sharpen(moving);
    this.draw();
    this.events.drawn();
    for (const resolve of this.afterFrame.splice(0)) resolve();
    if (moving) this.invalidate();
    else if (!this.cuts.hasty) this.events.rested();
  }

  private draw(): void {
    this.restand?.();
    this.restand = null;
    this.materials.shared.up.value.set(0, 1, 0).transformDirection(this.eye.camera.matrixWorldInverse);
    this.materials.shared.grain.value = 2 * Math.tan(three.MathUtils.degToRad(this.eye.camera.fov / 2)) / this.canvas.clientHeight;
    const { camera, controls, mode } = this.eye;
    const flat = mode === "plan", distance = camera.position.distanceTo(controls.getTarget(new three.Vector3(), false));
    this.materials.shared.reach.value = flat ? distance * 2 : 10 + controls.distance * 0.4;
    this.materials.shared.pull.value = flat ? 1 - CREASE_LIFT / distance : 0.9995;
    this.materials.shared.sliced.value = flat && this.eye.cut !== null ? 1 : 0;
    this.cuts.refresh(this.states.modes, this.eye.camera);
    const pixel = (2 * Math.tan((camera.fov * Math.PI) / 360)) / (this.canvas.clientHeight || 1) / this.renderer.getPixelRatio();
    for (const page of this.loaded.pages) page.refine(camera.position, pixel * this.pixels);
    this.renderer.info.reset();
    this.renderer.clear();
    this.renderer.render(this.scene, this.eye.camera);
    this.outline.draw(this.renderer, this.eye.camera);
    this.counters.frames++;
    this.counters.drawCalls = this.renderer.info.render.calls;
    this.counters.triangles = this.renderer.info.render.triangles;
  }

  /** A slow device draws fewer pixels and no creases while the eye moves, and everything when it rests. */
  private sharpen(moving: boolean): void {
    const rough = moving && (this.rough || this.pace > SLOW_FRAME_MS);
    this.pixels = rough ? nextRoughness(this.pixels, this.pace) : STILL_PIXELS;
    if (rough === this.rough) return;
    this.rough = rough;
    const full = Math.min(devicePixelRatio, 2);
    this.renderer.setPixelRatio(rough ? full / 2 : full);
    for (const page of this.loaded.pages) page.draft(rough);
  }

  /** The more ghosts there are, the paler their lines, so that the few things shown stand out. */
  private paleGhosts(): void {
    const ghosts = this.loaded.pages.reduce((sum, page) => sum + page.counts.ghosts, 0);
    const shown = this.loaded.pages.reduce((sum, page) => sum + page.counts.shown, 0);
    this.materials.shared.ghostInk.value = 0.24 - 0.15 * (ghosts / Math.max(ghosts + shown, 1));
  }

  private pickThrough(spot: { x: number; y: number }, catches: (feature: number) => boolean): Hit | null {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    return this.cast(new three.Vector2((spot.x / width) * 2 - 1, 1 - (spot.y / height) * 2), catches);
  }

  private cast(at: three.Vector2, catches: (feature: number) => boolean): Hit | null {
    const { origin, direction } = this.eye.rayThrough(at);
    return this.meet({ origin: origin.toArray(), direction: direction.toArray() }, catches);
  }

  /** What a ray meets first: the face of a cut, else the nearest of what is kept. */
  meet(ray: Ray, catches: (feature: number) => boolean): Hit | null {
    return this.cuts.meet(ray, catches) ?? pick(this.loaded.spans(), ray, catches);
  }

  private listen(): void {
    const { signal } = this;
    const wake = () => this.invalidate();
    for (const event of ["control", "controlstart", "transitionstart"] as const) this.eye.controls.addEventListener(event, wake);
    this.canvas.addEventListener("webglcontextlost", (event) => { event.preventDefault(); this.events.lost(); }, { signal });
    this.canvas.addEventListener("webglcontextrestored", () => { this.events.restored(); this.invalidate(); }, { signal });
    const observer = new ResizeObserver(() => this.resize());
    observer.observe(this.canvas.parentElement!);
    signal.addEventListener("abort", () => observer.disconnect(), { once: true });
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas.parentElement!;
    if (!width || !height) return;
    this.renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
    this.renderer.setSize(width, height, false);
    this.eye.resize(width, height);
    this.invalidate();
  }

  private dispose(): void {
    cancelAnimationFrame(this.requested);
    this.loaded.dispose();
    this.standIns.dispose();
    this.outline.dispose();
    this.cuts.dispose();
    this.ground.geometry.dispose();
    this.materials.dispose();
    this.eye.dispose();
    this.renderer.dispose();
  }
}
