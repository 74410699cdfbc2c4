// What an opening clears from where the eye is now, and from which side to look at something in the first place.
import * as three from "three";

import type { ViewerConfig } from "./config";
import { lookThrough, SHOW, type Looking, type States } from "./lenses";
import type { StationIndex } from "./loading";
import type { Wiping } from "./panels/wipekeys";
import { cleared, MARGINS, opening, stepped, type Opening } from "./reaching";
import type { Side } from "./stage/side";
import type { Stage } from "./stage/stage";

/** Share of the way there: what is smaller in the picture is flown to. */
const LEAST = 0.03;

export class Openings {
  private readonly scratch: States;
  /** Where the eye was when the opening was worked out last. */
  private seenFrom = "";

  constructor(private readonly config: ViewerConfig, private readonly index: StationIndex, private readonly stage: Stage) {
    this.scratch = { modes: new Uint8Array(index.table.count), texels: new Uint8Array(stage.states.texels.length) };
  }

  /** The way of looking with what its opening clears from this eye, under everything else that is set. */
  workOut(looking: Looking): Looking {
    const { opening: open } = looking;
    if (!open) return looking;
    this.seenFrom = this.standpoint();
    const modes = this.modesOf({ ...looking, opening: { ...open, cleared: [] } });
    const sight = (margin: number) => this.stage.sightOf(open.features, modes, margin);
    const { hiders, around } = sight(MARGINS[open.steps - 1] ?? 0);
    // A wider look has its rays farther apart: what a narrower one met stays wiped.
    const before = MARGINS.slice(0, Math.max(open.steps - 1, 0)).flatMap((margin) => [...sight(margin).around]);
    return { ...looking, opening: this.withWhatGoesAlong(cleared(open, hiders, new Set([...around, ...before])), modes) };
  }

  /** What covers a wiped thing or is a part of it goes with it, and what stood on a wiped floor: nothing floats, no lagging without its pipe. */
  private withWhatGoesAlong(open: Opening, modes: Uint8Array): Opening {
    const { table } = this.index;
    const along = new Set(open.cleared.flatMap((feature) => table.followers.get(feature) ?? []));
    const floors = open.cleared.filter((feature) => table.layers[table.layer[feature]] === "slab_roof");
    const loose = table.layers.indexOf("furniture");
    const stands = (feature: number) => table.layer[feature] === loose && modes[feature] === SHOW;
    if (floors.length && loose >= 0) for (const feature of this.stage.standingOn(floors, stands)) along.add(feature);
    for (const feature of [...open.features, ...open.cleared]) along.delete(feature);
    return along.size ? { ...open, cleared: [...open.cleared, ...along] } : open;
  }

  /** The same after the eye moved or more of the station came; null when nothing opens or closes. */
  lookAgain(looking: Looking): Looking | null {
    const { opening: open } = looking;
    if (!open || this.standpoint() === this.seenFrom) return null;
    const again = this.workOut(looking);
    return again.opening!.fewest === open.fewest && again.opening!.cleared.join() === open.cleared.join() ? null : again;
  }

  /**
   * The next step more (+1) or less (−1) that changes what is seen from this eye, before what was reached or is selected;
   * null when there is none: what a lens has wiped already, or what stands nowhere, is no step.
   */
  step(looking: Looking, by: 1 | -1): Looking | null {
    const open = looking.opening, features = open?.features ?? looking.selected;
    if (!features.length || (!open && by < 0)) return null;
    const seenFrom = this.seenFrom, plain = this.modesOf({ ...looking, opening: null }).slice(), before = new Set(open?.cleared);
    const differs = (one: ReadonlySet<number>, other: ReadonlySet<number>) => [...one].some((feature) => !other.has(feature) && plain[feature] === SHOW);
    for (let from = open; ;) {
      const wanted = from ? stepped(from, by) : opening(features);
      if (from && wanted.steps === from.steps) break;
      const next = this.workOut({ ...looking, opening: wanted }), after = new Set(next.opening!.cleared);
      if (by > 0 ? differs(after, before) : differs(before, after)) return next;
      from = next.opening;
    }
    this.seenFrom = seenFrom;
    return null;
  }

  /** What the keys of wiping can do from this eye. */
  foresee(looking: Looking): Wiping {
    const seenFrom = this.seenFrom;
    const wiping = { more: this.step(looking, 1) !== null, less: this.step(looking, -1) !== null };
    this.seenFrom = seenFrom;
    return wiping;
  }

  /** The side from which the features, whose box this is, are best seen. */
  sideOf(looking: Looking, features: readonly number[], box: three.Box3): Side {
    return this.stage.sideOf(features, box, this.modesOf({ ...looking, opening: null }));
  }

  /** Big enough to be seen and not outside the picture. */
  inSight(box: three.Box3): boolean {
    const { camera } = this.stage.eye;
    camera.updateMatrixWorld();
    const centre = box.getCenter(new three.Vector3());
    return this.stage.project(centre) !== null && box.getSize(new three.Vector3()).length() / camera.position.distanceTo(centre) > LEAST;
  }

  private modesOf(looking: Looking): Uint8Array {
    lookThrough(this.index.table, looking, this.config.lenses, this.config.families, this.scratch);
    return this.scratch.modes;
  }

  private standpoint(): string {
    const { matrixWorld, projectionMatrix } = this.stage.eye.camera;
    const cuts = this.stage.loaded.kept.flatMap(({ normal, offset }) => [...normal, offset]);
    return [...matrixWorld.elements, ...projectionMatrix.elements, this.stage.triangles, ...cuts].join();
  }
}
