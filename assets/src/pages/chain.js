/** The small line of sight on a record's page: curves between the names the server rendered. */
import { $, $$ } from "../js/dom.js";
import { curve } from "../sight/curve.js";

const PORT = 3;
const SETTLE_MS = 60;

function positions(box) {
  const frame = box.getBoundingClientRect();
  const place = (element) => {
    const rect = element.getBoundingClientRect();
    const middle = rect.top - frame.top + rect.height / 2;
    return { element, left: rect.left - frame.left, right: rect.right - frame.left, middle };
  };
  return new Map($$("[data-n]", box).map((element) => [element.dataset.n, place(element)]));
}

/** Stacks the ends of lines at one side of each name. */
function stack(lines, at, end, other) {
  for (const [id, place] of at) {
    const own = lines.filter((line) => line[end] === id);
    own.sort((a, b) => at.get(a[other]).middle - at.get(b[other]).middle);
    const total = own.reduce((sum, line) => sum + line.width, 0);
    let y = place.middle - total / 2;
    for (const line of own) {
      line[`${end}Y`] = y + line.width / 2;
      y += line.width;
    }
    place.element.style.setProperty(end === "source" ? "--hr" : "--hl", `${total}px`);
  }
}

function draw(box) {
  const at = positions(box);
  const lines = JSON.parse($("#chain-data", box).textContent)
    .map(([source, target, width, discipline]) => ({ source, target, width: Math.max(1, width), discipline }))
    .filter((line) => at.has(line.source) && at.has(line.target));
  stack(lines, at, "source", "target");
  stack(lines, at, "target", "source");
  const paths = lines.map((line) =>
    curve([at.get(line.source).right + PORT, line.sourceY], [at.get(line.target).left - PORT, line.targetY], line),
  );
  $(".sl-links", box).replaceChildren(...paths);
}

const drawAll = () => $$("[data-join]").filter((box) => box.checkVisibility()).forEach(draw);
let timer;
addEventListener("resize", () => {
  clearTimeout(timer);
  timer = setTimeout(drawAll, SETTLE_MS);
});
document.addEventListener("htmx:after:swap", drawAll);
drawAll();
document.fonts?.ready.then(drawAll);
