"""Two weeks as one table: each figure before, now, and the difference."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from reports.content.blocks import Cell, Column, Emphasis, Kind, Row, Table, Value
from reports.content.show import Style, show
from reports.content.week_figures import ScopeFigures

FIGURES = (
    ("actual_percent", Kind.PERCENT, Kind.POINTS),
    ("spi", Kind.INDEX, Kind.INDEX_DIFFERENCE),
    ("cpi", Kind.INDEX, Kind.INDEX_DIFFERENCE),
    ("rows_late", Kind.INTEGER, Kind.DIFFERENCE),
)

type Both = tuple[str, ScopeFigures | None, ScopeFigures | None]


def table(pairs: Sequence[Both], days: tuple[str, str]) -> Table:
    """`days` head the columns of the two weeks."""
    names = {"actual_percent": _("Actual progress"), "spi": "SPI", "cpi": "CPI", "rows_late": _("Late rows")}
    columns = [Column(_("Scope"), width=9)]
    for field, kind, difference in FIGURES:
        columns += [Column(f"{names[field]} {day}", kind, 5) for day in days]
        columns.append(Column(_("Difference"), difference, 4))
    rows = tuple(row(pair, Emphasis.TOTAL if not number else Emphasis.NONE) for number, pair in enumerate(pairs))
    return Table("comparison", _("Comparison of two weeks"), tuple(columns), rows)


def row(pair: Both, emphasis: Emphasis) -> Row:
    name, before, now = pair
    cells: list[Value | Cell] = [name]
    for field, _kind, _difference in FIGURES:
        values = [getattr(scope, field) if scope else None for scope in (before, now)]
        targets = [scope.target if scope else "" for scope in (before, now)]
        cells += [Cell(value, target=target) for value, target in zip(values, targets, strict=True)]
        cells.append(difference(*values))
    return Row(tuple(cells), emphasis)


def difference(before: Decimal | int | None, now: Decimal | int | None) -> Decimal | int | None:
    return None if before is None or now is None else now - before


def heads(first: Value, second: Value, style: Style) -> tuple[str, str]:
    return show(first, Kind.DATE, style), show(second, Kind.DATE, style)
