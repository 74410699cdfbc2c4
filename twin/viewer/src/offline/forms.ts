// Without network a form is read and not sent; it says so where one would press. Signing out is always possible: it
// empties the device.
import { sayIn } from "./words";

export function forbidForms(isOffline: () => boolean, language: string): void {
  const say = sayIn(language);

  const refused = (place: HTMLElement): void => {
    let why = place.querySelector<HTMLElement>(":scope > .offline-why");
    if (!why) {
      why = document.createElement("p");
      why.className = "notice warning offline-why";
      why.setAttribute("role", "alert");
      place.append(why);
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

  // A key that leads to such a form leads nowhere: the form is not kept.
  document.addEventListener("click", (event) => {
    const key = keyToForm(event);
    if (!key || !isOffline()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    refused(key.closest<HTMLElement>("p, li, section, div") ?? document.body);
  }, { capture: true });
  // What came into the page meanwhile is marked when one gets to it.
  document.addEventListener("focusin", (event) => { if (isOffline()) keyToForm(event)?.setAttribute("aria-disabled", "true"); });

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
  for (const key of document.querySelectorAll(LEADS_TO_FORM)) {
    if (isOffline) key.setAttribute("aria-disabled", "true");
    else key.removeAttribute("aria-disabled");
  }
}

/** As in offline.css, which makes them pale. */
const LEADS_TO_FORM = 'a:is([href*="/report/"], [href*="/declare/"], [href*="/notes/new/"], [href*="/labels/"])';

const keyToForm = (event: Event): Element | null => (event.target instanceof Element ? event.target.closest(LEADS_TO_FORM) : null);

const isActing = (form: HTMLFormElement): boolean => form.method === "post" && new URL(form.action).pathname !== "/sign-out/";
