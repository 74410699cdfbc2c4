// How much of the picture a device can afford while the eye moves.

/** Milliseconds from one frame to the next above which less is drawn, and below which more can be again. */
export const SLOW_FRAME_MS = 70, QUICK_FRAME_MS = 35;
/** Pixels across: what is smaller is left out of a still picture, and of a moving one at the least and at the most. */
export const STILL_PIXELS = 1, ROUGH_PIXELS = 3, ROUGHEST_PIXELS = 24;

/** The smallest thing to draw in the next frame of a movement, pixels across, after a frame that took `pace` milliseconds. */
export function nextRoughness(pixels: number, pace: number): number {
  if (pace > SLOW_FRAME_MS) return Math.min(Math.max(pixels * 1.5, ROUGH_PIXELS), ROUGHEST_PIXELS);
  if (pace < QUICK_FRAME_MS) return Math.max(pixels / 1.5, STILL_PIXELS);
  return pixels;
}
