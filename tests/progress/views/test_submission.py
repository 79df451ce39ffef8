"""The team's week: whose turn it is, points with their inputs, texts, the workbook, the file."""

from __future__ import annotations

import io

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from progress.actions.intake import DraftEdit, edit_draft
from progress.models import Draft, Reading, ReadingState, Submission, WorkItem
from progress.views.submission import MOST_POINTS
from projects.models import Week, WeekState
from tests.cast import Cast, at
from tests.progress.team_files import drop, ready

pytestmark = pytest.mark.usefixtures("wednesday_afternoon")
NOW = "2026-06-10 15:00"
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def url(name: str, *more: object, team: str = "ALPHA", week: str = "2026-W24") -> str:
    return reverse(f"progress:{name}", args=[week, team, *more])


def edit(cast: Cast, item: WorkItem, **values: object) -> None:
    edit_draft(cast.alpha, cast.week, DraftEdit({str(item.uuid): values}, {}), by=cast.lead, at=at(NOW))


def texts(**values: str) -> dict[str, str]:
    """The form of the four texts over blank ones."""
    names = ("topics", "next_week", "concerns", "requests")
    return {**dict.fromkeys(names, ""), **{f"initial-{name}": "" for name in names}, **values}


def test_the_page_says_the_deadline_and_what_there_is_to_do(client, cast, plan, later_week):
    client.force_login(cast.lead)
    page = client.get(url("submission"), **ENGLISH)
    assert page.status_code == 200
    # Planned until the 5th and from the 8th: two rows are due on Wednesday the 10th, the third begins on the 15th.
    assert page.context["page"].rows_to_update == 2
    assert "2 h 0 min left" in page.text
    assert [row.line.row.wbs_code for row in page.context["grid"]] == ["1.1", "1.2"]
    assert "Get this week's Excel" in page.text


def test_all_rows_are_one_click_away(client, cast, plan):
    client.force_login(cast.lead)
    page = client.get(url("submission"), {"show": "all"})
    assert [row.line.row.wbs_code for row in page.context["grid"]] == ["1", "1.1", "1.2", "1.3"]


def test_the_points_of_a_very_long_file_come_in_parts(client, cast, plan, later_week):
    """A file of 3,000 new rows made a page of 3,000 forms that took six seconds."""
    client.force_login(cast.lead)
    ready(client, [(f"7.{n}", f"新しい作業{n}", "", "2026/6/8", "2026/6/12", "", "", "0%", "") for n in range(1, 231)])
    page = client.get(url("submission"), {"points": "all"}, **ENGLISH)
    left = len(page.context["page"].points.open) - MOST_POINTS
    assert (len(page.context["cards"]), left > 0) == (MOST_POINTS, True)
    assert f"{left} more rows with points follow when some of these are settled." in page.text
    assert 'href="?points=all#points"' in client.get(url("submission"), **ENGLISH).text


def test_a_late_row_is_one_point_with_three_inputs(client, cast, plan, later_week):
    client.force_login(cast.lead)
    [card] = [card for card in client.get(url("submission")).context["cards"] if card.row.line.row.wbs_code == "1.1"]
    assert list(card.form.fields) == ["delay_reason", "countermeasure", "forecast_finish"]
    assert len(card.row.points) == 1


def test_a_row_that_says_reason_countermeasure_and_forecast_is_settled(client, cast, plan, later_week):
    said = {"delay_reason": "回答待ち", "countermeasure": "6/12に鈴木が確認", "forecast_finish": "2026-06-16"}
    edit(cast, plan["1.1"], actual_start="2026-06-02", percent="60", actual_effort="4", remaining_effort="2", **said)
    client.force_login(cast.lead)
    page = client.get(url("submission"))
    assert [row.line.row.wbs_code for row in page.context["settled"]] == ["1.1"]
    assert "1.1" not in [card.row.line.row.wbs_code for card in page.context["cards"]]


def test_the_primary_button_follows_the_state(client, cast, plan):
    client.force_login(cast.lead)
    assert client.get(url("submission")).context["primary"] == "excel"
    edit(cast, plan["1.1"], percent="50", actual_start="2026-06-02")
    assert client.get(url("submission")).context["primary"] == "send"
    client.post(url("submission_sending"))
    assert client.get(url("submission")).context["primary"] == ""


def test_a_member_edits_but_does_not_send(client, cast, plan):
    edit(cast, plan["1.1"], percent="50")
    client.force_login(cast.member)
    page = client.get(url("submission"), **ENGLISH)
    assert (page.context["primary"], page.context["rights"].edits, page.context["rights"].sends) == ("", True, False)
    assert url("submission_sending") not in page.text
    assert "Lead Person" in page.text
    assert client.post(url("submission_texts"), texts(topics="順調")).status_code == 302
    assert client.post(url("submission_sending")).status_code == 403


def test_a_colleagues_draft_is_announced(client, cast, plan):
    edit(cast, plan["1.1"], percent="50")
    client.force_login(cast.member)
    assert "Lead Person has been editing since" in client.get(url("submission"), **ENGLISH).text
    client.force_login(cast.lead)
    assert "Lead Person has been editing" not in client.get(url("submission"), **ENGLISH).text


def test_after_the_deadline_it_can_still_be_sent(client, cast, plan):
    client.force_login(cast.lead)
    with time_machine.travel(at("2026-06-10 17:30"), tick=False):
        page = client.get(url("submission"), **ENGLISH)
    assert "recorded as late" in page.text


def test_a_team_with_its_own_hour_sees_it(client, cast, plan):
    cast.alpha.submission_time = "18:30"
    cast.alpha.save()
    client.force_login(cast.lead)
    assert "3 h 30 min left" in client.get(url("submission"), **ENGLISH).text


def test_nothing_due_offers_no_change(client, cast, plan):
    WorkItem.objects.filter(team=cast.alpha).update(planned_start="2026-07-06", planned_finish="2026-07-10")
    client.force_login(cast.lead)
    page = client.get(url("submission"), **ENGLISH)
    assert "No row needs an update this week." in page.text
    assert url("submission_sending") in page.text


def test_a_team_without_rows_is_told_whom_to_ask(client, cast):
    client.force_login(cast.lead)
    assert "Please tell the PMO" in client.get(url("submission"), **ENGLISH).text


def test_a_sealed_week_is_only_read(client, cast, plan):
    Week.objects.update(state=WeekState.SEALED)
    client.force_login(cast.lead)
    page = client.get(url("submission"), **ENGLISH)
    assert "is sealed" in page.text
    assert not page.context["rights"].edits
    assert client.post(url("submission_file"), {"file": SimpleUploadedFile("a.xlsx", b"PK")}).status_code == 409
    assert client.post(url("submission_texts"), texts(topics="後から")).status_code == 409
    assert not Reading.objects.exists()


@pytest.mark.parametrize("part", [{}, {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "words"}])
def test_words_typed_while_the_week_was_sealed_are_given_back(client, cast, plan, part):
    client.force_login(cast.lead)
    Week.objects.update(state="sealed")
    answer = client.post(url("submission_texts"), {"topics": "締める前に書いた言葉"}, **ENGLISH, **part)
    assert answer.status_code == 409
    assert "is sealed" in answer.text
    assert "締める前に書いた言葉" in answer.text
    assert ("<html" in answer.text) is not bool(part)


def test_a_sealed_week_is_shown_as_it_was_sent(client, cast, plan):
    edit(cast, plan["1.1"], percent="60", actual_start="2026-06-02")
    edit_draft(cast.alpha, cast.week, DraftEdit({}, {"topics": "送った言葉"}), by=cast.lead, at=at(NOW))
    client.force_login(cast.lead)
    client.post(url("submission_sending"))
    Week.objects.update(state=WeekState.SEALED)
    WorkItem.objects.filter(pk=plan["1.1"].pk).update(percent=95, name="後から変わった名前")
    page = client.get(url("submission"))
    rows = {row.line.row.wbs_code: row.line for row in page.context["grid"]}
    assert rows["1.1"].row.percent == 60
    assert set(rows["1.1"].changed) == {"percent", "actual_start"}
    assert "後から変わった名前" not in page.text
    assert "送った言葉" in page.text
    assert not page.context["cards"]


def test_a_sealed_week_without_an_update_says_what_happened(client, cast, plan):
    Week.objects.update(state=WeekState.SEALED)
    client.force_login(cast.lead)
    assert "Nothing was sent for this week" in client.get(url("submission"), **ENGLISH).text


def test_a_skipped_week_says_so(client, cast, plan):
    Week.objects.update(state=WeekState.SKIPPED)
    client.force_login(cast.lead)
    assert "This week is skipped" in client.get(url("submission"), **ENGLISH).text


# -- texts


def test_the_four_texts_are_saved(client, cast, plan):
    client.force_login(cast.lead)
    assert client.post(url("submission_texts"), texts(topics="順調です", requests="回答を")).status_code == 302
    draft = Draft.objects.get()
    assert (draft.topics, draft.next_week, draft.requests) == ("順調です", "", "回答を")


def test_a_text_that_somebody_else_wrote_meanwhile_is_shown_and_kept(client, cast, plan):
    edit_draft(cast.alpha, cast.week, DraftEdit({}, {"topics": "先に書いた"}), by=cast.member, at=at(NOW))
    client.force_login(cast.lead)
    answer = client.post(url("submission_texts"), texts(topics="後から書いた", concerns="懸念"), **ENGLISH)
    assert answer.status_code == 409
    assert "先に書いた" in answer.text
    assert "後から書いた" in answer.text
    form = answer.context["forms"]["texts"]
    again = {name: form[name].value() for name in form.fields} | {
        f"initial-{name}": form.data[f"initial-{name}"] for name in form.fields
    }
    assert client.post(url("submission_texts"), again).status_code == 302
    draft = Draft.objects.get()
    assert (draft.topics, draft.concerns) == ("後から書いた", "懸念")


def test_two_people_write_different_texts(client, cast, plan):
    edit_draft(cast.alpha, cast.week, DraftEdit({}, {"topics": "先に書いた"}), by=cast.member, at=at(NOW))
    client.force_login(cast.lead)
    assert client.post(url("submission_texts"), texts(concerns="懸念")).status_code == 302
    draft = Draft.objects.get()
    assert (draft.topics, draft.concerns) == ("先に書いた", "懸念")


def test_last_weeks_text_is_carried_over(client, cast, plan, later_week):
    moment = at("2026-06-03 16:00")
    Submission.objects.create(
        team=cast.alpha, week=later_week, revision=1, state="accepted", sent_by=cast.lead, sent_at=moment,
        received_at=moment, concerns="外部IFの回答待ち",
    )  # fmt: skip
    client.force_login(cast.lead)
    page = client.get(url("submission"))
    assert "外部IFの回答待ち" in page.text
    client.post(url("submission_texts"), texts(concerns="要員の不足"))
    assert client.post(url("submission_carrying"), {"name": "concerns"}).status_code == 302
    assert Draft.objects.get().concerns == "要員の不足\n外部IFの回答待ち"
    assert client.post(url("submission_carrying"), {"name": "edits"}).status_code == 422


def test_a_text_that_is_too_long_is_refused_with_the_form(client, cast, plan):
    client.force_login(cast.lead)
    assert client.post(url("submission_texts"), texts(topics="あ" * 2001)).status_code == 422
    assert not Draft.objects.exists()


# -- files


def test_this_weeks_excel_comes_back_without_a_question(client, cast, plan):
    edit(cast, plan["1.2"], percent="40", actual_start="2026-06-08")
    client.force_login(cast.lead)
    answer = client.get(url("submission_workbook"))
    assert answer["Content-Disposition"] == 'attachment; filename="2026-W24_ALPHA.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book.active
    headers = {cell.value: cell.column for row in sheet.iter_rows(min_row=1, max_row=4) for cell in row if cell.value}
    rows = {sheet.cell(n, headers["WBS番号"]).value: n for n in range(5, sheet.max_row + 1)}
    assert sheet.cell(rows["1.2"], headers["進捗率"]).value == 0.4
    assert "2.1" not in rows
    sheet.cell(rows["1.2"], headers["進捗率"]).value = 0.7
    out = io.BytesIO()
    book.save(out)
    reading = drop(client, url("submission_file"), out.getvalue(), "2026-W24_ALPHA.xlsx")
    assert reading.state == ReadingState.READY
    draft = Draft.objects.get()
    assert draft.reading == reading
    page = client.get(url("submission")).context["page"]
    assert {line.row.wbs_code: set(line.changed) for line in page.composed.changed} == {
        "1.2": {"actual_start", "percent"}
    }


def test_the_workbook_is_in_the_readers_language(client, cast, plan):
    client.force_login(cast.lead)
    book = openpyxl.load_workbook(io.BytesIO(client.get(url("submission_workbook"), **ENGLISH).content))
    assert "Task name" in [cell.value for row in book.active.iter_rows(max_row=4) for cell in row]


@pytest.mark.parametrize(
    ("name", "content", "status", "sentence"),
    [
        ("plan.pdf", b"%PDF", 409, "Please choose an Excel file"),
        ("plan.mpp", bytes.fromhex("d0cf11e0a1b11ae1"), 409, "save the plan in MS Project as an Excel workbook"),
        ("plan.xml", b'<Project xmlns="http://schemas.microsoft.com/project">', 409, "as an Excel workbook"),
        ("empty.xlsx", b"", 422, ""),
        (None, b"", 422, "of at most 20 MB"),
    ],
)
def test_what_is_no_workbook_is_refused_in_words(client, cast, plan, name, content, status, sentence):
    client.force_login(cast.lead)
    data = {"file": SimpleUploadedFile(name, content)} if name else {}
    answer = client.post(url("submission_file"), data, **ENGLISH)
    assert answer.status_code == status
    assert sentence in answer.text
    assert not Reading.objects.exists()


def test_a_refusal_stands_once_and_not_at_every_point(client, cast, plan):
    client.force_login(cast.lead)
    assert client.get(url("submission")).text.count('class="point ') > 0
    answer = client.post(url("submission_file"), {"file": SimpleUploadedFile("plan.pdf", b"%PDF")}, **ENGLISH)
    assert answer.text.replace('data-other-kind="Please choose', "").count("Please choose an Excel file") == 1


def test_the_pmo_drops_a_file_on_behalf(client, cast, plan):
    client.force_login(cast.pmo)
    answer = client.post(url("submission_file"), {"file": SimpleUploadedFile("進捗.xlsx", b"PK\x03\x04")})
    reading = Reading.objects.get()
    assert answer.url == reverse("progress:reading", args=[reading.uuid])
    assert (reading.team, reading.uploaded_by) == (cast.alpha, cast.pmo)


def test_the_pmo_is_asked_for_a_look(client, cast, plan):
    client.force_login(cast.member)
    assert client.post(url("submission_pre_check")).status_code == 302
    assert Draft.objects.get().pre_check_asked
    assert client.get(url("submission")).context["page"].state == "pre_check"


# -- parts


@pytest.mark.parametrize(("target", "there", "not_there"), [
    ("turn", 'id="turn"', 'id="grid"'), ("grid", 'id="grid"', 'id="turn"'), ("points", 'id="points"', 'id="grid"'),
])  # fmt: skip
def test_a_part_is_answered_alone(client, cast, plan, target, there, not_there):
    client.force_login(cast.lead)
    part = client.get(url("submission"), headers={"HX-Request": "true", "HX-Target": target})
    assert there in part.text
    assert not_there not in part.text
    assert "<html" not in part.text


def test_odd_filters_do_not_narrow(client, cast, plan):
    client.force_login(cast.lead)
    page = client.get(url("submission"), {"show": "nothing", "page": "-7", "points": "x" * 100})
    assert page.status_code == 200
    assert len(page.context["grid"]) == 2
    assert client.get(url("submission"), {"page": "9999", "show": "all"}).status_code == 200


def test_only_a_hundred_rows_are_shown_at_once_in_a_fixed_number_of_queries(
    client, cast, plan, django_assert_num_queries
):
    client.force_login(cast.lead)
    client.get(url("submission"))
    with django_assert_num_queries(QUERIES):
        client.get(url("submission"))
    WorkItem.objects.bulk_create(
        WorkItem(
            parent=plan["1.1"].parent, sort_key=100 + number, wbs_code=f"9.{number}", name=f"作業{number}",
            team=cast.alpha, phase=cast.design, assignee="Member Person", percent=0, planned_start="2026-06-01",
            planned_finish="2026-06-30",
        )
        for number in range(150)
    )  # fmt: skip
    with django_assert_num_queries(QUERIES):
        page = client.get(url("submission"))
    assert len(page.context["grid"]) == 100
    assert page.context["rows"].paginator.count == 152
    assert len(page.context["cards"]) == 30


QUERIES = 33


def test_ones_own_rows_are_marked_for_the_phone(client, cast, plan):
    client.force_login(cast.lead)
    rows = client.get(url("submission"), {"show": "all"}).context["grid"]
    assert {row.line.row.wbs_code: row.is_mine for row in rows if not row.is_summary} == {
        "1.1": False, "1.2": False, "1.3": True,
    }  # fmt: skip
