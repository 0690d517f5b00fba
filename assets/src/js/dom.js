/** Small words for the document, shared by every script. */

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Typing, or answering a dialog: single keys belong to the field then. */
export const isTyping = (target) =>
  target.matches?.("input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select, [contenteditable]") ?? false;

export const keysAreOff = () => document.body.dataset.keys === "off";

/** Remembered on this device; a private window simply forgets. */
export const remember = (name, value) => {
  try {
    localStorage.setItem(name, value);
  } catch {
    // storage refused: the choice lasts for this page
  }
};

/** A POST with the token Django asks for. */
export const post = (url, body) =>
  fetch(url, {
    method: "POST",
    body,
    headers: { "X-CSRFToken": document.body.dataset.csrf, "X-Requested-With": "fetch" },
    credentials: "same-origin",
  });
