import { expect, test } from "vitest";

import { contextOf } from "./graphics";

const canvasOf = (gl: unknown) => ({ getContext: () => gl }) as unknown as HTMLCanvasElement;

test("only extensions that the station needs are asked for: each answer waits for the card", () => {
  const asked: string[] = [];
  const gl = contextOf(canvasOf({ getExtension: (name: string) => (asked.push(name), {}) }), false);

  expect(gl.getExtension("EXT_texture_filter_anisotropic")).toBeNull();
  expect(gl.getExtension("WEBGL_lose_context")).not.toBeNull();
  expect(asked).toEqual(["WEBGL_lose_context"]);
});

test("without WebGL 2 there is no context", () => {
  expect(() => contextOf(canvasOf(null), false)).toThrow();
});
