"""先週から変わったこと: what is different since the sealed week before, the weightiest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from progress.reach import PROJECT
from progress.weekdata import WeekData, WeekRow
from reports.content.week_figures import WeekChange
from reports.gather.view import WeekView

MOST = 5
SHOWN = Decimal("0.01")  # of an index: what reads the same has not changed


def changes(view: WeekView, scope: str = PROJECT) -> list[WeekChange]:
    """At most five; nothing before the second sealed week. Totals are those of the scope."""
    if view.before is None:
        return []
    told = sorted((weight, number, change) for number, (weight, change) in enumerate(found(view, view.before, scope)))
    return [change for _weight, _number, change in told][:MOST]


def found(view: WeekView, before: WeekData, scope: str) -> Iterator[tuple[int, WeekChange]]:
    """(weight, change); the lower the weight, the earlier it is told."""
    yield from moved_milestones(view, before)
    yield from newly_late(view, before)
    yield from recovered(view, before)
    yield from finished(view, scope)
    yield from indices(view, before, scope)


def moved_milestones(view: WeekView, before: WeekData) -> Iterator[tuple[int, WeekChange]]:
    earlier = {row.row.key: row.row for row in before.milestones}
    for row in view.data.milestones:
        past, now = earlier.get(row.row.key), row.row.forecast_finish
        if past is None or row.row.actual_finish is not None or now is None or now == past.forecast_finish:
            continue
        was = past.forecast_finish or past.planned_finish
        if was != now:
            yield 0, WeekChange("milestone_moved", row.row.name, now, was, target=view.row_url(row.row.key))


def newly_late(view: WeekView, before: WeekData) -> Iterator[tuple[int, WeekChange]]:
    """By team: the rows that were not late a week ago, the one furthest behind by name."""
    earlier = {row.row.key for row in before.late}
    fresh: dict[str, list[WeekRow]] = defaultdict(list)
    for row in view.data.late:
        if row.row.key not in earlier:
            fresh[row.team].append(row)
    for team, rows in fresh.items():
        yield 1, WeekChange(
            "newly_late", view.team_name(team), detail=rows[0].row.name, count=len(rows),
            now=int(view.data.measure(f"team:{team}", "late") or len(rows)),
            target=f"{view.rows_url(f'team:{team}')}&show=late",
        )  # fmt: skip


def recovered(view: WeekView, before: WeekData) -> Iterator[tuple[int, WeekChange]]:
    """By team: of the rows that were late a week ago, how many are not any more."""
    still = {row.row.key for row in view.data.late}
    past: dict[str, list[WeekRow]] = defaultdict(list)
    for row in before.late:
        past[row.team].append(row)
    for team, rows in past.items():
        done = [row for row in rows if row.row.key not in still]
        if done:
            yield 2, WeekChange(
                "recovered", view.team_name(team), now=len(done), before=len(rows), detail=done[0].row.name,
                target=f"{view.rows_url(f'team:{team}')}&show=recovered",
            )  # fmt: skip


def finished(view: WeekView, scope: str) -> Iterator[tuple[int, WeekChange]]:
    """Rows due and rows finished since Monday."""
    done, due = (view.data.measure(scope, name) for name in ("done_this_week", "due_this_week"))
    if done is not None and due is not None and (done or due):
        target = f"{view.rows_url(scope)}&show=done_this_week"
        yield 3, WeekChange("finished", "", int(done), int(due), target=target)


def indices(view: WeekView, before: WeekData, scope: str) -> Iterator[tuple[int, WeekChange]]:
    for name, shown in (("spi_t", "SPI(t)"), ("spi", "SPI"), ("cpi", "CPI")):
        now, was = view.data.measure(scope, name), before.measure(scope, name)
        if now is not None and was is not None and as_shown(now) != as_shown(was):
            yield 4, WeekChange("index", shown, now, was, target=view.rows_url(scope))


def as_shown(index: Decimal) -> Decimal:
    return index.quantize(SHOWN, ROUND_HALF_UP)
