/** Theme, sidebar, phone menu, dialogs, drop-down menus, figures and segments. */
import { $, $$, remember } from "./dom.js";
import { openFind } from "./palette.js";

const root = document.documentElement;

function switchTheme() {
  const theme = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
  root.setAttribute("data-bs-theme", theme);
  remember("sl-theme", theme);
  document.dispatchEvent(new CustomEvent("sl:theme", { detail: { theme } }));
}

function switchSide() {
  const wide = matchMedia("(min-width: 1360px)").matches;
  const now = root.getAttribute("data-side");
  const side = wide ? (now === "rail" ? "auto" : "rail") : now === "open" ? "auto" : "open";
  root.setAttribute("data-side", side);
  remember("sl-side", side);
  requestAnimationFrame(() => dispatchEvent(new Event("resize")));
}

function switchMenu(open = !$("#side").classList.contains("open")) {
  $("#side").classList.toggle("open", open);
  $$("[data-cmd=menu]").forEach((button) => button.setAttribute("aria-expanded", String(open)));
  if (open) $("#side a")?.focus();
}

export function openDialog(id) {
  const dialog = $(`#${id}`);
  if (dialog && !dialog.open) dialog.showModal();
  return dialog;
}

export const commands = {
  theme: switchTheme,
  side: switchSide,
  menu: () => switchMenu(),
  find: openFind,
  keys: () => openDialog("keys"),
};

function toggleFigure(button) {
  const figure = button.closest(".sl-fig");
  const table = $(".sl-fig-tb", figure);
  const showTable = table.hidden;
  table.hidden = !showTable;
  $(".sl-fig-c", figure).hidden = showTable;
  button.setAttribute("aria-pressed", String(showTable));
  if (!showTable) dispatchEvent(new Event("resize"));
}

function press(button) {
  const group = button.closest(".sl-seg");
  $$("button", group).forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
  group.dispatchEvent(
    new CustomEvent("sl:seg", { bubbles: true, detail: { name: group.dataset.seg, value: button.value } }),
  );
}

/** The filled part of a slider follows its thumb. */
function fillRange(range) {
  const part = (range.valueAsNumber - (range.min || 0)) / ((range.max || 100) - (range.min || 0));
  range.style.setProperty("--p", `${(100 * part).toFixed(1)}%`);
}

document.addEventListener("input", ({ target }) => {
  if (target.matches("input.sl-range")) fillRange(target);
});
$$("input.sl-range").forEach(fillRange);

function closeMenus(except) {
  $$("details[data-menu][open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
}

document.addEventListener("click", ({ target }) => {
  closeMenus(target.closest("details[data-menu]"));
  if (target.closest("[data-print]")) print();
  const command = target.closest("[data-cmd]")?.dataset.cmd;
  if (command) return commands[command]?.();
  if (!target.closest("#side") && $("#side")?.classList.contains("open")) switchMenu(false);
  if (target.closest("[data-fig-toggle]")) toggleFigure(target.closest("[data-fig-toggle]"));
  if (target.closest(".sl-seg button")) press(target.closest(".sl-seg button"));
  if (target.closest("[data-dialog]")) openDialog(target.closest("[data-dialog]").dataset.dialog);
  if (target.matches("dialog.sl-dlg")) target.close();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || $("dialog[open]")) return;
  const menu = event.target.closest?.("details[data-menu][open]") ?? $("details[data-menu][open]");
  if (menu) {
    event.preventDefault();
    menu.open = false;
    $("summary", menu).focus();
  } else if ($("#side")?.classList.contains("open")) {
    switchMenu(false);
    $$("[data-cmd=menu]").find((button) => button.checkVisibility())?.focus();
  }
});
