/** Where everything stands: needs and their main initiatives share a band, so most lines run nearly flat. */

export const ROW = 24;
const BETWEEN_NEEDS = 4;
const BETWEEN_OBJECTIVES = 10;
const BETWEEN_DISCIPLINES = 20;
const BRACKET_TEXT = 40;
const PADDING = 4;

/** Which rows of a need stand by name when it may show `count`; a single row left over stands as itself. */
function rowsOf(items, count) {
  return items.length <= count + 1
    ? { rows: items, rest: [] }
    : { rows: items.slice(0, count), rest: items.slice(count) };
}

/** Bands from top to bottom, and the height they take. `shown` says how many rows each need may show. */
function plan(model, heights, shown) {
  const bands = [];
  let y = 0;
  let last = null;
  let start = 0;
  let least = 0;
  const room = () => (y = Math.max(y, start + least));
  for (const need of model.needs) {
    const isFirst = !last || need.discipline !== last.discipline;
    const isNewObjective = isFirst || need.home !== last.home;
    if (last && isFirst) {
      room();
      y += BETWEEN_DISCIPLINES;
    } else if (last) y += isNewObjective ? BETWEEN_OBJECTIVES : BETWEEN_NEEDS;
    if (isFirst) {
      start = y;
      least = need.discipline ? BRACKET_TEXT : 0;
    }
    if (isNewObjective && need.home) least += (heights.get(need.home) ?? 0) + PADDING;
    const { rows, rest } = rowsOf(model.items.get(need.id), shown.get(need.id));
    const lines = rows.length + (rest.length ? 1 : 0);
    const height = Math.max(heights.get(need.id) + PADDING, lines * ROW);
    bands.push({ need, isFirst, top: y, height, rows, rest, lines });
    y += height;
    last = need;
  }
  room();
  return { bands, height: y };
}

/** The row budget: one row for each need, then the next largest while the map still fits the window. */
export function layBands(model, heights, { available, all, open }) {
  const least = (id) => Math.max(1, model.items.get(id).filter((item) => item.isKept).length);
  const shown = new Map(model.needs.map(({ id }) => [id, all || open.has(id) ? Infinity : least(id)]));
  let best = plan(model, heights, shown);
  if (all) return best;
  const limit = Math.max(available, best.height);
  const waiting = model.needs.flatMap((need) =>
    model.items.get(need.id).slice(1).map((item, at) => ({ id: need.id, count: at + 2, amount: item.amount })),
  );
  for (const { id, count } of waiting.sort((a, b) => b.amount - a.amount)) {
    const before = shown.get(id);
    if (before >= count) continue;
    shown.set(id, count);
    const tried = plan(model, heights, shown);
    if (tried.height > limit) shown.set(id, before);
    else best = tried;
  }
  return best;
}

/** Boxes moved as little as needed so that none overlaps: down from the top, then up from the bottom. */
export function spread(boxes, height, gap) {
  boxes.sort((a, b) => a.center - b.center);
  let y = 0;
  for (const box of boxes) {
    box.top = Math.max(y, box.center - box.height / 2, box.least ?? 0);
    y = box.top + box.height + gap;
  }
  let floor = height;
  for (const box of boxes.toReversed()) {
    if (box.top + box.height <= floor) break;
    box.top = floor - box.height;
    floor = box.top - gap;
  }
  return boxes;
}
