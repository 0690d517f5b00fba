/** The path of one item: everything up and down its lines, and the strongest chain in words. */
import { $, $$ } from "../js/dom.js";

const ARROW = "M5 12h14M13 18l6-6-6-6";

/** Neighbors of every record, also of those folded into "n smaller", so that no path borrows another's line. */
function neighbors(edges) {
  const up = new Map();
  const down = new Map();
  const add = (map, from, to) => map.set(from, (map.get(from) ?? new Set()).add(to));
  edges.forEach(({ source, target }) => {
    add(down, source, target);
    add(up, target, source);
  });
  return { up, down };
}

function walk(start, links, visit) {
  const seen = new Set(start);
  const waiting = [...start];
  while (waiting.length) {
    const from = waiting.pop();
    for (const to of links.get(from) ?? []) {
      visit(from, to);
      if (!seen.has(to)) {
        seen.add(to);
        waiting.push(to);
      }
    }
  }
}

/** Ids of the rows and keys of the lines that belong to the path of `id`. */
export function reach(model, at, id) {
  const { up, down } = neighbors(model.edges);
  const shown = (record) => at.standIn.get(record) ?? record;
  const inside = [...at.standIn].filter(([, more]) => more === id).map(([record]) => record);
  const start = inside.length ? inside : [id];
  const rows = new Set([id]);
  const lines = new Set();
  walk(start, up, (from, to) => {
    rows.add(shown(to));
    lines.add(`${shown(to)}>${shown(from)}`);
  });
  walk(start, down, (from, to) => {
    rows.add(shown(to));
    lines.add(`${shown(from)}>${shown(to)}`);
  });
  return { rows, lines };
}

/** The neighbor the most flows to; rows that stand for several come last. */
export function strongest(lines, id, end, other, only) {
  const options = lines.filter((line) => line[end] === id && (!only || only.has(`${line.source}>${line.target}`)));
  const isMore = (line) => line[other].startsWith("more-");
  return options.sort((a, b) => isMore(a) - isMore(b) || b.amount - a.amount)[0]?.[other];
}

function strongestChain(lines, id, only) {
  const chain = [id];
  for (let next = id; (next = strongest(lines, next, "target", "source", only)); ) chain.unshift(next);
  for (let next = id; (next = strongest(lines, next, "source", "target", only)); ) chain.push(next);
  return chain;
}

function part(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

function arrow() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "sl-i s");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ARROW);
  svg.append(path);
  return svg;
}

/** One station in words: its name, its figure, and how many more of its column are on the path. */
function hop(model, rows, id, isSelf) {
  const entry = model.nodes.get(id);
  const figure = entry.column >= 2 ? $(".am", entry.element).textContent : "";
  const more = [...rows].filter((row) => model.nodes.get(row).column === entry.column).length - 1;
  const text = part("span", "", entry.name);
  if (figure) text.append(" ", part("em", "", entry.column === 2 ? model.texts.money.replace("%s", figure) : figure));
  if (more > 0) text.append(" ", part("em", "", `+${more}`));
  return part("span", isSelf ? "hop self" : "hop", text);
}

function actions(map, entry) {
  const open = part("a", "btn btn-sm", map.dataset.open);
  open.href = entry.element.firstElementChild.href;
  const close = part("button", "btn btn-sm btn-bare", `${map.dataset.letGo} `, part("kbd", "sl-kbd", "Esc"));
  close.type = "button";
  close.dataset.unpin = "";
  const isRecord = !entry.element.firstElementChild.getAttribute("href").startsWith("#");
  return part("span", "act", ...(isRecord ? [open] : []), close);
}

/** Lights the path of `id` and writes it into the bar; with nothing, lets everything rest. */
export function light(map, model, at, lines, id, isHeld) {
  $$(".lit, .self", map).forEach((element) => element.classList.remove("lit", "self"));
  lines.forEach((line) => line.path.classList.remove("lit"));
  map.classList.toggle("has-focus", Boolean(id));
  if (!id) return null;
  const path = reach(model, at, id);
  path.rows.forEach((row) => model.nodes.get(row).element.classList.add("lit"));
  lines.forEach((line) => line.path.classList.toggle("lit", path.lines.has(`${line.source}>${line.target}`)));
  const entry = model.nodes.get(id);
  entry.element.classList.add("self");
  const disciplines = new Set([...path.rows].map((row) => model.nodes.get(row).discipline).filter(Boolean));
  $$(".sl-brk", map).forEach((bracket) => bracket.classList.toggle("lit", disciplines.has(bracket.dataset.brk)));
  const chain = strongestChain(lines, id, path.lines);
  const glyph = $(`.sl-brk.${model.nodes.get(chain[0]).discipline || "none"} .sl-dg`, map)?.cloneNode(true);
  const words = chain.flatMap((row, place) => [...(place ? [arrow(), part("span", "visually-hidden", ", ")] : []), hop(model, path.rows, row, row === id)]);
  return [...(glyph ? [glyph] : []), ...words, ...(isHeld ? [actions(map, entry)] : [])];
}
