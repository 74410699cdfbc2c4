// Which connections to confirm are shown, as the address keeps it: "proposed", "proposed~D~~5", "proposed~~~~42". Pure.

/** What narrows the list, in the order in which it is kept, and what the server calls it; the last is the one looked at. */
const NAMES = ["state", "class", "medium", "within"] as const;

/** `rule`: what narrows the list, "" for nothing; `one`: the one looked at. */
export interface Kept { rule: string[]; one: number | null }

export function readKept(text: string | null): Kept | null {
  const parts = (text ?? "").split("~").map(plain);
  if (!parts[0]) return null;
  const one = Number(parts[NAMES.length] ?? "");
  return { rule: NAMES.map((_, i) => parts[i] ?? ""), one: Number.isInteger(one) && one > 0 ? one : null };
}

export function written({ rule, one }: Kept): string {
  return [...rule.map((part) => part.replaceAll("%", "%25").replaceAll("~", "%7E")), one ?? ""].join("~").replace(/~+$/, "");
}

/** What the server is asked. */
export function askedOf({ rule, one }: Kept): string {
  const asked = new URLSearchParams(NAMES.flatMap((name, i) => (rule[i] ? [[name, rule[i]]] : [])));
  if (one !== null) asked.set("one", String(one));
  return asked.toString();
}

export const isSameRule = (one: Kept | null, other: Kept | null): boolean => one?.rule.join("~") === other?.rule.join("~");

function plain(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
