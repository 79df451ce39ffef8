"""Two sealed weeks beside each other: the figures of both, and what lies between them."""

from __future__ import annotations

import pytest

from progress.actions.sealing import seal_week
from progress.models import Measure
from projects.models import Week
from tests.cast import Cast, at
from tests.progress.cycle import CARRIED

PATH = "/reports/2026-W25/comparison/2026-W24/"
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def both(sealed: Cast) -> Cast:
    week = Week.objects.get(key="2026-W25")
    seal_week(week, by=sealed.pmo, at=at("2026-06-18 16:00"), choices=CARRIED)
    return sealed


def late(week: str, scope: str) -> int:
    return int(Measure.objects.get(week__key=week, scope=scope, name="late").value)


def test_the_figures_of_both_weeks_stand_beside_their_difference(client, both: Cast):
    client.force_login(both.pm)
    page = client.get(PATH, **ENGLISH)
    found = {pair.name: pair for pair in page.context["found"].pairs}
    for scope, name in (("project", "Test project"), ("team:ALPHA", "Alpha")):
        assert found[name].before.rows_late == late("2026-W24", scope)
        assert found[name].now.rows_late == late("2026-W25", scope)
    (part,) = page.context["parts"]
    gained = late("2026-W25", "project") - late("2026-W24", "project")
    assert part.rows[0].cells[-1].text.replace("+", "").replace("−", "-") == str(gained)
    assert client.get("/reports/2026-W24/comparison/2026-W25/").context["found"].week.key == "2026-W25"


def test_a_team_compares_its_own_figures_only(client, both: Cast):
    client.force_login(both.lead)
    assert [pair.name for pair in client.get(PATH, **ENGLISH).context["found"].pairs] == ["Test project", "Alpha"]


def test_a_week_that_is_not_sealed_is_not_compared(client, sealed: Cast):
    client.force_login(sealed.pm)
    assert client.get(PATH).status_code == 404
