// How things look: flat faces under soft light, thin dark creases, walls as 8 % of a tone. GLSL ES 3.

import { LIGHT } from "../patterns";
import { CUT_AWAY } from "./cutshaders";

/** Reads the feature's state; `kept` is decided by each pass. Modes: 0 shown, 1 ghost, 2 hidden; see lenses.ts. */
export const STATE = /* glsl */ `
precision highp float;
precision highp int;
precision highp sampler2D;
uniform mat4 modelViewMatrix;
uniform mat4 projectionMatrix;
uniform sampler2D states;
uniform sampler2D palette;
in vec3 position;
in uint tag;
vec4 stateOf(uint feature) {
  int width = textureSize(states, 0).x;
  return texelFetch(states, ivec2(int(feature) % width, int(feature) / width), 0);
}
int flagsOf(vec4 state) { return int(state.a * 255.0 + 0.5); }
const vec4 NOWHERE = vec4(2.0, 2.0, 2.0, 1.0);
`;

/**
 * Rhythms along a pipe, sixteen strokes of 16 bits each (see patterns.ts): they lie on the thing itself, in strokes of two to
 * four pixels however far it is, and go on round its bends.
 */
const RHYTHM = /* glsl */ `
uniform int rhythms[16];
uniform float grain;
bool struck(int hatch, vec3 place, float depth) {
  float stroke = exp2(ceil(log2(max(grain * depth, 1e-6) * 2.2)));
  int at = int(mod(floor(dot(place, vec3(1.0, 0.83, 0.71)) / stroke), 16.0));
  return ((rhythms[hatch] >> at) & 1) == 1;
}
vec3 inkOn(vec3 paint) {
  return dot(paint, vec3(0.299, 0.587, 0.114)) > ${LIGHT} ? paint * 0.3 : mix(paint, vec3(1.0), 0.8);
}
`;

/** `pass`: 0 keeps what is shown, 1 keeps ghosts. */
export const SURFACE_VERTEX = /* glsl */ `${STATE}
uniform int pass;
flat out vec4 colour;
flat out int chosen;
flat out int hatch;
flat out int painted;
out vec3 seen;
out vec3 site;
void main() {
  vec4 state = stateOf(tag & 0xffffffu);
  int flags = flagsOf(state);
  vec4 paint = texelFetch(palette, ivec2(int(tag >> 24), 0), 0);
  colour = (flags & 4) != 0 ? vec4(state.rgb, max(paint.a, 0.6)) : paint;
  chosen = flags & 8;
  painted = flags & 4;
  hatch = (flags >> 4) & 15;
  site = position;
  vec4 place = modelViewMatrix * vec4(position, 1.0);
  seen = place.xyz;
  gl_Position = (flags & 3) == pass ? projectionMatrix * place : NOWHERE;
}`;

/**
 * Light from a pale sky, a warm floor and the eye, so that no face is ever black, in the basement either.
 * Colours are those of the screen, not linear ones: calm, and the same on every device.
 */
export const SURFACE_FRAGMENT = /* glsl */ `
precision highp float;
precision highp int;
uniform int pass;
uniform vec3 up;
uniform vec3 background;
uniform vec3 ghost;
uniform vec3 accent;
uniform vec3 ink;
uniform float sliced;
flat in vec4 colour;
flat in int chosen;
flat in int hatch;
flat in int painted;
in vec3 seen;
in vec3 site;
out vec4 pixel;
${RHYTHM}${CUT_AWAY}
/** Patterns of the screen, the same however far the thing is: dots, stripes, crossed stripes. */
bool inked(vec2 at) {
  bool rising = mod(at.x + at.y, 9.0) < 2.0, falling = mod(at.x - at.y, 9.0) < 2.0;
  return hatch == 1 ? length(mod(at, 8.0) - 4.0) < 1.7 : hatch == 2 ? rising : hatch == 3 && (rising || falling);
}
void main() {
  vec3 normal = normalize(cross(dFdx(seen), dFdy(seen)));
  cutAway(site);
#ifdef CUT
  // A face seen from behind is the inside of something that was cut: filled, where its shape does not close or a hand still moves the cut.
  if (pass == 0 && capped && !gl_FrontFacing && colour.a > 0.99) {
    vec3 fill = filled(colour.rgb, painted != 0);
    pixel = vec4(chosen != 0 ? mix(fill, accent, 0.45) : fill, 1.0);
    return;
  }
#endif
  float sky = dot(normal, up) * 0.5 + 0.5;
  float eye = abs(dot(normal, normalize(seen)));
  float side = abs(dot(normal, normalize(cross(up, vec3(0.3, 0.1, 1.0)))));
  float light = 0.60 + 0.24 * sky + 0.14 * eye + 0.05 * side;
  if (pass == 1) {
    // Blended by minimum (maximum in the dark): ten floors behind each other are no darker than one.
    pixel = vec4(mix(background, ghost, 0.15 + 0.10 * (1.0 - abs(dot(normal, up)))), 1.0);
  } else {
    vec3 base = mix(colour.rgb, vec3(0.93, 0.92, 0.90), 0.10) * light;
    if (hatch < 4 ? inked(gl_FragCoord.xy) : false) base *= 0.45;
    // Ink by the colour itself, as in the legend: chosen by the lit one it would turn from white to dark round a pipe.
    if (hatch >= 4 && struck(hatch, site, -seen.z)) base = inkOn(colour.rgb) * light;
    // A plan is read on paper: floors of bare concrete are pale there, whatever the model paints them.
    if (sliced > 0.5 && gl_FrontFacing && painted == 0 && dot(normal, up) > 0.9) {
      float grey = 1.0 - smoothstep(0.05, 0.18, max(max(base.r, base.g), base.b) - min(min(base.r, base.g), base.b));
      base = mix(base, background, 0.6 * grey);
    }
    // What is seen from within was cut through: a plan fills it with ink.
    if (sliced > 0.5 && !gl_FrontFacing) base = mix(colour.rgb * 0.8, ink, 0.7);
    pixel = vec4(chosen != 0 ? mix(base, accent, 0.35) : base, colour.a);
  }
}`;

/**
 * Creases are ink, paler with distance; those of networks keep their colour. Threads (`threads` 1) are the networks' only:
 * they take over where a pipe grows thinner than a pixel.
 */
export const CREASE_VERTEX = /* glsl */ `${STATE}
uniform float reach;
/** Towards the eye, so that a crease lies before its surface. */
uniform float pull;
uniform vec3 ink;
uniform float ghostInk;
uniform int threads;
out vec4 line;
flat out int hatch;
out vec3 site;
out float depth;
const vec3 DARK = vec3(0.13, 0.14, 0.16);
void main() {
  vec4 state = stateOf(tag & 0xffffffu);
  int flags = flagsOf(state);
  int mode = flags & 3;
  bool network = (flags & 4) != 0;
  vec4 place = modelViewMatrix * vec4(position, 1.0);
  float fade = clamp(reach / max(-place.z, 0.001), 0.0, 1.0);
  float strength = (mode == 1 ? (flags & 16) != 0 ? max(ghostInk, 0.6) : ghostInk : 0.55) * fade;
  if (threads == 1) line = vec4(state.rgb * 0.95, network ? clamp(1.6 - fade * 2.0, 0.0, 1.0) : 0.0);
  else if (network) line = vec4(state.rgb * mix(0.95, 0.5, fade), max(strength, 0.9 - fade));
  else line = vec4(mode == 1 ? ink : DARK, strength);
  // Near by the surface shows the rhythm, and its creases stay lines.
  hatch = network && mode == 0 && (threads == 1 || fade < 0.6) ? (flags >> 4) & 15 : 0;
  site = position;
  depth = -place.z;
  place.xyz *= pull;
  gl_Position = mode == 2 || line.a < 0.02 ? NOWHERE : projectionMatrix * place;
}`;

export const CREASE_FRAGMENT = /* glsl */ `
precision highp float;
precision highp int;
in vec4 line;
flat in int hatch;
in vec3 site;
in float depth;
out vec4 pixel;
${RHYTHM}${CUT_AWAY}
void main() {
  cutAway(site);
  pixel = vec4(hatch >= 4 && struck(hatch, site, depth) ? inkOn(line.rgb) : line.rgb, line.a);
}`;

/** The selected features alone, white on black. */
export const MASK_VERTEX = /* glsl */ `
precision highp float;
uniform mat4 modelViewMatrix;
uniform mat4 projectionMatrix;
in vec3 position;
out vec3 site;
void main() {
  site = position;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}`;

export const MASK_FRAGMENT = /* glsl */ `
precision highp float;
precision highp int;
in vec3 site;
out vec4 pixel;
${CUT_AWAY}
void main() {
  cutAway(site);
  pixel = vec4(1.0);
}`;

/** Draws a line around the mask: accent within, a pale halo without, so that it stands out of any ground. */
export const OUTLINE_VERTEX = /* glsl */ `
in vec3 position;
void main() { gl_Position = vec4(position.xy, 0.0, 1.0); }`;

export const OUTLINE_FRAGMENT = /* glsl */ `
precision highp float;
uniform sampler2D mask;
uniform vec3 accent;
uniform vec3 halo;
uniform float width;
out vec4 pixel;
float ring(vec2 at, float radius) {
  vec2 step = radius / vec2(textureSize(mask, 0));
  float most = 0.0;
  for (int i = 0; i < 12; i++) {
    float turn = float(i) * 0.5235988;
    most = max(most, texture(mask, at + step * vec2(cos(turn), sin(turn))).r);
  }
  return most;
}
void main() {
  vec2 at = gl_FragCoord.xy / vec2(textureSize(mask, 0));
  float inside = texture(mask, at).r;
  if (inside > 0.5) { pixel = vec4(accent, 0.22); return; }
  if (ring(at, width) > 0.5 || ring(at, width * 0.5) > 0.5) { pixel = vec4(accent, 1.0); return; }
  if (ring(at, width * 1.6) > 0.5) { pixel = vec4(halo, 0.85); return; }
  discard;
}`;

/** A disc under the station that melts into the background. */
export const GROUND_VERTEX = /* glsl */ `
precision highp float;
uniform mat4 modelViewMatrix;
uniform mat4 projectionMatrix;
in vec3 position;
out vec2 at;
void main() {
  at = position.xz;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}`;

export const GROUND_FRAGMENT = /* glsl */ `
precision highp float;
uniform vec3 tone;
in vec2 at;
out vec4 pixel;
void main() {
  // A grain finer than the eye sees keeps so soft a slope from showing as rings.
  float grain = fract(sin(dot(gl_FragCoord.xy, vec2(12.9898, 78.233))) * 43758.5453) - 0.5;
  pixel = vec4(tone + grain / 128.0, 0.40 * smoothstep(1.0, 0.15, length(at)) + grain / 64.0);
}`;
