// How each symbol is drawn: path data around 0,0 within ±16, and how far it reaches to either side, where its lines arrive.

export interface Shape { path: string; reach: number; filled?: boolean }

const ROUND = "M-12 0a12 12 0 1 0 24 0a12 12 0 1 0-24 0";
const BOX = "M-12-10H12V10H-12Z";

const SHAPES = {
  run: { path: "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0", reach: 0, filled: true },
  source: { path: "M-14-8H-2L8 0L-2 8H-14Z", reach: 8 },
  outlet: { path: "M-8-7H4L14 0L4 7H-8Z", reach: 8 },
  end: { path: "M0-8V8", reach: 0 },
  length: { path: "M-14-5H14V5H-14ZM-8-5V5M8-5V5", reach: 14 },
  more: { path: "M-13-8H13V8H-13ZM-6.5-1h1v2h-1zM-.5-1h1v2h-1zM5.5-1h1v2h-1z", reach: 13 },
  valve: { path: "M-12-8V8L12-8V8Z", reach: 12 },
  check: { path: "M-11-9V9L9 0ZM11-9V9", reach: 11 },
  relief: { path: "M-12-8V8L12-8V8ZM0 0V-12M-5-12H5", reach: 12 },
  tap: { path: "M-12-3H2V-10M-4-10H8M2-3H10V8", reach: 12 },
  pump: { path: `${ROUND}M-6-10.4L12 0L-6 10.4`, reach: 12 },
  fan: { path: `${ROUND}M-6-10.4L10.6-5.6M-6 10.4L10.6 5.6`, reach: 12 },
  motor: { path: `${ROUND}M-5 5V-5L0 2L5-5V5`, reach: 12 },
  meter: { path: `${ROUND}M-6 6L6-6M0-6H6V0`, reach: 12 },
  board: { path: "M-13-11H13V11H-13ZM-13 11L13-11", reach: 13 },
  breaker: { path: "M-12 0H-7L7-9M5 0H12M2-3L8 3M2 3L8-3", reach: 12 },
  switch: { path: "M-12 0H-7L7-9M5 0H12M5-5V5", reach: 12 },
  lamp: { path: `${ROUND}M-8.5-8.5L8.5 8.5M-8.5 8.5L8.5-8.5`, reach: 12 },
  socket: { path: "M-12 0H-4M-4-10V10M8-10A11 11 0 0 0 8 10", reach: 12 },
  basin: { path: "M-12-7H12V-2A9 9 0 0 1 3 7H-3A9 9 0 0 1-12-2Z", reach: 12 },
  toilet: { path: "M-12-11H-5V8H-12ZM-5-3H11A13 11 0 0 1-2 8H-5", reach: 12 },
  shower: { path: "M-10 12V-7A5 5 0 0 1 0-7M-5-5H5M-5-1V3M0-1V7M5-1V3", reach: 10 },
  drain: { path: "M-12-8H12L5 1H-5ZM0 1V11M-7-4.5H7", reach: 10 },
  sprinkler: { path: "M0-12V-3M-9-3H9L0 8ZM-11 11H11", reach: 9 },
  hose: { path: `${ROUND}M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0`, reach: 12 },
  grille: { path: "M-12-10H12V10H-12ZM-12-3.3H12M-12 3.3H12", reach: 12 },
  heater: { path: "M-13-9H13V9H-13ZM-6.5-9V9M0-9V9M6.5-9V9", reach: 13 },
  boiler: { path: `${BOX}M0-7C6-1 5 7 0 7C-5 7-6 1-2-1C-1 1 0-3 0-7Z`, reach: 12 },
  exchanger: { path: `${BOX}M-12 0H-7L-3-6L3 6L7 0H12`, reach: 12 },
  tank: { path: "M-11-9A11 4 0 0 1 11-9V9A11 4 0 0 1-11 9ZM-11-9A11 4 0 0 0 11-9", reach: 11 },
  filter: { path: "M-12 0L0-11L12 0L0 11ZM0-11V-6M0-2.5V2.5M0 6V11", reach: 12 },
  damper: { path: `${BOX}M-8 6L8-6M-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0`, reach: 12 },
  transformer: { path: "M-13 0a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0-17 0M-4 0a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0-17 0", reach: 13 },
  generator: { path: `${ROUND}M-7 0Q-3.5-8 0 0T7 0`, reach: 12 },
  battery: { path: `${BOX}M-4-6V6M4-3V3M-8 0H-4M4 0H8`, reach: 12 },
  unit: { path: `${BOX}M0-7V7M-6-3.5L6 3.5M-6 3.5L6-3.5`, reach: 12 },
  "air-handler": { path: "M-14-10H14V10H-14ZM-4 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0M-9-10V10", reach: 14 },
  chamber: { path: `${BOX}M-8-6H8V6H-8Z`, reach: 12 },
  sensor: { path: `${ROUND}M0-6V3M-2.5 5.5a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0`, reach: 12 },
  alarm: { path: "M-12 9L0-11L12 9ZM0-3V3M0 6V6.5", reach: 6 },
  appliance: { path: `${BOX}M3-7L-4 1H4L-3 7`, reach: 12 },
  other: { path: BOX, reach: 12 },
} satisfies Record<string, Shape>;

/** What nobody drew a symbol for is a box. */
export function shapeOf(name: string): Shape {
  return (SHAPES as Record<string, Shape>)[name] ?? SHAPES.other;
}
