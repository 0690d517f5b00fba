/** The lane of broken lines folds to one line where the window is small. */
import { $ } from "../js/dom.js";

const LOW = 860;
const NARROW = 1200;

export function createLane(relayout) {
  const lane = $(".sl-lane");
  const button = $(".sl-lane-t", lane);
  const fold = (isFolded) => {
    lane.classList.toggle("fold", isFolded);
    button.setAttribute("aria-expanded", String(!isFolded));
    $("span", button).textContent = isFolded ? button.dataset.show : button.dataset.fold;
    relayout();
  };
  button.addEventListener("click", () => fold(!lane.classList.contains("fold")));
  if (innerHeight < LOW || innerWidth < NARROW) fold(true);
}
