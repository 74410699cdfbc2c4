// The station as a list: for those without WebGL, and for whoever prefers to read.
import type { FeatureTable } from "./features";
import { fromTop } from "./storeys";

export interface ListRow { code: string; name: string; kind: string }
export interface ListGroup { storey: string | null; rows: ListRow[] }

/** One row a code, grouped by storey from the top, sorted by kind then code; `query` filters by code, name, kind and room. */
export function listFeatures(table: FeatureTable, query = ""): ListGroup[] {
  const wanted = plain(query).split(" ").filter(Boolean);
  const groups = new Map<number, ListRow[]>();
  const seen = new Set<string>();
  for (let feature = 0; feature < table.count; feature++) {
    const code = table.code[feature];
    if (seen.has(code)) continue;
    const row = { code, name: table.name[feature], kind: table.kinds[table.kind[feature]] ?? "" };
    const text = wanted.length ? plain(`${code} ${row.name} ${row.kind} ${table.rooms[table.room[feature]]?.name ?? ""}`) : "";
    if (!wanted.every((word) => text.includes(word))) continue;
    seen.add(code);
    const group = groups.get(table.storey[feature]);
    if (group) group.push(row);
    else groups.set(table.storey[feature], [row]);
  }
  const order = [...fromTop(table.storeys).map((storey) => table.storeys.indexOf(storey)), -1];
  return order.filter((at) => groups.has(at)).map((at) => ({
    storey: table.storeys[at]?.name ?? null,
    rows: groups.get(at)!.sort((a, b) => a.kind.localeCompare(b.kind) || a.code.localeCompare(b.code, undefined, { numeric: true })),
  }));
}

/** Lower case without accents. */
export function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
