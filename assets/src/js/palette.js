/** Find: pages from the sidebar at once, records from the server as it answers. */
import { $, $$ } from "./dom.js";

const dialog = () => $("#find");
const input = () => $("#find-q");
const options = () => $$("[role=option]", $("#find-l"));

export function openFind() {
  const box = dialog();
  if (!box || box.open) return;
  box.showModal();
  input().value = "";
  $("#find-r").replaceChildren();
  showPages();
  input().focus();
}

function pageOption(link) {
  const option = document.createElement("a");
  option.setAttribute("role", "option");
  option.tabIndex = -1;
  option.href = link.href;
  option.append($("span", link).textContent);
  if (link.dataset.go) {
    const keys = document.createElement("em");
    keys.textContent = `g ${link.dataset.go}`;
    option.append(keys);
  }
  return option;
}

function showPages() {
  const wanted = input().value.trim().toLowerCase();
  const links = $$("#side .sl-nav a").filter((link) => $("span", link).textContent.toLowerCase().includes(wanted));
  $("#find-p").replaceChildren(...links.map(pageOption));
  $("#find-p").hidden = !links.length;
  mark(0);
}

/** The option the arrow keys stand on; it wraps around at both ends. */
function mark(index) {
  const all = options();
  const chosen = all.length ? (index + all.length) % all.length : -1;
  all.forEach((option, place) => {
    option.id = `find-o${place}`;
    option.setAttribute("aria-selected", String(place === chosen));
  });
  if (chosen < 0) return input().removeAttribute("aria-activedescendant");
  input().setAttribute("aria-activedescendant", all[chosen].id);
  all[chosen].scrollIntoView({ block: "nearest" });
}

const marked = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

document.addEventListener("input", ({ target }) => {
  if (target === input()) showPages();
});

document.addEventListener("keydown", (event) => {
  if (event.target !== input()) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    mark(marked() + step);
  } else if (event.key === "Enter" && marked() >= 0) {
    event.preventDefault();
    options()[marked()].click();
  }
});

document.addEventListener("htmx:after:swap", () => {
  if (dialog()?.open) mark(Math.max(marked(), 0));
});
