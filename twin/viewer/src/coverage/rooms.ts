// Which rooms nobody surveyed for what is looked at: pure, over what the server says of each room and discipline.
import type { Lens } from "../config";
import type { Word } from "../words";

export type SurveyState = "surveyed" | "partly" | "supposed" | "not";
/** `families` of networks are what the discipline draws; `looked_at`: it has a file, or was surveyed somewhere. */
export interface SurveyDiscipline { key: string; name: string; families: string[]; looked_at: boolean }
/** `floor` and `rings` are metres of the station's own frame, outer ring first; `states` go with the disciplines. */
export interface SurveyRoom { code: string; name: string; storey: string | null; floor: number | null; rings: [number, number][][]; states: SurveyState[] }
export interface CoverageAnswer { disciplines: SurveyDiscipline[]; rooms: SurveyRoom[] }

/** What is looked at, as far as it matters here; `familyOf` gives the family of a system's id. */
export interface LookedAt { lens: Lens; networks: readonly string[]; familyOf(system: string): string | undefined }

/** How little is known of a room: nothing of what is looked at, or not all of it. */
export type Gap = "none" | "some";

/** Places of the disciplines that are looked at; null while no network is. Those that were surveyed nowhere only
 *  count when they were chosen: every room would be hatched for them. */
export function disciplinesLookedAt({ disciplines }: CoverageAnswer, { lens, networks, familyOf }: LookedAt): number[] | null {
  if (!networks.length && lens !== "networks_only") return null;
  const families = networks.map((key) => key.startsWith("family:") ? key.slice(7) : familyOf(key.slice(7)));
  const chosen = places(disciplines, ({ families: drawn }) => drawn.some((family) => families.includes(family)));
  return chosen.length ? chosen : everythingLookedAt({ disciplines });
}

export function everythingLookedAt({ disciplines }: Pick<CoverageAnswer, "disciplines">): number[] {
  const known = places(disciplines, ({ looked_at }) => looked_at);
  return known.length ? known : places(disciplines, () => true);
}

function places(disciplines: readonly SurveyDiscipline[], wanted: (discipline: SurveyDiscipline) => boolean): number[] {
  return disciplines.flatMap((discipline, place) => wanted(discipline) ? [place] : []);
}

/** Null for a room of which everything that is looked at was surveyed. */
export function gapOf(room: SurveyRoom, wanted: readonly number[]): Gap | null {
  const states = wanted.map((place) => room.states[place]);
  if (states.every((state) => state === "surveyed")) return null;
  return states.every((state) => state === "not") ? "none" : "some";
}

/** The rooms of the storeys shown that are hatched, by how. */
export function gapsIn({ rooms }: CoverageAnswer, wanted: readonly number[], shown: (storey: string | null) => boolean): Record<Gap, SurveyRoom[]> {
  const found: Record<Gap, SurveyRoom[]> = { none: [], some: [] };
  for (const room of rooms) {
    const gap = shown(room.storey) ? gapOf(room, wanted) : null;
    if (gap) found[gap].push(room);
  }
  return found;
}

/** How many rooms are surveyed for the discipline at that place. */
export function surveyedRooms({ rooms }: CoverageAnswer, place: number): number {
  return rooms.filter(({ states }) => states[place] === "surveyed").length;
}

/** The networks that nobody surveyed in the room at all, by name. */
export function missingIn({ disciplines }: CoverageAnswer, { states }: SurveyRoom): string[] {
  return disciplines.filter((_, place) => states[place] === "not").map(({ name }) => name);
}

export const GAP_WORDS: Record<Gap, Word> = { none: "notSurveyed", some: "partlySurveyed" };
