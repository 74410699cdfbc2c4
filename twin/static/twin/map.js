// The map answers to a finger: drag, pinch and wheel move what is shown, and the server draws the marks anew. Without
// this file the keys on the map and the marks themselves are plain links.

const WIDEST = 1240;
const NARROWEST = 12;

function address(box) {
  const url = new URL(location.href);
  url.searchParams.delete("page");
  if (box) url.searchParams.set("at", box);
  else url.searchParams.delete("at");
  return url.pathname + url.search;
}

async function show(box, focus) {
  const url = address(box);
  await htmx.ajax("GET", url, { target: "#found", select: "#found", swap: "outerHTML" });
  history.pushState({}, "", url);
  if (focus) document.querySelector(focus)?.focus({ preventScroll: true });
}

addEventListener("popstate", () => location.reload());

// A mark or a key: the same page, without the jump to its top.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-map] a[data-box]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const byKey = event.detail === 0;
  if (byKey || !moved) show(link.dataset.box, byKey && link.classList.contains("mark") ? "[data-map] .mark" : keyOf(link));
});

function keyOf(link) {
  const words = link.getAttribute("aria-label") ?? "";
  return `[data-map] a[aria-label="${CSS.escape(words)}"], [data-map] .map-keys a`;
}

// What the list points at is shown on the map.
for (const [type, on] of [["pointerover", true], ["focusin", true], ["pointerout", false], ["focusout", false]]) {
  document.addEventListener(type, (event) => {
    const code = event.target.closest?.(".station-card")?.dataset.station;
    if (code) document.querySelector(`.mark[data-station="${CSS.escape(code)}"]`)?.classList.toggle("pointed", on);
  });
}

const fingers = new Map();
let start = null; // {box, fingers}: what was shown when the fingers came down
let moved = false;

const svgOf = (event) => event.target.closest?.("[data-map] > svg");
const boxOf = (svg) => svg.getAttribute("viewBox").split(" ").map(Number);
const spread = (points) => (points.length < 2 ? 0 : Math.hypot(points[0].x - points[1].x, points[0].y - points[1].y));
const middle = (points) => ({
  x: points.reduce((sum, point) => sum + point.x, 0) / points.length,
  y: points.reduce((sum, point) => sum + point.y, 0) / points.length,
});

document.addEventListener("pointerdown", (event) => {
  const svg = svgOf(event);
  if (!svg || event.button > 0) return;
  fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  moved = false;
  begin(svg);
});

function begin(svg) {
  start = { svg, box: boxOf(svg), fingers: [...fingers.values()].map((finger) => ({ ...finger })) };
}

document.addEventListener("pointermove", (event) => {
  if (!start || !fingers.has(event.pointerId)) return;
  fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  const now = [...fingers.values()];
  const from = middle(start.fingers);
  const to = middle(now);
  if (!moved && Math.hypot(to.x - from.x, to.y - from.y) < 6 && now.length < 2) return;
  moved = true;
  start.svg.parentElement.classList.add("dragged");
  const [left, top, side] = start.box;
  const frame = start.svg.getBoundingClientRect();
  const unit = side / Math.min(frame.width, frame.height);
  const scale = now.length > 1 && spread(now) > 0 ? spread(start.fingers) / spread(now) : 1;
  const size = Math.min(Math.max(side * scale, NARROWEST), WIDEST);
  const x = left + side / 2 - (to.x - from.x) * unit;
  const y = top + side / 2 - (to.y - from.y) * unit;
  start.svg.setAttribute("viewBox", `${x - size / 2} ${y - size / 2} ${size} ${size}`);
});

for (const type of ["pointerup", "pointercancel"]) {
  document.addEventListener(type, (event) => {
    if (!fingers.delete(event.pointerId) || !start) return;
    const { svg } = start;
    if (fingers.size) return begin(svg);
    start = null;
    svg.parentElement.classList.remove("dragged");
    if (moved) settle(svg);
  });
}

document.addEventListener("dragstart", (event) => svgOf(event) && event.preventDefault());

let waiting = 0;
document.addEventListener(
  "wheel",
  (event) => {
    const svg = svgOf(event);
    if (!svg) return;
    event.preventDefault();
    const [left, top, side] = boxOf(svg);
    const frame = svg.getBoundingClientRect();
    const unit = side / Math.min(frame.width, frame.height);
    const dx = (event.clientX - frame.left - frame.width / 2) * unit;
    const dy = (event.clientY - frame.top - frame.height / 2) * unit;
    const size = Math.min(Math.max(side * 1.0015 ** event.deltaY, NARROWEST), WIDEST);
    const kept = 1 - size / side;
    const x = left + side / 2 + dx * kept;
    const y = top + side / 2 + dy * kept;
    svg.setAttribute("viewBox", `${x - size / 2} ${y - size / 2} ${size} ${size}`);
    clearTimeout(waiting);
    waiting = setTimeout(() => settle(svg), 250);
  },
  { passive: false },
);

function settle(svg) {
  const [left, top, side] = boxOf(svg);
  const round = Math.round;
  show(side >= WIDEST - 1 ? "" : `${round(left + side / 2)},${round(top + side / 2)},${round(side)}`);
}
