/** Line of sight: the server sends rows and lines; this places and joins them. */
import { $ } from "../js/dom.js";
import { createLane } from "../sight/lane.js";
import { createMap } from "../sight/map.js";
import { watchMending } from "../sight/mend.js";

const asked = new URLSearchParams(location.search);
let current = null;

function start() {
  const map = $("#map");
  if (current?.element === map) return;
  current?.view.destroy();
  current = null;
  if (!map) return;
  const view = createMap(map, { all: asked.get("rows") === "all", held: asked.get("pin") });
  current = { element: map, view };
  createLane(view.layout);
}

start();
watchMending();
// A page that the browser kept whole is asked for again: it may be out of date, or its reader may have signed out.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
document.addEventListener("htmx:after:swap", start);
