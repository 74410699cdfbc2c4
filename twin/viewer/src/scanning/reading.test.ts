import encodeQR from "qr";
import { describe, expect, it } from "vitest";

import { readPixels } from "./reading";

const LINK = "http://127.0.0.1:8000/stations/VDO/q/EU-P-01/";

/** The square as a camera sees it: grey on grey, with a quiet border, each module `scale` pixels wide. */
function photographed(text: string, scale: number) {
  const rows = encodeQR(text, "raw", { ecc: "quartile", border: 4 });
  const width = rows[0].length * scale, height = rows.length * scale;
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const grey = rows[Math.floor(y / scale)][Math.floor(x / scale)] ? 60 : 190;
      data.set([grey, grey, grey, 255], (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

describe("reading a square", () => {
  it("finds what it says in its pixels", () => {
    expect(readPixels(photographed(LINK, 6))).toBe(LINK);
  });

  it("finds nothing where there is none", () => {
    expect(readPixels({ width: 64, height: 64, data: new Uint8ClampedArray(64 * 64 * 4).fill(200) })).toBeNull();
  });
});
