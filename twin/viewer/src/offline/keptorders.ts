// The list of one's orders without network: its chips and its search choose among the orders that are kept, in the page
// itself; what only the server can make, a table to take away, says so.
import { normalise } from "./finding";
import { sayIn } from "./words";

export interface Choice { state: string; search: string }
export interface KeptOrder { states: readonly string[]; text: string }

/** Which of the orders answer to the choice; as the server chooses: all words, without accents and case. */
export function chosen(orders: readonly KeptOrder[], { state, search }: Choice): boolean[] {
  const words = search.split(/\s+/).map(normalise).filter(Boolean);
  return orders.map(({ states, text }) => {
    const plain = words.length ? normalise(text) : "";
    return (!state || states.includes(state)) && words.every((word) => plain.includes(word));
  });
}

export function choiceIn(hash: string): Choice | null {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  return said.has("state") || said.has("search") ? { state: said.get("state") ?? "", search: said.get("search") ?? "" } : null;
}

export const hashOf = ({ state, search }: Choice): string => `#${new URLSearchParams({ ...(state && { state }), ...(search && { search }) })}`;

export function chooseAmongKept(page: HTMLElement, isOffline: () => boolean, language: string): void {
  const say = sayIn(language), { whole = location.pathname } = page.dataset;
  const chips = [...page.querySelectorAll<HTMLElement>("[data-state]")], rows = [...page.querySelectorAll<HTMLElement>("[data-states]")];
  const field = page.querySelector<HTMLInputElement>("input[type=search]");
  const orders = rows.map((row): KeptOrder => ({ states: row.dataset.states!.split(" "), text: row.textContent }));
  const none = document.createElement("p");
  none.className = "empty";
  none.setAttribute("role", "status");
  none.textContent = say("noneKept");
  none.hidden = true;
  rows.at(-1)?.parentElement?.after(none);

  let now: Choice = { state: "", search: "" };
  const choose = (choice: Choice): void => {
    // Only some orders are on this page: all that are kept are on another.
    if ("part" in page.dataset) return location.assign(whole + hashOf(choice));
    now = choice;
    const shown = chosen(orders, choice);
    rows.forEach((row, i) => { row.hidden = !shown[i]; });
    none.hidden = shown.includes(true);
    for (const chip of chips) {
      if (chip.dataset.state === choice.state) chip.setAttribute("aria-current", "true");
      else chip.removeAttribute("aria-current");
    }
    if (field) field.value = choice.search;
  };

  page.addEventListener("click", (event) => {
    if (!isOffline()) return;
    const target = event.target as Element, chip = target.closest<HTMLElement>("[data-state]");
    if (chip) choose({ ...now, state: chip.dataset.state! });
    else if (target.closest(".take-away a")) refuse(page.querySelector<HTMLElement>(".take-away")!, say("tableLater"));
    else return;
    event.preventDefault();
  });
  page.addEventListener("submit", (event) => {
    if (!isOffline() || (event.target as HTMLFormElement).method !== "get") return;
    event.preventDefault();
    choose({ ...now, search: field?.value ?? "" });
  });
  const asked = choiceIn(location.hash);
  if (asked && isOffline() && !("part" in page.dataset)) choose(asked);
}

function refuse(keys: HTMLElement, words: string): void {
  const next = keys.nextElementSibling, why = next?.matches(".offline-why") ? next : document.createElement("p");
  why.className = "notice warning offline-why";
  why.setAttribute("role", "alert");
  why.textContent = words;
  keys.after(why);
}
