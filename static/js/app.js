// What every page can do with a script; without one everything still works. No texts here: templates carry them.
import { listen as listenForKeys } from "./keys.js";
import { listen as listenForDrops } from "./dropzone.js";
import { listen as listenForDialogs } from "./dialogs.js";
import { listen as listenForNotices } from "./notices.js";
import { listen as listenForTheme } from "./theme.js";

function reveal(root) {
  for (const element of root.querySelectorAll("[data-needs-script][hidden]")) element.hidden = false;
}

reveal(document);
document.addEventListener("htmx:load", (event) => reveal(event.detail.elt));
listenForDialogs();
listenForDrops();
listenForKeys();
listenForNotices();
listenForTheme();
