"""The weekly report: made, followed, approved by a second pair of eyes, issued, read."""

from __future__ import annotations

import pytest
from django.test import Client
from pypdf import PdfReader

from projects.actions.setup import switch_reports
from projects.jobs import drain
from projects.models import Assignment, ChangeLog, File, Job, JobState, Notification, Project, Schedule, Week
from projects.schedules import ensure_due
from projects.weekly import start_schedules
from reports.actions import issue_report
from reports.models import Delivery, Recipient, Report, ReportState
from tests.cast import Cast, at
from tests.cast import person as new_person
from tests.reports.editions import MADE, copy_for, edition
from tests.reports.weeks import CANARIES

LIST, PATH = "/reports/weekly/", "/reports/2026-W24/weekly/"
pytestmark = pytest.mark.django_db


def page_for(client: Client, person, path: str = PATH, status: int = 200) -> str:
    client.force_login(person)
    answer = client.get(path, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == status
    return answer.text


def content(client: Client, file: File) -> bytes:
    """What somebody gets who downloads the file."""
    return b"".join(client.get(f"/files/{file.uuid}/").streaming_content)


def status_of(client: Client, file: File) -> int:
    answer = client.get(f"/files/{file.uuid}/")
    if answer.status_code == 200:
        assert b"".join(answer.streaming_content)
    return answer.status_code


@pytest.fixture
def made(sealed: Cast) -> Report:
    """The first edition, made for the PMO."""
    return edition(sealed, 1)


@pytest.fixture
def newer(made: Report, sealed: Cast) -> Report:
    return edition(sealed, 2)


@pytest.fixture
def approved(made: Report, sealed: Cast, client: Client) -> Report:
    client.force_login(sealed.pm)
    assert client.post(f"{PATH}{made.pk}/approval/").url == PATH
    made.refresh_from_db()
    return made


@pytest.fixture
def issued(approved: Report, sealed: Cast, client: Client) -> Report:
    """As it is once its papers are signed; test_issuing.py goes the whole way."""
    issue_report(approved, by=sealed.pmo, at=MADE)
    return approved


def test_the_pmo_asks_once_however_often_the_button_is_pressed(client, sealed: Cast) -> None:
    client.force_login(sealed.pmo)
    for _click in range(3):
        client.post(f"{PATH}making/", {"language": "en"})
    assert Job.objects.filter(kind="weekly_report").count() == 1


def test_the_page_follows_the_work_until_it_is_done(client, sealed: Cast) -> None:
    client.force_login(sealed.pmo)
    client.post(f"{PATH}making/", {"language": "en"})
    assert f'hx-get="{PATH}making/"' in page_for(client, sealed.pm)
    running = client.get(f"{PATH}making/", headers={"HX-Request": "true"})
    assert "HX-Refresh" not in running
    Job.objects.update(state=JobState.DONE)
    done = client.get(f"{PATH}making/", headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true"
    assert client.get(f"{PATH}making/").url == PATH


def test_both_files_are_there_to_take(client, made: Report, sealed: Cast) -> None:
    text = page_for(client, sealed.pm)
    assert all(f"/files/{file.uuid}/" in text for file in made.files)
    assert [content(client, file)[:2] for file in made.files] == [b"%P", b"PK"]


def test_a_job_that_failed_says_why_and_can_be_tried_again(client, sealed: Cast) -> None:
    client.force_login(sealed.pmo)
    client.post(f"{PATH}making/", {"language": "en"})
    Job.objects.update(state=JobState.FAILED, error="too_many_attempts", attempts=3)
    text = page_for(client, sealed.pmo)
    assert "The report could not be made (attempt 3)." in text
    assert "The work was tried several times and stopped each time." in text
    assert client.post(f"{PATH}retry/").url == PATH
    assert Job.objects.get().state == JobState.QUEUED
    assert client.post(f"{PATH}retry/").status_code == 409


def test_a_past_run_is_a_link_only_for_who_may_open_it(client, sealed: Cast) -> None:
    page_for(client, sealed.pmo)
    client.post(PATH + "making/", {"language": "en"})
    job = f'href="/jobs/{Job.objects.get(kind="weekly_report").pk}/"'
    assert job in page_for(client, sealed.pmo, LIST)
    assert job not in page_for(client, sealed.pm, LIST)


def test_before_the_seal_the_pmo_says_how_missing_teams_appear(client, cast: Cast, sent) -> None:
    text = page_for(client, cast.pmo)
    assert "Teams that are not accepted yet" in text
    client.post(f"{PATH}making/", {"language": "ja", "team_ALPHA": "provisional", "team_BETA": "carried"})
    assert Job.objects.get().params["choices"] == {"ALPHA": "provisional", "BETA": "carried"}


def test_a_team_that_sent_nothing_cannot_be_shown_as_sent(client, cast: Cast, plan) -> None:
    client.force_login(cast.pmo)
    assert client.post(f"{PATH}making/", {"language": "ja", "team_BETA": "provisional"}).status_code == 422
    assert client.post(f"{PATH}making/", {"language": "fr"}).status_code == 422
    assert not Job.objects.exists()


def test_a_pm_approves_and_the_pmo_is_told(client, approved: Report, sealed: Cast) -> None:
    assert (approved.state, approved.approved_by) == (ReportState.APPROVED, sealed.pm)
    assert ChangeLog.objects.filter(action="report.approved", actor=sealed.pm).exists()
    assert Notification.objects.filter(member=sealed.pmo, code="report_approved").exists()
    assert client.post(f"{PATH}{approved.pk}/approval/").status_code == 409


def test_nobody_approves_what_they_had_made(client, made: Report, sealed: Cast) -> None:
    Report.objects.update(made_by=sealed.pm)
    client.force_login(sealed.pm)
    assert client.post(f"{PATH}{made.pk}/approval/").status_code == 409
    made.refresh_from_db()
    assert made.state == ReportState.DRAFTED


def test_only_the_newest_edition_is_approved(client, made: Report, newer: Report, sealed: Cast) -> None:
    client.force_login(sealed.pm)
    answer = client.post(f"{PATH}{made.pk}/approval/", HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 409
    assert "newer edition (2.0)" in answer.text


def test_what_is_not_approved_is_not_issued(client, made: Report, sealed: Cast) -> None:
    client.force_login(sealed.pmo)
    assert client.post(f"{PATH}{made.pk}/issue/").status_code == 409
    assert not made.pdf.is_public


def test_an_issued_report_reaches_its_readers(client, issued: Report, sealed: Cast) -> None:
    assert (issued.state, issued.issued_by) == (ReportState.ISSUED, sealed.pmo)
    assert Notification.objects.filter(member=sealed.owner, code="report_issued").exists()
    assert "Issued" in page_for(client, sealed.owner)
    assert "1.0" in page_for(client, sealed.owner, LIST)
    assert [content(client, file) for file in copy_for(issued, None).files] == [
        b"%PDF report_owner_v1",
        b"PK report_owner_v1",
    ]


def test_every_reader_finds_the_own_edition_and_no_other(client, issued: Report, sealed: Cast) -> None:
    """Written by hand: whose files each person may have."""
    editions = {"whole": issued, "owner": copy_for(issued, None), "ALPHA": copy_for(issued, sealed.alpha),
                "BETA": copy_for(issued, sealed.beta)}  # fmt: skip
    expected = {"pmo": set(editions), "pm": set(editions), "auditor": set(editions), "owner": {"owner"},
                "lead": {"ALPHA"}, "member": {"ALPHA"}, "other_lead": {"BETA"}}  # fmt: skip
    for name, own in expected.items():
        for path in (PATH, LIST):
            text = page_for(client, getattr(sealed, name), path)
            shown = {key for key, one in editions.items() if any(f"/files/{file.uuid}/" in text for file in one.files)}
            assert shown == own if path == PATH else shown and shown <= own, (name, path)
        for key, one in editions.items():
            got = {status_of(client, file) for file in one.files}
            assert got == ({200} if key in own else {404}), (name, key)


def test_it_is_handed_out_by_the_distribution_list(client, issued: Report, sealed: Cast) -> None:
    """At first: the owner one page, PM and PMO PDF and workbook, the auditor a PDF, each lead the own team's PDF."""
    given = {(one.member.username, one.file.name) for one in Delivery.objects.select_related("member", "file")}
    assert given == {
        ("owner", "report_owner_v1.pdf"), ("pm", "report_v1.pdf"), ("pm", "report_v1.xlsx"),
        ("pmo", "report_v1.pdf"), ("pmo", "report_v1.xlsx"), ("auditor", "report_v1.pdf"),
        ("lead", "report_ALPHA_v1.pdf"), ("other_lead", "report_BETA_v1.pdf"),
    }  # fmt: skip
    told = Notification.objects.filter(code__contains="report_issued").values_list("member__username", "code")
    assert set(told) == {("owner", "report_issued"), ("pm", "report_issued"), ("pmo", "report_issued"),
                         ("auditor", "report_issued"), ("lead", "team_report_issued"),
                         ("other_lead", "team_report_issued")}  # fmt: skip
    text = page_for(client, sealed.pmo)
    assert issued.pdf.sha256 in text
    assert "report_ALPHA_v1.pdf" in text
    assert "Handed out" not in page_for(client, sealed.owner)


def test_the_list_is_set_by_the_pmo_by_role_language_and_file(client, approved: Report, sealed: Cast) -> None:
    """English alone for the owner, nothing for the leads, a workbook for members; not those under a fixed price."""
    Assignment.objects.create(member=new_person("beta_member"), role="member", team=sealed.beta)
    client.force_login(sealed.pmo)
    said = {"project_owner-language": "en", "project_owner-with_pdf": "on", "member-with_xlsx": "on"}
    assert client.post("/reports/weekly/distribution/", said).status_code == 302
    issue_report(approved, by=sealed.pmo, at=MADE)
    assert {(one.member.username, one.file.name) for one in Delivery.objects.all()} == {
        ("member", "report_ALPHA_v1.xlsx")
    }
    assert ChangeLog.objects.filter(action="report.distribution_set").count() == 6
    client.post("/reports/weekly/distribution/", {"pm-language": "xx"})
    assert Recipient.objects.get(role="pm").language == ""
    client.force_login(sealed.pm)
    assert client.post("/reports/weekly/distribution/", said).status_code == 403


def test_the_owner_sees_nothing_before_it_is_issued(client, approved: Report, sealed: Cast) -> None:
    page_for(client, sealed.owner, status=404)
    assert "Reports appear here as soon as they are issued." in page_for(client, sealed.owner, LIST)
    for path in (f"{PATH}preview/", f"{PATH}making/", f"/files/{approved.pdf.uuid}/"):
        assert client.get(path).status_code == 404


def test_a_newer_issue_supersedes_the_older_one(client, issued: Report, sealed: Cast) -> None:
    newer = edition(sealed, 2)
    client.force_login(sealed.pm)
    client.post(f"{PATH}{newer.pk}/approval/")
    newer.refresh_from_db()
    issue_report(newer, by=sealed.pmo, at=MADE)
    states = dict(Report.objects.values_list("edition", "state"))
    assert states == {"1.0": ReportState.SUPERSEDED, "2.0": ReportState.ISSUED}
    assert ChangeLog.objects.filter(action="report.superseded").count() == 1
    assert "Superseded" in page_for(client, sealed.owner)


def test_a_draft_that_was_passed_over_never_reaches_the_owner(client, newer: Report, made, sealed: Cast) -> None:
    client.force_login(sealed.pm)
    client.post(f"{PATH}{newer.pk}/approval/")
    newer.refresh_from_db()
    issue_report(newer, by=sealed.pmo, at=MADE)
    text = page_for(client, sealed.owner)
    assert f"/files/{copy_for(newer, None).pdf.uuid}/" in text
    assert f"/files/{copy_for(made, None).pdf.uuid}/" not in text


def test_the_preview_shows_what_the_files_print(client, sealed: Cast) -> None:
    text = page_for(client, sealed.pm, f"{PATH}preview/?language=en")
    assert 'lang="en"' in text
    assert "Weekly status report" in text
    assert "週次報告書" in page_for(client, sealed.pm, f"{PATH}preview/?language=ja")
    assert client.get(f"{PATH}preview/?language=xx").status_code == 200


def test_the_next_automatic_draft_is_named(client, sealed: Cast) -> None:
    start_schedules(at=at("2026-06-01 09:00"))
    Week.objects.filter(key="2026-W25").update(report_at=at("2099-06-18 15:00"))
    assert "Next automatic draft: Thu 18 Jun 2099, 15:00" in page_for(client, sealed.pmo, LIST)


def test_an_empty_list_says_what_will_come(client, cast: Cast) -> None:
    Week.objects.all().delete()
    assert "There is no weekly report yet" in page_for(client, cast.pmo, LIST)


def test_an_issued_edition_is_replaced_with_a_reason_that_is_printed(client, issued: Report, sealed: Cast) -> None:
    client.force_login(sealed.pmo)
    assert client.post(f"{PATH}making/", {"language": issued.language}).status_code == 422
    client.post(f"{PATH}making/", {"language": issued.language, "supersedes": "実績工数の訂正のため"})
    drain()
    second = Report.objects.order_by("pk").last()
    assert (second.pk, second.supersedes) != (issued.pk, "")
    assert second.supersedes == "実績工数の訂正のため"
    assert "実績工数の訂正のため" in PdfReader(second.pdf.full_path).pages[0].extract_text()


def test_a_comment_is_printed_and_carried_over_to_the_next_week(client, sealed: Cast) -> None:
    client.force_login(sealed.pmo)
    said = {"section": "progress", "text": "挽回は来週判断します。", "seen": 0}
    assert client.post(f"{PATH}comment/", said).status_code == 302
    assert client.post(f"{PATH}comment/", {**said, "text": "古い画面から"}).status_code == 409
    assert "古い画面から" in client.post(f"{PATH}comment/", {**said, "text": "古い画面から"}).text
    assert "挽回は来週判断します。" in client.get(f"{PATH}preview/?language=ja").text
    later = client.get("/reports/2026-W25/weekly/preview/")
    (progress,) = [one.comment for one in later.context["found"].sections if one.key == "progress"]
    assert (progress.text, progress.before) == ("", "挽回は来週判断します。")
    assert client.post(f"{PATH}comment/", {**said, "section": "nonsense"}).status_code == 409


def test_a_stranger_finds_nothing(client, issued: Report, sealed: Cast) -> None:
    client.force_login(sealed.stranger)
    for path in (LIST, PATH, f"{PATH}preview/", f"{PATH}making/"):
        assert client.get(path).status_code == 404
    assert client.post(f"{PATH}making/", {"language": "ja"}).status_code == 404
    assert client.post(f"{PATH}{issued.pk}/issue/").status_code == 404


@pytest.mark.parametrize("reader", ["lead", "member"])
def test_a_team_sees_no_draft_and_no_other_team(client, made: Report, sealed: Cast, reader: str) -> None:
    page_for(client, getattr(sealed, reader), status=404)
    Report.objects.update(state=ReportState.ISSUED, issued_at=made.made_at)
    text = page_for(client, getattr(sealed, reader)) + page_for(client, getattr(sealed, reader), LIST)
    assert [word for word in CANARIES if word in text] == []
    assert client.get(f"{PATH}preview/").status_code == 404
    assert client.post(f"{PATH}making/", {"language": "ja"}).status_code == 403
    assert client.post(f"{PATH}{made.pk}/issue/").status_code == 403


@pytest.mark.parametrize("reader", ["pm", "owner", "auditor"])
def test_readers_make_issue_and_retry_nothing(client, made: Report, sealed: Cast, reader: str) -> None:
    client.force_login(getattr(sealed, reader))
    for path in ("making/", "retry/", f"{made.pk}/issue/"):
        assert client.post(f"{PATH}{path}", {"language": "ja"}).status_code == 403


@pytest.mark.parametrize("reader", ["pmo", "owner", "auditor"])
def test_only_a_pm_approves(client, made: Report, sealed: Cast, reader: str) -> None:
    client.force_login(getattr(sealed, reader))
    assert client.post(f"{PATH}{made.pk}/approval/").status_code == 403


def test_a_report_of_another_week_is_not_there(client, made: Report, sealed: Cast) -> None:
    client.force_login(sealed.pm)
    assert client.post(f"/reports/2026-W25/weekly/{made.pk}/approval/").status_code == 404
    assert client.post(f"{PATH}999999/approval/").status_code == 404


@pytest.mark.parametrize("week", ["2031-W01", "nonsense"])
def test_an_unknown_week_is_not_there(client, sealed: Cast, week: str) -> None:
    client.force_login(sealed.pmo)
    for path in ("", "making/", "preview/"):
        assert client.get(f"/reports/{week}/weekly/{path}").status_code == 404
    assert client.post(f"/reports/{week}/weekly/making/", {"language": "ja"}).status_code == 404


def test_actions_are_no_pages(client, made: Report, sealed: Cast) -> None:
    client.force_login(sealed.pmo)
    for path in ("retry/", f"{made.pk}/approval/", f"{made.pk}/issue/"):
        assert client.get(f"{PATH}{path}").status_code == 405
    assert client.post(f"{PATH}retry/").status_code == 404  # no job was ever asked for


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=99999999999999999999"])
def test_odd_questions_are_answered(client, made: Report, sealed: Cast, query: str) -> None:
    client.force_login(sealed.pm)
    assert client.get(f"{LIST}?{query}").status_code == 200


def test_the_number_of_queries_is_fixed(client, made: Report, sealed: Cast, django_assert_num_queries) -> None:
    start_schedules(at=at("2026-06-01 09:00"))
    Week.objects.filter(key="2026-W25").update(report_at=at("2099-06-18 15:00"))
    client.force_login(sealed.pm)
    client.get(LIST)
    with django_assert_num_queries(19):
        client.get(LIST)
    with django_assert_num_queries(14):
        client.get(PATH)


SCHEDULE = {
    "schedule-weekday": "4", "schedule-time": "16:30", "schedule-day_off": "before", "schedule-on": "on",
    "schedule-version": "0",
}  # fmt: skip


def test_the_schedule_is_changed_in_words(client, sealed: Cast) -> None:
    start_schedules(at=at("2026-06-01 09:00"))
    client.force_login(sealed.pmo)
    assert client.post("/reports/weekly/schedule/", SCHEDULE).url == LIST
    text = page_for(client, sealed.pmo, LIST)
    assert "Every Friday at 16:30; on a day off the working day before." in text
    project = Project.get()
    assert (project.report_weekday, project.report_day_off, project.version) == (4, "before", 1)
    assert client.post("/reports/weekly/schedule/", SCHEDULE).status_code == 409  # an older page
    off = {**SCHEDULE, "schedule-version": "1"}
    del off["schedule-on"]
    client.post("/reports/weekly/schedule/", off)
    assert "Reports are not drafted by themselves." in page_for(client, sealed.pmo, LIST)
    assert not Schedule.objects.filter(kind="weekly_report", enabled=True).exists()


def test_a_report_before_its_deadline_and_an_odd_time_are_refused_at_the_field(client, sealed: Cast) -> None:
    client.force_login(sealed.pmo)
    for odd in ({"schedule-weekday": "2", "schedule-time": "09:00"}, {"schedule-time": "25:00"}):
        answer = client.post("/reports/weekly/schedule/", {**SCHEDULE, **odd}, HTTP_ACCEPT_LANGUAGE="en")
        assert answer.status_code == 422
        assert answer.context["schedule"].errors
    assert Project.get().report_weekday == 3


def test_what_fell_due_while_reports_were_off_is_not_caught_up(client, sealed: Cast) -> None:
    start_schedules(at=at("2026-06-01 09:00"))
    switch_reports(False, by=sealed.pmo, at=at("2026-06-08 09:00"))
    assert not due(at("2026-06-12 09:00"))
    switch_reports(True, by=sealed.pmo, at=at("2026-06-12 10:00"))
    assert not due(at("2026-06-12 10:01"))


def due(now) -> list[Job]:
    ensure_due(now)
    return list(Job.objects.filter(kind="weekly_report"))
