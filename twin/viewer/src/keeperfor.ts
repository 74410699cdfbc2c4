// A keeper of pages for this device, this address and what is to be seen first.
import { pagesBudget } from "./budget";
import { featuresOf } from "./features";
import { focusStorey, middleOf, type StationIndex } from "./loading";
import { PageKeeper, type KeeperEvents } from "./pagekeeper";
import type { Stage } from "./stage/stage";
import { loadingOrder } from "./storeys";
import type { Viewpoint } from "./viewpoint";

export function keeperFor(index: StationIndex, stage: Stage, first: Partial<Viewpoint>, events: KeeperEvents): PageKeeper {
  const selection = first.selection ?? null;
  const wanted = selection ? featuresOf(index.table, selection) : [];
  const near = first.target?.map((value, axis) => value - index.origin[axis]) as typeof first.target ?? middleOf(index.home);
  const order = loadingOrder(index.chunks, index.storeys, {
    focus: focusStorey(index, selection, first.storeys?.[1] ?? null), near,
    first: ({ featureBase, features }) => wanted.some((feature) => feature >= featureBase && feature < featureBase + features),
  });
  const device = (navigator as { deviceMemory?: number }).deviceMemory;
  return new PageKeeper(index, order, pagesBudget(device, askedMemory(), index.table.count), stage, events);
}

/** Megabytes that `?memory=200` allows the viewer: for a device that has less to give than it says. */
function askedMemory(): number | null {
  const asked = Number(new URLSearchParams(location.search).get("memory"));
  return asked > 0 ? asked : null;
}
