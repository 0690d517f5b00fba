/** On paper the map is one drawing that fits one page, in the light theme whatever the screen shows. */
import { $ } from "../js/dom.js";
import { drawing } from "./picture.js";

export function watchPrinting() {
  let page = null;
  addEventListener("beforeprint", () => {
    const map = $("#map.ready");
    if (!map?.checkVisibility()) return;
    const theme = document.documentElement.dataset.bsTheme;
    document.documentElement.dataset.bsTheme = "light";
    page = document.createElement("div");
    page.className = "sl-paper";
    page.append(drawing(map));
    document.documentElement.dataset.bsTheme = theme;
    $("#sight").append(page);
    document.body.classList.add("on-paper");
  });
  addEventListener("afterprint", () => {
    page?.remove();
    document.body.classList.remove("on-paper");
  });
}
