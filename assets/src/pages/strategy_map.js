/** The strategy map: arrows between the objectives the server rendered, upward from cause to outcome. */
import { $, $$ } from "../js/dom.js";

const SVG = "http://www.w3.org/2000/svg";
const SETTLE_MS = 60;
const SPREAD = 0.7;
/** Part of a node's edge along which its arrows end. */
const ARCH = 26;
/** Pixels by which an arrow within one row rises above it. */
const GAP = 2;

function positions(box) {
  const frame = box.getBoundingClientRect();
  return new Map(
    $$("[data-n]", box).map((element) => {
      const rect = element.getBoundingClientRect();
      const left = rect.left - frame.left;
      return [element.dataset.n, { left, width: rect.width, top: rect.top - frame.top, bottom: rect.bottom - frame.top, x: left + rect.width / 2 }];
    }),
  );
}

/** Which edges an arrow leaves and meets: up, down, or over the heads of one row. */
function route(line, at) {
  const [cause, outcome] = [at.get(line.cause), at.get(line.outcome)];
  if (outcome.bottom <= cause.top) return { ...line, from: "top", to: "bottom" };
  if (cause.bottom <= outcome.top) return { ...line, from: "bottom", to: "top" };
  return { ...line, from: "top", to: "top" };
}

/** Spreads the ends of arrows along each edge, in the order of where they go. */
function fan(lines, at) {
  const edges = new Map();
  for (const line of lines) {
    for (const [end, side, other] of [["cause", line.from, "outcome"], ["outcome", line.to, "cause"]]) {
      const key = `${line[end]} ${side}`;
      edges.set(key, [...(edges.get(key) ?? []), { line, end, toward: at.get(line[other]).x }]);
    }
  }
  for (const ends of edges.values()) {
    ends.sort((a, b) => a.toward - b.toward);
    ends.forEach(({ line, end }, index) => {
      const place = at.get(line[end]);
      line[`${end}X`] = place.x + place.width * SPREAD * ((index + 0.5) / ends.length - 0.5);
    });
  }
}

function curve(line, at) {
  const [x1, x2] = [line.causeX, line.outcomeX];
  const y1 = at.get(line.cause)[line.from];
  const y2 = at.get(line.outcome)[line.to] + (line.to === "bottom" ? GAP : -GAP);
  const bend = line.from === line.to ? ARCH : Math.max(20, Math.abs(y1 - y2) * 0.45);
  const leave = line.from === "top" ? y1 - bend : y1 + bend;
  const meet = line.to === "top" ? y2 - bend : y2 + bend;
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", `M${[x1, y1]}C${[x1, leave, x2, meet, x2, y2].map((value) => value.toFixed(1)).join(" ")}`);
  path.setAttribute("marker-end", "url(#tip)");
  path.setAttribute("class", line.fault);
  path.dataset.ends = `${line.cause} ${line.outcome}`;
  return path;
}

function draw(box) {
  const at = positions(box);
  const lines = JSON.parse($("#map-data", box).textContent)
    .map(([cause, outcome, fault]) => ({ cause, outcome, fault }))
    .map((line) => route(line, at));
  fan(lines, at);
  $("svg > g", box).replaceChildren(...lines.map((line) => curve(line, at)));
}

/** Pointing at an objective, or focusing it, lights what leads to it and from it. */
function light(box, id) {
  box.classList.toggle("lit", Boolean(id));
  for (const path of $$("svg > g > path", box)) path.classList.toggle("on", Boolean(id) && path.dataset.ends.includes(id));
}

const box = $("[data-map]");
const redraw = () => box.checkVisibility() && draw(box);
let timer;
addEventListener("resize", () => {
  clearTimeout(timer);
  timer = setTimeout(redraw, SETTLE_MS);
});
const named = ({ target }) => target.closest("[data-n]")?.dataset.n;
for (const kind of ["pointerover", "focusin"]) box.addEventListener(kind, (event) => light(box, named(event)));
for (const kind of ["pointerleave", "focusout"]) box.addEventListener(kind, () => light(box));
redraw();
document.fonts?.ready.then(redraw);
