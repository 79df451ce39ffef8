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

// The focus goes to the first input of the next point that is still open.
function next(from) {
  const points = [...document.querySelectorAll(".point:not(.point--done)")];
  const here = points.indexOf(from);
  const after = from ? [...document.querySelectorAll(".point")] : [];
  const place = after.indexOf(from);
  const wanted = here >= 0 ? points[here + 1] : after.slice(place + 1).find((point) => points.includes(point));
  const input = wanted?.querySelector("input:not([type=hidden]), select, textarea");
  input?.focus();
  input?.scrollIntoView({ block: "center" });
}

function swapped(event) {
  const point = event.detail.elt?.closest?.(".point--done");
  if (point && event.detail.requestConfig?.verb === "post") next(point);
}

// Enter in a short text or a date saves the point; in a long text it writes a line.
export function listen() {
  document.addEventListener("htmx:beforeRequest", keepTyped);
  document.addEventListener("htmx:afterSwap", swapped);
  document.addEventListener("row-saved", rowSaved);
}

listen();
