/** Line of sight: the server sends rows and lines; this places and joins them. */
import { $ } from "../js/dom.js";
import { createLane } from "../sight/lane.js";
import { createMap } from "../sight/map.js";
import { createMarks } from "../sight/marks.js";
import { watchMending } from "../sight/mend.js";
import { watchPrinting } from "../sight/paper.js";
import { keep } from "../sight/picture.js";

const asked = new URLSearchParams(location.search);
let current = null;
let column = null;

/** After a group has opened or closed, the keyboard goes on in the same column. */
function goOn() {
  if (column === null) return;
  $(`#map .k${column} [tabindex="0"]`)?.focus();
  column = null;
}

function start() {
  const marks = $("#marks") && $(".sl-matrix");
  if (marks && !marks.dataset.ready) {
    marks.dataset.ready = "";
    createMarks(marks);
  }
  const map = $("#map");
  if (current?.element === map) return;
  current?.view.destroy();
  current = null;
  if (!map) return;
  const view = createMap(map, { all: asked.get("rows") === "all", held: asked.get("pin") });
  current = { element: map, view };
  createLane(view.layout);
  goOn();
}

start();
watchMending();
watchPrinting();
document.addEventListener("click", ({ target }) => {
  const kind = target.closest("[data-picture]")?.dataset.picture;
  if (kind && $("#map.ready")) keep($("#map"), kind);
  const turned = target.closest("#map [hx-get]");
  if (turned) column = turned.closest(".sl-col")?.className.match(/k(\d)/)?.[1] ?? null;
});
// A page that the browser kept whole is asked for again: it may be out of date, or its reader may have signed out.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
document.addEventListener("htmx:after:swap", start);
