// Small conveniences of the pages; every one of them works without this file, with a plain form and a reload.

// The drop zone: a file dropped on it is the file chosen, and sending shows how far it is.
for (const form of document.querySelectorAll("form[data-upload]")) {
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector("[data-drop]");
  const chosen = form.querySelector("[data-chosen]");
  const show = () => (chosen.textContent = input.files[0]?.name ?? "");

  input.addEventListener("change", show);
  for (const type of ["dragenter", "dragover"]) {
    zone.addEventListener(type, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  for (const type of ["dragleave", "drop"]) zone.addEventListener(type, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    show();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}

function send(form) {
  const sending = form.querySelector("[data-sending]");
  const bar = sending.querySelector("progress");
  const request = new XMLHttpRequest();
  request.open("POST", form.action || location.href);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
  });
  request.addEventListener("load", () => arrived(request));
  request.addEventListener("error", () => form.submit());
  sending.hidden = false;
  form.querySelector("[data-submit]").disabled = true;
  request.send(new FormData(form));
}

// The server answers with the page of the received model, or with the form and what is wrong with the file.
function arrived(request) {
  if (request.status < 300) {
    location.assign(request.responseURL);
    return;
  }
  document.open();
  document.write(request.responseText);
  document.close();
}

// Menus close when the finger goes elsewhere, and with Escape. That tap does nothing else: a glove hits what lies beneath.
document.addEventListener(
  "click",
  (event) => {
    const open = [...document.querySelectorAll("details.menu[open]")];
    if (!open.length || open.some((menu) => menu.contains(event.target))) return;
    for (const menu of open) menu.open = false;
    if (event.target.closest?.("summary")) return; // of another menu, which opens in its place
    event.preventDefault();
    event.stopPropagation();
  },
  { capture: true },
);

// Language and display change on the page as it is now: what is looked at stands after the "#".
document.addEventListener("submit", (event) => {
  const next = event.target.querySelector("#preferences input[name=next]") ?? (event.target.closest("#preferences") && event.target.elements.next);
  if (next) next.value = location.pathname + location.search + location.hash;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Filters apply as soon as they are chosen.
for (const form of document.querySelectorAll("form[data-filters]")) {
  // Arrow keys and letters walk through a list: what they pass is chosen with Enter, or when one goes on.
  let walking = false;
  form.addEventListener("keydown", (event) => {
    const inList = event.target.matches("select");
    if (inList && event.key === "Enter" && walking) form.requestSubmit();
    walking = inList && event.key !== "Tab" && event.key !== "Enter" ? true : walking;
  });
  form.addEventListener("pointerdown", () => (walking = false));
  let changed = false;
  form.addEventListener("change", () => (walking ? (changed = true) : form.requestSubmit()));
  form.addEventListener("focusout", (event) => {
    if (walking && changed && event.target.matches("select")) form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
  });
}

// Arrow keys walk through what a search found.
for (const form of document.querySelectorAll("form[data-search]")) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [form.querySelector("input"), ...form.querySelectorAll(".hit")];
    const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    event.preventDefault();
    stops[Math.max(0, Math.min(stops.length - 1, next))].focus();
  });
}

// The key in the search field reads a label with the camera, where there is one.
for (const key of document.querySelectorAll("[data-scan]")) {
  key.hidden = !navigator.mediaDevices || !key.dataset.scan;
  key.addEventListener("click", async () => {
    const { scan } = await import(key.dataset.scan);
    scan(document.getElementById("scanner"));
  });
}

// What was photographed is said beside the key; in a panel of the 3D too, where forms come later than this file.
document.addEventListener("change", (event) => {
  if (!event.target.matches?.("input[data-photos]")) return;
  const names = [...event.target.files].map((file) => file.name);
  event.target.parentElement.querySelector("[data-chosen]").textContent = names.join(", ");
});

// A paper is read over the whole screen: in a frame within a sheet, its pages would take the swipe that is for the sheet.
document.addEventListener("click", (event) => {
  const key = event.target.closest?.("a[data-read]");
  if (!key || event.ctrlKey || event.metaKey || event.shiftKey || navigator.pdfViewerEnabled === false) return;
  event.preventDefault();
  read(key);
});

function read({ href, dataset }) {
  const dialog = document.createElement("dialog");
  dialog.className = "reading";
  dialog.setAttribute("aria-label", dataset.read);
  const title = Object.assign(document.createElement("h2"), { textContent: dataset.read });
  const close = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: dataset.close });
  const frame = Object.assign(document.createElement("iframe"), { src: `${href}#navpanes=0&view=FitH`, title: dataset.read });
  const head = document.createElement("div");
  head.append(title, close);
  dialog.append(head, frame);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // Escape closes the paper, not the sheet below
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

// Down to a part of the same sheet: the address stays, in the 3D it says what is looked at.
document.addEventListener("click", (event) => {
  const key = event.target.closest?.("a[data-jump]");
  const part = key?.closest(".sheet")?.querySelector(key.getAttribute("href"));
  if (!part) return;
  event.preventDefault();
  part.scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  part.focus({ preventScroll: true });
});

document.querySelector("[data-print]")?.addEventListener("click", () => print());

// What is folded of an answer on the screen is open on paper, and folded again afterwards.
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("main :is(.trace, .what-to-close, .cut-before) details:not([open])")) {
    fold.open = true;
    fold.dataset.unfolded = "";
  }
});
addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-unfolded]")) {
    fold.open = false;
    delete fold.dataset.unfolded;
  }
});

// A photo that is kept as soon as it is taken is not sent a second time with its form: it may be taken out again before.
document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful } = event.detail;
  if (successful && elt.matches?.("input[type=file]")) elt.value = "";
});

// Arrow keys walk from row to row of a list; the first link of a row is its door.
for (const table of document.querySelectorAll("[data-rows]")) {
  table.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const doors = [...table.querySelectorAll("tbody tr")].map((row) => row.querySelector("a")).filter(Boolean);
    const row = document.activeElement.closest("tr");
    const at = doors.findIndex((door) => row?.contains(door));
    const next = doors[at < 0 ? 0 : at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}
