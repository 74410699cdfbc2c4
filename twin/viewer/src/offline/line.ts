// The quiet line: what is there without network, since when, and what is not.
import { age, sayIn, type Say } from "./words";
import type { Progress } from "./talking";
import type { Summary } from "./shelf";

const MINUTE = 60_000;

/** Fills every `[data-offline-line]`; where it is `full` it also says what is missing. */
export class Line {
  private readonly say: Say;
  private last: Summary | null = null;

  constructor(private readonly language: string, private readonly again: () => void) {
    this.say = sayIn(language);
    setInterval(() => { if (this.last) this.show(this.last); }, MINUTE);
  }

  progress({ done, all }: Progress): void {
    const words = done ? this.say("preparingShare", { done, all }) : this.say("preparing");
    for (const spot of spots()) spot.replaceChildren(said("preparing", words));
  }

  show(summary: Summary | null): void {
    this.last = summary;
    for (const spot of spots()) spot.replaceChildren(...(summary ? this.lines(summary, spot.dataset.offlineLine === "full") : []));
  }

  private lines(summary: Summary, full: boolean): HTMLElement[] {
    const { short, missing, at, leftOut } = summary;
    const state = short || missing ? "part" : "ready";
    const first = said(state, `${this.say(state === "ready" ? "ready" : "unfinished")} · ${age(at, Date.now(), this.language)}`);
    const lines = [first];
    if (short) lines.push(said("why", this.say("short")));
    else if (missing) lines.push(said("why", this.say(missing === 1 ? "missing" : "missings", { count: missing })));
    if (full && leftOut.length) lines.push(said("why", `${this.say("leftOut")} : ${leftOut.map(({ title, why }) => `${title} (${why})`).join(", ")}`));
    if (full) lines.push(this.keys(summary));
    return lines;
  }

  private keys({ bytes }: Summary): HTMLElement {
    const row = said("keys", "");
    const list = document.createElement("a");
    list.className = "button";
    list.href = `/offline/${this.language.startsWith("en") ? "en" : "fr"}/`;
    list.textContent = `${this.say("what")} · ${this.say("mb", { count: Math.max(1, Math.round(bytes / 1e6)) })}`;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "button";
    again.textContent = this.say("again");
    again.addEventListener("click", this.again);
    row.replaceChildren(list, again);
    return row;
  }
}

const spots = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("[data-offline-line]")];

function said(state: string, words: string): HTMLElement {
  const line = document.createElement("p");
  line.className = `offline-line ${state}`;
  line.textContent = words;
  return line;
}
