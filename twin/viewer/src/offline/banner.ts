// Above a page without network: since when what it shows is so. It goes by itself, and the page is asked for anew.
import { encodeViewpoint, type Viewpoint } from "../viewpoint";
import { markForms } from "./forms";
import { age, clock, sayIn, type Say } from "./words";

const LOOK_AGAIN = 5000;
const ROOT = document.documentElement;

export class Banner {
  private readonly element = document.createElement("p");
  private readonly say: Say;
  private readonly loadedAt = Date.now();
  private readonly returned: (() => void)[] = [];
  private looking: ReturnType<typeof setInterval> | null = null;
  /** When the oldest kept thing on this page was so; null while everything came over the network. */
  private keptAt: number | null = Number(ROOT.dataset.keptAt) || null;
  private slow = "slow" in ROOT.dataset;

  constructor(private readonly language: string) {
    this.say = sayIn(language);
    this.element.className = "offline-banner";
    this.element.setAttribute("role", "status");
    this.element.hidden = true;
    document.querySelector("header.bar")?.after(this.element);
    addEventListener("offline", () => this.show());
    addEventListener("online", () => void this.look());
    navigator.serviceWorker.addEventListener("message", ({ data }: MessageEvent<{ kept?: number; slow?: boolean }>) => this.kept(data));
    if (this.keptAt || "instead" in ROOT.dataset || !navigator.onLine) this.show();
  }

  get isOffline(): boolean {
    return !this.element.hidden;
  }

  onReturn(then: () => void): void {
    this.returned.push(then);
  }

  private kept({ kept, slow }: { kept?: number; slow?: boolean }): void {
    if (!kept) return;
    this.keptAt = Math.min(kept, this.keptAt ?? kept);
    this.slow = slow ?? false;
    this.show();
  }

  private show(): void {
    if (this.keptAt) makeOlder(this.language);
    const time = clock(this.keptAt ?? this.loadedAt, Date.now(), this.language);
    const word = "instead" in ROOT.dataset ? "lost" : this.slow && navigator.onLine ? "slow" : "offline";
    this.element.textContent = this.say(word, { time });
    this.element.hidden = false;
    ROOT.dataset.offline = "yes";
    markForms(true);
    this.looking ??= setInterval(() => void this.look(), LOOK_AGAIN);
  }

  /** The worker leaves this address alone, so the answer is the network's own. */
  private async look(): Promise<void> {
    if (!this.isOffline) return;
    const there = await fetch("/health/live", { cache: "no-store", signal: AbortSignal.timeout(LOOK_AGAIN / 2) }).then(({ ok }) => ok, () => false);
    if (there && this.isOffline) this.back();
  }

  private back(): void {
    clearInterval(this.looking ?? undefined);
    this.looking = null;
    const stale = this.keptAt !== null || "instead" in ROOT.dataset;
    if (stale && !isWriting() && !("refused" in ROOT.dataset)) return reload();
    this.element.hidden = true;
    delete ROOT.dataset.offline;
    markForms(false);
    if (stale) this.offerToRefresh();
    for (const then of this.returned) then();
  }

  /** Something was written into a form of this page: she says when. */
  private offerToRefresh(): void {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = this.say("refresh");
    button.addEventListener("click", reload);
    this.element.replaceChildren(this.say("found"), " ", button);
    this.element.dataset.back = "yes";
    this.element.hidden = false;
  }
}

/** "just now" was said when the page was kept; how long ago that is changes. What is planned or due stays as it is. */
function makeOlder(language: string): void {
  for (const spot of document.querySelectorAll<HTMLTimeElement>("time[data-age]")) {
    const at = Date.parse(spot.dateTime), now = Date.now();
    if (at && at <= now && now - at < 30 * 86_400_000) spot.textContent = age(at, now, language);
  }
}

function isWriting(): boolean {
  const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("form[method=post] input:not([type=hidden]), form[method=post] textarea")];
  return fields.some((field) => (field.type === "checkbox" || field.type === "radio" ? (field as HTMLInputElement).checked !== (field as HTMLInputElement).defaultChecked : field.value !== field.defaultValue));
}

/** The 3D opens again as it was looked at. */
function reload(): void {
  const view = (window as { stationTwin?: { viewpoint(): Viewpoint | null } }).stationTwin?.viewpoint();
  if (view) history.replaceState(history.state, "", `#${encodeViewpoint(view)}`);
  location.reload();
}
