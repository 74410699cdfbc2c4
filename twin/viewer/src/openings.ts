// What an opening clears from where the eye is now, and from which side to look at something in the first place.
import type * as three from "three";

import type { ViewerConfig } from "./config";
import { lookThrough, type Looking, type States } from "./lenses";
import type { StationIndex } from "./loading";
import { cleared, MARGINS } from "./reaching";
import type { Side } from "./stage/side";
import type { Stage } from "./stage/stage";

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
    const { hiders, around } = this.stage.sightOf(open.features, modes, MARGINS[open.steps - 1] ?? 0);
    return { ...looking, opening: cleared(open, hiders, around) };
  }

  /** The same after the eye moved or more of the station came; null when nothing opens or closes. */
  lookAgain(looking: Looking): Looking | null {
    const { opening: open } = looking;
    if (!open || this.standpoint() === this.seenFrom) return null;
    const again = this.workOut(looking);
    return again.opening!.fewest === open.fewest && again.opening!.cleared.join() === open.cleared.join() ? null : again;
  }

  /** The side from which the features, whose box this is, are best seen. */
  sideOf(looking: Looking, features: readonly number[], box: three.Box3): Side {
    return this.stage.sideOf(features, box, this.modesOf({ ...looking, opening: null }));
  }

  private modesOf(looking: Looking): Uint8Array {
    lookThrough(this.index.table, looking, this.config.lenses, this.config.families, this.scratch);
    return this.scratch.modes;
  }

  private standpoint(): string {
    const { matrixWorld, projectionMatrix } = this.stage.eye.camera;
    return [...matrixWorld.elements, ...projectionMatrix.elements, this.stage.triangles].join();
  }
}
