"""What was read from a file: columns confirmed once, the balance, changes, points, sending or closing."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from progress.actions.intake import DraftEdit, edit_draft
from progress.models import Draft, LearntRow, Reading, ReadingState, Submission, WorkItem
from projects.jobs import run_now
from projects.models import ChangeLog, JobState, Week
from tests.cast import Cast, at
from tests.progress.team_files import (
    BATCH,
    FILE,
    HEADERS,
    PAPERS,
    ROWS,
    SCREENS,
    confirm,
    drop,
    ready,
    upload,
    workbook,
)
from tests.progress.team_files import reading_url as url

pytestmark = pytest.mark.usefixtures("wednesday_afternoon")
NOW = "2026-06-10 15:00"
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
SENDING = "/progress/2026-W24/ALPHA/sending/"
SUBMISSION = "/progress/2026-W24/ALPHA/submission/"
NEW = ("1.9", "性能調査", "Member Person", "2026/6/8", "2026/6/12", "", "", "0%", "")
TOTAL = ("", "", "合計", "", "", "", "", "", "")


@pytest.fixture
def lead(client, cast: Cast, plan):
    client.force_login(cast.lead)
    return client


def test_a_file_is_read_confirmed_and_sent(lead, cast, plan):
    reading = drop(lead, FILE, workbook(ROWS))
    assert reading.state == ReadingState.MAPPING
    assert lead.get(url(reading)).context["tab"] == "columns"
    assert not Draft.objects.exists()
    assert confirm(lead, reading).url == url(reading)
    assert lead.post(SENDING).url == SUBMISSION
    sent = Submission.objects.get()
    assert sent.rows.get(work_item=plan["1.2"]).cells["percent"] == "H4"
    reading.refresh_from_db()
    assert reading.state == ReadingState.SENT
    assert "This file was sent." in lead.get(url(reading), **ENGLISH).text


# -- the balance


def test_the_numbers_add_up_to_the_rows_of_the_table_and_filter(lead):
    reading = ready(lead, [SCREENS, PAPERS, NEW, TOTAL])
    page = lead.get(url(reading), **ENGLISH)
    # A title, a header, two known rows, a new one and a total: six rows; 1.3 is not in the file.
    assert page.context["week"].composed.balance == {
        "matched": 2, "new": 1, "missing": 1, "ignored": 3, "rejected": 0, "ambiguous": 0,
    }  # fmt: skip
    assert "All 6 rows have their destination:" in page.text
    shown = {}
    for show in ("matched", "new", "ignored", "missing"):
        filtered = lead.get(url(reading), {"show": show})
        assert filtered.context["tab"] == "changes"
        shown[show] = len(filtered.context["rows"])
    assert shown == {"matched": 2, "new": 1, "ignored": 3, "missing": 1}
    assert "バッチ設計" in lead.get(url(reading), {"show": "missing"}).text
    assert "1 row of last time is not in the file." in page.text


def test_what_changed_is_said_old_and_new(lead):
    page = lead.get(url(ready(lead)), {"tab": "changes"})
    changes = {row.line.row.wbs_code: row.changes for row in page.context["changes"]}
    assert ("進捗率", "0%", "40%") in changes["1.2"] or ("Percent complete", "0%", "40%") in changes["1.2"]
    assert "1.3" not in changes


def test_a_file_without_any_change_says_so(lead):
    rows = [(*row[:5], "", "", "0%", "") for row in ROWS]
    page = lead.get(url(ready(lead, rows)), {"tab": "changes"}, **ENGLISH)
    assert "Nothing has changed since last time" in page.text


def test_a_renamed_row_is_asked_once_and_remembered(lead, cast, plan):
    renamed = ("1.2", "帳票設計(改)", *PAPERS[2:])
    reading = ready(lead, [SCREENS, renamed, BATCH])
    page = lead.get(url(reading), **ENGLISH)
    assert page.context["tab"] == "changes"
    assert "Choose for 1 row" in page.text
    [(row, _field)] = page.context["asks"].rows
    assert [one.wbs_code for one in row.candidates] == ["1.2"]
    answer = {row.ask.fingerprint: str(plan["1.2"].uuid)}
    assert lead.post(url(reading, "reading_rows"), answer).status_code == 302
    assert LearntRow.objects.get().work_item == plan["1.2"]
    assert lead.get(url(reading)).context["week"].composed.balance["matched"] == 3
    assert lead.post(SENDING).status_code == 302
    again = drop(lead, FILE, workbook([SCREENS, renamed, BATCH]), "二度目.xlsx")
    assert lead.get(url(again)).context["week"].composed.balance["ambiguous"] == 0


def test_a_row_may_also_be_a_new_one(lead, plan):
    reading = ready(lead, [SCREENS, ("1.2", "帳票設計(改)", *PAPERS[2:]), BATCH])
    [(row, _field)] = lead.get(url(reading)).context["asks"].rows
    lead.post(url(reading, "reading_rows"), {row.ask.fingerprint: "new"})
    balance = lead.get(url(reading)).context["week"].composed.balance
    assert (balance["new"], balance["missing"], balance["ambiguous"]) == (1, 1, 0)


def test_a_row_of_another_team_is_no_answer(lead, plan):
    reading = ready(lead, [SCREENS, ("1.2", "帳票設計(改)", *PAPERS[2:]), BATCH])
    [(row, _field)] = lead.get(url(reading)).context["asks"].rows
    assert lead.post(url(reading, "reading_rows"), {row.ask.fingerprint: str(plan["2.1"].uuid)}).status_code == 422
    assert not LearntRow.objects.exists()


# -- points in the team's own sheet


def test_points_stand_at_the_cells_of_the_teams_own_sheet(lead):
    bad = ("1.2", "帳票設計", "Member Person", "2026/6/8", "2026/6/12", "6/31", "", "40%", "")
    reading = ready(lead, [SCREENS, bad, BATCH])
    page = lead.get(url(reading), {"tab": "points"}, **ENGLISH)
    sheet = page.context["sheet"]
    assert sheet.headers == HEADERS
    [row] = sheet.rows
    assert (row.number, row.cells[5].text, row.cells[5].severity) == (4, "6/31", "E")
    assert "“6/31” in F4 of sheet “進捗” cannot be read as a date" in page.text
    assert lead.get(url(reading)).context["tab"] == "points"


def test_a_date_with_a_time_of_day_stands_in_the_sheet_as_it_was_typed(lead):
    moment = datetime(2026, 6, 8, 8, 30)
    row = ("1.2", "帳票設計", "Member Person", moment, datetime(2026, 6, 12, 17, 0), moment, "", "40%", "順調")
    late = ("1.1", "画面設計", "Member Person", moment, moment, "来週", "", "0%", "")
    reading = ready(lead, (row, late))
    answer = lead.get(url(reading), {"tab": "points"})
    assert answer.status_code == 200
    assert "6/8(月) 08:30" in answer.text


def test_columns_that_the_file_hides_stay_hidden(lead):
    bad = ("1.2", "帳票設計", "Member Person", "2026/6/8", "2026/6/12", "6/31", "", "40%", "")
    reading = ready(lead, [SCREENS, bad, BATCH])
    next(one for one in reading.raw["sheets"] if one["name"] == "進捗")["hidden_columns"] = [1, 3]
    reading.save()
    sheet = lead.get(url(reading), {"tab": "points"}).context["sheet"]
    assert sheet.letters[:3] == ("B", "D", "E")
    assert sheet.headers == (HEADERS[1], *HEADERS[3:])
    assert sheet.rows[0].cells[3].severity == "E"


def test_a_value_typed_over_an_unreadable_cell_mends_it(lead, cast, plan):
    bad = ("1.2", "帳票設計", "Member Person", "2026/6/8", "2026/6/12", "6/31", "", "40%", "")
    reading = ready(lead, [SCREENS, bad, BATCH])
    row = reverse("progress:submission_row", args=["2026-W24", "ALPHA", str(plan["1.2"].uuid)])
    assert lead.post(row, {"actual_start": "2026-06-08", "initial-actual_start": ""}).status_code == 302
    page = lead.get(url(reading), {"tab": "points"})
    assert not page.context["sheet"].rows
    assert page.context["week"].points.must_fix == 0


def test_the_send_button_counts_what_is_left(lead):
    bad = ("1.2", "帳票設計", "Member Person", "2026/6/8", "2026/6/12", "6/31", "", "40%", "")
    page = lead.get(url(ready(lead, [SCREENS, bad, BATCH])), **ENGLISH)
    left = page.context["week"].points.must_fix
    assert left >= 1
    assert re.search(rf"Send with {left} points? to fix left", page.text)
    assert "The PMO may return it." in page.text


# -- waiting, refused, closed, replaced


def test_while_it_is_read_the_page_waits_and_then_shows_the_answer(lead, cast):
    lead.post(FILE, upload(workbook(ROWS)))
    reading = Reading.objects.get()
    page = lead.get(url(reading), **ENGLISH)
    assert "The file is being read" in page.text
    poll = {"HX-Request": "true", "HX-Target": "waiting"}
    part = lead.get(url(reading), headers=poll)
    assert 'id="waiting"' in part.text
    assert "<html" not in part.text
    run_now(reading.job)
    answer = lead.get(url(reading), headers=poll)
    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")


def test_the_page_says_when_silent_work_is_taken_over(lead):
    lead.post(FILE, upload(workbook(ROWS)))
    reading = Reading.objects.get()
    jobs = type(reading.job).objects
    now = timezone.now()
    jobs.update(state=JobState.RUNNING, lease_until=now + timedelta(seconds=settings.JOB_LEASE_SECONDS - 5))
    assert "taken over" not in lead.get(url(reading), **ENGLISH).text
    end = now + timedelta(seconds=settings.JOB_LEASE_SECONDS / 3)
    jobs.update(lease_until=end)
    poll = {"HX-Request": "true", "HX-Target": "waiting", "Accept-Language": "en"}
    told = lead.get(url(reading), headers=poll).text
    assert f"taken over by itself at about {timezone.localtime(end):%H:%M}." in told
    jobs.update(lease_until=now - timedelta(seconds=1))
    told = lead.get(url(reading), headers=poll).text
    assert "It is being taken over now." in told


def test_a_job_that_gave_up_says_so(lead):
    lead.post(FILE, upload(workbook(ROWS)))
    reading = Reading.objects.get()
    type(reading.job).objects.update(state=JobState.FAILED, error="Traceback", finished_at=at(NOW))
    page = lead.get(url(reading), **ENGLISH)
    assert "could not be read" in page.text
    assert SUBMISSION in page.text
    assert "Traceback" not in page.text


def test_a_file_without_a_plan_table_is_refused_sheet_by_sheet(lead):
    reading = drop(lead, FILE, workbook([("a", "b"), ("c", "d")], headers=("買い物", "値段"), sheet="メモ"))
    assert reading.state == ReadingState.REFUSED
    page = lead.get(url(reading), **ENGLISH)
    assert "No plan table was found" in page.text
    assert "メモ" in page.text
    assert "Nothing of this file was stored" in page.text
    assert confirm_nothing(lead, reading) == 409


def confirm_nothing(client, reading: Reading) -> int:
    return client.post(url(reading, "reading_columns"), {"field_A": "name"}).status_code


def test_a_file_that_is_no_workbook_is_refused(lead):
    reading = drop(lead, FILE, b"This is not a zip file", "進捗.xlsx")
    assert reading.state == ReadingState.REFUSED
    assert "Nothing of this file was stored" in lead.get(url(reading), **ENGLISH).text


def test_closing_sends_nothing_and_keeps_the_reading(lead, cast):
    reading = ready(lead)
    assert lead.post(url(reading, "reading_closing")).url == SUBMISSION
    reading.refresh_from_db()
    assert reading.state == ReadingState.CLOSED
    assert Draft.objects.get().reading is None
    assert not lead.get(SUBMISSION).context["page"].has_moved
    assert lead.get(url(reading)).status_code == 200
    assert lead.post(url(reading, "reading_closing")).status_code == 409
    assert ChangeLog.objects.filter(action="reading.closed").count() == 1


def test_a_file_that_was_put_aside_is_taken_up_again(lead):
    reading = ready(lead)
    assert lead.post(url(reading, "reading_reopening")).status_code == 409
    lead.post(url(reading, "reading_closing"))
    assert url(reading, "reading_reopening") in lead.get(url(reading)).text
    assert lead.post(url(reading, "reading_reopening")).status_code == 302
    reading.refresh_from_db()
    assert reading.state == ReadingState.READY
    assert Draft.objects.get().reading == reading
    assert lead.post(SENDING).status_code == 302


def test_closing_a_second_file_goes_back_to_what_was_sent(lead, cast, plan):
    first = ready(lead)
    edit = DraftEdit({str(plan["1.3"].uuid): {"note": "打合せ済"}}, {})
    edit_draft(cast.alpha, cast.week, edit, by=cast.lead, at=at(NOW))
    lead.post(SENDING)
    second = drop(lead, FILE, workbook([SCREENS, (*PAPERS[:7], "90%", ""), BATCH]), "二度目.xlsx")
    assert Draft.objects.get().edits == {str(plan["1.3"].uuid): {"note": "打合せ済"}}  # the file leaves the note blank
    lead.post(url(second, "reading_closing"))
    draft = Draft.objects.get()
    assert (draft.reading, draft.edits) == (first, {str(plan["1.3"].uuid): {"note": "打合せ済"}})


def test_an_earlier_file_says_that_another_took_its_place(lead):
    first = ready(lead)
    drop(lead, FILE, workbook(ROWS), "二度目.xlsx")
    page = lead.get(url(first), **ENGLISH)
    assert "A later file has taken the place of this one" in page.text
    assert "Send this update" not in page.text


# -- access


def test_a_reading_belongs_to_its_team(client, cast, plan):
    client.force_login(cast.lead)
    reading = ready(client, [("1.1", "カナリア", *SCREENS[2:]), PAPERS, BATCH])
    actions = ("reading_columns", "reading_sheet", "reading_rows", "reading_closing", "reading_reopening")
    for person in (cast.other_lead, cast.owner, cast.stranger, cast.admin):
        client.force_login(person)
        assert client.get(url(reading)).status_code == 404
        for action in actions:
            assert client.post(url(reading, action)).status_code == 404, (person, action)
    for person in (cast.pm, cast.auditor):
        client.force_login(person)
        assert client.get(url(reading)).status_code == 200
        for action in actions:
            assert client.post(url(reading, action)).status_code == 403, (person, action)
    client.force_login(cast.member)
    page = client.get(url(reading), **ENGLISH)
    assert page.context["may_edit"]
    assert "Send this update" not in page.text
    for action in actions:
        assert client.get(url(reading, action)).status_code == 405
    assert client.get(reverse("progress:reading", args=["00000000-0000-4000-8000-000000000000"])).status_code == 404


def test_the_pmo_reads_and_sends_by_the_page_that_asks_how_it_arrived(client, cast, plan):
    client.force_login(cast.pmo)
    reading = ready(client)
    page = client.get(url(reading))
    assert f'href="{SENDING}"' in page.text
    assert f'action="{SENDING}"' not in page.text


def test_in_a_sealed_week_nothing_is_decided_any_more(lead):
    reading = ready(lead)
    Week.objects.update(state="sealed")
    page = lead.get(url(reading))
    assert not page.context["may_edit"]
    assert "<form" not in page.text.split('id="main"')[1].split("</main>")[0]


def test_odd_filters_change_nothing(lead):
    reading = ready(lead)
    for odd in ({"tab": "x"}, {"show": "everything"}, {"page": "0"}, {"page": "99"}, {"tab": "points", "show": "new"}):
        assert lead.get(url(reading), odd).status_code == 200


@pytest.mark.parametrize(("tab", "more"), [("columns", 1), ("changes", 0), ("points", 1)])  # for the cells of the file
def test_the_number_of_queries_is_fixed(lead, cast, plan, tab, more, django_assert_num_queries):
    reading = ready(lead)
    with django_assert_num_queries(QUERIES + more):
        lead.get(url(reading), {"tab": tab})
    rows = [(f"9.{n}", f"作業{n}", "Member Person", "2026/6/1", "2026/6/5", "", "", "10%", "") for n in range(60)]
    longer = drop(lead, FILE, workbook([*ROWS, *rows]), "長い.xlsx")
    with django_assert_num_queries(QUERIES + more):
        page = lead.get(url(longer), {"tab": tab})
    if tab == "points":
        assert len(page.context["rows"]) == 50
    assert WorkItem.objects.filter(team=cast.alpha).count() == 3


QUERIES = 30
