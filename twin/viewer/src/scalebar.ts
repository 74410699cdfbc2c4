// How long the bar in the corner is.

const ROUND = [1, 2, 5];

/** The longest round length (1, 2, 5 × 10ⁿ metres) that is at most `most` pixels wide. */
export function scaleBar(pixelsPerMetre: number, most: number): { metres: number; pixels: number } {
  const limit = most / pixelsPerMetre;
  const power = 10 ** Math.floor(Math.log10(limit));
  const metres = power * Math.max(...ROUND.filter((step) => step * power <= limit));
  return { metres, pixels: metres * pixelsPerMetre };
}
