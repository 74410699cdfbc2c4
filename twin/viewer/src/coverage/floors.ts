// The floors of rooms nobody surveyed, hatched in the 3D: broad stripes where nothing is known, thin ones where not all is.
import * as three from "three";

import type { Vec3 } from "../config";
import type { CutUniforms } from "../stage/materials";
import type { Gap, SurveyRoom } from "./rooms";

/** Above the floor, metres: neither in it nor over a threshold. */
const LIFT = 0.04;
/** From one stripe to the next, metres; how much of it is stripe. */
const LOOKS: Record<Gap, { spacing: number; share: number }> = { none: { spacing: 0.6, share: 0.36 }, some: { spacing: 1.2, share: 0.14 } };

export class HatchedFloors {
  readonly group = new three.Group();
  private readonly meshes: Record<Gap, three.Mesh<three.BufferGeometry, three.ShaderMaterial>>;

  /** `origin` of the stage in the station's frame, metres, Z up; no floor is hatched where a section cut it away. */
  constructor(private readonly origin: Vec3, cuts: CutUniforms) {
    this.meshes = { none: hatched(LOOKS.none, cuts), some: hatched(LOOKS.some, cuts) };
    this.group.add(this.meshes.none, this.meshes.some);
    this.group.visible = false;
  }

  show(gaps: Record<Gap, readonly SurveyRoom[]> | null): void {
    this.group.visible = gaps !== null;
    if (!gaps) return;
    for (const gap of ["none", "some"] as const) {
      const { geometry } = this.meshes[gap];
      geometry.setAttribute("position", new three.Float32BufferAttribute(gaps[gap].flatMap((room) => floorOf(room, this.origin)), 3));
    }
  }

  /** A colour as CSS writes it; the stage writes the screen's own values, so it is not made linear. */
  setInk(ink: string): void {
    for (const { material } of Object.values(this.meshes)) material.uniforms.ink.value.setStyle(ink, three.LinearSRGBColorSpace);
  }

  dispose(): void {
    for (const { geometry, material } of Object.values(this.meshes)) {
      geometry.dispose();
      material.dispose();
    }
  }
}

/** Corners of the triangles of a room's floor, Y up, relative to the origin; none where its outline is not known. */
export function floorOf({ rings, floor }: Pick<SurveyRoom, "rings" | "floor">, [ox, oy, oz]: Vec3): number[] {
  const [outer, ...holes] = rings.map(open);
  if (!outer || outer.length < 3 || floor === null) return [];
  const corners = [outer, ...holes].flat();
  const triangles = three.ShapeUtils.triangulateShape(outer, holes);
  return triangles.flat().flatMap((at) => [corners[at].x - ox, floor + LIFT - oz, -(corners[at].y - oy)]);
}

/** Without the last corner when it repeats the first. */
function open(ring: readonly (readonly [number, number])[]): three.Vector2[] {
  const corners = ring.map(([x, y]) => new three.Vector2(x, y));
  if (corners.length > 1 && corners[0].equals(corners[corners.length - 1])) corners.pop();
  return corners;
}

function hatched({ spacing, share }: { spacing: number; share: number }, cuts: CutUniforms): three.Mesh<three.BufferGeometry, three.ShaderMaterial> {
  const material = new three.ShaderMaterial({
    uniforms: { ink: { value: new three.Color() }, spacing: { value: spacing }, share: { value: share }, ...cuts },
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    transparent: true,
    depthWrite: false,
    side: three.DoubleSide,
    polygonOffset: true,
    polygonOffsetFactor: -2,
    polygonOffsetUnits: -2,
  });
  const mesh = new three.Mesh(new three.BufferGeometry(), material);
  mesh.frustumCulled = false;
  mesh.renderOrder = 1;
  return mesh;
}

const VERTEX = /* glsl */ `
varying vec3 place;
void main() {
  vec4 at = modelMatrix * vec4(position, 1.0);
  place = at.xyz;
  gl_Position = projectionMatrix * viewMatrix * at;
}`;

// Stripes of the ground, not of the screen: they stay where they are when the eye moves. From afar, where a stripe is
// smaller than a pixel, they become an even tint instead of a flicker.
const FRAGMENT = /* glsl */ `
uniform vec3 ink;
uniform float spacing;
uniform float share;
uniform vec4 cuts[6];
uniform int cutCount;
varying vec3 place;
void main() {
  float along = (place.x + place.z) / (spacing * 1.41421356);
  float width = fwidth(along);
  for (int i = 0; i < cutCount; i++) if (dot(cuts[i].xyz, place) > cuts[i].w + 1e-4) discard;
  float far = abs(fract(along) - 0.5) * 2.0;
  float stripe = smoothstep(1.0 - share - width, 1.0 - share + width, far);
  float cover = mix(stripe, share, smoothstep(0.35, 0.9, width));
  gl_FragColor = vec4(ink, 0.05 + 0.5 * cover);
}`;
