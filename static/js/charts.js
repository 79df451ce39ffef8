// Read-outs of charts: a pointer or the arrow keys walk over the marks, whose words stand in their data attributes.
const MARKS = "[data-value]";

function words(mark) {
  const { group, series, when, value } = mark.dataset;
  return [when ?? group, series, value].filter(Boolean).join("  ");
}

function tell(figure, mark) {
  for (const other of figure.querySelectorAll(".is-read")) other.classList.remove("is-read");
  mark?.classList.add("is-read");
  const output = figure.querySelector(".chart__readout");
  if (!output) return;
  output.textContent = mark ? words(mark) : "";
  output.hidden = !mark;
}

const drawing = (figure) => [...figure.querySelectorAll("svg")].find((svg) => svg.getClientRects().length);

function step(figure, by, otherSeries) {
  const marks = [...(drawing(figure)?.querySelectorAll(MARKS) ?? [])];
  if (!marks.length) return;
  const here = marks.findIndex((mark) => mark.classList.contains("is-read"));
  let next = here < 0 ? (by > 0 ? 0 : marks.length - 1) : here;
  if (here >= 0) {
    const names = [...new Set(marks.map((mark) => mark.dataset.series))];
    const of = (name) => marks.filter((mark) => mark.dataset.series === name);
    const own = of(marks[here].dataset.series);
    const place = own.indexOf(marks[here]);
    if (otherSeries) {
      const name = names[(names.indexOf(marks[here].dataset.series) + by + names.length) % names.length];
      const row = of(name);
      next = marks.indexOf(row[Math.min(place, row.length - 1)]);
    } else next = marks.indexOf(own[Math.min(own.length - 1, Math.max(0, place + by))]);
  }
  tell(figure, marks[next]);
}

const KEYS = { ArrowRight: [1, false], ArrowLeft: [-1, false], ArrowDown: [1, true], ArrowUp: [-1, true] };

export function listen() {
  document.addEventListener("pointerover", (event) => {
    const figure = event.target.closest?.(".chart");
    if (figure && event.target.matches(MARKS)) tell(figure, event.target);
  });
  document.addEventListener("keydown", (event) => {
    const figure = event.target.closest?.(".chart[tabindex]");
    if (!figure || event.target !== figure) return;
    if (KEYS[event.key]) {
      step(figure, ...KEYS[event.key]);
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Escape") tell(figure, null);
  }, true);
}
