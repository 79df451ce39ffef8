// Read-outs of charts: a pointer or the arrow keys walk over the marks, whose words stand in their data attributes.
const MARKS = "[data-value]";
const NEAR = 48; // pixels around a mark in which a pointer means it
const TOGETHER = 1; // pixels between the middles of marks that lie on each other

function words(mark) {
  const { group, series, when, value } = mark.dataset;
  return [when ?? group, series, value].filter(Boolean).join("  ");
}

const drawing = (figure) => [...figure.querySelectorAll("svg")].find((svg) => svg.getClientRects().length);
const marksOf = (figure) => [...(drawing(figure)?.querySelectorAll(MARKS) ?? [])];

function middle(mark) {
  const box = mark.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}

function tell(figure, marks) {
  for (const other of figure.querySelectorAll(".is-read")) other.classList.remove("is-read");
  const output = figure.querySelector(".chart__readout");
  if (!output) return;
  for (const mark of marks) mark.classList.add("is-read");
  const text = marks.map(words).join("\n");
  if (output.textContent !== text) output.textContent = text;
  output.classList.toggle("is-shown", marks.length > 0);
}

function distance(mark, x, y) { // to the box of a mark: inside a bar it is nought
  const box = mark.getBoundingClientRect();
  return Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
}

function nearest(figure, x, y) {
  let found = null;
  let least = NEAR;
  for (const mark of marksOf(figure)) {
    const away = distance(mark, x, y);
    if (away < least) [found, least] = [mark, away];
  }
  if (!found) return [];
  const [left, top] = middle(found);
  return marksOf(figure).filter((mark) => {
    const [otherLeft, otherTop] = middle(mark);
    return Math.hypot(otherLeft - left, otherTop - top) < TOGETHER;
  });
}

function point(event) {
  const figure = event.target.closest?.(".chart");
  if (!figure || !event.target.closest("svg")) return;
  const marks = nearest(figure, event.clientX, event.clientY);
  if (marks.length) {
    delete figure.dataset.held;
    tell(figure, marks);
  } else if (!("held" in figure.dataset)) tell(figure, []);
}

function leave(event) {
  const figure = event.target.closest?.(".chart");
  if (!figure || event.pointerType === "touch" || figure.contains(event.relatedTarget)) return;
  if (!("held" in figure.dataset)) tell(figure, []);
}

function beside(marks, here, by, otherSeries) {
  const names = [...new Set(marks.map((mark) => mark.dataset.series))];
  const of = (name) => marks.filter((mark) => mark.dataset.series === name);
  const name = here.dataset.series;
  const own = of(name);
  const place = own.indexOf(here);
  if (!otherSeries) return own[Math.min(own.length - 1, Math.max(0, place + by))];
  const row = of(names[(names.indexOf(name) + by + names.length) % names.length]);
  return row[Math.min(place, row.length - 1)];
}

function step(figure, by, otherSeries) {
  const marks = marksOf(figure);
  if (!marks.length) return;
  const here = marks.find((mark) => mark.classList.contains("is-read"));
  figure.dataset.held = "";
  const entry = by === 1 || by === -Infinity ? marks[0] : marks.at(-1);
  tell(figure, [here ? beside(marks, here, by, otherSeries) : entry]);
}

function letGo(figure) {
  delete figure.dataset.held;
  tell(figure, []);
}

const KEYS = {
  ArrowRight: [1, false],
  ArrowLeft: [-1, false],
  ArrowDown: [1, true],
  ArrowUp: [-1, true],
  End: [Infinity, false],
  Home: [-Infinity, false],
};

function press(event) {
  const figure = event.target.closest?.(".chart[tabindex]");
  if (!figure || event.target !== figure || event.ctrlKey || event.metaKey || event.altKey) return;
  if (KEYS[event.key]) {
    step(figure, ...KEYS[event.key]);
    event.preventDefault();
    event.stopPropagation();
  } else if (event.key === "Escape") letGo(figure);
}

export function listen() {
  document.addEventListener("pointermove", point);
  document.addEventListener("pointerdown", point);
  document.addEventListener("pointerout", leave);
  document.addEventListener("keydown", press, true);
  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.(".chart[tabindex]")) letGo(event.target);
  });
}
