/** Toasts: good news only, gone after six seconds unless somebody reads or points at them; an offer to undo stays. */
import { $, $$, post } from "./dom.js";

const SHOWN_MS = 6000;
const place = () => $(".sl-toasts");

function expire(box) {
  let timer = setTimeout(() => box.remove(), SHOWN_MS);
  const hold = () => clearTimeout(timer);
  const release = () => (timer = setTimeout(() => box.remove(), SHOWN_MS));
  box.addEventListener("pointerenter", hold);
  box.addEventListener("pointerleave", release);
  box.addEventListener("focusin", hold);
  box.addEventListener("focusout", release);
}

function addClose(box) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "x";
  button.textContent = "\u00d7";
  button.setAttribute("aria-label", place().dataset.close);
  button.addEventListener("click", () => box.remove());
  box.append(button);
}

/** The key takes back what was done last; earlier offers keep their button. */
function giveUpKey() {
  $$("[data-key]", place()).forEach((button) => {
    delete button.dataset.key;
    $("kbd", button)?.remove();
  });
}

function undoButton(box, url) {
  const button = document.createElement("button");
  const key = document.createElement("kbd");
  key.className = "sl-kbd";
  key.textContent = button.dataset.key = "z";
  button.type = "button";
  button.append(`${place().dataset.undo} `, key);
  button.addEventListener("click", async () => {
    box.remove();
    const answer = await post(url);
    if (answer.ok) location.reload();
    else warn(place().dataset.failed);
  });
  return button;
}

export function toast(text, { undo } = {}) {
  const box = document.createElement("div");
  box.className = "sl-toast";
  box.textContent = text;
  place().append(box);
  if (!undo) return expire(box);
  giveUpKey();
  box.append(undoButton(box, undo));
  addClose(box);
}

/** Bad news stays in the page until it is dealt with. */
export function warn(text) {
  const note = document.createElement("p");
  note.className = "sl-note off";
  note.dataset.failed = "";
  note.textContent = text;
  $("#notes")?.replaceChildren(note);
}

/** The server asks for a toast with the header HX-Trigger: {"sl:toast": {"text": …, "undo": …}}. */
document.addEventListener("sl:toast", ({ detail }) => toast(detail.text ?? detail.value, detail));
document.addEventListener("htmx:error", () => warn(place().dataset.failed));
document.addEventListener("htmx:response:error", ({ detail }) => {
  // 409 and 422 are answers: the form comes back with its errors.
  if (![409, 422].includes(detail.ctx.response.status)) warn(place().dataset.failed);
});
document.addEventListener("htmx:after:swap", () => $("#notes [data-failed]")?.remove());
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-toast]");
  if (button) toast(button.dataset.toast);
});
$$(".sl-toast").forEach((box) => ($("form", box) ? addClose(box) : expire(box)));
