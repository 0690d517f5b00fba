/** The map as a whole: its state, and what pointer, keys and window do to it. */
import { $, $$ } from "../js/dom.js";
import { light, strongest } from "./focus.js";
import { draw } from "./links.js";
import { COLUMNS, readModel } from "./model.js";
import { HEAD, place } from "./place.js";

const BELOW = 12;
const SETTLE_MS = 60;

export function createMap(map, { all = false, held = null } = {}) {
  const model = readModel(map);
  const bar = $("#path");
  const idle = [...bar.childNodes];
  const lane = $(".sl-lane");
  const state = { all, held, open: new Set(), at: null, lines: [], stops: new Map(), top: 0 };
  const stop = new AbortController();
  const on = (target, name, act) => target.addEventListener(name, act, { signal: stop.signal });
  const isPlaced = (id) => Boolean(id && state.at?.middles.has(id));

  function show(id) {
    const words = light(map, model, state.at, state.lines, isPlaced(id) ? id : null, state.held === id);
    bar.replaceChildren(...(words ?? idle));
  }

  function hold(id) {
    state.held = id;
    show(id);
  }

  /** One tab stop for each column: where the keyboard was last, else the first row. */
  function rove() {
    COLUMNS.forEach((column) => stopAt(column, state.stops.get(column)));
  }

  function stopAt(column, id) {
    $$(`.k${column} .sl-n > a`, map).forEach((link) => (link.tabIndex = -1));
    const stop = isPlaced(id) ? model.nodes.get(id) : rowsIn(column)[0];
    if (stop) stop.element.firstElementChild.tabIndex = 0;
  }

  function rowsIn(column) {
    return [...model.nodes.values()]
      .filter((entry) => entry.column === column && isPlaced(entry.id))
      .sort((a, b) => state.at.middles.get(a.id) - state.at.middles.get(b.id));
  }

  function layout() {
    if (!map.checkVisibility()) return;
    state.top = map.getBoundingClientRect().top + scrollY;
    const available = innerHeight - state.top - HEAD - lane.offsetHeight - BELOW;
    map.classList.add("ready");
    state.at = place(map, model, { available, all: state.all, open: state.open });
    state.lines = draw(map, model, state.at);
    rove();
    show(state.held);
  }

  function neighbor(entry, key) {
    const rows = rowsIn(entry.column);
    const here = rows.findIndex((row) => row.id === entry.id);
    if (key === "ArrowDown" || key === "j") return rows[here + 1]?.id;
    if (key === "ArrowUp" || key === "k") return rows[here - 1]?.id;
    if (key === "Home") return rows[0]?.id;
    if (key === "End") return rows.at(-1)?.id;
    if (key === "ArrowRight") return strongest(state.lines, entry.id, "source", "target");
    if (key === "ArrowLeft") return strongest(state.lines, entry.id, "target", "source");
    return undefined;
  }

  const isRecord = (entry) => !entry.element.firstElementChild.getAttribute("href").startsWith("#");
  const entryAt = (target) => model.nodes.get(target.closest?.(".sl-n")?.dataset.id);

  on(map, "pointerover", ({ target }) => {
    const entry = entryAt(target);
    if (entry && !state.held) show(entry.id);
  });
  on(map, "pointerleave", () => !state.held && show(null));
  on(map, "focusin", ({ target }) => {
    const entry = entryAt(target);
    if (!entry) return;
    state.stops.set(entry.column, entry.id);
    stopAt(entry.column, entry.id);
    if (!state.held) show(entry.id);
  });
  on(map, "focusout", ({ relatedTarget }) => !state.held && !map.contains(relatedTarget) && show(null));
  on(map, "click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    const entry = entryAt(event.target);
    if (entry?.element.hasAttribute("data-group")) return;
    if (!entry) return hold(null);
    // Enter on what is held already opens it; the mouse lets go.
    if (event.detail === 0 && state.held === entry.id && isRecord(entry)) return;
    event.preventDefault();
    if (entry.isMore) {
      state.open.add(entry.need);
      layout();
    } else hold(state.held === entry.id ? null : entry.id);
  });
  on(bar, "click", ({ target }) => target.closest("[data-unpin]") && hold(null));
  on(map, "keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const entry = entryAt(event.target);
    const next = entry && neighbor(entry, event.key);
    if (entry && (event.key.startsWith("Arrow") || next)) event.preventDefault();
    if (!next) return;
    state.held = null;
    model.nodes.get(next).element.firstElementChild.focus();
  });
  on(document, "keydown", ({ key }) => key === "Escape" && state.held && hold(null));
  on(document, "sl:seg", ({ detail }) => {
    if (detail.name !== "rows") return;
    state.all = detail.value === "all";
    state.open.clear();
    layout();
  });
  let timer;
  on(window, "resize", () => {
    clearTimeout(timer);
    timer = setTimeout(layout, SETTLE_MS);
  });
  layout();
  document.fonts?.ready.then(() => !stop.signal.aborted && layout());
  // What grows above the map, as a finding that wraps, takes room from it.
  const above = new ResizeObserver(() => map.getBoundingClientRect().top + scrollY !== state.top && layout());
  [...$("#main").children].filter((part) => part.id !== "sight").forEach((part) => above.observe(part));
  stop.signal.addEventListener("abort", () => above.disconnect());
  return { layout, destroy: () => stop.abort() };
}
