"""What a late row has to be done for: the next milestone from its planned finish on, else its phase end. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date


def next_milestone[M](planned: date | None, milestones: Sequence[M], day_of: Callable[[M], date | None]) -> M | None:
    """The first of the open `milestones`, ordered by planned date, that is not before this day."""
    if planned is None:
        return None
    return next((one for one in milestones if (day := day_of(one)) is not None and day >= planned), None)


def endangered_day(planned: date | None, milestones: Sequence[date], phase_end: date | None) -> date | None:
    """The day itself; None for a row without a milestone before it or an end of its phase."""
    return next_milestone(planned, milestones, lambda day: day) or phase_end


type Aim[K] = tuple[K, date | None, date | None]  # a row, its planned finish, the end of its phase


def by_nearest[K](rows: Iterable[Aim[K]], milestones: Iterable[date]) -> list[K]:
    """The rows with the fewest days left first, then by planned finish; those that endanger nothing known come last."""
    ordered = sorted(milestones)

    def place(aim: Aim[K]) -> tuple[date, date]:
        _row, planned, phase_end = aim
        return endangered_day(planned, ordered, phase_end) or date.max, planned or date.max

    return [aim[0] for aim in sorted(rows, key=place)]
