/** The form of a need: the opportunity while typing, and a hint where the statement names a solution. */
import { $, $$ } from "../js/dom.js";

const FEW = 30;
const form = $("#form");
const box = $("[data-opportunity]");
const guide = $("[data-words]");
const words = guide.dataset.words.split(",").map((word) => word.trim().toLowerCase());
const figure = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** The number in a field; nothing where there is none. */
function typed(name) {
  const text = form.elements[name].value.trim();
  return text === "" || Number.isNaN(Number(text)) ? null : Number(text);
}

function bandOf(score) {
  const exact = Math.round(score * 1e4) / 1e4;
  if (exact > 15) return "extreme";
  if (exact >= 12) return "strong";
  return exact >= 10 ? "consider" : "low";
}

/** What the server will compute: importance + max(importance − satisfaction, 0), both from 0 to 10. */
function computed() {
  const [low, high] = [typed("scale_min"), typed("scale_max")];
  const onTen = (name) => {
    const answer = typed(name);
    return answer === null || low === null || high === null || low >= high ? null : ((answer - low) * 10) / (high - low);
  };
  const [importance, satisfaction] = [onTen("importance"), onTen("satisfaction")];
  const isOutside = [importance, satisfaction].some((value) => value !== null && (value < 0 || value > 10));
  const isWhole = importance !== null && satisfaction !== null && !isOutside;
  const score = isWhole ? importance + Math.max(importance - satisfaction, 0) : null;
  return { importance, satisfaction, score, isOutside };
}

function showOpportunity() {
  const found = computed();
  for (const name of ["importance", "satisfaction", "score"]) {
    $(`[data-${name}]`, box).textContent = found[name] === null ? "–" : figure.format(found[name]);
  }
  const band = found.score === null ? "" : bandOf(found.score);
  for (const item of $$("[data-band]", box)) item.classList.toggle("on", item.dataset.band === band);
  const respondents = typed("respondents");
  const isFew = respondents !== null && respondents < FEW;
  const missing = found.isOutside ? box.dataset.outside : found.score === null ? box.dataset.missing : "";
  $("[data-note]", box).textContent = missing || (isFew ? box.dataset.few : "");
}

function showSolution() {
  const said = form.elements.statement.value.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  $("[data-solution]", guide).hidden = !words.some((word) => said.includes(word));
}

form.addEventListener("input", () => {
  showOpportunity();
  showSolution();
});
showOpportunity();
showSolution();
