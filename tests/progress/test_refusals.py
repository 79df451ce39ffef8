"""A refusal names the week as people know it."""

from __future__ import annotations

import pytest
from django.utils import translation

from progress.refusals import TEXTS, sentence
from projects.jobs import Refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("code", ["week_sealed", "earlier_week_unsealed", "later_week_accepted"])
def test_a_week_is_said_by_its_date_never_by_its_key(cast: Cast, code: str, language: str) -> None:
    day = cast.week.status_date
    with translation.override(language):
        said = sentence(Refused(code, week=cast.week.key))
    assert cast.week.key not in said
    assert (f"{day.month}/{day.day}時点" if language == "ja" else f"as of {day.day}") in said
    assert code in TEXTS


def test_what_is_no_week_is_said_as_it_was_typed(cast: Cast) -> None:
    with translation.override("en"):
        assert "2031-W99" in sentence(Refused("no_such_week", week="2031-W99"))
