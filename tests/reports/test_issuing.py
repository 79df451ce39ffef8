"""Issuing an edition: its papers carry reviewer and approver, and print nothing else than what was approved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from projects.jobs import Refused, cancel, drain, run_now
from projects.models import Assignment, ChangeLog, File, Job, JobState, Member, Notification, Team
from reports.actions import approve_report, issue_report, order_issue, order_weekly, review_report
from reports.models import Delivery, Recipient, Report, ReportState
from reports.verifying import verify
from tests.cast import Cast, at, person
from tests.reports.editions import MADE, edition
from tests.reports.test_editions import cells, texts
from tests.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fonts_at_hand")]
PATH = "/reports/2026-W24/weekly/"
ASKED = at("2026-06-11 15:00")
NAMES = {"pmo": "仁科 真由", "pm": "瀬川 光一"}
SIGNED = {"ja": "{} 2026/6/11(木)", "en": "{}, Thu 11 Jun 2026"}
OPEN = {"ja": "未承認", "en": "not approved yet"}


def make(cast: Cast, language: str = "en") -> Report:
    job = run_now(order_weekly(cast.week, language=language, by=cast.pmo, at=ASKED))
    assert job.state == JobState.DONE, job.error
    return Report.objects.get(job=job)


def approve(cast: Cast, report: Report) -> Report:
    review_report(report, by=cast.pmo, at=at("2026-06-11 15:20"))
    approve_report(report, by=cast.pm, at=at("2026-06-11 16:05"))
    return report


def issue(cast: Cast, report: Report) -> Job:
    job = order_issue(report, by=cast.pmo, at=at("2026-06-11 16:30"))
    assert job is not None
    return run_now(job, at=at("2026-06-11 16:31"))


@pytest.fixture
def named(sealed: Cast) -> Cast:
    """With names that stand nowhere else."""
    for role, name in NAMES.items():
        Member.objects.filter(username=role).update(name=name)
    return sealed


def on_disk() -> set[str]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_the_way_of_an_edition_is_drafted_reviewed_approved_issued(client, sealed: Cast) -> None:
    report = make(sealed)
    for actor, step, state in (
        (sealed.pmo, "review", ReportState.REVIEWED),
        (sealed.pm, "approval", ReportState.APPROVED),
        (sealed.pmo, "issue", ReportState.ISSUED),
    ):
        client.force_login(actor)
        assert f"{PATH}{report.pk}/{step}/" in client.get(PATH).text
        assert client.post(f"{PATH}{report.pk}/{step}/").status_code == 302
        if step == "issue":
            text = client.get(PATH).text
            assert f'hx-get="{PATH}making/"' in text
            assert f"{PATH}{report.pk}/issue/" not in text
        drain()
        report.refresh_from_db()
        assert report.state == state
        assert client.post(f"{PATH}{report.pk}/{step}/").status_code == 409
    assert (report.reviewed_by, report.approved_by, report.issued_by) == (sealed.pmo, sealed.pm, sealed.pmo)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_paper_that_goes_out_names_reviewer_and_approver(named: Cast, language: str) -> None:
    report = approve(named, make(named, language))
    drafts = report.drafts
    assert issue(named, report).state == JobState.DONE
    report.refresh_from_db()
    assert (report.state, report.issued_by) == (ReportState.ISSUED, named.pmo)
    assert len(report.papers) == len(drafts) == 4
    for draft, signed in zip(drafts, report.papers, strict=True):
        told = "\n".join(cells(signed))
        assert all(SIGNED[language].format(name) in told for name in NAMES.values())
        for text in texts(signed).values():
            assert all(name in text for name in NAMES.values())
            assert OPEN[language] not in text
        for text in texts(draft).values():
            assert OPEN[language] in text
        assert [file.name for file in signed.files] == [file.name for file in draft.files]


def test_who_is_given_the_report_is_given_the_signed_papers(sealed: Cast) -> None:
    report = approve(sealed, make(sealed))
    issue(sealed, report)
    signed = {file.pk for paper in report.papers for file in paper.files}
    given = set(Delivery.objects.values_list("file", flat=True))
    assert given
    assert given <= signed
    for reader in (sealed.owner, sealed.lead, sealed.pm):
        reached = Report.objects.visible_to(reader).get(pk=report.pk).own_files(reader)
        own = {file.pk for paper in reached for file in paper.files}
        assert own
        assert own <= signed
        assert set(File.objects.visible_to(reader).filter(pk__in=own).values_list("pk", flat=True)) == own
    drafts = {file.pk for paper in report.drafts for file in paper.files}
    assert not File.objects.visible_to(sealed.owner).filter(pk__in=drafts).exists()
    assert not File.objects.visible_to(sealed.lead).filter(pk__in=drafts).exists()


def test_drafts_and_signed_papers_are_verified_also_after_people_were_renamed(sealed: Cast) -> None:
    report = approve(sealed, make(sealed))
    issue(sealed, report)
    Member.objects.update(name="改姓 後")
    for paper in (*report.drafts, *report.papers):
        for file in paper.files:
            verdict = verify(file.full_path.rename(file.full_path.with_suffix(Path(file.name).suffix)))
            assert (verdict.differences, verdict.known) == ([], True), file.name


def rename_a_team(cast: Cast) -> None:
    Team.objects.filter(code="BETA").update(name_2="Renamed", name="改名")


def take_the_leads_off_the_list(cast: Cast) -> None:
    Recipient.objects.create(role="lead", with_pdf=False, with_xlsx=False)


@pytest.mark.parametrize("happens", [rename_a_team, take_the_leads_off_the_list])
def test_an_edition_that_would_print_something_else_is_not_issued(client, sealed: Cast, happens) -> None:
    report = approve(sealed, make(sealed))
    happens(sealed)
    before, told = on_disk(), Notification.objects.count()
    job = issue(sealed, report)
    assert (job.state, job.error) == (JobState.FAILED, "not_as_approved")
    report.refresh_from_db()
    assert (report.state, report.copies.filter(is_signed=True).count()) == (ReportState.APPROVED, 0)
    assert on_disk() == before
    assert [one.code for one in Notification.objects.order_by("pk")[told:]] == ["report_not_issued"]
    client.force_login(sealed.pmo)
    text = client.get(PATH, HTTP_ACCEPT_LANGUAGE="en").text
    assert "could not be issued" in text
    assert "would not print what was approved" in text
    assert f"{PATH}{report.pk}/issue/" not in text
    assert f"{PATH}retry/" not in text


def test_who_may_not_issue_any_more_does_not_and_another_takes_over_in_the_own_name(client, sealed: Cast) -> None:
    report = approve(sealed, make(sealed))
    job = order_issue(report, by=sealed.pmo, at=ASKED + timedelta(hours=2))
    Assignment.objects.filter(member=sealed.pmo).update(role="member", team=sealed.alpha)
    assert (run_now(job).state, job.error) == (JobState.FAILED, "may_not_issue")
    other = person("pmo2", "pmo")
    client.force_login(other)
    assert client.post(f"{PATH}{report.pk}/issue/").status_code == 302
    drain()
    report.refresh_from_db()
    assert (report.state, report.issued_by) == (ReportState.ISSUED, other)
    assert set(
        ChangeLog.objects.filter(action__in=["job.retried", "report.issued"]).values_list("actor", flat=True)
    ) == {other.pk}


def test_one_language_that_cannot_be_issued_leaves_the_other_its_button(client, sealed: Cast) -> None:
    first, second = (approve(sealed, make(sealed, language)) for language in ("ja", "en"))
    client.force_login(sealed.pmo)
    job = order_issue(second, by=sealed.pmo, at=ASKED + timedelta(hours=2))
    assert f"{PATH}{second.pk}/issue/" not in client.get(PATH).text
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, error="too_many_attempts")
    assert f"{PATH}{first.pk}/issue/" in client.get(PATH).text


def test_what_is_approved_can_be_issued_while_a_newer_one_is_drafted_but_not_once_that_is_approved(
    client, sealed: Cast
) -> None:
    first, second = approve(sealed, make(sealed)), make(sealed)
    client.force_login(sealed.pmo)
    assert f"{PATH}{first.pk}/issue/" in client.get(PATH).text
    approve(sealed, second)
    assert f"{PATH}{second.pk}/issue/" in client.get(PATH).text
    assert client.post(f"{PATH}{first.pk}/issue/", HTTP_ACCEPT_LANGUAGE="en").status_code == 409


def test_a_draft_that_replaces_without_a_reason_is_offered_to_nobody(client, sealed: Cast) -> None:
    first, second = approve(sealed, make(sealed)), make(sealed)
    job = order_issue(first, by=sealed.pmo, at=ASKED + timedelta(hours=2))
    client.force_login(sealed.pmo)
    assert 'name="supersedes"' in client.get(PATH).text
    run_now(job)
    for reader in (sealed.pmo, sealed.pm):
        client.force_login(reader)
        assert f"{PATH}{second.pk}/" not in client.get(PATH).text


ROUNDS = 10


@pytest.mark.postgres
def test_no_edition_replaces_one_that_is_issued_at_the_same_moment_without_a_reason(sealed: Cast) -> None:
    def first() -> object:
        return told(lambda: issue_report(Report.objects.get(pk=older.pk), by=sealed.pmo, at=MADE))

    def second() -> object:
        def approve_and_issue() -> None:
            approve_report(Report.objects.get(pk=newer.pk), by=sealed.pm, at=MADE)
            issue_report(Report.objects.get(pk=newer.pk), by=sealed.pmo, at=MADE)

        return told(approve_and_issue)

    for number in range(ROUNDS):
        Report.objects.update(is_provisional=True)  # those of the rounds before ask for no reason
        older = edition(sealed, 2 * number + 1)
        approve_report(older, by=sealed.pm, at=MADE)
        newer = edition(sealed, 2 * number + 2)
        Report.objects.filter(pk=newer.pk).update(supersedes="")
        outcomes = at_once(first, second)
        issued = Report.objects.filter(pk__in=(older.pk, newer.pk)).exclude(issued_at=None)
        assert issued.count() == 1, outcomes


def told(work: Callable[[], object]) -> object:
    try:
        return work()
    except Refused as refusal:
        return refusal.code


def test_a_second_click_asks_for_the_same_work_and_one_that_was_stopped_begins_again(sealed: Cast) -> None:
    report = approve(sealed, make(sealed))
    first = order_issue(report, by=sealed.pmo, at=ASKED + timedelta(hours=2))
    assert order_issue(report, by=sealed.pmo, at=ASKED + timedelta(hours=2)) == first
    cancel(first, at=ASKED + timedelta(hours=3))
    again = order_issue(report, by=sealed.pmo, at=ASKED + timedelta(hours=4))
    assert again == first
    assert run_now(again).state == JobState.DONE
    report.refresh_from_db()
    with pytest.raises(Refused, match="report_moved_on"):
        order_issue(report, by=sealed.pmo, at=ASKED + timedelta(hours=5))


def test_a_provisional_edition_goes_out_as_it_is(cast: Cast, sent: dict) -> None:
    report = make(cast)
    approve_report(report, by=cast.pm, at=at("2026-06-11 16:05"))
    assert report.is_provisional
    assert order_issue(report, by=cast.pmo, at=at("2026-06-11 16:30")) is None
    report.refresh_from_db()
    assert report.state == ReportState.ISSUED
    assert report.papers == report.drafts
    assert OPEN["en"] not in texts(report)["pdf"]
