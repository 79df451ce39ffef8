"""How values are shown in templates."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import translation

from projects.powers import NOBODY, Powers

TODAY = datetime(2026, 11, 19, 3, tzinfo=UTC)


def shown(expression: str, language: str, **values: object) -> str:
    with translation.override(language), time_machine.travel(TODAY, tick=False):
        return Template("{{ " + expression + " }}").render(Context(values))


@pytest.mark.parametrize(
    ("expression", "value", "japanese", "english"),
    [
        ("v|dash", None, "—", "—"),
        ("v|dash", 0, "0", "0"),
        ("v|percent", None, "—", "—"),
        ("v|percent", Decimal("67.5"), "68%", "68%"),
        ("v|percent", Decimal("-3"), "▲3%", "−3%"),
        ("v|index", Decimal("0.945"), "0.95", "0.95"),
        ("v|days", Decimal("-3.45"), "▲3.5", "−3.5"),
        ("v|day", date(2026, 11, 18), "11/18(水)", "Wed 18 Nov"),
        ("v|day", date(2027, 2, 6), "2027/2/6(土)", "Sat 6 Feb 2027"),
        ("v|day", None, "—", "—"),
        ("v|moment", datetime(2026, 11, 19, 6, tzinfo=UTC), "11/19(木) 15:00", "Thu 19 Nov, 15:00"),
        ("v|moment", None, "—", "—"),
        ("v|as_of", date(2026, 11, 18), "11/18時点", "as of 18 Nov"),
        ("v|as_of", None, "—", "—"),
    ],
)
def test_values_are_shown_in_the_readers_language(expression, value, japanese, english):
    assert shown(expression, "ja", v=value) == japanese
    assert shown(expression, "en", v=value) == english


@pytest.mark.parametrize(
    ("start", "finish", "japanese", "english"),
    [
        (date(2026, 11, 12), date(2026, 11, 18), "11/12(木)〜11/18(水)", "Thu 12 Nov – Wed 18 Nov"),
        (date(2026, 11, 12), None, "11/12(木)〜", "Thu 12 Nov – "),
        (date(2026, 11, 20), date(2026, 11, 20), "11/20(金)", "Fri 20 Nov"),
        (None, None, "—", "—"),
    ],
)
def test_a_period_is_shown_from_its_start_to_its_finish(start, finish, japanese, english):
    assert shown("start|span:finish", "ja", start=start, finish=finish) == japanese
    assert shown("start|span:finish", "en", start=start, finish=finish) == english


@pytest.mark.parametrize(
    ("powers", "answer"), [(Powers(frozenset({"pmo"})), "True"), (NOBODY, "False"), (None, "False"), ("", "False")]
)
def test_a_template_asks_for_a_power(powers, answer):
    assert shown('powers|can:"desk.read"', "en", powers=powers) == answer


def test_a_long_list_shows_its_first_its_last_and_the_pages_around():
    page = Paginator(range(480), 20).page(12)
    template = Template("{% for n in page|page_range %}{{ n }} {% endfor %}")
    assert template.render(Context({"page": page})).split() == ["1", "…", "11", "12", "13", "…", "24"]
