// Asks before a page is left on which something was typed into a field marked data-unsaved and not saved;
// data-unsaved="typed" is a field that came back from the server with what was not kept.

const isTyped = (field) => field.dataset.unsaved === "typed" || field.value !== field.defaultValue;

export function listen() {
  addEventListener("beforeunload", (event) => {
    if ([...document.querySelectorAll("[data-unsaved]")].some(isTyped)) event.preventDefault();
  });
}
