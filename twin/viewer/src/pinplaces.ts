// Where a pin stands in the model, and whether it is there under what is shown now.
import * as three from "three";

import type { PinRow } from "./config";
import { featuresOf, placeOf } from "./features";
import { HIDE } from "./lenses";
import { isKept } from "./section/slicing";
import { shownStoreys, storeyAt } from "./storeys";
import type { Twin } from "./twin";

/** A pin stands on top of its thing: cut flush with that, it is still there. Metres. */
const PIN_SLACK = 0.01;

/** Y up: at its point, over what bears its code, else in its room; null when nothing is drawn of it. */
export function pinPlace({ index: { table }, stage, frame }: Twin, pin: PinRow): three.Vector3 | null {
  if (pin.at && pin.exact) return new three.Vector3(...frame.fromStation(pin.at));
  const box = pin.code ? stage.boxOf(featuresOf(table, pin.code)) : null;
  if (box) return new three.Vector3((box.min.x + box.max.x) / 2, box.max.y, (box.min.z + box.max.z) / 2);
  if (pin.at) return new three.Vector3(...frame.fromStation(pin.at));
  const place = pin.place ? placeOf(table, pin.place) : null;
  return (place && stage.boxOf(place.features))?.getCenter(new three.Vector3()) ?? null;
}

/** Not when its storey is put away, nor where a section cuts it away. */
export function pinShown({ index: { table, storeys }, stage, frame, view }: Twin, pin: PinRow, place: three.Vector3): boolean {
  if (!isKept(stage.loaded.kept, place.toArray(), PIN_SLACK)) return false;
  if (!view.storeys) return true;
  const features = pin.code ? featuresOf(table, pin.code) : [];
  if (features.length) return features.some((feature) => stage.states.modes[feature] !== HIDE);
  const storey = storeyAt(frame.heightOf(place), storeys);
  return storey !== null && shownStoreys(view.storeys, storeys).has(storey.id);
}
