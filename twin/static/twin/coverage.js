// The table of what was surveyed from the keyboard: arrows walk, Shift chooses a range, Enter goes to what is said of it.
const table = document.querySelector("[data-grid]");
const count = document.getElementById("cover-count");
const lines = () => [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input[type=checkbox]")]);
// Where a range begins: the box that was last walked to or touched without Shift.
let anchor = [0, 0];
let grid = [];

function placeOf(box) {
  const row = grid.findIndex((boxes) => boxes.includes(box));
  return row < 0 ? null : [row, grid[row].indexOf(box)];
}

function tell() {
  count.textContent = String(table.querySelectorAll("input:checked").length);
}

/** One box is in the page's order of tabs: the table is one stop. */
function stop(box) {
  for (const boxes of grid) for (const each of boxes) each.tabIndex = each === box ? 0 : -1;
}

function go([row, column], ranging) {
  const box = grid[row][column];
  stop(box);
  box.focus();
  if (ranging) range(anchor, [row, column]);
  else anchor = [row, column];
}

/** The boxes between two corners, and no others. */
function range([row, column], [otherRow, otherColumn]) {
  const [top, bottom] = [Math.min(row, otherRow), Math.max(row, otherRow)];
  const [left, right] = [Math.min(column, otherColumn), Math.max(column, otherColumn)];
  grid.forEach((boxes, r) => boxes.forEach((box, c) => {
    box.checked = r >= top && r <= bottom && c >= left && c <= right;
  }));
  tell();
}

/** All of them, or none when all were chosen. */
function toggle(boxes) {
  const wanted = !boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = wanted;
  tell();
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function pressed(event) {
  const at = placeOf(event.target);
  if (!at || event.altKey) return;
  const all = event.ctrlKey || event.metaKey;
  if (all && event.key.toLowerCase() === "a") toggle(grid.flat());
  else if (all) return;
  else if (STEPS[event.key]) {
    const [down, right] = STEPS[event.key];
    const row = Math.max(0, Math.min(grid.length - 1, at[0] + down));
    go([row, Math.max(0, Math.min(grid[row].length - 1, at[1] + right))], event.shiftKey);
  } else if (event.key === "Home") go([at[0], 0], event.shiftKey);
  else if (event.key === "End") go([at[0], grid[at[0]].length - 1], event.shiftKey);
  else if (event.key === "Enter") document.getElementById("extent").focus();
  else if (event.key === "Escape") {
    for (const box of grid.flat()) box.checked = false;
    tell();
  } else return;
  event.preventDefault();
}

function touched(event) {
  const head = event.target.closest("button.choose");
  if (head?.dataset.column !== undefined) toggle(grid.map((boxes) => boxes[Number(head.dataset.column)]));
  else if (head) toggle([...head.closest("tr").querySelectorAll("input")]);
  const at = placeOf(event.target);
  if (!at) return;
  stop(event.target);
  // The browser has turned the box itself over already; after this event it stays as the range says.
  if (event.shiftKey) setTimeout(() => range(anchor, at));
  else anchor = at;
}

if (table) {
  grid = lines();
  stop(grid[0]?.[0]);
  table.addEventListener("keydown", pressed);
  table.addEventListener("click", touched);
  table.addEventListener("change", tell);
  // What was not surveyed was surveyed in no way.
  const extent = document.getElementById("extent");
  const method = document.getElementById("method");
  const found = document.getElementById("found");
  const follow = () => {
    for (const field of [method, found]) field.disabled = extent.value === "not";
  };
  extent.addEventListener("change", follow);
  follow();
}
