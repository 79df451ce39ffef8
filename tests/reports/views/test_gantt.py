"""The Gantt page of sealed weeks: what is drawn, for whom, how much is asked of the database."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from progress.domain.progress_line import offset_days
from progress.models import ProgressRecord, WorkItem
from projects.models import Week
from tests.cast import Cast, at

PATH = "/progress/gantt/"
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def names(client: Client, query: str = "") -> list[str]:
    page = client.get(f"{PATH}{query}", **ENGLISH)
    assert page.status_code == 200
    return [row.row.name for row in page.context["found"].rows]


def test_the_latest_sealed_week_is_drawn_row_by_row(client, sealed: Cast):
    client.force_login(sealed.pmo)
    page = client.get(PATH, **ENGLISH)
    found = page.context["found"]
    assert found.week.is_sealed
    records = ProgressRecord.objects.filter(week=found.week).exclude(work_item__kind="summary")
    assert [row.row.key for row in found.rows] == [
        str(uuid) for uuid in records.order_by("work_item__sort_key").values_list("work_item__uuid", flat=True)
    ]
    assert page.text.count('<th scope="row">') == len(found.rows)
    assert "drawing__line--progress" in page.text


def test_a_late_row_pulls_the_line_to_the_left_of_the_status_date(client, sealed: Cast):
    client.force_login(sealed.pmo)
    page = client.get(f"{PATH}?show=late", **ENGLISH)
    found = page.context["found"]
    assert found.rows
    points = re.search(r'drawing__line--progress" points="([^"]+)"', page.text).group(1).split()
    xs = [float(point.split(",")[0]) for point in points]
    home = xs[0]
    assert xs[-1] == home
    for x, row in zip(xs[1:-1], found.rows, strict=True):
        behind = offset_days(row.row, found.on, found.calendars.of(row.team))
        assert (x < home) is (behind < 0)


@pytest.mark.parametrize("show", ["", "late", "two_weeks", "mine", "near"])
@pytest.mark.parametrize("sealed_week", [True, False])
def test_the_chips_count_the_rows_they_show(client, sealed: Cast, show, sealed_week):
    client.force_login(sealed.pmo)
    weeks = client.get(PATH, **ENGLISH).context["found"].weeks
    week = next(week for week in weeks if week.is_sealed is sealed_week)
    page = client.get(f"{PATH}?week={week.key}&show={show}", **ENGLISH)
    found = page.context["found"]
    assert found.counts[show] == found.page.paginator.count == len(found.rows)


def test_a_filter_without_rows_names_the_number_of_all_rows(client, sealed: Cast):
    client.force_login(sealed.pmo)
    page = client.get(f"{PATH}?show=mine", **ENGLISH)
    total = page.context["found"].total
    assert total
    assert f"No row fits this filter ({total} rows in all)" in page.text


@pytest.mark.parametrize("lines", [0, 1])
def test_as_many_earlier_lines_as_asked_for(client, sealed: Cast, lines):
    client.force_login(sealed.pmo)
    open_week = next(week for week in client.get(PATH).context["found"].weeks if not week.is_sealed)
    page = client.get(f"{PATH}?week={open_week.key}&lines={lines}", **ENGLISH)
    assert page.context["drawing"].count("drawing__line--progress-before") == lines


def test_paper_gets_every_row_with_its_name_and_no_read_outs(client, sealed: Cast):
    client.force_login(sealed.pmo)
    page = client.get(PATH, **ENGLISH)
    (sheet,) = page.context["sheets"]
    assert all(row.row.name in sheet for row in page.context["found"].rows)
    assert "data-series" not in sheet
    assert sheet in page.text


@pytest.mark.parametrize("sealed_week", [True, False])
@pytest.mark.parametrize(
    ("text", "expected"), [("1.2", ["帳票設計"]), ("１．２", ["帳票設計"]), ("画面", ["画面設計"])]
)
def test_a_row_is_found_by_its_code_or_name(client, sealed: Cast, sealed_week, text, expected):
    client.force_login(sealed.pmo)
    weeks = client.get(PATH).context["found"].weeks
    week = next(week for week in weeks if week.is_sealed is sealed_week)
    assert names(client, f"?week={week.key}&text={text}") == expected


def test_the_search_keeps_the_other_choices_and_says_when_nothing_is_found(client, sealed: Cast):
    client.force_login(sealed.pmo)
    page = client.get(f"{PATH}?zoom=day&lines=0&text=nowhere", **ENGLISH)
    assert '<input type="hidden" name="zoom" value="day">' in page.text
    assert '<input type="hidden" name="lines" value="0">' in page.text
    assert "No row here has “nowhere” in its code or name" in page.text


def record(week: Week, item: WorkItem, finish: str, **more) -> ProgressRecord:
    values = {"key": str(item.uuid), "id": item.ident, "name": item.name, "kind": item.kind, "planned_finish": finish}
    return ProgressRecord.objects.create(
        week=week, work_item=item, team=item.team, phase=item.phase, how="accepted", values=values, **more
    )


def test_late_rows_are_ordered_by_the_milestone_they_endanger(client, sealed: Cast):
    """Milestones 6/3 and 6/30: due 6/10 endangers the later one, 6/1 the first, 7/10 the end of the phase."""
    times = ("opens_at", "submission_due", "findings_due", "resubmission_due", "papers_due", "meeting_at", "report_at")
    moments = dict.fromkeys(times, at("2026-05-27 17:00"))
    week = Week.objects.create(key="2026-W22", status_date="2026-05-27", state="sealed", **moments)
    type(sealed.design).objects.filter(pk=sealed.design.pk).update(finish="2026-12-31")
    items = list(WorkItem.objects.leaves()[:3])
    for item, day in zip(items, ("2026-07-10", "2026-06-10", "2026-06-01"), strict=True):
        record(week, item, day, is_late=True)
    for number, day in enumerate(("2026-06-30", "2026-06-03")):
        gate = WorkItem.objects.create(name=f"判定{number}", kind="milestone", team=sealed.alpha, sort_key=90 + number)
        record(week, gate, day, is_milestone=True)
    client.force_login(sealed.pmo)
    page = client.get(f"{PATH}?week={week.key}&show=near", **ENGLISH)
    assert [row.row.key for row in page.context["found"].rows] == [str(item.uuid) for item in reversed(items)]


@pytest.mark.parametrize(
    "query",
    [
        "?lines=9",
        "?show=nonsense",
        "?page=99",
        "?zoom=hour",
        "?page=x",
        "?team=NOBODY",
        "?text=%00",
        "?show=near&page=9",
    ],
)
def test_odd_questions_are_answered(client, sealed: Cast, query):
    client.force_login(sealed.pmo)
    assert client.get(f"{PATH}{query}").status_code == 200


def test_a_week_that_is_not_there_is_not_found(client, sealed: Cast):
    client.force_login(sealed.pmo)
    assert client.get(f"{PATH}?week=2026-W99").status_code == 404


def test_a_team_sees_its_own_rows_of_sealed_weeks_only(client, sealed: Cast):
    client.force_login(sealed.lead)
    page = client.get(PATH, **ENGLISH)
    assert {row.team for row in page.context["found"].rows} == {"ALPHA"}
    assert names(client, "?team=BETA") == []
    assert all(week.is_sealed for week in page.context["found"].weeks)


def test_the_open_week_is_drawn_from_the_live_plan(client, sealed: Cast):
    client.force_login(sealed.pmo)
    page = client.get(PATH, **ENGLISH)
    open_week = next(week for week in page.context["found"].weeks if not week.is_sealed)
    assert names(client, f"?week={open_week.key}")


@pytest.mark.parametrize(("query", "more"), [("", 0), ("?show=near", 1), ("?text=1", 0)])
def test_a_fixed_number_of_queries(client, sealed: Cast, django_assert_num_queries, query, more):
    client.force_login(sealed.pmo)
    client.get(f"{PATH}{query}")
    with django_assert_num_queries(QUERIES + more):
        client.get(f"{PATH}{query}")


QUERIES = 12


def test_a_plan_of_several_pages_opens_with_what_moves_now(client, sealed: Cast, monkeypatch):
    monkeypatch.setattr("progress.gantt_query.PER_PAGE", 1)
    client.force_login(sealed.pmo)
    bare, whole = client.get(PATH, **ENGLISH), client.get(f"{PATH}?show=", **ENGLISH)
    assert (bare.context["asked"].show, whole.context["asked"].show) == ("two_weeks", "")
    found = bare.context["found"]
    assert found.page.paginator.count == found.counts["two_weeks"] > 0
    assert 'href="?show="' in bare.text
