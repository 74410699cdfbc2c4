// Without network a form is read and not sent; it says so where one would press. Signing out is always possible: it
// empties the device.
import { sayIn } from "./words";

export function forbidForms(isOffline: () => boolean, language: string): void {
  const say = sayIn(language);

  const refused = (form: HTMLFormElement): void => {
    let why = form.querySelector<HTMLElement>(":scope > .offline-why");
    if (!why) {
      why = document.createElement("p");
      why.className = "notice warning offline-why";
      why.setAttribute("role", "alert");
      form.append(why);
    }
    why.textContent = say("later");
    why.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!isOffline() || !isActing(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    refused(form);
  }, { capture: true });

  // A part that htmx would send on a change or a click, without a form's submit.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, requestConfig } = (event as CustomEvent<{ elt: Element; requestConfig: { verb: string } }>).detail;
    if (!isOffline() || requestConfig.verb === "get") return;
    event.preventDefault();
    const form = elt.closest("form");
    if (form) refused(form);
  }, { capture: true });
}

/** Keys that act look so, and say so to those who listen, while there is no network. */
export function markForms(isOffline: boolean): void {
  for (const form of document.querySelectorAll("form")) {
    if (!isActing(form)) continue;
    for (const key of form.querySelectorAll("button")) {
      if (isOffline) key.setAttribute("aria-disabled", "true");
      else key.removeAttribute("aria-disabled");
    }
  }
}

const isActing = (form: HTMLFormElement): boolean => form.method === "post" && new URL(form.action).pathname !== "/sign-out/";
