// Conveniences of the work pages; every one of them works without this file.

// A form is sent once, however often the button is pressed with a glove.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    form.querySelector("button")?.setAttribute("aria-busy", "true");
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("button")?.removeAttribute("aria-busy");
  }
});

// How many photos are chosen, on the button that chooses them, and which, below it.
for (const words of document.querySelectorAll("[data-photos]")) {
  const input = document.getElementById(words.dataset.photos);
  const thumbs = document.querySelector(`[data-thumbs="${input.id}"]`);
  input.addEventListener("change", () => {
    if (input.files.length) words.textContent = `${words.dataset.some} ${input.files.length}`;
    for (const shown of thumbs.querySelectorAll("[data-chosen]")) shown.remove();
    for (const file of input.files) thumbs.append(chosen(file));
  });
}

function chosen(file) {
  const shown = document.createElement("span");
  shown.dataset.chosen = "yes";
  if (/^image\/(jpeg|png|webp)$/.test(file.type)) {
    const image = new Image(120, 90);
    image.alt = file.name;
    image.src = URL.createObjectURL(file);
    image.addEventListener("load", () => URL.revokeObjectURL(image.src));
    shown.append(image);
  } else {
    shown.textContent = file.name;
  }
  return shown;
}

// The address of a link, copied with one tap.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    await navigator.clipboard?.writeText(field.value);
    button.textContent = button.dataset.copied;
  });
}
