"""The columns of a reading: shown with their reasons, asked once, corrected, remembered; of another sheet, of a WBS."""

from __future__ import annotations

import pytest
from django.urls import reverse

from progress.actions.intake import receive_file
from progress.models import Draft, LearntColumns, ReadingState
from projects.jobs import run_now
from projects.models import Upload
from tests.cast import Cast, at
from tests.progress.team_files import (
    BATCH,
    FILE,
    HEADERS,
    PAPERS,
    ROWS,
    SCREENS,
    columns_of,
    confirm,
    drop,
    ready,
    two_sheets,
    workbook,
)
from tests.progress.team_files import reading_url as url

pytestmark = pytest.mark.usefixtures("wednesday_afternoon")
NOW = "2026-06-10 15:00"
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def lead(client, cast: Cast, plan):
    client.force_login(cast.lead)
    return client


def test_each_column_shows_letter_header_field_samples_and_why(lead):
    reading = drop(lead, FILE, workbook(ROWS))
    page = lead.get(url(reading), **ENGLISH)
    column, field = page.context["columns"][4]
    assert (column.letter, column.header, field.value()) == ("E", "予定終了日", "planned_finish")
    for text in ("by its header and 3 dates", "2026/6/5"):
        assert text in page.text
    assert "Nothing is stored before you confirm." in page.text


def test_a_confirmed_layout_is_read_at_once_the_next_time(lead, cast):
    ready(lead)
    assert LearntColumns.objects.get().confirmed_by == cast.lead
    again = drop(lead, FILE, workbook(ROWS), "進捗2.xlsx")
    assert again.state == ReadingState.READY
    assert Draft.objects.get().reading == again


def test_the_users_own_choice_of_a_column_counts(lead, plan):
    headers = [*HEADERS[:7], "できぐあい", "備考"]
    reading = drop(lead, FILE, workbook(ROWS, headers))
    page = lead.get(url(reading))
    assert page.context["columns"][7][1].value() == ""
    assert confirm(lead, reading, field_H="percent").status_code == 302
    composed = lead.get(url(reading)).context["week"].composed
    assert {line.row.wbs_code: line.row.percent for line in composed.lines} == {"1.1": 100, "1.2": 40, "1.3": 0}


def test_one_field_in_two_columns_is_refused_in_words(lead):
    reading = drop(lead, FILE, workbook(ROWS))
    answer = lead.post(url(reading, "reading_columns"), columns_of(lead, reading, field_I="assignee"), **ENGLISH)
    assert answer.status_code == 422
    assert "The columns C, I are both “Assignee”." in answer.text
    assert not LearntColumns.objects.exists()


def test_a_needed_column_that_is_missing_is_named(lead):
    reading = drop(lead, FILE, workbook(ROWS))
    answer = lead.post(url(reading, "reading_columns"), columns_of(lead, reading, field_E=""), **ENGLISH)
    assert answer.status_code == 409
    assert "planned finish" in answer.text


def test_what_no_column_holds_is_said_at_once_with_both_ways_on(lead):
    headers = [*HEADERS[:3], "ここから", *HEADERS[4:]]
    page = lead.get(url(drop(lead, FILE, workbook(ROWS, headers))), **ENGLISH)
    assert "No column could be taken for “Planned start”." in page.text
    assert "/progress/2026-W24/ALPHA/workbook/" in page.text
    assert "No column could be taken" not in lead.get(url(drop(lead, FILE, workbook(ROWS))), **ENGLISH).text


def test_the_unit_of_efforts_is_chosen_and_remembered(lead):
    headers = [*HEADERS[:8], "予定工数"]
    rows = [("1.1", "画面設計", "Member Person", "2026/6/1", "2026/6/5", "", "", "0%", 16)]
    reading = drop(lead, FILE, workbook(rows, headers))
    form = lead.get(url(reading)).context["form"]
    assert form["effort_unit"].value() == "auto"
    assert confirm(lead, reading, effort_unit="hours").status_code == 302
    again = drop(lead, FILE, workbook(rows, headers), "進捗2.xlsx")
    assert again.state == ReadingState.READY
    assert again.rows["rows"][0]["row"]["planned_effort"] == "2"
    assert lead.get(url(again), {"tab": "columns"}).context["form"]["effort_unit"].value() == "hours"


def test_efforts_that_look_like_hours_are_asked_about_and_may_be_days(lead):
    headers = [*HEADERS[:8], "予定工数"]
    rows = [(f"1.{n}", f"設計{n}", "Member Person", "2026/6/1", "2026/6/2", "", "", "0%", 16) for n in range(1, 7)]
    reading = drop(lead, FILE, workbook(rows, headers))
    page = lead.get(url(reading), **ENGLISH)
    assert "Are they person-days or hours?" in page.text
    assert page.context["form"]["effort_unit"].value() == "hours"
    assert confirm(lead, reading, effort_unit="days").status_code == 302
    reading.refresh_from_db()
    assert reading.rows["rows"][0]["row"]["planned_effort"] == "16"
    assert reading.column_map["effort_units"] == {}


def test_an_odd_choice_is_refused(lead):
    reading = drop(lead, FILE, workbook(ROWS))
    assert lead.post(url(reading, "reading_columns"), columns_of(lead, reading, field_E="uuid")).status_code == 422
    assert lead.post(url(reading, "reading_columns"), {}).status_code == 422


def test_a_mark_or_a_percentage_is_asked_once(lead):
    headers = [*HEADERS[:7], "進捗", "備考"]
    rows = [(*SCREENS[:7], "済んだ", ""), (*PAPERS[:7], "あと少し", ""), (*BATCH[:7], "まだ", "")]
    reading = drop(lead, FILE, workbook(rows, headers))
    page = lead.get(url(reading), **ENGLISH)
    assert "a percentage or a mark" in page.text
    assert "answer_0" in page.context["form"].fields
    assert confirm(lead, reading, answer_0="status").status_code == 302
    reading.refresh_from_db()
    assert reading.column_map["columns"]["H"] == "status"


def test_unknown_words_of_a_status_column_are_given_their_meaning(lead):
    headers = [*HEADERS[:7], "ステータス", "備考"]
    rows = [(*SCREENS[:7], "おしまい", ""), (*PAPERS[:7], "やってます", ""), (*BATCH[:7], "これから", "")]
    reading = drop(lead, FILE, workbook(rows, headers))
    form = lead.get(url(reading)).context["form"]
    meanings = {"おしまい": "done", "やってます": "in_progress", "これから": "not_started"}
    words = {name: meanings[field.label] for name, field in form.fields.items() if name.startswith("word_")}
    assert len(words) == 3
    assert confirm(lead, reading, **words).status_code == 302
    composed = lead.get(url(reading)).context["week"].composed
    assert [str(line.row.status) for line in composed.lines] == ["done", "in_progress", "not_started"]


def test_another_sheet_of_the_file_is_chosen(lead):
    content = two_sheets()
    reading = drop(lead, FILE, content)
    page = lead.get(url(reading))
    chosen = page.context["map"].sheet
    other = next(name for name, _label in page.context["sheet_form"].fields["sheet"].choices if name != chosen)
    assert lead.post(url(reading, "reading_sheet"), {"sheet": other}).status_code == 302
    assert lead.get(url(reading)).context["map"].sheet == other
    assert lead.post(url(reading, "reading_sheet"), {"sheet": "無い"}).status_code == 422


def test_a_sheet_without_a_table_is_not_taken(lead):
    reading = drop(lead, FILE, two_sheets(second=[("ただのメモ",)]))
    answer = lead.post(url(reading, "reading_sheet"), {"sheet": "先月"}, **ENGLISH)
    assert answer.status_code == 409
    assert "holds no table of tasks" in answer.text


def test_the_columns_of_a_wbs_are_confirmed_here_too(client, cast, plan):
    reading = receive_file(None, Upload("WBS.xlsx", workbook(ROWS)), week=None, by=cast.pmo, at=at(NOW))
    run_now(reading.job)
    client.force_login(cast.pmo)
    page = client.get(url(reading))
    assert page.status_code == 200
    answer = client.post(url(reading, "reading_columns"), columns_of(client, reading))
    assert answer.url == reverse("progress:wbs_dry_run", args=[reading.uuid])
    assert client.get(url(reading)).url == answer.url
    for person in (cast.lead, cast.member, cast.owner):
        client.force_login(person)
        assert client.get(url(reading)).status_code == 404
    client.force_login(cast.pm)
    assert client.post(url(reading, "reading_columns"), {}).status_code == 403
