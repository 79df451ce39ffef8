"""The rows behind a figure: they make its sum, and show nothing that the reader may not know."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client

from progress.models import BaselineRow, WorkItem
from projects.models import Week
from tests.cast import Cast
from tests.reports.pages import read, table
from tests.reports.recount import recount
from tests.reports.views.test_dashboard import shown
from tests.reports.weeks import CANARIES, report, seal

PATH = "/reports/2026-W24/rows/"
pytestmark = pytest.mark.django_db


def page_for(client: Client, person, query: str = "", path: str = PATH) -> str:
    client.force_login(person)
    answer = client.get(f"{path}{query}", HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(
    ("scope", "team", "name"),
    [
        ("project", "", "Whole project"),
        ("team:ALPHA", "ALPHA", "Alpha"),
        ("team:BETA", "BETA", "Beta"),
        ("team:ALPHA/phase:BD", "ALPHA", "Alpha / Basic design"),
        ("phase:BD", "", "Basic design"),
    ],
)
def test_the_rows_of_a_scope_make_its_figures(client, sealed: Cast, scope: str, team: str, name: str) -> None:
    rows = table(page_for(client, sealed.auditor, f"?scope={scope}"), f"{name} – All rows")
    count = recount(sealed.week, team)
    assert len(rows) == count.rows + 1
    foot = rows.pop()
    assert [foot[column] for column in ("BAC", "PV", "EV", "AC", "EV − PV")] == [
        shown(value) for value in (count.bac, count.pv, count.ev, count.ac, count.sv)
    ]
    for column in ("BAC", "PV", "EV"):
        assert shown(sum(Decimal(row[column].replace(",", "")) for row in rows)) == foot[column]


@pytest.mark.parametrize(
    ("show", "name", "codes"),
    [
        ("due", "Due", ["1.1"]),
        ("done", "Done", ["1.1"]),
        ("late", "Late", ["1.2", "2.1"]),
        ("started", "Started", ["1.1", "1.2", "2.1"]),
    ],
)
def test_the_rows_are_those_that_a_figure_counts(client, sealed: Cast, show: str, name: str, codes: list[str]) -> None:
    found = table(page_for(client, sealed.pm, f"?show={show}"), f"Whole project – {name}")
    assert [row["WBS"] for row in found if row["Task"]] == codes


@pytest.mark.parametrize("show", ["due_this_week", "done_this_week", "milestones"])
def test_where_no_row_counts_the_page_says_so(client, sealed: Cast, show: str) -> None:
    assert "No row fits" in page_for(client, sealed.pm, f"?show={show}")


def test_a_row_leads_to_its_history_and_source_cell(client, sealed: Cast, plan) -> None:
    text = page_for(client, sealed.lead, "?scope=team:ALPHA&show=late")
    assert f"/progress/rows/{plan['1.2'].uuid}/" in text


def test_readers_without_the_plan_get_no_links_they_cannot_open(client, sealed: Cast) -> None:
    assert "/progress/rows/" not in page_for(client, sealed.owner)


@pytest.mark.parametrize("query", ["", "?scope=project", "?scope=team:ALPHA", "?show=late", "?text=a", "?sort=behind"])
@pytest.mark.parametrize("reader", ["lead", "member"])
def test_a_team_sees_its_own_rows_and_the_projects_total_only(client, sealed: Cast, reader: str, query: str) -> None:
    text = page_for(client, getattr(sealed, reader), query)
    assert [word for word in CANARIES if word in text] == []


def test_the_projects_figure_stands_below_the_own_rows(client, sealed: Cast) -> None:
    text = page_for(client, sealed.lead)
    own, whole = table(text, "Whole project – All rows")[-2:]
    assert (own["BAC"], whole["BAC"]) == (shown(recount(sealed.week, "ALPHA").bac), shown(recount(sealed.week).bac))
    assert "Rows of your team only" in text


@pytest.mark.parametrize(
    "scope", ["team:BETA", "team:BETA/phase:BD", "phase:BD", "team:GAMMA", "nonsense", "team:", "x:y"]
)
def test_scopes_out_of_reach_are_not_there(client, sealed: Cast, scope: str) -> None:
    client.force_login(sealed.lead)
    for path in (PATH, f"{PATH}export/csv/", f"{PATH}export/xlsx/"):
        assert client.get(path, {"scope": scope}).status_code == 404


@pytest.mark.parametrize("reader", ["owner", "lead", "member"])
def test_an_open_week_is_for_its_keepers(client, sealed: Cast, reader: str) -> None:
    client.force_login(getattr(sealed, reader))
    assert client.get("/reports/2026-W25/rows/").status_code == 404
    client.force_login(sealed.pm)
    assert client.get("/reports/2026-W25/rows/").status_code == 200


def test_what_is_not_final_is_marked(client, sealed: Cast) -> None:
    week = Week.objects.get(key="2026-W25")
    report(sealed.alpha, week, sealed.lead, {})
    text = page_for(client, sealed.pmo, "", "/reports/2026-W25/rows/")
    assert "provisional: not sealed yet" in text
    assert read(text).all("td", "provisional")


def files(client: Client, person, query: str = "") -> tuple[list[list[str]], list[list]]:
    client.force_login(person)
    as_csv, as_xlsx = (
        b"".join(client.get(f"{PATH}export/{ending}/{query}", HTTP_ACCEPT_LANGUAGE="en").streaming_content)
        for ending in ("csv", "xlsx")
    )
    text = as_csv.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx))
    return list(csv.reader(io.StringIO(text))), [list(row) for row in book.worksheets[1].iter_rows(values_only=True)]


def test_what_is_filtered_is_exported_as_csv_and_as_workbook(client, sealed: Cast) -> None:
    lines, sheet = files(client, sealed.pm, "?show=late")
    head, *rows = lines
    assert [row[head.index("WBS")] for row in rows] == ["1.2", "2.1"]
    at = next(number for number, row in enumerate(sheet) if "BAC" in row)
    places = {name: sheet[at].index(name) for name in ("WBS", "BAC", "EV")}
    late = [row for row in sheet[at + 1 :] if row[places["WBS"]] in ("1.2", "2.1")]
    assert [Decimal(str(row[places["BAC"]])) for row in late] == [Decimal(5), Decimal("1234.5")]
    assert [Decimal(row[head.index("EV")]) for row in rows] == [Decimal(str(row[places["EV"]])) for row in late]


def test_exports_hold_nothing_of_another_team(client, sealed: Cast) -> None:
    for rows in files(client, sealed.lead):
        text = str(rows)
        assert [word for word in CANARIES if word in text] == []


def test_an_unknown_ending_is_not_there(client, sealed: Cast) -> None:
    client.force_login(sealed.pm)
    assert client.get(f"{PATH}export/docx/").status_code == 404


def test_a_row_that_would_be_a_formula_stays_text_in_files(client, sealed: Cast, plan) -> None:
    week = Week.objects.get(key="2026-W25")
    plan["1.3"].name = "=1+1"
    plan["1.3"].save()
    seal(sealed, week, ALPHA="carried", BETA="carried")
    client.force_login(sealed.pm)
    text = b"".join(client.get("/reports/2026-W25/rows/export/csv/").streaming_content).decode()
    assert "'=1+1" in text


def test_text_and_order_choose_rows(client, sealed: Cast) -> None:
    found = table(page_for(client, sealed.pm, "?sort=behind"), "Whole project – All rows")
    assert found[0]["WBS"] == "2.1"
    found = table(page_for(client, sealed.pm, "?text=帳票"), "Whole project – All rows")
    assert [row["WBS"] for row in found[:1]] == ["1.2"]
    assert "No row fits" in page_for(client, sealed.pm, "?text=nowhere")


def test_htmx_gets_the_rows_alone(client, sealed: Cast) -> None:
    client.force_login(sealed.pm)
    text = client.get(PATH, headers={"HX-Request": "true"}).text
    assert text.lstrip().startswith("<section")


def test_who_has_no_role_finds_nothing(client, sealed: Cast) -> None:
    client.force_login(sealed.stranger)
    assert client.get(PATH).status_code == 404
    assert client.get(f"{PATH}export/csv/").status_code == 404


def test_nobody_writes_here(client, sealed: Cast) -> None:
    client.force_login(sealed.pmo)
    assert client.post(PATH).status_code == 403


@pytest.mark.parametrize("week", ["2031-W01", "nonsense", "2026-W99", "0"])
def test_an_unknown_week_is_not_there(client, sealed: Cast, week: str) -> None:
    client.force_login(sealed.pm)
    assert client.get(f"/reports/{week}/rows/").status_code == 404


@pytest.mark.parametrize("query", ["page=0", "page=x", "show=nonsense", "sort=nonsense", "text=%00", "text=%E0%A4%A"])
def test_odd_questions_are_answered(client, sealed: Cast, query: str) -> None:
    client.force_login(sealed.pm)
    assert client.get(f"{PATH}?{query}").status_code == 200


def test_a_hundred_rows_a_page_and_a_fixed_number_of_queries(client, sealed: Cast, django_assert_num_queries) -> None:
    client.force_login(sealed.pm)
    with django_assert_num_queries(15):
        client.get(PATH)
    week, baseline = Week.objects.get(key="2026-W25"), BaselineRow.objects.first().baseline
    model = BaselineRow.objects.first()
    for number in range(120):
        row = WorkItem.objects.create(
            wbs_code=f"9.{number}", name=f"Row {number}", team=sealed.alpha, sort_key=100 + number
        )
        BaselineRow.objects.create(
            baseline=baseline, work_item=row, planned_start=model.planned_start, planned_finish=model.planned_finish,
            planned_effort=Decimal("0.1"), team=row.team,
        )  # fmt: skip
    seal(sealed, week, ALPHA="carried", BETA="carried")
    path = "/reports/2026-W25/rows/"
    with django_assert_num_queries(19):  # and the week before it
        first = client.get(path, HTTP_ACCEPT_LANGUAGE="en").text
    rows = table(first, "Whole project – All rows")
    assert len(rows) == 101
    second = table(client.get(f"{path}?page=2", HTTP_ACCEPT_LANGUAGE="en").text, "Whole project – All rows")
    assert second[-1] == rows[-1]
    assert len(second) == 25
