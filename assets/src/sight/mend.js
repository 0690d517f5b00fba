/** Mending in place: the form opens under the page, and the line appears when it is saved. */
import { $, $$ } from "../js/dom.js";

let opener = null;
let nextPlace = null;

const panel = () => $("#mend");

/** The form stays until the next one takes its place: a search still on its way finds where to put its answer. */
function close() {
  panel().hidden = true;
}

function open() {
  panel().hidden = false;
  ($("[data-errors]", panel()) ?? $("[data-focus]", panel()) ?? $("input:not([type=hidden]), select, textarea", panel()))?.focus();
}

/** The action after the one just done, so that a row of gaps is mended without looking for the place. */
function nextAction(at) {
  const actions = $$("[data-mend]").filter((action) => action.checkVisibility());
  return actions[Math.min(at, actions.length - 1)] ?? $("#main");
}

function refresh() {
  const visible = $$("[data-mend]").filter((action) => action.checkVisibility());
  nextPlace = Math.max(0, visible.indexOf(opener));
  close();
  const target = panel().dataset.refresh ?? "#sight";
  window.htmx.ajax("GET", location.pathname + location.search, { target, swap: "innerHTML" });
}

function afterSwap({ detail }) {
  if (detail?.ctx?.target === panel()) open();
  if (nextPlace === null) return;
  const place = nextPlace;
  nextPlace = null;
  requestAnimationFrame(() => nextAction(place)?.focus());
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
  document.addEventListener("htmx:after:swap", afterSwap);
  document.addEventListener("sl:mended", refresh);
}
