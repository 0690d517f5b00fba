/** Answering a round: on a phone the step at hand stays in view, also after the progress was drawn anew. */
import { $ } from "../js/dom.js";

function showStep() {
  const step = $("#progress [aria-current=step]");
  const row = step?.parentElement;
  if (row) row.scrollLeft = step.offsetLeft - row.offsetLeft - (row.clientWidth - step.offsetWidth) / 2;
}

document.addEventListener("htmx:after:swap", showStep);
showStep();
document.fonts?.ready.then(showStep);
