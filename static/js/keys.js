// Keys by their place on the keyboard (event.code), so that they work with the IME on; single letters never in text fields
// or while the IME composes, and not at all for those who switched them off.
import { open } from "./dialogs.js";

const OFF = "pmo-single-keys-off";
let goUntil = 0;

const singleKeys = () => !localStorage.getItem(OFF);
const typing = (target) => target.isContentEditable || target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select");
const visible = (element) => element.checkVisibility({ visibilityProperty: true });
const stroke = (event) => (event.shiftKey ? "Shift+" : "") + event.code;

function press(element) {
  if (element.matches("input:not([type=submit], [type=checkbox]), textarea, select")) element.focus();
  else if (element.matches("form")) element.requestSubmit();
  else if (element.matches("[tabindex='-1']")) {
    element.focus({ preventScroll: true });
    element.scrollIntoView();
  }
  else element.click();
}

function all(selector) {
  const scope = document.querySelector("dialog[open]") ?? document;
  return [...scope.querySelectorAll(selector)].filter(visible);
}

const first = (selector) => all(selector)[0];

// Where several parts of a page ([data-part]) have the same key: the part with the focus, or that the focused link
// leads to, else the one being read, a third of the window down.
function atHand(found) {
  const here = document.activeElement;
  const place = here.hash ? document.getElementById(decodeURIComponent(here.hash.slice(1))) : here;
  const part = place?.closest("[data-part]");
  if (part) return found.find((element) => part.contains(element));
  return found.find((element) => element.closest("[data-part]")?.getBoundingClientRect().bottom > innerHeight / 3) ?? found.at(-1);
}

function move(step) {
  const items = [...document.querySelectorAll("[data-list] [data-item]")].filter(visible);
  if (!items.length) return false;
  const here = items.findIndex((item) => item === document.activeElement || item.contains(document.activeElement));
  const next = items[Math.min(items.length - 1, Math.max(0, here + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function openItem(event) {
  if (!event.target.matches("[data-item]:not(a, button)")) return false;
  const link = event.target.querySelector("a, button");
  link?.click();
  return Boolean(link);
}

function go(event) {
  goUntil = 0;
  const link = document.querySelector(`[data-go="${event.code.replace("Key", "").toLowerCase()}"]`);
  link?.click();
  return Boolean(link);
}

function withControl(event) {
  if (event.code === "KeyK") open("palette");
  else if (event.code === "Enter") {
    const button = first("[data-primary]");
    if (!button) return false;
    press(button);
  } else return false;
  return true;
}

function single(event) {
  if (Date.now() < goUntil) return go(event);
  const found = all(`[data-hotkey~="${CSS.escape(stroke(event))}"]`);
  const own = found.length > 1 && found[0].closest("[data-part]") ? atHand(found) : found[0];
  if (own) press(own);
  else if (event.key === "?") open("keys");
  else if (event.code === "Slash" && !event.shiftKey) {
    const filter = first("[data-filter]");
    if (!filter) return false;
    filter.focus();
    filter.select?.();
  } else if (event.code === "KeyG") goUntil = Date.now() + 1500;
  else if (event.code === "KeyJ" || event.code === "KeyK") return move(event.code === "KeyJ" ? 1 : -1);
  else return false;
  return true;
}

function arrows(event) {
  const inList = event.target.closest?.("[data-list]") && !event.target.closest("[role=grid], [role=treegrid]");
  if (event.code === "ArrowDown" && inList) return move(1);
  if (event.code === "ArrowUp" && inList) return move(-1);
  return event.code === "Enter" && openItem(event);
}

function pressed(event) {
  if (event.isComposing || event.keyCode === 229 || event.altKey || event.defaultPrevented) return;
  const done =
    event.ctrlKey || event.metaKey
      ? withControl(event)
      : !typing(event.target) && (arrows(event) || (singleKeys() && (!document.querySelector("dialog[open]") || event.target.closest("dialog")) && single(event)));
  if (done) event.preventDefault();
}

function nameOf(code) {
  const text = code.replace(/Key|Digit|Arrow/, "").replace("BracketLeft", "[").replace("BracketRight", "]");
  return text.startsWith("Shift+") ? text : text.length === 1 ? text.toLowerCase() : text;
}

function listHere() {
  const list = document.querySelector("[data-keys-here]");
  list.replaceChildren();
  const seen = new Set();
  for (const element of document.querySelectorAll("[data-hotkey]")) {
    const label = element.dataset.hotkeyName || element.ariaLabel || element.textContent.trim();
    if (!label || seen.has(element.dataset.hotkey) || !visible(element)) continue;
    seen.add(element.dataset.hotkey);
    const [term, text, key] = ["dt", "dd", "kbd"].map((name) => document.createElement(name));
    key.textContent = element.dataset.hotkeySign ?? nameOf(element.dataset.hotkey);
    text.textContent = label;
    term.append(key);
    list.append(term, text);
  }
}

export function listen() {
  document.addEventListener("keydown", pressed);
  document.getElementById("keys")?.addEventListener("dialog:opening", listHere);
  const box = document.querySelector("[data-keys-switch]");
  if (!box) return;
  box.checked = singleKeys();
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
}
