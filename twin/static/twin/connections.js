// Connections to confirm from the keyboard: j and k walk, a confirms, r refuses, u takes back, v shows both ends in the 3D.
const rows = () => [...document.querySelectorAll("[data-connections] tbody tr")];
const current = () => document.querySelector('[data-connections] tr[aria-current="true"]') ?? rows()[0];

function choose(row) {
  if (!row) return;
  for (const each of rows()) each.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  row.scrollIntoView({ block: "nearest" });
}

function walk(steps) {
  const all = rows();
  choose(all[Math.max(0, Math.min(all.length - 1, all.indexOf(current()) + steps))]);
}

const press = (which) => current()?.querySelector(which)?.click();
const keys = { j: () => walk(1), k: () => walk(-1), v: () => press("[data-view]") };
for (const key of "aru") keys[key] = () => press(`[data-key="${key}"]`);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input, textarea, select") || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

document.addEventListener("click", (event) => choose(event.target.closest("[data-connections] tbody tr")));

const last = rows();
choose(document.querySelector('[data-connections] tr[aria-current="true"]') ?? last[last.length - 1]);
