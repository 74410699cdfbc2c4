import { expect, test } from "vitest";

import { Refused, whyNot } from "./requests";

test("a mark that was not taken is told to be on another edition where the server says so, else that it could not be sent", () => {
  expect(whyNot(new Refused(409, "/api/v1/hotspots/"))).toBe("spotStale");
  expect(whyNot(new Refused(400, "/api/v1/hotspots/"))).toBe("spotFailed");
  expect(whyNot(new TypeError("Failed to fetch"))).toBe("spotFailed");
});
