// Marks that would lie on each other are one, with their number. Pure, CSS pixels.
import type { Proposal } from "./proposal";

export interface Spotted { proposal: Proposal; x: number; y: number }
export interface Group { proposals: Proposal[]; x: number; y: number }

/** A thumb's width. */
export const REACH = 44;

/** Those of one state, joined to the first within a thumb's width; the one that is looked at stands alone, and is the last: on top. */
export function groupsOf(spotted: readonly Spotted[], chosen: number | null): Group[] {
  const groups: Group[] = [];
  for (const { proposal, x, y } of spotted) {
    if (proposal.id === chosen) continue;
    const near = groups.find((group) => group.proposals[0].state === proposal.state && Math.abs(group.x - x) < REACH && Math.abs(group.y - y) < REACH);
    if (near) near.proposals.push(proposal);
    else groups.push({ proposals: [proposal], x, y });
  }
  const alone = spotted.find(({ proposal }) => proposal.id === chosen);
  return alone ? [...groups, { proposals: [alone.proposal], x: alone.x, y: alone.y }] : groups;
}
