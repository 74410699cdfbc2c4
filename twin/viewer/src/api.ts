// What the page asks of the server. Every call ends with the page's AbortSignal.
import type { FeatureColumns, FreshnessAnswer, Manifest, PinRow, SceneRow } from "./config";
import type { CoverageAnswer } from "./coverage/rooms";
import type { ProposalsAnswer } from "./supposed/proposal";
import type { TraceAnswer } from "./tracing/answer";

export class Refused extends Error {
  constructor(readonly status: number, url: string, readonly body: string) {
    super(`${status} ${url}`);
  }
}

async function get(url: string, signal: AbortSignal, headers: Record<string, string> = {}): Promise<Response> {
  const answer = await fetch(url, { signal, credentials: "same-origin", headers });
  if (!answer.ok) throw new Refused(answer.status, url, await answer.text());
  return answer;
}

/** No header of ours either: the page preloads what the first picture needs, and a preload only answers the same question. */
const json = async <T>(url: string, signal: AbortSignal) => (await get(url, signal)).json() as Promise<T>;

export async function fetchScenes(url: string, signal: AbortSignal): Promise<SceneRow[]> {
  const rows: SceneRow[] = [];
  for (let next: string | null = url; next; ) {
    const page: { next: string | null; results: SceneRow[] } = await json(next, signal);
    rows.push(...page.results);
    next = page.next;
  }
  return rows;
}

export const fetchManifest = (scene: SceneRow, signal: AbortSignal) => json<Manifest>(scene.manifest, signal);
export const fetchFeatures = (scene: { features: string }, signal: AbortSignal) => json<FeatureColumns>(scene.features, signal);
export const fetchPins = async (url: string, signal: AbortSignal) => (await json<{ pins: PinRow[] }>(url, signal)).pins;
export const fetchFreshness = (url: string, signal: AbortSignal) => json<FreshnessAnswer>(url, signal);
export const fetchCoverage = (url: string, signal: AbortSignal) => json<CoverageAnswer>(url, signal);
export const fetchTrace = (url: string, signal: AbortSignal) => json<TraceAnswer>(url, signal);
export const fetchProposals = (url: string, signal: AbortSignal) => json<ProposalsAnswer>(url, signal);
export const fetchFragment = async (url: string, signal: AbortSignal) => (await get(url, signal, { Accept: "text/html", "HX-Request": "true" })).text();

/** A chunk's bytes; `progress(n)` is told the share (0…1) as they arrive. No header of ours: it is to be what the page preloads. */
export async function fetchChunk(url: string, expected: number, signal: AbortSignal, progress: (share: number) => void): Promise<ArrayBuffer> {
  const answer = await get(url, signal);
  const reader = answer.body!.getReader();
  const parts: Uint8Array[] = [];
  let received = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    received += value.length;
    progress(Math.min(1, received / Math.max(expected, 1)));
  }
  progress(1);
  const whole = new Uint8Array(received);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.buffer;
}

/** `…?code=__CODE__` with the code in it. */
export function sheetUrl(template: string, code: string): string {
  return template.replace("__CODE__", encodeURIComponent(code));
}
