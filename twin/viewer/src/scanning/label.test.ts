import { describe, expect, it } from "vitest";

import { pathOf } from "./label";

describe("where a square leads", () => {
  it("is the label's own page, whatever the site was called when it was printed", () => {
    expect(pathOf("http://127.0.0.1:8000/stations/VDO/q/EU-P-01/", "ATR")).toBe("/stations/VDO/q/EU-P-01/");
    expect(pathOf(" https://twin.example/stations/VDO/q/A%2FB/ ", "VDO")).toBe("/stations/VDO/q/A%2FB/");
  });

  it("is the equipment of this station for a bare code", () => {
    expect(pathOf("EU-P-01", "VDO")).toBe("/stations/VDO/q/EU-P-01/");
    expect(pathOf("P/01 é", "VDO")).toBe("/stations/VDO/q/P%2F01%20%C3%A9/");
  });

  it("is nowhere for what is not ours", () => {
    for (const text of ["https://elsewhere.example/stations/", "https://elsewhere.example/", "javascript:alert(1)//", "WIFI:S:gare;;", "//elsewhere.example/stations/V/q/x/", ""]) {
      expect(pathOf(text, "VDO")).toBeNull();
    }
  });
});
