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

const NEEDED = new Set(["WEBGL_lose_context", "WEBGL_debug_renderer_info"]);

/**
 * What is drawn with. three.js asks whether a dozen extensions are there, of which the station needs none; to answer, the
 * browser waits until the card has drawn all that it still has to. Throws without WebGL 2.
 */
export function contextOf(canvas: HTMLCanvasElement, antialias: boolean): WebGL2RenderingContext {
  const gl = canvas.getContext("webgl2", { antialias, powerPreference: "high-performance" });
  if (!gl) throw new Error("no WebGL 2");
  const ask = gl.getExtension.bind(gl) as typeof gl.getExtension;
  gl.getExtension = ((name: string) => (NEEDED.has(name) ? ask(name) : null)) as typeof gl.getExtension;
  return gl;
}
