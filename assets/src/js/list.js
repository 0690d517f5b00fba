/** Lists: one tab stop, j and k to move, x to select, shift for a range, Enter to open, Esc to let go. */
import { $, $$, isTyping, keysAreOff } from "./dom.js";

const rowsOf = (list) => $$("[data-row]", list).filter((row) => row.checkVisibility());
const boxOf = (row) => $("input.sl-ck", row);

let lastBox = null;

function focusRow(row) {
  const list = row.closest("[data-rove]");
  $$("[data-row]", list).forEach((other) => (other.tabIndex = other === row ? 0 : -1));
  row.focus();
}

function move(list, row, step) {
  const rows = rowsOf(list);
  const next = row ? rows.indexOf(row) + step : step > 0 ? 0 : rows.length - 1;
  if (rows.length) focusRow(rows[Math.max(0, Math.min(rows.length - 1, next))]);
}

/** Gives every box between the last one touched and this one the same state. */
function fillRange(box) {
  const boxes = rowsOf(box.closest("[data-rove]")).map(boxOf);
  const [from, to] = [boxes.indexOf(lastBox), boxes.indexOf(box)].sort((a, b) => a - b);
  if (from >= 0) boxes.slice(from, to + 1).forEach((other) => (other.checked = box.checked));
}

function showSelection() {
  const boxes = $$("[data-row] input.sl-ck");
  const chosen = boxes.filter((box) => box.checked);
  boxes.forEach((box) => box.closest("[data-row]").classList.toggle("sel", box.checked));
  const bar = $("[data-bulk]");
  if (bar) {
    bar.hidden = !chosen.length;
    const count = $("[data-bulk-count]", bar);
    count.textContent = count.dataset.text.replace("%n", String(chosen.length));
  }
  const all = $("[data-select-all]");
  if (all) {
    all.checked = chosen.length > 0 && chosen.length === boxes.length;
    all.indeterminate = chosen.length > 0 && !all.checked;
  }
}

function clearSelection() {
  $$("[data-row] input.sl-ck:checked").forEach((box) => (box.checked = false));
  showSelection();
}

function toggle(box, range) {
  box.checked = !box.checked;
  if (range) fillRange(box);
  lastBox = box;
  showSelection();
}

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-row] input.sl-ck");
  if (box) {
    if (event.shiftKey) fillRange(box);
    lastBox = box;
    showSelection();
  } else if (event.target.closest("[data-clear-selection]")) {
    clearSelection();
  }
});

document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-select-all]")) return;
  rowsOf(target.closest("[data-rove]")).forEach((row) => (boxOf(row).checked = target.checked));
  showSelection();
});

/** Only the menu whose button was pressed sends its value. */
document.addEventListener("submit", ({ target, submitter }) => {
  if (target.id !== "bulk") return;
  $$("[data-bulk-value]", target).forEach((menu) => {
    if (menu.dataset.bulkValue === submitter?.value) menu.name = "value";
    else menu.removeAttribute("name");
  });
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-more-filters]");
  if (!button) return;
  const isOpen = button.form.classList.toggle("open");
  button.setAttribute("aria-expanded", String(isOpen));
});

document.addEventListener("focusin", ({ target }) => {
  const row = target.closest("[data-row]");
  if (row) $$("[data-row]", row.closest("[data-rove]")).forEach((other) => (other.tabIndex = other === row ? 0 : -1));
});

function openRow(row) {
  $("th a, [data-open]", row)?.click();
}

/** What each key does; letters only where single keys are on. */
function rowKey(event, list, row) {
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  const isArrow = event.key.startsWith("Arrow");
  if (step && (row || !isArrow)) move(list, row, step);
  else if (row && event.key.toLowerCase() === "x" && boxOf(row)) toggle(boxOf(row), event.shiftKey);
  else if (row && event.key === "Enter" && event.target === row) openRow(row);
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  const list = event.target.closest?.("[data-rove]") ?? $("[data-rove]");
  if (!list || event.defaultPrevented || isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey || $("dialog[open]")) return;
  if (event.key === "Escape" && $("[data-bulk]:not([hidden])") && !$("details[data-menu][open]")) return clearSelection();
  if (keysAreOff() && event.key.length === 1) return;
  if (rowKey(event, list, event.target.closest?.("[data-row]"))) event.preventDefault();
});

/** Filters that say nothing stay out of the address. */
document.addEventListener("htmx:config:request", ({ target, detail }) => {
  if (target.id !== "filters") return;
  const { body } = detail.ctx.request;
  [...body.entries()].forEach(([name, value]) => value === "" && body.delete(name));
});

document.addEventListener("htmx:after:swap", showSelection);
showSelection();
