// Dialogs, menus and the palette of pages.

export function open(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  document.querySelector("[popover]:popover-open")?.hidePopover();
  dialog.dispatchEvent(new CustomEvent("dialog:opening"));
  dialog.showModal();
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
}

function clicked(event) {
  const opener = event.target.closest("[data-open]");
  const closer = event.target.closest("[data-close]");
  if (opener) open(opener.dataset.open);
  if (closer) closer.closest("dialog")?.close();
  if (event.target.matches("dialog")) event.target.close(); // the backdrop belongs to the dialog, its content does not
  closeMenus(opener ? null : event.target.closest("details.menu"));
}

function escaped(event) {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details.menu[open]") ?? document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
  event.preventDefault();
}

function palette() {
  const dialog = document.getElementById("palette");
  const input = dialog?.querySelector("[data-palette-input]");
  if (!input) return;
  const pages = [...dialog.querySelectorAll("a")];
  const links = () => [...dialog.querySelectorAll("a")]; // with what the server has found meanwhile
  const shown = () => links().filter((link) => !link.parentElement.hidden);
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const choose = (link) => {
    for (const other of links()) other.classList.toggle("is-active", other === link);
    link?.scrollIntoView({ block: "nearest" });
  };
  const filter = () => {
    const words = plain(input.value).split(/\s+/);
    for (const link of pages) link.parentElement.hidden = !words.every((word) => plain(link.textContent).includes(word));
    choose(shown()[0]);
  };
  const move = (step) => {
    const all = shown();
    const here = all.findIndex((link) => link.classList.contains("is-active"));
    choose(all[(here + step + all.length) % all.length]);
  };
  dialog.addEventListener("dialog:opening", () => {
    input.value = "";
    dialog.querySelector("#palette-found")?.replaceChildren();
    filter();
  });
  dialog.addEventListener("htmx:afterSwap", () => {
    if (!shown().some((link) => link.classList.contains("is-active"))) choose(shown()[0]);
  });
  input.addEventListener("input", filter);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter") dialog.querySelector("a.is-active")?.click();
    else return;
    event.preventDefault();
  });
}

export function listen() {
  document.addEventListener("click", clicked);
  document.addEventListener("keydown", escaped);
  palette();
}
