/** Marking cells of the matrix: arrows move, Space marks, Shift reaches from the last mark; one tab stop for all. */
import { $, $$ } from "../js/dom.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** The boxes by row and column of the table; cells that cannot be linked leave holes. */
function gridOf(table) {
  return $$("tbody tr", table)
    .map((row) => [...row.cells].map((cell) => $("input[name=cell]", cell)))
    .filter((row) => row.some(Boolean));
}

const placeOf = (grid, box) => {
  const row = grid.findIndex((boxes) => boxes.includes(box));
  return [row, grid[row]?.indexOf(box)];
};

/** The next box in a direction; holes are passed over. */
function next(grid, [row, column], [down, right]) {
  for (let [r, c] = [row + down, column + right]; grid[r] && c >= 0 && c < grid[r].length; r += down, c += right) {
    if (grid[r][c]) return grid[r][c];
  }
  return null;
}

function reach(grid, from, to, isOn) {
  const [[r1, c1], [r2, c2]] = [placeOf(grid, from), placeOf(grid, to)];
  for (let r = Math.min(r1, r2); r <= Math.max(r1, r2); r += 1) {
    for (let c = Math.min(c1, c2); c <= Math.max(c1, c2); c += 1) if (grid[r][c]) grid[r][c].checked = isOn;
  }
}

export function createMarks(table) {
  const grid = gridOf(table);
  const told = $("#marked");
  let last = null;

  function tell() {
    const count = $$("input[name=cell]:checked", table).length;
    const words = { 0: told.dataset.none, 1: told.dataset.one }[count] ?? told.dataset.many.replace("%n", String(count));
    if (told.textContent !== words) told.textContent = words;
    $("[data-link-marks]").disabled = count === 0;
  }

  function stop(box) {
    grid.flat().forEach((other) => other && (other.tabIndex = -1));
    if (box) box.tabIndex = 0;
  }

  table.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || !event.target.matches("input[name=cell]")) return;
    event.preventDefault();
    const to = next(grid, placeOf(grid, event.target), step);
    if (!to) return;
    if (event.shiftKey) {
      event.target.checked = true;
      to.checked = true;
      last = to;
      tell();
    }
    to.focus();
  });
  table.addEventListener("focusin", ({ target }) => target.matches("input[name=cell]") && stop(target));
  table.addEventListener("click", (event) => {
    const box = event.target.matches("input[name=cell]") ? event.target : null;
    if (box && event.shiftKey && last) reach(grid, last, box, box.checked);
    if (box) last = box;
  });
  table.addEventListener("change", tell);
  table.addEventListener("click", tell);
  stop(grid.flat().find(Boolean));
  tell();
}
