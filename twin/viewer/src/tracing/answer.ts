// What the server answers to "what feeds it, what stops, what to close", and which features that lights: pure.
import type { Vec3 } from "../config";
import type { FeatureTable } from "../features";
import type { Supposed } from "../supposed/span";

export type Ask = "fed" | "feeds" | "stops" | "close";
export const ASKS: readonly Ask[] = ["fed", "feeds", "stops", "close"];

/** Something to operate: `room` is its code, `where` its room and height in words. */
export interface Device { number: number; code: string; words: string; room: string; where: string }
/** A device that is not operated: shut already, or "barred", for somebody said that it cannot be. */
export interface Left { why: "shut" | "barred"; code: string; words: string; room: string; where: string }
/** What a card that two people stand for closes, in its order; `code` is empty of what is only said in words. */
export interface Carded { label: string; code: string; words: string; room: string; where: string }

/** `path` goes from the supply to the thing; `about` is what it feeds, or what loses service; codes everywhere. */
export interface TraceAnswer {
  code: string;
  ask: Ask;
  medium: string;
  /** Where the same stands in words. */
  page: string;
  nothing: string;
  sure: boolean;
  verdict: string[];
  path: string[];
  /** How the flow passes each piece of the path that ports place, metres of the station's frame. */
  course: { code: string; from: Vec3; to: Vec3 }[];
  /** Connections that no model proves; absent from an answer that was kept on the device before they were told. */
  supposed?: Supposed[];
  about: string[];
  devices: Device[];
  left: Left[];
  cards: Carded[];
  rooms: string[];
}

/** Is there anything to draw: an answer of the network, or at least a card that says what to close? */
export const isDrawn = ({ nothing, cards }: Pick<TraceAnswer, "nothing" | "cards">): boolean => !nothing || cards.length > 0;

/** What a card closes besides the devices that bear a number. */
export function cardedBeside({ devices, cards }: Pick<TraceAnswer, "devices" | "cards">): Carded[] {
  const numbered = new Set(devices.map(({ code }) => code));
  return cards.filter(({ code }) => !code || !numbered.has(code));
}

/** How a feature is lit. What is not lit is a ghost. */
export const UNLIT = 0, PATH = 1, ABOUT = 2, DEVICE = 3, ASKED = 4;

/** Per feature; what is to be operated is stronger than what is lost, and that than the way there. */
export function litBy(table: Pick<FeatureTable, "count" | "byCode">, answer: TraceAnswer): Uint8Array {
  const lit = new Uint8Array(table.count);
  const light = (codes: readonly string[], how: number) => {
    for (const code of codes) for (const feature of table.byCode.get(code) ?? []) lit[feature] = Math.max(lit[feature], how);
  };
  light([...answer.path, ...answer.left.map(({ code }) => code)], PATH);
  light(answer.about, ABOUT);
  light([...answer.devices, ...answer.cards].map(({ code }) => code), DEVICE);
  light([answer.code], ASKED);
  return lit;
}

/**
 * Features of the answer that are worth being in the picture: what is asked about, and what is operated; the way there when
 * that was asked, and what loses service where nothing is to be operated.
 */
export function worthSeeing(table: Pick<FeatureTable, "byCode">, { ask, code, devices, cards, about, path }: TraceAnswer): number[] {
  const operated = (devices.length ? devices : cards).map((each) => each.code);
  const codes = [code, ...operated, ...(ask === "fed" ? path : operated.length ? [] : about)];
  return codes.flatMap((each) => [...(table.byCode.get(each) ?? [])]);
}

/** What a link keeps of it: `close~EFS-V-112` or, of one network, `close~EFS-P-01~water`. */
export interface Asked { ask: Ask; code: string; medium: string }

export function written({ ask, code, medium }: Asked): string {
  return [ask, code, ...(medium ? [medium] : [])].map((part) => part.replaceAll("%", "%25").replaceAll("~", "%7E")).join("~");
}

/** Null for what is no question. */
export function readAsked(text: string | null): Asked | null {
  const [ask, code, medium = ""] = (text ?? "").split("~").map(plain);
  return ASKS.includes(ask as Ask) && code ? { ask: ask as Ask, code, medium } : null;
}

function plain(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** `…?code=__CODE__&ask=__ASK__` with what is asked in it. */
export function addressOf(template: string, { ask, code, medium }: Asked): string {
  const address = template.replace("__CODE__", encodeURIComponent(code)).replace("__ASK__", ask);
  return medium ? `${address}&medium=${encodeURIComponent(medium)}` : address;
}

/** Was it a word about a device (« closed », « stuck ») that htmx has just sent, and was it taken? */
export const saysState = ({ requestConfig, successful }: { requestConfig?: { verb: string; path: string }; successful?: boolean }): boolean =>
  Boolean(successful) && requestConfig?.verb === "post" && requestConfig.path.includes("/declare/state/");
