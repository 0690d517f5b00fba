/** The lines: all together a quarter of the map's height, whatever the total; 3 px ports close each one. */
import { $ } from "../js/dom.js";
import { curve } from "./curve.js";
import { COLUMNS } from "./model.js";
import { HEAD } from "./place.js";

const PART_OF_HEIGHT = 0.25;
const THINNEST = 1;
const MANY = 150;
const PORT = 3;

/** Lines between what is placed; those of rows folded into "n smaller" run to that row. */
function visible(model, { middles, standIn }) {
  const merged = new Map();
  for (const edge of model.edges) {
    const source = standIn.get(edge.source) ?? edge.source;
    const target = standIn.get(edge.target) ?? edge.target;
    if (!middles.has(source) || !middles.has(target)) continue;
    const key = `${source}>${target}>${edge.discipline}`;
    const line = merged.get(key) ?? { source, target, amount: 0, discipline: edge.discipline };
    line.amount += edge.amount;
    merged.set(key, line);
  }
  return [...merged.values()];
}

/** Stacks the ends of lines at one side of each node, in the order of where they go. */
function stack(model, lines, end, other, middles) {
  const port = end === "source" ? "--hr" : "--hl";
  const groups = new Map();
  lines.forEach((line) => groups.set(line[end], [...(groups.get(line[end]) ?? []), line]));
  model.nodes.forEach(({ element }) => element.style.removeProperty(port));
  groups.forEach((group, id) => {
    group.sort((a, b) => middles.get(a[other]) - middles.get(b[other]));
    const total = group.reduce((sum, line) => sum + line.width, 0);
    let y = middles.get(id) - total / 2;
    for (const line of group) {
      line[`${end}Y`] = y + line.width / 2;
      y += line.width;
    }
    model.nodes.get(id).element.style.setProperty(port, `${total}px`);
  });
}

function edgesOf(map) {
  const left = map.getBoundingClientRect().left;
  return COLUMNS.map((column) => {
    const box = $(`.k${column}`, map).getBoundingClientRect();
    return [box.left - left, box.right - left];
  });
}

/** Draws the lines and returns them, widest first, each with its path element. */
export function draw(map, model, at) {
  const lines = visible(model, at);
  const total = lines.reduce((sum, line) => sum + (model.nodes.get(line.source).column === 1 ? line.amount : 0), 0);
  const scale = total ? (at.height * PART_OF_HEIGHT) / total : 0;
  const columnOf = (line) => model.nodes.get(line.source).column;
  const counts = COLUMNS.map((column) => lines.filter((line) => columnOf(line) === column).length);
  // Where very many lines cross, they are finer and fainter, so that the one that is traced stands out.
  lines.forEach((line) => {
    line.isMany = counts[columnOf(line)] > MANY;
    line.width = Math.max(line.isMany ? THINNEST / 2 : THINNEST, line.amount * scale);
  });
  stack(model, lines, "source", "target", at.middles);
  stack(model, lines, "target", "source", at.middles);
  const sides = edgesOf(map);
  const drawing = $(".sl-links", map);
  drawing.replaceChildren();
  for (const line of lines.sort((a, b) => b.width - a.width)) {
    const column = columnOf(line);
    const [from, to] = [sides[column][1] + PORT, sides[column + 1][0] - PORT];
    line.path = curve([from, line.sourceY + HEAD], [to, line.targetY + HEAD], line);
    line.path.classList.toggle("many", line.isMany);
    drawing.append(line.path);
  }
  return lines;
}
