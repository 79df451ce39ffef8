"""A week goes on to its review at the submission deadline by itself."""

from __future__ import annotations

import pytest

from projects.models import Week, WeekState
from projects.weekly import begin_reviews
from tests.cast import Cast, at


@pytest.mark.parametrize(
    ("moment", "state"), [("2026-06-10 16:59", WeekState.OPEN), ("2026-06-10 17:00", WeekState.REVIEWING)]
)
def test_the_review_begins_at_the_deadline(cast: Cast, moment: str, state: WeekState) -> None:
    begin_reviews(at(moment))
    assert Week.objects.get(pk=cast.week.pk).state == state


def test_a_sealed_week_stays_sealed_and_a_second_tick_changes_nothing(cast: Cast) -> None:
    assert begin_reviews(at("2026-06-10 18:00")) == 1
    assert begin_reviews(at("2026-06-10 18:01")) == 0
    Week.objects.filter(pk=cast.week.pk).update(state=WeekState.SEALED)
    begin_reviews(at("2026-06-12 18:00"))
    assert Week.objects.get(pk=cast.week.pk).state == WeekState.SEALED
