// Messages that leave, and what is said when a request of htmx fails.

const STAYS = 8000;

function leave(message) {
  const timer = setInterval(() => {
    if (message.matches(":hover, :focus-within")) return;
    clearInterval(timer);
    message.remove();
  }, STAYS);
}

function watch(root) {
  for (const message of root.querySelectorAll("[data-leaves]")) leave(message);
}

function tell(id) {
  const template = document.getElementById(id);
  const place = document.getElementById("messages");
  if (!template || !place) return;
  place.replaceChildren(template.content.cloneNode(true));
  place.scrollIntoView({ block: "nearest" });
}

// What a page loads or polls by itself fails quietly; what a person asked for does not.
const asked = (config) => config.verb !== "get" || ["click", "submit", "change", "input", "keyup"].includes(config.triggeringEvent?.type);

function refused(event) {
  if (!asked(event.detail.requestConfig)) return;
  tell(event.detail.xhr.status === 403 ? "notice-forbidden" : "notice-failed");
}

// A session that has ended answers with the sign-in page: go there instead of putting it into a part of this one.
function signedOut(event) {
  const home = document.body.dataset.signIn;
  if (!home || !event.detail.xhr.responseURL || new URL(event.detail.xhr.responseURL).pathname !== home) return;
  event.preventDefault();
  location.assign(`${home}?next=${encodeURIComponent(location.pathname + location.search)}`);
}

export function listen() {
  watch(document);
  document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest(".message")?.remove());
  document.addEventListener("htmx:load", (event) => watch(event.detail.elt));
  document.addEventListener("htmx:responseError", refused);
  document.addEventListener("htmx:sendError", (event) => asked(event.detail.requestConfig) && tell("notice-offline"));
  document.addEventListener("htmx:beforeSwap", signedOut);
}
