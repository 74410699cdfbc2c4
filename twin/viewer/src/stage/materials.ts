// The materials of a stage: they share their uniforms, so a change of theme or state reaches all at once.
import * as three from "three";

import { bitsOf } from "../patterns";
import type { HalfSpace } from "../section/slicing";
import { CAP_FRAGMENT, capVertex, CUT_LINE_FRAGMENT, CUT_LINE_VERTEX } from "./cutshaders";
import * as shaders from "./shaders";

export interface Theme { background: three.Color; ground: three.Color; ghost: three.Color; ink: three.Color; accent: three.Color; halo: three.Color; cut: three.Color }

/** Normals with their offsets (Y up, metres); entries from `cutCount` on say nothing. */
export interface CutUniforms { cuts: { value: three.Vector4[] }; cutCount: { value: number } }

/** Blended, but drawn before what is solid, which three does with materials that are not said to be transparent. */
const BENEATH: three.ShaderMaterialParameters = {
  transparent: false, depthWrite: false, blending: three.CustomBlending,
  blendSrc: three.SrcAlphaFactor, blendDst: three.OneMinusSrcAlphaFactor, blendSrcAlpha: three.ZeroFactor, blendDstAlpha: three.OneFactor,
};

/** Sides of a box. */
const MOST_CUTS = 6;

export class Materials {
  readonly shared = {
    states: { value: null as three.DataTexture | null },
    palette: { value: null as three.DataTexture | null },
    up: { value: new three.Vector3(0, 1, 0) },
    reach: { value: 40 },
    pull: { value: 0.9995 },
    sliced: { value: 0 },
    ghostInk: { value: 0.22 },
    background: { value: new three.Color() },
    ghost: { value: new three.Color() },
    ink: { value: new three.Color() },
    accent: { value: new three.Color() },
    halo: { value: new three.Color() },
    tone: { value: new three.Color() },
    mask: { value: null as three.Texture | null },
    width: { value: 3 },
    rhythms: { value: Array.from({ length: 16 }, (_, hatch) => bitsOf(hatch)) },
    /** Metres that a CSS pixel covers one metre away. */
    grain: { value: 0.001 },
    cuts: { value: Array.from({ length: MOST_CUTS }, () => new three.Vector4()) },
    cutCount: { value: 0 },
    capped: { value: false },
    cutTone: { value: new three.Color() },
  };

  // Surfaces step back a little so that creases lie on top of them.
  private readonly behind = { polygonOffset: true, polygonOffsetFactor: 1, polygonOffsetUnits: 1 };
  readonly solid = this.surface(0, this.behind);
  readonly glass = this.surface(0, { transparent: true, depthWrite: false });
  /** A sketch behind the shown things: pipes keep their own colour however many walls stand between. */
  readonly ghost = this.surface(1, { ...BENEATH, ...this.behind, blendSrc: three.OneFactor, blendDst: three.OneFactor });
  readonly crease = this.lines(0);
  readonly thread = this.lines(1);
  readonly mask = this.raw(shaders.MASK_VERTEX, shaders.MASK_FRAGMENT, { depthTest: false, depthWrite: false });
  readonly outline = this.raw(shaders.OUTLINE_VERTEX, shaders.OUTLINE_FRAGMENT, { transparent: true, depthTest: false, depthWrite: false });
  readonly cap = this.raw(capVertex(shaders.STATE), CAP_FRAGMENT, {});
  readonly cutLine = this.raw(CUT_LINE_VERTEX, CUT_LINE_FRAGMENT, {});
  readonly ground = this.raw(shaders.GROUND_VERTEX, shaders.GROUND_FRAGMENT, BENEATH);

  setTheme(theme: Theme): void {
    this.shared.background.value.copy(theme.background);
    this.shared.ghost.value.copy(theme.ghost);
    this.ghost.blendEquation = theme.background.g > 0.5 ? three.MinEquation : three.MaxEquation;
    this.shared.ink.value.copy(theme.ink);
    this.shared.accent.value.copy(theme.accent);
    this.shared.halo.value.copy(theme.halo);
    this.shared.tone.value.copy(theme.ground);
    this.shared.cutTone.value.copy(theme.cut);
  }

  /** Planes of a section, Y up. Only the first one and the last one's end change the programs. */
  setCuts(planes: readonly HalfSpace[]): void {
    const before = this.shared.cutCount.value;
    this.shared.cutCount.value = planes.length;
    planes.forEach(({ normal, offset }, i) => this.shared.cuts.value[i].set(...normal, offset));
    if (!before === !planes.length) return;
    for (const material of [this.solid, this.glass, this.ghost, this.crease, this.thread, this.mask, this.cap]) {
      material.defines = planes.length ? { CUT: "" } : {};
      material.needsUpdate = true;
    }
  }

  dispose(): void {
    for (const material of [this.solid, this.glass, this.ghost, this.crease, this.thread, this.mask, this.outline, this.cap, this.cutLine, this.ground]) material.dispose();
    this.shared.states.value?.dispose();
    this.shared.palette.value?.dispose();
  }

  private lines(threads: 0 | 1): three.RawShaderMaterial {
    const material = this.raw(shaders.CREASE_VERTEX, shaders.CREASE_FRAGMENT, { transparent: true, depthWrite: false });
    material.uniforms.threads = { value: threads };
    return material;
  }

  private surface(pass: number, options: three.ShaderMaterialParameters): three.RawShaderMaterial {
    const material = this.raw(shaders.SURFACE_VERTEX, shaders.SURFACE_FRAGMENT, options);
    material.uniforms.pass = { value: pass };
    return material;
  }

  private raw(vertexShader: string, fragmentShader: string, options: three.ShaderMaterialParameters): three.RawShaderMaterial {
    return new three.RawShaderMaterial({
      glslVersion: three.GLSL3, vertexShader, fragmentShader, uniforms: { ...this.shared }, side: three.DoubleSide, ...options,
    });
  }
}

/** Bytes per feature (or colour) as a texture the shader fetches from by number. */
export function byteTexture(width: number, height: number, bytes?: Uint8Array): three.DataTexture {
  const texture = new three.DataTexture(bytes ?? new Uint8Array(width * height * 4), width, height, three.RGBAFormat, three.UnsignedByteType);
  texture.minFilter = texture.magFilter = three.NearestFilter;
  texture.generateMipmaps = false;
  texture.needsUpdate = true;
  return texture;
}
