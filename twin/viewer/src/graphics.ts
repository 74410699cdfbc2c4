// Who draws: a graphics card, the processor in its place, or nobody.

export type Drawer = "card" | "processor" | null;

let found: Drawer | undefined;

/** Asked of the browser once: making a context to look at is slow on a weak tablet. Null without WebGL 2. */
export function drawer(): Drawer {
  if (found !== undefined) return found;
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return (found = null);
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const name = info ? String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)) : "";
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return (found = /swiftshader|llvmpipe|software/i.test(name) ? "processor" : "card");
}
