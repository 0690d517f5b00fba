/** Single-key shortcuts: off inside fields and dialogs, and off altogether for people who say so. */
import { $, isTyping, keysAreOff } from "./dom.js";
import { commands } from "./shell.js";

const CHORD_MS = 900;
const ANYWHERE = { "/": "find", "?": "keys", t: "theme", "[": "side" };

let chordStarted = 0;

function goTo(key) {
  const link = $(`[data-go="${CSS.escape(key)}"]`);
  if (link) location.assign(link.href);
}

function act(key) {
  const control = $(`[data-key="${CSS.escape(key)}"]`);
  if (control?.checkVisibility()) control.click();
  return Boolean(control);
}

function single(event) {
  if (chordStarted && event.timeStamp - chordStarted < CHORD_MS) {
    chordStarted = 0;
    goTo(event.key);
  } else if (event.key === "g") {
    chordStarted = event.timeStamp;
  } else if (ANYWHERE[event.key]) {
    event.preventDefault();
    commands[ANYWHERE[event.key]]();
  } else if (act(event.key)) {
    event.preventDefault();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey)) {
    event.preventDefault();
    commands.find();
    return;
  }
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
  if (keysAreOff() || isTyping(event.target) || $("dialog[open]")) return;
  single(event);
});
