/** Puts the rows where the bands say, and tells where each one is for the lines. */
import { $, $$ } from "../js/dom.js";
import { ROW, layBands, spread } from "./bands.js";

export const HEAD = 28;
const BELOW_BRACKET = 38;
const NARROWEST_GAP = 4;
const WIDEST_GAP = 16;

const pixels = (value) => `${Math.round(value * 10) / 10}px`;

function put(entry, top, height, middles) {
  entry.element.classList.remove("off");
  entry.element.style.top = pixels(top);
  middles.set(entry.id, top + height / 2);
}

function measure(model) {
  model.nodes.forEach(({ element }) => element.classList.remove("off"));
  const heights = new Map([...model.nodes].map(([id, { element }]) => [id, element.firstElementChild.offsetHeight]));
  model.nodes.forEach(({ element }) => element.classList.add("off"));
  return heights;
}

function placeBand(model, heights, band, at) {
  put(model.nodes.get(band.need.id), band.top + (band.height - heights.get(band.need.id)) / 2, heights.get(band.need.id), at.middles);
  let y = band.top + (band.height - band.lines * ROW) / 2;
  for (const item of band.rows) {
    put(item, y, ROW, at.middles);
    y += ROW;
  }
  if (!band.rest.length) return;
  const more = model.nodes.get(`more-${band.need.id}`);
  put(more, y, ROW, at.middles);
  $(".nm", more.element).textContent = model.texts.smaller.replace("%n", String(band.rest.length));
  $(".am", more.element).textContent = model.sum(band.rest);
  more.name = $(".nm", more.element).textContent;
  band.rest.forEach((item) => at.standIn.set(item.id, more.id));
}

/** The mean height of a node's neighbors, weighted by what flows between them. */
function meanOf(id, edges, end, other, middles, standIn) {
  const near = edges
    .filter((edge) => edge[end] === id)
    .map((edge) => [middles.get(standIn.get(edge[other]) ?? edge[other]), edge.amount || 1])
    .filter(([middle]) => middle !== undefined);
  const weight = near.reduce((sum, [, amount]) => sum + amount, 0);
  return weight ? near.reduce((sum, [middle, amount]) => sum + middle * amount, 0) / weight : null;
}

function placeObjectives(model, heights, bands, at) {
  const boxes = model.objectives.map((entry) => {
    const own = bands.filter((band) => band.need.home === entry.id);
    const mean = meanOf(entry.id, model.edges, "source", "target", at.middles, at.standIn);
    const center = own.length ? (own[0].top + own.at(-1).top + own.at(-1).height) / 2 : mean;
    const least = own.some((band) => band.isFirst) && entry.discipline ? own[0].top + BELOW_BRACKET : own[0]?.top;
    return { entry, center, least, height: heights.get(entry.id) };
  });
  const placed = spread(boxes.filter((box) => box.center !== null), at.height, NARROWEST_GAP);
  placed.forEach((box) => {
    put(box.entry, box.top, box.height, at.middles);
    at.bottoms.set(box.entry.discipline, box.top + box.height);
  });
}

function placeBenefits(model, heights, at) {
  const boxes = model.benefits
    .map((entry) => ({
      entry,
      center: meanOf(entry.id, model.edges, "target", "source", at.middles, at.standIn),
      height: heights.get(entry.id),
    }))
    .filter((box) => box.center !== null);
  const taken = boxes.reduce((sum, box) => sum + box.height, 0);
  const gap = (at.height - taken) / Math.max(1, boxes.length - 1);
  spread(boxes, at.height, Math.max(NARROWEST_GAP, Math.min(WIDEST_GAP, gap)));
  boxes.forEach((box) => put(box.entry, box.top, box.height, at.middles));
}

/** The bands moved apart evenly, so that they fill the height which a longer column beside them needs. */
function stretch(bands, room) {
  bands.forEach((band, place) => (band.top += (room * (place + 0.5)) / bands.length));
}

/** Left brackets: one for each discipline that has a band. */
function placeBrackets(map, bands, { height, bottoms }) {
  const spans = new Map();
  for (const band of bands) {
    const span = spans.get(band.need.discipline) ?? { top: band.top };
    span.end = band.top + band.height;
    spans.set(band.need.discipline, span);
  }
  const last = [...spans.values()].at(-1);
  if (last) last.end = Math.max(last.end, height);
  $$(".sl-brk", map).forEach((bracket) => {
    const span = spans.get(bracket.dataset.brk);
    bracket.hidden = !span;
    if (!span) return;
    span.end = Math.max(span.end, bottoms.get(bracket.dataset.brk) ?? 0);
    bracket.style.top = pixels(span.top + HEAD);
    bracket.style.height = pixels(span.end - span.top);
  });
}

/** Lays the map out. Returns the middle of every placed row, who stands in for whom, and the height. */
export function place(map, model, { available, all, open }) {
  map.classList.remove("brief-ends");
  let heights = measure(model);
  const { bands, height } = layBands(model, heights, { available, all, open });
  const high = (entries) => entries.reduce((sum, entry) => sum + heights.get(entry.id) + NARROWEST_GAP, 0);
  // Many benefits leave out where they start, before they make the map taller than the window.
  if (high(model.benefits) > Math.max(height, available)) {
    map.classList.add("brief-ends");
    heights = measure(model);
  }
  // Few groups of needs may stand between many objectives and many benefits.
  const tallest = Math.max(height, high(model.benefits), high(model.objectives));
  const at = { middles: new Map(), standIn: new Map(), bottoms: new Map(), height: tallest };
  stretch(bands, tallest - height);
  bands.forEach((band) => placeBand(model, heights, band, at));
  placeObjectives(model, heights, bands, at);
  placeBenefits(model, heights, at);
  placeBrackets(map, bands, at);
  $$(".sl-col ul", map).forEach((list) => (list.style.height = pixels(at.height)));
  return at;
}
