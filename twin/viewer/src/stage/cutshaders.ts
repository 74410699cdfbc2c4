// How a section looks: what is cut away, what is filled, and the edges of it. GLSL ES 3.

/**
 * What is beyond one of the planes is cut away; without a section the program has none of it. From where the eye stands
 * outside of what is kept (`capped`) it sees cut faces.
 */
export const CUT_AWAY = /* glsl */ `
#ifdef CUT
uniform vec4 cuts[6];
uniform int cutCount;
uniform bool capped;
uniform vec3 cutTone;
// Walls in one tone, as a drawing fills what it cuts; what has a colour in that colour, darkened.
vec3 filled(vec3 paint, bool network) {
  float colourful = max(max(paint.r, paint.g), paint.b) - min(min(paint.r, paint.g), paint.b);
  return network ? paint * 0.75 : mix(cutTone, paint * 0.8, 0.1 + clamp(colourful * 1.5 - 0.2, 0.0, 0.6));
}
void cutAway(vec3 at) {
  for (int i = 0; i < cutCount; i++) if (dot(cuts[i].xyz, at) > cuts[i].w + 1e-4) discard;
}
#else
void cutAway(vec3 at) {}
#endif
`;

/** The faces that a cut makes, each in the paint of what it goes through. `state` reads a feature's state, see shaders.ts. */
export const capVertex = (state: string) => /* glsl */ `${state}
flat out vec3 paint;
flat out int network;
flat out int chosen;
out vec3 site;
void main() {
  vec4 state = stateOf(tag & 0xffffffu);
  int flags = flagsOf(state);
  network = flags & 4;
  chosen = flags & 8;
  paint = network != 0 ? state.rgb : texelFetch(palette, ivec2(int(tag >> 24), 0), 0).rgb;
  site = position;
  gl_Position = (flags & 3) == 0 ? projectionMatrix * modelViewMatrix * vec4(position, 1.0) : NOWHERE;
}`;

export const CAP_FRAGMENT = /* glsl */ `
precision highp float;
precision highp int;
uniform vec3 accent;
flat in vec3 paint;
flat in int network;
flat in int chosen;
in vec3 site;
out vec4 pixel;
${CUT_AWAY}
void main() {
  cutAway(site);
#ifdef CUT
  vec3 fill = filled(paint, network != 0);
  pixel = vec4(chosen != 0 ? mix(fill, accent, 0.45) : fill, 1.0);
#endif
}`;

/** The edges a cut makes, on top of the faces they border. */
export const CUT_LINE_VERTEX = /* glsl */ `
precision highp float;
uniform mat4 modelViewMatrix;
uniform mat4 projectionMatrix;
in vec3 position;
void main() {
  vec4 place = modelViewMatrix * vec4(position, 1.0);
  place.xyz *= 0.9992;
  gl_Position = projectionMatrix * place;
}`;

export const CUT_LINE_FRAGMENT = /* glsl */ `
precision highp float;
uniform vec3 ink;
out vec4 pixel;
void main() { pixel = vec4(ink, 1.0); }`;
