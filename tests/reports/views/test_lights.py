"""The lights on the dashboard: by rule from sealed figures, and the PM's own colour beside it."""

from __future__ import annotations

import pytest
from django.test import Client

from progress.actions.lighting import override_light
from progress.domain.lights import Dimension, Signal
from progress.models import LightOverride
from projects.jobs import Refused
from projects.models import ChangeLog, Week
from tests.cast import Cast, at

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
PATH, WEEK = "/reports/dashboard/", "2026-W24"
NOW = at("2026-06-12 09:00")


def lights(client: Client, week: str = WEEK) -> dict[str, object]:
    page = client.get(f"{PATH}?week={week}", **ENGLISH)
    return {light.dimension: light for light in page.context["sections"]["lights"]}


def test_what_has_no_data_is_grey_and_never_green(client, sealed: Cast):
    client.force_login(sealed.pm)
    found = lights(client)
    assert [found[name].colour for name in ("quality", "resources", "risk")] == ["grey"] * 3
    assert {one.state for one in found["risk"].conditions} == {"not evaluated"}


def test_a_light_names_what_sets_it_with_its_rows(client, sealed: Cast):
    client.force_login(sealed.pm)
    delivery = lights(client)["delivery"]
    measured = sealed.week.measures.get(scope="project", name="spi_t").value
    assert measured < 1
    assert delivery.colour == ("red" if measured < 0.9 else "amber")
    low = next(one for one in delivery.conditions if "SPI(t) below 0.90" in one.rule)
    assert any("scope=project" in place.target for place in low.places) is (measured < 0.9)


def test_the_pm_sets_a_light_with_a_reason_and_lets_the_rule_stand_again(client, sealed: Cast):
    client.force_login(sealed.pm)
    by_rule = lights(client)["delivery"].word
    url = f"/reports/{WEEK}/lights/delivery/"
    assert client.post(url, {"colour": "yellow", "reason": ""}).status_code == 302
    assert not LightOverride.objects.exists()
    client.post(url, {"colour": "yellow", "reason": "応援2名を投入"})
    light = lights(client)["delivery"]
    assert (light.colour, light.rule_word) == ("amber", by_rule)
    assert light.override == f"Set by {sealed.pm.label}: 応援2名を投入 (by rule: {by_rule})"
    client.post(url, {"colour": "", "reason": ""})
    assert lights(client)["delivery"].override == ""
    told = ChangeLog.objects.filter(action__startswith="light.").order_by("pk").values_list("action", flat=True)
    assert list(told) == ["light.overridden", "light.by_rule"]


@pytest.mark.parametrize("dimension", ["speed", "DELIVERY"])
def test_there_are_only_five_lights(client, sealed: Cast, dimension):
    client.force_login(sealed.pm)
    assert client.post(f"/reports/{WEEK}/lights/{dimension}/", {"colour": "red", "reason": "x"}).status_code == 404


def test_grey_is_no_colour_to_choose_and_nothing_is_taken_back_twice(sealed: Cast):
    week = Week.objects.get(key=WEEK)
    with pytest.raises(Refused, match="no_such_colour"):
        override_light(week, Dimension.COST, Signal.GREY, "x", by=sealed.pm, at=NOW)
    with pytest.raises(Refused, match="already_lifted"):
        override_light(week, Dimension.COST, None, "", by=sealed.pm, at=NOW)


def test_the_same_colour_pressed_twice_is_one(client, sealed: Cast):
    client.force_login(sealed.pm)
    for reason in ("要員不足", "要員不足", "要員と設備の不足"):
        client.post(f"/reports/{WEEK}/lights/cost/", {"colour": "red", "reason": reason})
    assert [one.reason for one in LightOverride.objects.all()] == ["要員不足", "要員と設備の不足"]
    assert ChangeLog.objects.filter(action="light.overridden").count() == 2


def test_a_team_sees_no_lights(client, sealed: Cast):
    client.force_login(sealed.lead)
    assert lights(client) == {}
