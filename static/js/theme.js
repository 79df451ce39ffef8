// Light, dark or as the device says; a cookie tells the server, so that the next page comes in the right one at once.

function choose(theme) {
  const root = document.documentElement;
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  document.cookie = `theme=${theme}; path=/; SameSite=Lax; max-age=${theme ? 31536000 : 0}`;
  mark();
}

function mark() {
  const now = document.documentElement.dataset.theme ?? "";
  for (const button of document.querySelectorAll("[data-theme-choice]")) button.ariaPressed = String(button.dataset.themeChoice === now);
}

export function listen() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (button) choose(button.dataset.themeChoice);
  });
  mark();
}
