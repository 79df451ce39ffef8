// A file dropped on a .dropzone goes into its input, as if it had been chosen there. A too large one or one of another
// kind is refused in the zone's words (data-refusal, data-limit in bytes; data-other-kind) before it travels; one dropped
// beside it does not replace the page.

const zoneOf = (event) => event.target.closest?.("[data-dropzone]");

function accepts(input, file) {
  const kinds = input.accept.split(",").map((kind) => kind.trim().toLowerCase()).filter(Boolean);
  return !kinds.length || kinds.some((kind) => (kind.startsWith(".") ? file.name.toLowerCase().endsWith(kind) : file.type === kind));
}

function fits(zone, input, file) {
  return accepts(input, file) && file.size <= (Number(zone.dataset.limit) || Infinity);
}

function over(event) {
  const zone = zoneOf(event);
  for (const other of document.querySelectorAll("[data-dropzone].is-over")) if (other !== zone) other.classList.remove("is-over");
  if (![...event.dataTransfer.types].includes("Files") || event.target.type === "file") return;
  event.preventDefault();
  event.dataTransfer.dropEffect = zone ? "copy" : "none";
  zone?.classList.add("is-over");
}

function left(event) {
  if (!event.relatedTarget) for (const zone of document.querySelectorAll("[data-dropzone].is-over")) zone.classList.remove("is-over");
}

function dropped(event) {
  const zone = zoneOf(event);
  if (!zone) return;
  event.preventDefault();
  zone.classList.remove("is-over");
  const input = zone.querySelector('input[type="file"]');
  const all = [...event.dataTransfer.files];
  const files = all.filter((file) => fits(zone, input, file));
  if (!files.length) return refuse(zone, input, all);
  const kept = new DataTransfer();
  for (const file of input.multiple ? files : files.slice(0, 1)) kept.items.add(file);
  input.files = kept.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function tell(zone, text, isRefused) {
  const place = zone.querySelector(".dropzone__file");
  if (!place) return;
  place.textContent = text;
  place.classList.toggle("is-bad", isRefused);
}

function refuse(zone, input, files) {
  const isKind = files.every((file) => accepts(input, file));
  input.value = "";
  tell(zone, (isKind ? null : zone.dataset.otherKind) ?? zone.dataset.refusal ?? "", true);
}

function chosen(event) {
  const zone = zoneOf(event);
  if (!zone || event.target.type !== "file") return;
  const files = [...event.target.files];
  if (!files.every((file) => fits(zone, event.target, file))) return refuse(zone, event.target, files);
  tell(zone, files.map((file) => file.name).join(", "), false);
  if ("submit" in zone.dataset && event.target.files.length) event.target.form?.requestSubmit();
}

export function listen() {
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", left);
  document.addEventListener("drop", dropped);
  document.addEventListener("change", chosen);
}
