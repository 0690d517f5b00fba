/** Mending in place: the form opens under the page, and the line appears when it is saved. */
import { $, $$ } from "../js/dom.js";

let opener = null;

const panel = () => $("#mend");

function close() {
  panel().hidden = true;
  panel().replaceChildren();
  document.body.classList.remove("mending");
}

function open() {
  panel().hidden = false;
  document.body.classList.add("mending");
  ($("[data-errors]", panel()) ?? $("input:not([type=hidden]), select, textarea", panel()))?.focus();
}

/** The action after the one just done, so that a row of gaps is mended without looking for the place. */
function nextAction(at) {
  const actions = $$("[data-mend]").filter((action) => action.checkVisibility());
  return actions[Math.min(at, actions.length - 1)] ?? $("#main");
}

async function refresh() {
  const at = opener ? $$("[data-mend]").filter((action) => action.checkVisibility()).indexOf(opener) : 0;
  close();
  await window.htmx.ajax("GET", location.pathname + location.search, { target: "#sight", swap: "innerHTML" });
  nextAction(Math.max(0, at))?.focus();
}

export function watchMending() {
  document.addEventListener("click", ({ target }) => {
    const action = target.closest("[data-mend]");
    if (action) opener = action;
    if (target.closest("[data-mend-close]")) {
      close();
      opener?.focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel().hidden) return;
    event.preventDefault();
    close();
    opener?.focus();
  });
  document.addEventListener("htmx:after:swap", () => panel().childElementCount && open());
  document.addEventListener("sl:mended", refresh);
}
