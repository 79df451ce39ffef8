"""The live plan as an outline."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from progress.models import WorkItem
from tests.progress.plans import leaf, make_plan

PAGE = "/progress/wbs/"
NAMES = ("基本設計", "画面設計", "レビュー", "結合テスト", "仕様書", "実施")


@pytest.fixture
def plan(cast) -> dict[str, WorkItem]:
    return make_plan(cast)


def shown(client, **wanted: str) -> list[str]:
    """Names of the rows on the page, in order."""
    page = client.get(PAGE, wanted)
    assert page.status_code == 200
    return [line.item.name for line in page.context["lines"]]


def test_the_outline_stands_in_its_order(client, cast, plan):
    client.force_login(cast.pmo)
    assert shown(client) == list(NAMES)
    text = client.get(PAGE).text
    places = [text.index(f"/progress/rows/{item.uuid}/") for item in plan.values()]
    assert places == sorted(places)


def test_summary_rows_are_derived_from_the_rows_below(client, cast, plan):
    """Design: 8 June to 17 June, 5 + 3 person-days; 5 at 80 % and 3 at 0 % are 50 %."""
    WorkItem.objects.filter(pk=plan["screens"].pk).update(percent=80, actual_start=date(2026, 6, 8))
    client.force_login(cast.pmo)
    values = client.get(PAGE).context["lines"][0].values
    assert (values.planned_start, values.planned_finish) == (date(2026, 6, 8), date(2026, 6, 17))
    assert (values.planned_effort, values.percent) == (Decimal(8), Decimal(50))


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"team": "BETA"}, ["結合テスト", "仕様書", "実施"]),
        ({"phase": "BD"}, ["基本設計", "画面設計", "レビュー"]),
        ({"text": "レビュー"}, ["基本設計", "レビュー"]),
        ({"text": "基本設計"}, ["基本設計", "画面設計", "レビュー"]),
        ({"text": "２．２"}, ["結合テスト", "実施"]),
        ({"text": "鈴木", "team": "ALPHA"}, []),
        ({"show": "done"}, ["基本設計", "画面設計"]),
        ({"show": "cancelled"}, ["結合テスト", "実施"]),
        ({"show": "open"}, ["基本設計", "レビュー", "結合テスト", "仕様書"]),
        ({"team": "NOPE", "show": "odd", "page": "x"}, list(NAMES)),
    ],
)
def test_filters_narrow_to_fitting_rows_and_those_above(client, cast, plan, wanted, names):
    WorkItem.objects.filter(pk=plan["screens"].pk).update(actual_finish=date(2026, 6, 12))
    WorkItem.objects.filter(pk=plan["run"].pk).update(status="cancelled")
    client.force_login(cast.pmo)
    assert shown(client, **wanted) == names


def test_late_rows_are_late_on_the_status_date_of_the_present_week(client, cast, plan):
    """Wednesday 10 June, due at its evening: a row due on 9 June is late, one due on the 12th is not."""
    leaf(cast, "遅れた行", parent=plan["design"], sort_key=3500, planned_finish=date(2026, 6, 9))
    WorkItem.objects.filter(pk=plan["screens"].pk).update(actual_start=date(2026, 6, 8), percent=50)
    client.force_login(cast.pmo)
    assert shown(client, show="late") == ["基本設計", "遅れた行"]


def test_a_team_sees_its_own_rows_and_the_ones_above(client, cast, plan):
    client.force_login(cast.lead)
    assert shown(client) == ["基本設計", "画面設計", "レビュー"]
    assert "ベータ" not in client.get(PAGE).text
    assert shown(client, team="BETA") == ["基本設計", "画面設計", "レビュー"]


def test_long_outlines_are_paged_and_repeat_what_stands_above(client, cast, plan):
    for number in range(120):
        leaf(cast, f"行{number:03}", parent=plan["design"], sort_key=3001 + number)
    client.force_login(cast.pmo)
    first, second = shown(client), shown(client, page="2")
    assert len(first) == 100
    assert second[:2] == ["基本設計", "行097"]
    assert len(second) == 1 + 26


def test_htmx_gets_the_outline_alone(client, cast, plan):
    client.force_login(cast.pmo)
    answer = client.get(PAGE, {"team": "BETA"}, headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert 'id="outline"' in answer.text


def test_an_empty_plan_says_what_to_do(client, cast):
    client.force_login(cast.pmo)
    assert "/progress/wbs/import/" in client.get(PAGE).text
    client.force_login(cast.lead)
    assert "/progress/wbs/import/" not in client.get(PAGE).text


def test_the_export_holds_what_is_filtered(client, cast, plan):
    WorkItem.objects.filter(pk=plan["run"].pk).update(name="=HYPERLINK(1)")
    client.force_login(cast.pmo)
    answer = client.get("/progress/wbs/export/csv/", {"team": "BETA"})
    text = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text)))
    assert [row[3] for row in rows[1:]] == ["結合テスト", "仕様書", "'=HYPERLINK(1)"]
    assert rows[1][8:11] == ["2026-07-01", "2026-07-16", "12.00"]


def test_the_workbook_can_be_imported_again(client, cast, plan):
    client.force_login(cast.pmo)
    book = load_workbook(BytesIO(client.get("/progress/wbs/export/xlsx/").getvalue()))
    texts = [cell.value for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert set(NAMES) <= set(texts)
    assert str(plan["run"].uuid) in texts
    assert client.get("/progress/wbs/export/pdf/").status_code == 404


def test_a_teams_export_holds_no_row_of_another(client, cast, plan):
    client.force_login(cast.lead)
    text = client.get("/progress/wbs/export/csv/").getvalue().decode()
    assert "画面設計" in text
    assert "実施" not in text


def test_who_may_read(client, cast, plan):
    readers = {"pmo", "pm", "auditor", "lead", "member", "other_lead"}
    for name in (*readers, "owner", "admin", "stranger"):
        client.force_login(getattr(cast, name))
        wanted = 200 if name in readers else 404
        assert client.get(PAGE).status_code == wanted, name
        assert client.get("/progress/wbs/export/csv/").status_code == wanted, name
    client.force_login(cast.pmo)
    assert client.post(PAGE).status_code in (403, 405)


def test_the_page_takes_a_fixed_number_of_queries(client, cast, plan, django_assert_num_queries):
    for number in range(60):
        leaf(cast, f"行{number}", parent=plan["design"], sort_key=3001 + number)
    client.force_login(cast.pmo)
    client.get(PAGE)
    with django_assert_num_queries(15):
        client.get(PAGE)
