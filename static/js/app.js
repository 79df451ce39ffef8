// What every page can do with a script; without one everything still works. No texts here: templates carry them.
import { listen as listenForCharts } from "./charts.js";
import { listen as listenForKeys } from "./keys.js";
import { listen as listenForDrops } from "./dropzone.js";
import { listen as listenForDialogs } from "./dialogs.js";
import { listen as listenForNotices } from "./notices.js";
import { listen as listenForTheme } from "./theme.js";
import { listen as listenForUnsaved } from "./unsaved.js";

const FOCUSABLE = "a, button, input, select, textarea, summary, [tabindex]";

function prepare(root) {
  for (const element of root.querySelectorAll("[data-needs-script][hidden]")) element.hidden = false;
  for (const box of root.querySelectorAll(".table-scroll:not([tabindex])")) {
    if (box.scrollWidth > box.clientWidth && !box.querySelector(FOCUSABLE)) box.tabIndex = 0; // so that keys can scroll it
  }
}

prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
listenForCharts();
listenForDialogs();
listenForDrops();
listenForKeys();
listenForNotices();
listenForTheme();
listenForUnsaved();
