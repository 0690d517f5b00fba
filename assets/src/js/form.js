/** Forms: the first error gets the focus, unsaved work is guarded, drafts keep themselves. */
import { $, $$, post } from "./dom.js";

const DRAFT_AFTER_MS = 2000;
const isDirty = new WeakSet();
const timers = new WeakMap();

function showCount(field) {
  const place = document.getElementById(field.dataset.count);
  if (place) place.textContent = String([...field.value].length);
}

async function keepDraft(form) {
  const body = new FormData(form);
  const place = $("[data-draft-state]", form);
  try {
    const answer = await post(form.dataset.draftUrl, body);
    if (place && answer.ok) place.textContent = form.dataset.draftText.replace("%s", (await answer.json()).kept);
  } catch {
    // offline: what was typed stays in the form, the next change tries again
  }
}

async function dropDraft(form) {
  const body = new FormData(form);
  body.set("drop", "1");
  isDirty.delete(form);
  clearTimeout(timers.get(form));
  const answer = await post(form.dataset.draftUrl, body);
  if (answer.ok) location.reload();
}

function planDraft(form) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => keepDraft(form), DRAFT_AFTER_MS));
}

document.addEventListener("input", ({ target }) => {
  if (target.dataset.count) showCount(target);
  const form = target.closest("form[data-guard]");
  if (!form) return;
  isDirty.add(form);
  if (form.dataset.draftUrl) planDraft(form);
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-drop-draft]");
  if (button) dropDraft(button.form);
});

document.addEventListener("submit", ({ target, submitter }) => {
  isDirty.delete(target);
  clearTimeout(timers.get(target));
  if (!target.matches("[data-once]")) return;
  target.setAttribute("aria-busy", "true");
  // Disabled only after the browser has read which button was pressed.
  setTimeout(() => submitter?.setAttribute("disabled", ""));
});

addEventListener("beforeunload", (event) => {
  if ($$("form[data-guard]").some((form) => isDirty.has(form))) event.preventDefault();
});

addEventListener("pageshow", () => $$("form[data-once] [disabled][type=submit]").forEach((button) => (button.disabled = false)));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
  const form = event.target.closest?.("form") ?? $("form[data-guard]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit($("[type=submit]", form) ?? undefined);
});

function focusErrors() {
  $("form[method=post] [data-errors]")?.focus();
}

document.addEventListener("htmx:after:swap", focusErrors);
focusErrors();
