/** One line: leaves and arrives level, as wide as what it carries, in the hue of its discipline. */

const SVG = "http://www.w3.org/2000/svg";

export function curve([x1, y1], [x2, y2], { width, discipline }) {
  const middle = ((x1 + x2) / 2).toFixed(1);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", `M${x1.toFixed(1)} ${y1.toFixed(1)}C${middle} ${y1.toFixed(1)} ${middle} ${y2.toFixed(1)} ${x2.toFixed(1)} ${y2.toFixed(1)}`);
  path.setAttribute("stroke-width", width.toFixed(2));
  path.setAttribute("class", discipline || "none");
  return path;
}
