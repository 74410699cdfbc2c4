// Pins of orders, reports and notes: which of them stand as one, how each looks and what is asked when one is tapped.
import type { PinRow } from "./config";

/** A pin whose place falls within the picture, CSS pixels. */
export interface Spotted { pin: PinRow; x: number; y: number }

/** What stands as one: `pins` the worst first; its place is that of the worst, so that it stays while others come near. */
export interface PinGroup { pins: PinRow[]; x: number; y: number }

/** Nearer than this, two pins cannot be told apart by a thumb. */
export const REACH_PX = 46;
/** From afar pins of one part of the station stand as one: within NEAR_M of the eye a thumb's width, from FAR_M on this. */
const FAR_REACH_PX = 120, NEAR_M = 25, FAR_M = 70;

/** How near two pins may stand, CSS pixels, for an eye so many metres from what it looks at. */
export function reachAt(distance: number): number {
  const share = Math.min(Math.max((distance - NEAR_M) / (FAR_M - NEAR_M), 0), 1);
  return Math.round(REACH_PX + share * (FAR_REACH_PX - REACH_PX));
}

/** Pins (the worst first) joined to the first group within a thumb's width. */
export function groupPins(spotted: readonly Spotted[], reach = REACH_PX): PinGroup[] {
  const groups: PinGroup[] = [];
  for (const { pin, x, y } of spotted) {
    const near = groups.find((group) => Math.abs(group.x - x) < reach && Math.abs(group.y - y) < reach);
    if (near) near.pins.push(pin);
    else groups.push({ pins: [pin], x, y });
  }
  return groups;
}

/** CSS pixels of the picture. */
export interface Frame { left: number; top: number; right: number; bottom: number }
/** A pin stands on its point, this wide to each side and this high, its count and its mark included. */
const HALF_WIDTH = 30, HEIGHT = 52;

/** Where the pin, so wide to each side, stands beside the frame (the tag of what is selected) when it would cover it, on the nearer side. */
export function besideOf<At extends { x: number; y: number }>(at: At, frame: Frame | null, half = HALF_WIDTH): At {
  const covers = frame && at.x + half > frame.left && at.x - half < frame.right && at.y > frame.top && at.y - HEIGHT < frame.bottom;
  if (!covers) return at;
  const left = frame.left - half, right = frame.right + half;
  return { ...at, x: left > half && at.x - left <= right - at.x ? left : right };
}

export type PinShape = "triangle" | "diamond" | "circle" | "square" | "bubble" | "question";
export interface PinLook { shape: PinShape; colour: string; sign: string; late: boolean }

/** As in the lists: shape, colour and sign say how grave, a mark that something there is late; a group looks like its worst. */
export function lookOf(group: PinGroup): PinLook {
  const [worst] = group.pins;
  const shapes: Record<string, PinShape> = { P1: "triangle", P2: "diamond", P3: "circle", P4: "square" };
  const shape = worst.what === "note" ? "bubble" : worst.what === "request" ? "question" : shapes[worst.priority] ?? "circle";
  const isOrder = worst.what === "order";
  const colour = isOrder ? worst.priority.toLowerCase() : worst.what === "note" ? "note" : "asked";
  const sign = isOrder ? worst.priority : worst.what === "note" ? "…" : "?";
  return { shape, colour, sign, late: group.pins.some((pin) => pin.state === "late") };
}

/** `orders=1,2&requests=3`: what a tap on the group asks the server for. */
export function questionOf(group: PinGroup): string {
  const asked: Record<string, string[]> = {};
  for (const pin of group.pins) (asked[`${pin.what}s`] ??= []).push(String(pin.number));
  return Object.entries(asked).map(([name, numbers]) => `${name}=${numbers.join(",")}`).join("&");
}

/** What those hear who do not see the pin: the worst one, and how many more. */
export function titleOf(group: PinGroup, more: (count: number) => string, late: string): string {
  const [worst] = group.pins;
  const said = [worst.priority, worst.state === "late" ? `(${late})` : "", worst.label].filter(Boolean).join(" ");
  return group.pins.length > 1 ? `${said} ${more(group.pins.length - 1)}` : said;
}
