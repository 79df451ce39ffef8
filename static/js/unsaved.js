// Asks before a page is left on which something was typed into a field marked data-unsaved and not saved.

const isTyped = (field) => field.value !== field.defaultValue;

export function listen() {
  addEventListener("beforeunload", (event) => {
    if ([...document.querySelectorAll("[data-unsaved]")].some(isTyped)) event.preventDefault();
  });
}
