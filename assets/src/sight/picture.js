/** The map as a picture that stands by itself: an SVG without style sheet or font, or a PNG of the same. */
import { $, $$ } from "../js/dom.js";
import { sceneOf } from "./scene.js";

const SVG = "http://www.w3.org/2000/svg";
const FONT = "Helvetica, Arial, sans-serif";
const MARGIN = 24;
const LINE = 22;
const SHARP = 2;

const round = (value) => String(Math.round(value * 100) / 100);

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => value !== "" && value !== undefined && made.setAttribute(key, value));
  return made;
}

/** A sentence broken into lines that fit the width. */
function wrapped(text, size, weight, width) {
  const brush = document.createElement("canvas").getContext("2d");
  brush.font = `${weight} ${size}px ${FONT}`;
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (lines.at(-1) && brush.measureText(longer).width > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** What the map says above and below itself: the finding, the broken lines, and of when it is. */
function around(width) {
  const style = getComputedStyle(document.body);
  const finding = wrapped($("#finding").innerText, 18, 500, width).map((text) => ({ text, size: 18, weight: 500, color: style.color }));
  const gaps = $$(".sl-lane h3").map((head) => head.innerText.replace(/\s+/g, " ").trim()).join(" · ");
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" }).format(new Date());
  const foot = wrapped([gaps, day].filter(Boolean).join(" · "), 12, 400, width).map((text) => ({ text, size: 12, weight: 400, color: style.color }));
  return { finding, foot };
}

/** The scene moved under its finding. */
function composed(map) {
  const scene = sceneOf(map);
  const { finding, foot } = around(scene.width);
  const top = MARGIN + finding.length * LINE + 8;
  const bottom = top + scene.height + LINE;
  const put = (line, at, y) => ({ ...line, x: MARGIN, y: y + at * LINE, opacity: 1 });
  return {
    width: scene.width + 2 * MARGIN,
    height: bottom + foot.length * LINE + MARGIN / 2,
    shift: [MARGIN, top],
    ground: getComputedStyle(document.body).backgroundColor,
    paths: scene.paths,
    words: scene.words,
    notes: [...finding.map((line, at) => put(line, at, MARGIN + 14)), ...foot.map((line, at) => put(line, at, bottom))],
  };
}

const text = ({ x, y, size, weight, color, opacity, width, text: written }) => {
  const made = element("text", {
    x: round(x), y: round(y), "font-size": round(size), "font-weight": weight, fill: color,
    opacity: opacity < 1 ? round(opacity) : "", textLength: width ? round(width) : "", lengthAdjust: width ? "spacingAndGlyphs" : "",
  }); // prettier-ignore
  made.textContent = written;
  return made;
};

const path = ({ d, at, fill, stroke, width, dash, opacity }) =>
  element("path", {
    d, fill, stroke, "stroke-width": stroke === "none" ? "" : width, "stroke-dasharray": dash,
    opacity: opacity < 1 ? round(opacity) : "",
    transform: at ? `translate(${round(at[0])} ${round(at[1])})${at[2] === 1 ? "" : ` scale(${round(at[2])})`}` : "",
  }); // prettier-ignore

/** The picture as an element. */
export function drawing(map) {
  const picture = composed(map);
  const [width, height] = [picture.width, picture.height].map(round);
  const root = element("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "font-family": FONT, role: "img" });
  const title = element("title", {});
  title.textContent = $("#finding").innerText;
  const inner = element("g", { transform: `translate(${picture.shift.join(" ")})` });
  inner.append(...picture.paths.map(path), ...picture.words.map(text));
  root.append(title, element("rect", { width, height, fill: picture.ground }), inner, ...picture.notes.map(text));
  return root;
}

function paint(brush, { d, at = [0, 0, 1], fill, stroke, width, dash, opacity }) {
  brush.save();
  brush.translate(at[0], at[1]);
  brush.scale(at[2], at[2]);
  brush.globalAlpha = opacity;
  const shape = new Path2D(d);
  if (fill !== "none") {
    brush.fillStyle = fill;
    brush.fill(shape);
  }
  if (stroke !== "none") {
    brush.strokeStyle = stroke;
    brush.lineWidth = width;
    brush.setLineDash(dash ? dash.split(/[ ,]+/).map(Number) : []);
    brush.stroke(shape);
  }
  brush.restore();
}

function write(brush, font, { text: written, x, y, size, weight, color, opacity, width }) {
  brush.globalAlpha = opacity;
  brush.fillStyle = color;
  brush.font = `${weight} ${size}px ${font}`;
  brush.fillText(written, x, y, width ? width + 1 : undefined);
}

/** The same picture in pixels, twice as many as on the screen. */
function painting(map) {
  const picture = composed(map);
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(picture.width * SHARP);
  canvas.height = Math.ceil(picture.height * SHARP);
  const brush = canvas.getContext("2d");
  const font = getComputedStyle(document.body).fontFamily;
  brush.scale(SHARP, SHARP);
  brush.fillStyle = picture.ground;
  brush.fillRect(0, 0, picture.width, picture.height);
  picture.notes.forEach((note) => write(brush, font, note));
  brush.translate(...picture.shift);
  picture.paths.forEach((shape) => paint(brush, shape));
  picture.words.forEach((word) => write(brush, font, word));
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Keeps what is seen of the map as a file. */
export async function keep(map, kind) {
  const name = `line-of-sight-${new Date().toISOString().slice(0, 10)}.${kind}`;
  if (kind === "png") return save(await painting(map), name);
  const root = drawing(map);
  root.setAttribute("xmlns", SVG);
  const written = new XMLSerializer().serializeToString(root);
  return save(new Blob([written], { type: "image/svg+xml" }), name);
}
