// Searching without network: over the columns of the scenes that are kept. Pure: data and words in, markup out.
import type { FeatureColumns } from "../config";
import type { Say } from "./words";

export interface Thing { code: string; name: string; kind: string; room: string; storey: string; networks: string[] }

const LIGATURES: Record<string, string> = { œ: "oe", æ: "ae", ß: "ss", ø: "o", đ: "d", ł: "l" };

/** As the server compares (`assets/search.py`): no accent, no case, no separator. */
export function normalise(text: string): string {
  const plain = text.toLowerCase().replace(/[œæßøđł]/g, (letter) => LIGATURES[letter]);
  return plain.normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "");
}

/** Everything that bears a code, each once. */
export function things(scenes: readonly FeatureColumns[]): Thing[] {
  const found = new Map<string, Thing>();
  for (const scene of scenes) {
    scene.code.forEach((code, i) => {
      if (!code || found.has(code)) return;
      const networks = (scene.systems_of[i] ?? []).map((at) => scene.systems[at]?.name ?? "").filter(Boolean);
      found.set(code, {
        code, name: scene.name[i] ?? "", kind: scene.kinds[scene.kind[i]] ?? "", networks,
        room: scene.rooms[scene.room[i]]?.name ?? "", storey: scene.storeys[scene.storey[i]]?.name ?? "",
      });
    });
  }
  return [...found.values()];
}

/** The best first: the very code, codes that begin so, what is called so from its first word on, then all words somewhere. */
export function search(all: readonly Thing[], question: string, most = 20): Thing[] {
  const words = question.split(/\s+/).map(normalise).filter(Boolean);
  if (!words.length) return [];
  const whole = words.join("");
  const ranked = all.flatMap((thing) => {
    const code = normalise(thing.code);
    if (code === whole) return [{ thing, rank: 0 }];
    if (code.startsWith(whole)) return [{ thing, rank: 1 }];
    const what = normalise(`${thing.code} ${thing.name} ${thing.kind}`);
    const text = what + normalise(`${thing.room} ${thing.storey}`);
    if (!words.every((word) => text.includes(word))) return [];
    const called = code.includes(whole) || [thing.name, thing.kind].some((name) => normalise(name).startsWith(words[0]));
    return [{ thing, rank: (words.every((word) => what.includes(word)) ? 2 : 4) + (called ? 0 : 1) }];
  });
  return ranked.sort((a, b) => a.rank - b.rank || a.thing.code.localeCompare(b.thing.code, "fr", { numeric: true })).slice(0, most).map(({ thing }) => thing);
}

export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** As the server's `_hits.html`. */
export function hits(found: readonly Thing[], station: string, question: string, say: Say): string {
  const note = `<p class="soft small nothing">${escaped(say("searched"))}</p>`;
  if (!question.trim()) return "";
  if (!found.length) return `<p class="soft nothing">${escaped(say("nothingAnswers", { question }))}</p>${note}`;
  const rows = found.map((thing) => {
    const place = [thing.room, thing.storey].filter(Boolean).join(" · ");
    const address = `/stations/${station}/?select=${encodeURIComponent(thing.code)}`;
    return `<li><a class="hit" data-code="${escaped(thing.code)}" href="${escaped(address)}"><span class="code">${escaped(thing.code)}</span>` +
      `<span>${escaped(naming(thing))}</span>${place ? `<span class="small soft">${escaped(place)}</span>` : ""}</a></li>`;
  });
  return `<ul>${rows.join("")}</ul>${note}`;
}

/** In place of a sheet that was not kept: what the scene knows of the thing. */
export function shortSheet(code: string, thing: Thing | undefined, say: Say): string {
  if (!thing) return `<article class="sheet"><p class="notice"><span>${escaped(say("nothingKnown", { code }))}</span></p></article>`;
  const lines: [string, string][] = [
    [say("kind"), thing.kind],
    [say("place"), [thing.room, thing.storey].filter(Boolean).join(" · ")],
    [say("networks"), thing.networks.join(", ")],
  ];
  const rows = lines.filter(([, value]) => value).map(([label, value]) => `<div><dt>${escaped(label)}</dt><dd>${escaped(value)}</dd></div>`);
  return `<article class="sheet" data-code="${escaped(code)}"><h2><span class="code">${escaped(code)}</span> ${escaped(naming(thing))}</h2>` +
    `<p class="notice"><span>${escaped(say("sheetNotKept"))}</span></p><dl class="fields">${rows.join("")}</dl></article>`;
}

const naming = ({ kind, name }: Thing): string =>
  !name || normalise(name).startsWith(normalise(kind)) ? name || kind : `${kind} · ${name}`;
