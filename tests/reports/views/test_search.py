"""The palette's answers reach no further than their reader."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast
from tests.progress.cycle import report

PATH = "/reports/search/"
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def found(client: Client, who, text: str) -> list[tuple[str, str]]:
    client.force_login(who)
    page = client.get(PATH, {"q": text}, **ENGLISH)
    assert page.status_code == 200
    return [(one.kind, one.text) for one in page.context["found"]]


def test_rows_teams_and_people_are_found_by_a_part_of_their_name(client, cast: Cast, plan):
    assert ("Row", "1.1 画面設計") in found(client, cast.pmo, "画面")
    assert ("Row", "1.1 画面設計") in found(client, cast.pmo, "1.1")
    assert ("Team", "Alpha") in found(client, cast.pmo, "alph")
    assert ("Person", cast.lead.label) in found(client, cast.pmo, cast.lead.label[:4])


def test_findings_are_found_by_check_and_lead_where_they_are_dealt_with(client, cast: Cast, plan):
    report(cast, {})
    client.force_login(cast.pmo)
    page = client.get(PATH, {"q": "画面"}, **ENGLISH)
    (finding,) = [one for one in page.context["found"] if one.kind == "Finding"][:1]
    assert client.get(finding.url).status_code == 200
    assert "/ALPHA/review/" in finding.url


def test_a_team_finds_its_own_rows_and_nobody_by_name(client, cast: Cast, plan):
    assert {kind for kind, _text in found(client, cast.lead, "設計")} == {"Row"}
    assert "移行" not in str(found(client, cast.lead, "設計"))
    assert {kind for kind, _text in found(client, cast.lead, "Person")} == {"Row"}  # by their assignee


@pytest.mark.parametrize("text", ["", "x", "  ", "%", "'; DROP", "\0" * 3, "a" * 300])
def test_odd_questions_are_answered(client, cast: Cast, plan, text):
    client.force_login(cast.pmo)
    assert client.get(PATH, {"q": text}).status_code == 200


def test_a_fixed_number_of_queries(client, cast: Cast, plan, django_assert_max_num_queries):
    client.force_login(cast.pmo)
    client.get(PATH, {"q": "設計"})
    with django_assert_max_num_queries(20):
        client.get(PATH, {"q": "設計"})


def test_every_component_stands_on_the_style_page(client, cast: Cast):
    client.force_login(cast.member)
    page = client.get("/reports/style/", **ENGLISH)
    assert page.status_code == 200
    for part in ("button--primary", "callout--bad", "light--red", "row--late", "empty__title", "drawing"):
        assert part in page.text
    assert page.text.count('<svg class="drawing"') == 24  # twelve charts, wide and narrow
