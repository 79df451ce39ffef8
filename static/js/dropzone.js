// A file dropped on a .dropzone goes into its input, as if it had been chosen there.

const zoneOf = (event) => event.target.closest?.("[data-dropzone]");

function accepts(input, file) {
  const kinds = input.accept.split(",").map((kind) => kind.trim().toLowerCase()).filter(Boolean);
  return !kinds.length || kinds.some((kind) => (kind.startsWith(".") ? file.name.toLowerCase().endsWith(kind) : file.type === kind));
}

function over(event) {
  const zone = zoneOf(event);
  for (const other of document.querySelectorAll("[data-dropzone].is-over")) if (other !== zone) other.classList.remove("is-over");
  if (!zone || ![...event.dataTransfer.types].includes("Files")) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
  zone.classList.add("is-over");
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
  const files = [...event.dataTransfer.files].filter((file) => accepts(input, file));
  if (!files.length) return;
  const kept = new DataTransfer();
  for (const file of input.multiple ? files : files.slice(0, 1)) kept.items.add(file);
  input.files = kept.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function chosen(event) {
  const zone = zoneOf(event);
  if (!zone || event.target.type !== "file") return;
  const name = zone.querySelector(".dropzone__file");
  if (name) name.textContent = [...event.target.files].map((file) => file.name).join(", ");
  if ("submit" in zone.dataset && event.target.files.length) event.target.form?.requestSubmit();
}

export function listen() {
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", left);
  document.addEventListener("drop", dropped);
  document.addEventListener("change", chosen);
}
