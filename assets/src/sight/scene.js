/** What is seen of the map as plain strokes and words, without a style sheet: for pictures and for paper. */
import { $, $$ } from "../js/dom.js";

const BASELINE = 0.8;
const PORT = 3;
const STUB = 22;
const RING = 3.5;

/** Every shape as the data of a path. */
const DATA = {
  path: (shape) => shape.getAttribute("d"),
  circle: (shape) => ring(...["cx", "cy", "r"].map((name) => Number(shape.getAttribute(name)))),
  rect: (shape) => {
    const [x, y, w, h] = ["x", "y", "width", "height"].map((name) => Number(shape.getAttribute(name) ?? 0));
    return `M${x} ${y}h${w}v${h}h${-w}z`;
  },
  line: (shape) => {
    const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map((name) => shape.getAttribute(name));
    return `M${x1} ${y1}L${x2} ${y2}`;
  },
  polyline: (shape) => `M${shape.getAttribute("points").trim()}`,
};

const ring = (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
const visible = (color) => (color === "none" || color === "rgba(0, 0, 0, 0)" ? "none" : color);

/** How much of an element shows through everything around it. */
function opacityOf(element, root) {
  let opacity = 1;
  for (let at = element; at && at !== root; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
  return opacity;
}

function strokes(drawing, origin, root) {
  const box = drawing.getBoundingClientRect();
  const view = drawing.viewBox.baseVal;
  const scale = view?.width ? box.width / view.width : 1;
  const at = [box.left - origin.left, box.top - origin.top, scale];
  return [...drawing.children]
    .filter((shape) => DATA[shape.localName])
    .map((shape) => {
      const style = getComputedStyle(shape);
      return {
        d: DATA[shape.localName](shape),
        at,
        fill: visible(style.fill),
        stroke: visible(style.stroke),
        width: parseFloat(style.strokeWidth),
        dash: style.strokeDasharray === "none" ? "" : style.strokeDasharray.replaceAll("px", ""),
        opacity: opacityOf(drawing, root) * Number(style.strokeOpacity),
      };
    });
}

/** The lines in which the browser set a text, each with its box; what is held together stays one word. */
function linesOf(node) {
  const range = document.createRange();
  const lines = [];
  for (const { index, 0: word } of node.data.matchAll(/[\S\u00a0]+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const box = range.getBoundingClientRect();
    const last = lines.at(-1);
    if (last && Math.abs(last.top - box.top) < 2) {
      last.text += ` ${word}`;
      last.right = box.right;
    } else lines.push({ text: word, left: box.left, right: box.right, top: box.top, height: box.height });
  }
  return lines;
}

/** A line that the browser cut off ends in three dots here too. */
function cut(line, element) {
  const edge = element.getBoundingClientRect().right;
  if (line.right <= edge + 1 || getComputedStyle(element).overflow === "visible") return line;
  const kept = Math.floor((line.text.length * (edge - line.left)) / (line.right - line.left)) - 1;
  return { ...line, text: `${line.text.slice(0, kept).trimEnd()}…`, right: edge };
}

function words(root, origin) {
  const found = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest(".visually-hidden, .lnk")) continue;
    const style = getComputedStyle(element);
    const looks = { size: parseFloat(style.fontSize), weight: style.fontWeight, color: style.color, opacity: opacityOf(element, root) };
    for (const line of linesOf(walker.currentNode).map((line) => cut(line, element))) {
      found.push({
        ...looks,
        text: line.text,
        x: line.left - origin.left,
        y: line.top - origin.top + line.height * BASELINE,
        width: line.right - line.left,
      });
    }
  }
  return found;
}

const block = (x, y, width, height, fill, opacity) => ({ d: `M${x} ${y}h${width}v${height}h${-width}z`, fill, stroke: "none", opacity });

/** The ports at both sides of a row, and the broken end of a need that reaches no objective. */
function ends(row, origin, root) {
  const box = row.getBoundingClientRect();
  const [left, middle] = [box.left - origin.left, box.top - origin.top + box.height / 2];
  const opacity = opacityOf(row, root);
  const found = ["::before", "::after"].flatMap((side) => {
    const style = getComputedStyle(row, side);
    const height = parseFloat(style.height) || 0;
    const x = side === "::before" ? left - PORT : left + box.width;
    return height ? [block(x, middle - height / 2, PORT, height, style.backgroundColor, opacity)] : [];
  });
  if (!row.matches('.nd[data-home=""]')) return found;
  const stroke = getComputedStyle(row.firstElementChild, "::before").borderTopColor;
  const line = { fill: "none", stroke, width: 1.5, opacity };
  return [
    ...found,
    { ...line, d: `M${left - STUB} ${middle}h${STUB}`, dash: "4 3" },
    { ...line, d: ring(left - STUB - RING, middle, RING) },
  ];
}

function brackets(root, origin) {
  return $$(".sl-brk:not([hidden])", root).map((bracket) => {
    const box = bracket.getBoundingClientRect();
    const color = getComputedStyle(bracket).borderLeftColor;
    return block(box.left - origin.left, box.top - origin.top, PORT, box.height, color, opacityOf(bracket, root));
  });
}

/** Everything drawn of the map, with its size. */
export function sceneOf(map) {
  const origin = map.getBoundingClientRect();
  const rows = $$(".sl-n:not(.off)", map);
  const lines = $(".sl-links", map);
  return {
    width: origin.width,
    height: origin.height,
    paths: [
      ...strokes(lines, origin, map),
      ...brackets(map, origin),
      ...rows.flatMap((row) => ends(row, origin, map)),
      ...$$("svg", map).filter((svg) => svg !== lines && svg.checkVisibility()).flatMap((svg) => strokes(svg, origin, map)),
    ],
    words: words(map, origin),
  };
}
