// The second channel beside colour: each family of networks has a rhythm of its own along its pipes, as lines of a drawing do.

/**
 * Sixteen strokes of a line, first stroke first: 1 is inked. By the family's place in the list that the server sends, so that a
 * family looks the same in every station. The first is plain.
 */
export const RHYTHMS: readonly string[] = [
  "0000000000000000", // water
  "1111111100000000", // drainage: long dashes
  "1000100010001000", // air: fine dots
  "1111000011110000", // heating: dashes
  "1100110011001100", // fire: short dashes
  "1111110001100000", // electricity: dash, dot
  "1000000010000000", // data: sparse dots
  "1111000101000000", // gas: dash, two dots
  "0111111111111110", // transport: gaps
  "1110111000000000", // railway: pairs
  "1111111011111110", // to be named: fine gaps
];

/** What the shader calls the patterns of the data's age: 0 plain, 1 dots, 2 stripes, 3 crossed stripes. */
export type Hatch = number;
/** From here on the hatch is a rhythm. */
export const FIRST_RHYTHM = 4;

/** Hatch of the family at this place; beyond the last rhythm they come again, the plain one excepted. */
export function hatchOf(place: number): Hatch {
  if (place === 0) return 0;
  return FIRST_RHYTHM + ((place - 1) % (RHYTHMS.length - 1)) + 1;
}

/** The rhythm of a hatch as 16 bits, the first stroke the lowest; 0 for none. */
export function bitsOf(hatch: Hatch): number {
  return [...(RHYTHMS[hatch - FIRST_RHYTHM] ?? "")].reduce((bits, stroke, at) => bits | (stroke === "1" ? 1 << at : 0), 0);
}

/** How bright a colour is from which ink is dark on it. */
export const LIGHT = 0.45;

/** Ink is dark on a light colour and light on a dark one. `#rrggbb`. */
export function inkOn(colour: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  return red * 0.299 + green * 0.587 + blue * 0.114 > LIGHT ? "#1b1b1f" : "#ffffff";
}

/** The same rhythm for a swatch this many CSS pixels wide: a background. */
export function background(place: number, colour: string, width: number): string {
  const rhythm = RHYTHMS[hatchOf(place) - FIRST_RHYTHM];
  if (!rhythm) return colour;
  const stroke = width / rhythm.length, ink = inkOn(colour);
  const stops = [...rhythm].map((inked, at) => `${inked === "1" ? ink : "transparent"} ${at * stroke}px ${(at + 1) * stroke}px`);
  return `linear-gradient(90deg, ${stops.join(", ")}) ${colour}`;
}
