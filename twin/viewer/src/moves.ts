// How one moves about: around what was touched, over the plan of a storey, or on foot; one at a time, each with its keys.
import * as three from "three";

import type { Vec3 } from "./config";
import { byId, listen } from "./dom";
import type { Page } from "./page";
import { MiniMap, type Here } from "./panels/minimap";
import { PlanBar } from "./panels/planbar";
import { RoomNames } from "./panels/roomnames";
import { WalkBar } from "./panels/walkbar";
import type { Spot } from "./plan/labels";
import { cutHeight, planStorey } from "./plan/cut";
import { roomAt, type Ground, type PlanRoom } from "./plan/rooms";
import { CHEST, StoreyPlans } from "./plan/storeyplans";
import { upright, type Mode } from "./stage/camera";
import type { Side } from "./stage/side";
import { hallStorey, storeyAt } from "./storeys";
import type { Twin } from "./twin";
import { Nearby } from "./walking/nearby";
import { lookingFree, overFloor, solidFeatures, stanceBefore } from "./walking/start";
import { Steering } from "./walking/steering";
import { EYE_HEIGHT, Walk } from "./walking/walk";
import { Walker, type Feet } from "./walking/walker";
import { roundVector } from "./viewpoint";
import type { Words } from "./words";

/** The way one looks at a place after a plan of it, unless one came from another. */
const SLANT: Side = { azimuth: -0.45, polar: 0.85 };
/** CSS pixels from which the small map has room beside everything else. */
const ROOMY = 1200;
/** Metres on foot after which one looks around for what is only boxes here: who keeps walking never comes to rest. */
const LOOK_AROUND = 2;
/** A wheel that stood still for so long turns towards something else. */
const WHEEL_REST_MS = 250;

export class Moves {
  private readonly eye;
  private readonly names: RoomNames;
  private readonly planBar: PlanBar;
  private readonly walkBar: WalkBar;
  private readonly map: MiniMap;
  private readonly walk: Walk;
  private readonly walker: Walker;
  private readonly ground: Nearby;
  private readonly solid: (feature: number) => boolean;
  private readonly steering: Steering;
  private readonly plans: StoreyPlans;
  private readonly still: boolean;
  /** Only the place of an order is shown: its room has no sheet of its own, and is marked. */
  private readonly zone: boolean;
  /** How one looked before a plan. */
  private side: Side = SLANT;
  /** What a finger met last, and whether it is still what one is about. */
  private touched: { point: three.Vector3; code: string | null } | null = null;
  private planned: string | null = null;
  /** Where one last looked around on foot. */
  private readonly lookedFrom = new three.Vector3(Infinity, 0, 0);
  /** The map was opened for the walk alone, or closed for the plan alone. */
  private mapForWalk = false;
  private mapAfterPlan = false;

  constructor(private readonly twin: Twin, private readonly page: Page, words: Words, { still, zone }: { still: boolean; zone: boolean }, signal: AbortSignal) {
    [this.still, this.zone] = [still, zone];
    const { stage, index } = twin, canvas = byId<HTMLCanvasElement>("canvas"), scene = byId("scene");
    this.eye = stage.eye;
    this.plans = new StoreyPlans(index);
    this.solid = solidFeatures(index.table.layers, index.table.layer);
    // What a section hides still carries who walks, as its walls still stop him.
    this.ground = new Nearby(() => stage.loaded.uncut(), () => twin.pagesLoaded, this.solid);
    this.walker = new Walker(this.ground);
    this.walk = new Walk(this.eye, this.walker, !still, () => twin.complete);
    this.steering = new Steering(canvas, { turn: (x, y) => this.walk.turn(x, y), wake: () => stage.invalidate() }, signal);
    this.walk.wish = () => this.steering.wish();
    this.names = new RoomNames(scene, words("roomNames"), (room) => this.openRoom(room), signal);
    this.planBar = new PlanBar(scene, index.storeys, words, (id) => twin.only(id), () => this.leave(), signal);
    this.walkBar = new WalkBar(scene, words, () => this.leave(), () => this.toggleGhost(), signal);
    scene.append(this.steering.stick);
    this.map = new MiniMap(scene, index.storeys, (storey) => this.plans.roomsOf(storey), words, (point, storey) => void this.goTo(point, storey), signal);
    this.tools();
    twin.walk = (points) => this.along(points);
    twin.keeping.add("view", { said: () => (this.eye.mode === "orbit" ? null : this.eye.mode), take: (said) => this.take(said) });
    this.eye.changed = (mode) => this.became(mode);
    this.became(this.eye.mode);
    this.watch(canvas, signal);
    if (innerWidth >= ROOMY) this.showMap(true);
  }

  /** After each frame; `pins` are where they point to. */
  follow(pins: readonly Spot[]): void {
    const { eye, twin: { stage } } = this;
    if (eye.mode === "plan") {
      const picture = stage.picture, level = this.planned ? this.plans.floorOf(this.planned) : 0;
      const scale = picture.height / (2 * Math.tan(three.MathUtils.degToRad(eye.camera.fov / 2)) * (eye.camera.position.y - level));
      this.names.follow((point) => stage.spotOf(this.plans.onStage(point, level)), scale, picture, pins);
    }
    const here = this.here();
    if (this.map.shown) this.map.follow(here);
    if (eye.mode !== "walk") return;
    this.walkBar.show(this.placeName(here), this.walker.ghost);
    if (this.lookedFrom.distanceTo(eye.camera.position) < LOOK_AROUND) return;
    this.lookedFrom.copy(eye.camera.position);
    this.twin.lookAround();
  }

  /** After the way of looking or the selection changed. */
  follows(): void {
    const { eye, twin } = this;
    const { view, index } = twin;
    const box = view.selected.length ? twin.stage.boxOf(view.selected) : null;
    const cut = eye.mode === "plan" ? cutHeight(view, index.storeys, box && twin.frame.heightOf(box.max)) : null;
    eye.cut = cut === null ? null : cut - index.origin[2];
    this.planBar.show(view.storeys);
    const alone = view.storeys && view.storeys[0] === view.storeys[1] ? view.storeys[0] : null;
    if (eye.mode === "plan" && alone !== this.planned) this.showStorey(alone);
  }

  /** A finger met this point of the stage, or nothing. */
  touch(point: Vec3 | null, code: string | null): void {
    this.touched = point && { point: new three.Vector3(...point), code };
  }

  /** To the plan of a storey, or back. */
  async togglePlan(): Promise<void> {
    if (this.eye.mode === "plan") return this.leave();
    const { twin, eye } = this, { index, view } = twin;
    const target = new three.Vector3(...eye.pose().target), home = index.home && upright(index.home);
    const { storey, inside } = this.storeyHere();
    if (eye.mode === "orbit") this.side = { azimuth: eye.controls.azimuthAngle, polar: Math.min(eye.controls.polarAngle, 1.2) };
    const near = inside || eye.controls.distance < (home?.getSize(new three.Vector3()).length() ?? 0) * 0.4;
    const middle = view.selected.length ? twin.stage.boxOf(view.selected)?.getCenter(new three.Vector3()) ?? target : target;
    const box = near ? new three.Box3().setFromCenterAndSize(middle, new three.Vector3(24, 1, 18)) : storey && this.plans.extentOf(storey);
    this.page.hideList();
    await eye.plan(box || home);
    if (storey) twin.only(storey);
  }

  /** On foot, where one touched last, before what is selected, or in the middle of the picture; or back. */
  toggleWalk(): void {
    if (this.eye.mode === "walk") return this.leave();
    this.page.hideList();
    const { eye, twin } = this, { view } = twin;
    const yaw = eye.mode === "plan" ? this.side.azimuth : eye.controls.azimuthAngle;
    const box = view.selected.length && this.touched?.code !== twin.selection() ? twin.stage.boxOf(view.selected) : null;
    const before = box && stanceBefore(box, new Set(view.selected), yaw, this.walker, this.ground, twin.stage.loaded.spans(), this.solid);
    if (before) this.walk.start(before.point, before.yaw, before.pitch);
    else {
      const { storey } = this.storeyHere(), middle = storey && this.plans.extentOf(storey)?.getCenter(new three.Vector3());
      this.walk.start(overFloor(this.startingPoint(), middle || undefined, this.ground), yaw);
      this.walk.face(lookingFree(this.walker.feet, yaw, twin.stage.loaded.spans(), this.solid));
    }
    // Stairs lead to other storeys: one that a plan has hidden would stop who walks there by walls he does not see.
    if (view.storeys) twin.wholeStation();
    byId("canvas").focus();
    twin.stage.invalidate();
  }

  /** Back to 3D, looking at the same. */
  leave(): void {
    const { eye, twin: { stage } } = this;
    if (eye.mode === "orbit") return;
    const { width, height } = stage.picture, middle = eye.mode === "plan" ? null : stage.pickAt(width / 2, height / 2);
    const ahead = middle && stage.pointOf(middle, width / 2, height / 2);
    void eye.orbit(ahead ? new three.Vector3(...ahead) : this.lookedAt(), this.side);
    this.follows();
  }

  /** North ahead, or north up. */
  north(): void {
    if (this.eye.mode === "walk") this.walk.face(0);
    else void this.eye.north();
  }

  /** For tests and guided walks: along these points of the station, on foot. Starts at the first when nobody walks. */
  private along(points: readonly Vec3[]): { arrived: boolean; path: Vec3[] } {
    const { frame, stage } = this.twin;
    const way = points.map((point): Feet => { const [x, y, z] = frame.fromStation(point); return { x, y, z }; });
    if (this.eye.mode !== "walk") this.walk.start(way[0], this.eye.controls.azimuthAngle);
    const { arrived, path } = this.walk.along(way);
    stage.invalidate();
    return { arrived, path: path.map(({ x, y, z }) => roundVector(frame.toStation([x, y, z]))) };
  }

  /** As a viewpoint says; its pose follows, if it has one. */
  private take(said: string | null): void {
    if (said === "plan") void this.eye.plan(null);
    else if (said === "walk") this.eye.become(said);
    else this.leave();
  }

  /** What a key does in this mode instead of turning around; true when it did. */
  key(key: string): boolean {
    const { eye: { controls, mode } } = this;
    if (mode === "walk") return true;
    const step = mode === "plan" ? PLAN_STEPS[key] : undefined;
    if (!step) return false;
    const seen = controls.distance * Math.tan(three.MathUtils.degToRad(this.eye.camera.fov / 2)) * 0.3;
    void controls.truck(step[0] * seen, step[1] * seen, !this.still);
    return true;
  }

  private tools(): void {
    const { toolbar } = this.page;
    toolbar.tool({ word: "plan", icon: "plan", group: "move", act: () => void this.togglePlan(), toggles: true });
    toolbar.tool({ word: "walk", icon: "walk", group: "move", act: () => this.toggleWalk(), toggles: true });
    if (!this.map.empty) toolbar.tool({ word: "minimap", icon: "map", group: "move", act: () => this.showMap(!this.map.shown), toggles: true });
  }

  private became(mode: Mode): void {
    this.page.root.dataset.mode = mode;
    this.eye.driver = mode === "walk" ? (seconds) => this.walk.drive(seconds) : null;
    this.steering.listenNow(mode === "walk");
    this.walk.adopt();
    this.walker.ghost = false;
    this.page.toolbar.pressed("plan", mode === "plan");
    this.page.toolbar.pressed("walk", mode === "walk");
    if (mode === "walk" && !this.map.shown && !this.map.empty) {
      this.showMap(true);
      this.mapForWalk = true;
    }
    if (mode !== "walk" && this.mapForWalk) this.showMap(false);
    if (mode !== "plan" && this.mapAfterPlan) this.showMap(true);
    if (mode === "plan" && this.map.shown) {
      this.showMap(false);
      this.mapAfterPlan = true;
    }
    if (mode !== "plan") this.showStorey(null);
    this.follows();
    this.twin.stage.invalidate();
  }

  private showStorey(storey: string | null): void {
    this.planned = storey;
    const rooms = storey ? this.plans.roomsOf(storey) : [];
    this.names.show(rooms);
    if (this.zone) this.names.mark(rooms[0]?.code ?? null);
    const box = storey && this.plans.extentOf(storey);
    if (box && this.eye.mode === "plan" && !this.seesSome(box)) void this.eye.plan(box);
  }

  private showMap(shown: boolean): void {
    this.mapForWalk = this.mapAfterPlan = false;
    this.map.show(shown && !this.map.empty);
    if (this.map.shown) this.map.follow(this.here());
    this.page.toolbar.pressed("minimap", this.map.shown);
  }

  private toggleGhost(): void {
    this.walker.ghost = !this.walker.ghost;
    this.page.say(this.walker.ghost ? "ghostOn" : "ghostOff");
    this.twin.stage.invalidate();
    byId("canvas").focus();
  }

  private openRoom(room: PlanRoom): void {
    this.names.mark(room.code);
    if (this.zone) return void this.eye.plan(this.plans.extentOf(this.planned!));
    void this.twin.select(null, { fly: false });
    this.page.openSheet(room.code);
  }

  /** To a point of the map: on foot there, over it, or looking at it from the same side. */
  private async goTo(point: Ground, storey: string): Promise<void> {
    const { eye, twin } = this, floor = this.plans.floorOf(storey), to = this.plans.onStage(point, floor + CHEST);
    if (eye.mode === "walk") this.walk.go(to);
    else {
      const { eye: from, target } = eye.pose(), shift = to.clone().sub(new three.Vector3(...target));
      if (eye.mode === "plan") {
        shift.y = 0;
        twin.only(storey);
      } else if (twin.view.storeys) twin.only(storey);
      await eye.setPose({ eye: new three.Vector3(...from).add(shift).toArray(), target: new three.Vector3(...target).add(shift).toArray() }, true);
    }
    twin.stage.invalidate();
  }

  private startingPoint(): Feet {
    const { eye, touched } = this;
    if (!touched || !this.twin.stage.project(touched.point)) {
      const { storey, inside } = this.storeyHere(), middle = this.lookedAt();
      // From outside one comes in at the storey's floor, not on a roof in the middle of the picture.
      return inside || !storey ? middle : middle.setY(this.plans.floorOf(storey) + CHEST);
    }
    // Touched was a wall perhaps: one stands on this side of it.
    const back = eye.camera.position.clone().sub(touched.point).setY(0);
    return touched.point.clone().addScaledVector(back.normalize(), eye.mode === "plan" ? 0 : 0.4).add(new three.Vector3(0, 0.3, 0));
  }

  /** The middle of the picture; in a plan, above the floor there. */
  private lookedAt(): three.Vector3 {
    const target = new three.Vector3(...this.eye.pose().target);
    return this.eye.mode === "plan" && this.planned ? target.setY(this.plans.floorOf(this.planned) + CHEST) : target;
  }

  /** The storey a plan would be of, or somebody on foot would be put on. */
  private storeyHere(): { storey: string | null; inside: boolean } {
    const { eye, twin: { index, view } } = this, home = index.home && upright(index.home);
    const selected = view.selected.length ? index.table.storeys[index.table.storey[view.selected[0]]]?.id ?? null : null;
    const inside = eye.mode === "walk" || home === null || home.containsPoint(eye.camera.position);
    const height = (eye.mode === "walk" ? this.walker.feet.y : eye.pose().target[1]) + index.origin[2];
    const hall = hallStorey(index.storeys, index.chunks);
    return { storey: planStorey(index.storeys, view.storeys, selected, { height, inside }, hall), inside };
  }

  private here(): Here {
    const { eye, twin } = this, { index, view } = twin;
    const at = eye.mode === "walk" ? eye.camera.position : eye.controls.getTarget(new three.Vector3(), false);
    const alone = view.storeys && view.storeys[0] === view.storeys[1] ? view.storeys[0] : null;
    const height = twin.frame.heightOf(at) - (eye.mode === "walk" ? EYE_HEIGHT : 0);
    const storey = eye.mode !== "walk" && alone ? alone : storeyAt(height, index.storeys)?.id ?? null;
    return { at: [at.x + index.origin[0], -at.z + index.origin[1]], towards: -three.MathUtils.radToDeg(eye.controls.azimuthAngle), storey };
  }

  private placeName({ at, storey }: Here): string {
    const room = storey ? roomAt(this.plans.roomsOf(storey), at) : null;
    return room?.label ?? this.twin.index.storeys.find(({ id }) => id === storey)?.name ?? "";
  }

  private seesSome(box: three.Box3): boolean {
    const { width, height } = this.twin.stage.picture;
    const corners = [box.min, box.max].map((corner) => this.twin.stage.spotOf(corner));
    const [left, right] = corners.map(({ x }) => x).sort((a, b) => a - b), [top, bottom] = corners.map(({ y }) => y).sort((a, b) => a - b);
    return left < width && right > 0 && top < height && bottom > 0;
  }

  /** What a finger rests on is what one turns around and comes nearer to. */
  private watch(canvas: HTMLCanvasElement, signal: AbortSignal): void {
    const met = ({ clientX, clientY }: MouseEvent) => {
      const frame = canvas.getBoundingClientRect(), x = clientX - frame.left, y = clientY - frame.top;
      const hit = this.eye.mode === "orbit" ? this.twin.stage.pickAt(x, y) : null;
      return hit && new three.Vector3(...this.twin.stage.pointOf(hit, x, y));
    };
    let wheeled = 0;
    canvas.addEventListener("pointerdown", (event) => {
      const point = event.isPrimary ? met(event) : null;
      if (point) this.eye.hold(point);
    }, { signal, capture: true });
    canvas.addEventListener("wheel", (event) => {
      const point = event.timeStamp - wheeled > WHEEL_REST_MS ? met(event) : null;
      wheeled = event.timeStamp;
      if (point) this.eye.reachFor(point);
    }, { signal, capture: true, passive: true });
    listen(document.body, { keydown: (event) => this.shortcut(event) }, signal);
  }

  /** Escape leaves, after the sheet is closed; G passes through walls. */
  private shortcut(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).closest("input, textarea, select, dialog")) return;
    if (event.key === "Escape" && !this.page.sheet.isOpen) this.leave();
    if (event.key === "g" && this.eye.mode === "walk") this.toggleGhost();
  }
}

/** Shares of the picture: right, down. */
const PLAN_STEPS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
