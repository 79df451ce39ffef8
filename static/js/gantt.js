// The Gantt page: opens with the status date at one third of its width, shows a row's panel, and steps through late rows.
const field = document.querySelector("[data-gantt]");
const panel = document.getElementById("row-panel");
const steps = document.querySelector(".gantt__steps");
let opener = null;

function scrollTo(at) {
  if (field) field.scrollLeft = Math.max(0, Number(at) - field.clientWidth / 3);
}

function close() {
  panel.hidden = true;
  opener?.focus();
}

function nextLate() {
  const late = [...document.querySelectorAll(".gantt__rows .row--late [data-gantt-row]")];
  const here = document.activeElement;
  const after = late.find((link) => here.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING && !here.contains(link));
  const next = after ?? late[0];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function clicked(event) {
  const to = event.target.closest("[data-gantt-to]");
  if (to) scrollTo(to.dataset.ganttTo);
  else if (event.target.closest("[data-gantt-late]")) nextLate();
  else if (event.target.closest("[data-gantt-print]")) window.print();
  else if (event.target.closest("[data-gantt-close]")) close();
}

function pressed(event) {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  const row = event.target.closest?.("[data-gantt-row]");
  if (event.code === "Space" && row) {
    event.preventDefault();
    row.click();
  } else if (event.key === "Escape" && panel && !panel.hidden) close();
}

function filled(event) {
  const link = event.detail.requestConfig.elt;
  if (event.target.id !== "row-panel-body" || !link.matches("[data-gantt-row]")) return;
  opener = link;
  panel.querySelector("h2").textContent = link.title;
  panel.querySelector("[data-gantt-whole]").href = link.href;
  panel.hidden = false;
  panel.focus();
}

if (field) {
  scrollTo(field.dataset.gantt);
  if (steps) steps.hidden = false;
}
document.addEventListener("click", clicked);
document.addEventListener("keydown", pressed);
document.addEventListener("htmx:afterSwap", filled);
