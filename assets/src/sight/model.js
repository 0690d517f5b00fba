/** The graph of the map: nodes from the rows the server rendered, lines from the data beside them. */
import { $, $$ } from "../js/dom.js";

export const COLUMNS = [0, 1, 2, 3];
const OBJECTIVE = 0;
const NEED = 1;
const ITEM = 2;
const BENEFIT = 3;

const node = (element) => ({
  id: element.dataset.id,
  element,
  column: Number(element.dataset.col),
  discipline: element.dataset.disc ?? "",
  home: element.dataset.home ?? "",
  amount: Number(element.dataset.amount || 0),
  isKnown: Boolean(element.dataset.amount),
  name: $(".nm", element).textContent,
  isGroup: "group" in element.dataset,
  isMore: false,
});

/** A row that stands for the smaller initiatives of a need. */
function moreRow(need, list) {
  const element = document.createElement("li");
  element.className = "sl-n it more off";
  element.dataset.id = `more-${need.id}`;
  element.dataset.col = String(ITEM);
  element.dataset.disc = need.discipline;
  const link = document.createElement("a");
  link.href = "#map";
  link.setAttribute("role", "button");
  link.append(...["", "nm", "am"].map((name) => Object.assign(document.createElement("span"), { className: name })));
  element.append(link);
  list.append(element);
  return { ...node(element), isMore: true, need: need.id };
}

export function readModel(map) {
  const data = JSON.parse($("#sight-data").textContent);
  const nodes = new Map($$(".sl-n", map).map((element) => [element.dataset.id, node(element)]));
  const inColumn = (column) => [...nodes.values()].filter((entry) => entry.column === column && !entry.isMore);
  const needs = inColumn(NEED);
  const items = new Map(needs.map((need) => [need.id, []]));
  const isGrouped = inColumn(ITEM).some((item) => item.isGroup);
  inColumn(ITEM).forEach((item) => {
    // Among groups, initiatives stand by name because theirs is open: they are never folded away.
    item.isKept = isGrouped && !item.isGroup;
    items.get(item.home)?.push(item);
  });
  items.forEach((rows) => rows.sort((a, b) => b.isKept - a.isKept));
  const list = $(".k2 ul", map);
  needs.forEach((need) => nodes.set(`more-${need.id}`, moreRow(need, list)));
  const edges = data.edges
    .map(([source, target, amount, discipline]) => ({ source, target, amount: Number(amount || 0), discipline }))
    .filter((edge) => nodes.has(edge.source) && nodes.has(edge.target));
  const format = new Intl.NumberFormat(document.documentElement.lang, {
    minimumFractionDigits: data.places,
    maximumFractionDigits: data.places,
  });
  return {
    nodes,
    needs,
    items,
    edges,
    objectives: inColumn(OBJECTIVE),
    benefits: inColumn(BENEFIT),
    texts: data,
    /** The sum of what is known of some rows; a dash where nothing is, because unknown is not zero. */
    sum: (rows) => {
      const known = rows.filter((row) => row.isKnown);
      return known.length ? format.format(known.reduce((sum, row) => sum + row.amount, 0) / data.divisor) : "–";
    },
  };
}
