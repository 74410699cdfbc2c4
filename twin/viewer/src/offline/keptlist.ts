// The list of what is kept, on the page that stands in for what is not.
import type { Entry } from "./rules";
import { ask } from "./talking";
import { clock, sayIn, type OfflineWord } from "./words";

const GROUPS: OfflineWord[] = ["day", "orders", "station", "sheets", "papers"];

export async function listKept(place: HTMLElement, language: string): Promise<void> {
  const say = sayIn(language);
  const { entries } = await ask<{ entries: Entry[] }>({ do: "list" });
  const groups = grouped(entries);
  if (!groups.length) {
    place.replaceChildren(paragraph("empty", say("nothing")));
    return;
  }
  place.replaceChildren(...groups.map(([group, rows]) => {
    const section = document.createElement("section");
    section.className = "stack paper";
    const title = document.createElement("h2");
    title.textContent = say(group);
    const list = document.createElement("ul");
    list.className = "lines links";
    list.append(...rows.map((entry) => row(entry, language)));
    section.append(title, list);
    return section;
  }));
}

/** What has a title, under its heading, in the order in which it is looked for; what she opened by herself last. */
export function grouped(entries: readonly Entry[]): [OfflineWord, Entry[]][] {
  const shown = entries.filter(({ title, key }) => title && !key.includes("__part="));
  const of = (group: string) => shown.filter((entry) => entry.group === group).sort((a, b) => a.title.localeCompare(b.title, "fr", { numeric: true }));
  const found: [OfflineWord, Entry[]][] = GROUPS.map((group) => [group, of(group)]);
  return [...found, ["visited", of("").filter(({ set }) => !set)] as [OfflineWord, Entry[]]].filter(([, rows]) => rows.length);
}

function row({ key, title, at }: Entry, language: string): HTMLElement {
  const line = document.createElement("li");
  const link = document.createElement("a");
  const { pathname, search } = new URL(key);
  link.href = pathname + search;
  const name = document.createElement("span");
  name.textContent = title;
  const since = document.createElement("span");
  since.className = "small soft";
  since.textContent = clock(at, Date.now(), language);
  link.append(name, since);
  line.append(link);
  return line;
}

function paragraph(name: string, words: string): HTMLElement {
  const line = document.createElement("p");
  line.className = name;
  line.textContent = words;
  return line;
}
