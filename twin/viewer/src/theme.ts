// The page's colours, as the stage wants them; told again when the theme of the page changes.
import * as three from "three";

import type { Theme } from "./stage/materials";

export function readTheme(from: HTMLElement): Theme {
  const style = getComputedStyle(from);
  const colour = (name: string, fallback: string) => displayColour(style.getPropertyValue(name).trim() || fallback);
  return {
    background: colour("--scene", "#eceae6"), ground: colour("--scene-ground", "#dcd9d3"), ghost: colour("--scene-ghost", "#5f6875"),
    ink: colour("--scene-ink", "#24272c"), accent: colour("--scene-accent", "#d9480f"), halo: colour("--scene-halo", "#ffffff"),
    cut: colour("--scene-cut", "#57524a"),
  };
}

/** Of rooms that lose service: the same on every ground, as the pattern on equipment. */
export const lostInk = () => displayColour("#e08a2e");

/** Calls back when the theme attribute of the page or the system's preference changes. */
export function watchTheme(changed: () => void, signal: AbortSignal): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed, { signal });
  signal.addEventListener("abort", () => observer.disconnect(), { once: true });
}

/** The stage writes the screen's own values, so a CSS colour must not be made linear. */
function displayColour(css: string): three.Color {
  return new three.Color().setStyle(css, three.LinearSRGBColorSpace);
}
