// The team's week: the dialog of one row, from one point to the next, and no point forgotten while another is saved.

const dialog = document.querySelector("[data-row-dialog]");

const dirty = (form) => [...form.elements].some((field) => field.name && !field.name.startsWith("initial-") && "defaultValue" in field && field.type !== "hidden" && field.value !== field.defaultValue);

// The list of points is asked for again after a row was saved in the dialog, unless somebody is typing in it.
function keepTyped(event) {
  if (event.target.id === "points" && [...event.target.querySelectorAll("form")].some(dirty)) event.preventDefault();
}

function rowSaved() {
  dialog?.close();
  document.getElementById("points")?.dispatchEvent(new Event("points-stale", { bubbles: true }));
}

// The focus goes to the first input of the next point that is still open; without one at hand, of the first.
function next(from) {
  const points = [...document.querySelectorAll(".point")];
  const wanted = points.slice(points.indexOf(from) + 1).find((point) => !point.matches(".point--done") && inputOf(point));
  const input = wanted && inputOf(wanted);
  input?.focus();
  input?.scrollIntoView({ block: "center" });
}

const inputOf = (point) => [...point.querySelectorAll("input:not([type=hidden]), select, textarea")].find((input) => input.checkVisibility());

let last = "";

// A swapped point is a new element: it is found again by its id.
function saving(event) {
  if (event.target.matches?.("[data-point]")) last = event.target.closest(".point")?.id ?? "";
}

function saved(event) {
  if (!last || event.target.id !== last) return;
  last = "";
  if (event.target.matches(".point--done")) next(event.target);
}

function asked(event) {
  if (event.target.closest("[data-next-point]")) next(event.target.closest(".point") ?? document.activeElement.closest(".point"));
}

// Enter saves the point and goes on, also in a text; with Shift it begins a line. Never while the IME is composing.
function entered(event) {
  if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.isComposing || event.keyCode === 229) return;
  const form = event.target.matches("textarea") && event.target.closest("[data-point]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
}

export function listen() {
  document.addEventListener("click", asked);
  document.addEventListener("keydown", entered);
  document.addEventListener("htmx:beforeRequest", keepTyped);
  document.addEventListener("htmx:beforeRequest", saving);
  document.addEventListener("htmx:afterSettle", saved);
  document.addEventListener("row-saved", rowSaved);
}

listen();
