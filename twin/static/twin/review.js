// The steward's inbox from the keyboard: j and k walk, a approves, r refuses (the reason first), x ticks.
const rows = () => [...document.querySelectorAll("tr[data-change]")];
const current = () => document.querySelector('tr[data-change][aria-current="true"]') ?? rows()[0];

function choose(row) {
  if (!row) return;
  for (const each of rows()) each.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  row.scrollIntoView({ block: "nearest" });
}

function open(row) {
  if (!row) return;
  choose(row);
  window.htmx.trigger(row, "open");
}

function walk(steps) {
  const all = rows();
  open(all[Math.max(0, Math.min(all.length - 1, all.indexOf(current()) + steps))]);
}

const keys = {
  j: () => walk(1),
  k: () => walk(-1),
  a: approve,
  r: () => refuse(),
  x: () => current()?.querySelector('input[type="checkbox"]')?.click(),
};

// Over what the register says by now nobody decides with one key: the button is only reached.
function approve() {
  const over = document.querySelector("[data-over]");
  if (over) over.focus();
  else document.querySelector("[data-approve]")?.click();
}

function refuse() {
  const reason = document.querySelector("[data-reason]");
  if (!reason) return;
  if (reason.value.trim()) document.querySelector("[data-refuse]").click();
  else reason.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const field = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (field?.matches("[data-reason]") && event.key === "Enter") {
    event.preventDefault();
    refuse();
    return;
  }
  if (field && event.key === "Escape") field.blur();
  if (field || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-open]");
  if (link && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    open(link.closest("tr"));
    return;
  }
  const row = event.target.closest("tr[data-change]");
  if (row && !event.target.closest("input")) choose(row);
});

// Where the decided row stood, so that the next one takes its place.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.target.closest?.(".review-decide")) event.detail.parameters.place = current()?.dataset.place ?? 0;
});

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-review]");
  if (!form) return;
  const boxes = [...form.querySelectorAll('input[name="change"]')];
  if (event.target.matches("[data-tick-all]")) for (const box of boxes) box.checked = event.target.checked;
  const ticked = boxes.filter((box) => box.checked).length;
  form.querySelector("[data-ticked]").textContent = ticked;
  form.querySelector("[data-bulk]").disabled = ticked === 0;
});
