// What the split view asks of the server, and what a steward writes there. The token of the page goes along with each write.
import { addressOf, readAsked } from "../tracing/answer";
import type { Contents, Lines, Named, Placed } from "./drawing";

export interface BesideConfig {
  /** `contents`, `schematic` and `equipment` hold __CODE__ where the id of the drawing or the system goes; `answer`: see `addressOf`. */
  lines: string; page: string; hotspots: string; contents: string; schematic: string; equipment: string; answer: string;
}

export class Refused extends Error {
  constructor(readonly status: number, url: string) {
    super(`${status} ${url}`);
  }
}

/** What a steward is told when her mark was not taken: the drawing is another by now, or the way to the server is broken. */
export const whyNot = (error: unknown): "spotStale" | "spotFailed" => (error instanceof Refused && error.status === 409 ? "spotStale" : "spotFailed");

export class Requests {
  constructor(private readonly at: BesideConfig, private readonly signal: AbortSignal) {}

  get page(): string {
    return this.at.page;
  }

  lines(): Promise<Lines> {
    return this.ask("GET", this.at.lines) as Promise<Lines>;
  }

  contents(id: string, signal: AbortSignal): Promise<Contents> {
    const answer = readAsked(id);
    if (answer) return this.ask("GET", addressOf(this.at.answer, answer), undefined, signal) as Promise<Contents>;
    const address = id.startsWith("s") ? this.at.schematic.replace("__CODE__", id.slice(1)) : this.at.contents.replace("__CODE__", id);
    return this.ask("GET", address, undefined, signal) as Promise<Contents>;
  }

  async equipment(id: string, question: string, signal: AbortSignal): Promise<Named[]> {
    const address = `${this.at.equipment.replace("__CODE__", id)}?${new URLSearchParams({ q: question })}`;
    return ((await this.ask("GET", address, undefined, signal)) as { results: Named[] }).results;
  }

  place({ id: document, edition }: Contents, asset: string, { page, x, y, width, height }: Placed): Promise<unknown> {
    return this.ask("POST", this.at.hotspots, { document, edition, asset, page, x, y, width, height });
  }

  change(id: string, { edition }: Contents, asset: string, { page, x, y, width, height }: Placed): Promise<unknown> {
    return this.ask("PATCH", `${this.at.hotspots}${id}/`, { edition, asset, page, x, y, width, height });
  }

  remove(id: string): Promise<unknown> {
    return this.ask("DELETE", `${this.at.hotspots}${id}/`);
  }

  restore(id: string): Promise<unknown> {
    return this.ask("POST", `${this.at.hotspots}${id}/restore/`, {});
  }

  confirm(ids: string[], { edition }: Contents): Promise<unknown> {
    return this.ask("POST", `${this.at.hotspots}confirm/`, { ids, edition });
  }

  accept(document: string, marks: string[]): Promise<unknown> {
    return this.ask("POST", `${this.at.hotspots}accept/`, { document, marks });
  }

  private async ask(method: string, url: string, body?: unknown, signal = this.signal): Promise<unknown> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (method !== "GET") Object.assign(headers, { "Content-Type": "application/json", "X-CSRFToken": token() });
    const answer = await fetch(url, {
      method, headers, credentials: "same-origin", signal: AbortSignal.any([this.signal, signal]), body: body === undefined ? null : JSON.stringify(body),
    });
    if (!answer.ok) throw new Refused(answer.status, url);
    return answer.status === 204 ? null : answer.json();
  }
}

/** The page's own, as htmx sends it. */
function token(): string {
  const said = document.body.getAttribute("hx-headers");
  return said ? (JSON.parse(said) as Record<string, string>)["X-CSRFToken"] ?? "" : "";
}
