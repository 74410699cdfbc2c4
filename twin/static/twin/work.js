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

// How many photos are chosen, on the button that chooses them.
for (const words of document.querySelectorAll("[data-photos]")) {
  const input = document.getElementById(words.dataset.photos);
  input.addEventListener("change", () => {
    if (input.files.length) words.textContent = `${words.dataset.some} ${input.files.length}`;
  });
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
