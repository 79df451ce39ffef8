"""What an edition of a sealed week says is the same whenever it is made again, whatever happened after the seal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from progress.actions.findings import OwnFinding, add, answer
from progress.actions.lighting import override_light
from progress.actions.reviewing import accept, undo_acceptance
from progress.domain.lights import Dimension, Signal
from progress.models import Acceptance, Finding, FindingState, Submission
from projects.jobs import Order, Refused, enqueue, run_now
from projects.models import CalendarDay, JobState
from reports.actions import order_weekly
from reports.models import Report
from reports.verifying import verify
from tests.cast import Cast, at
from tests.reports.weeks import accepted, seal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fonts_at_hand")]
ASKED = at("2026-06-11 15:00")
LATER = ASKED + timedelta(days=1)


@pytest.fixture(params=["carried", "provisional"])
def week(request: pytest.FixtureRequest, cast: Cast, sent: dict[str, Submission]) -> Cast:
    """Sealed with ALPHA accepted and BETA not; one of BETA's points has no answer."""
    accepted(cast, sent["ALPHA"])
    add(sent["BETA"], OwnFinding(None, "", "工数の根拠を確認してください"), by=cast.pmo, at=at("2026-06-10 17:00"))
    seal(cast, cast.week, BETA=request.param)
    return cast


def accept_late(cast: Cast) -> None:
    accept(Submission.objects.get(team=cast.beta), by=cast.pmo, at=LATER)


def accept_late_and_undo(cast: Cast) -> None:
    accept_late(cast)
    undo_acceptance(Acceptance.objects.get(submission__team=cast.beta), by=cast.pmo, at=LATER + timedelta(minutes=1))


def answer_late(cast: Cast) -> None:
    still = Finding.objects.filter(team=cast.beta, audience="team", state=FindingState.OPEN).exclude(severity="I")
    for finding in list(still):
        answer(finding, "後から答えました", by=cast.other_lead, at=LATER)
    assert Finding.objects.filter(answer="後から答えました").exists()


@pytest.mark.parametrize("happens", [accept_late, accept_late_and_undo, answer_late])
def test_what_happens_after_the_seal_changes_no_edition(week: Cast, happens: Callable[[Cast], None]) -> None:
    job = run_now(order_weekly(week.week, language="ja", by=week.pmo, at=ASKED))
    assert job.state == JobState.DONE, job.error
    report = Report.objects.get(job=job)
    happens(week)
    for edition in (report, *report.copies.all()):
        verdict = verify(edition.xlsx.full_path.rename(Path(str(edition.xlsx.full_path) + ".xlsx")))
        assert (verdict.known, verdict.differences) == (True, []), edition


def test_a_provisional_edition_has_no_sealed_data_behind_it(cast: Cast, sent: dict[str, Submission]) -> None:
    job = run_now(order_weekly(cast.week, language="ja", by=cast.pmo, at=at("2026-06-10 16:00")))
    for submission in sent.values():
        accepted(cast, submission)
    seal(cast, cast.week)
    file = Report.objects.get(job=job).xlsx
    with pytest.raises(Refused, match="provisional_edition"):
        verify(file.full_path.rename(Path(str(file.full_path) + ".xlsx")))


def test_a_run_that_was_caught_up_tells_what_was_decided_until_then(sealed: Cast) -> None:
    """Due on Thursday at 15:00, made on Friday at 9:02: the PM's colour of Thursday evening stands in it."""
    override_light(sealed.week, Dimension.COST, Signal.RED, "応援を投入", by=sealed.pm, at=at("2026-06-11 18:00"))
    missed = Order("weekly_report", sealed.week.key, "ja", "scheduled", at("2026-06-11 15:00"), late=True)
    job = run_now(enqueue(missed, by=None, at=at("2026-06-12 09:02")))
    report = Report.objects.get(job=job)
    text = PdfReader(report.pdf.full_path)
    printed = "".join(page.extract_text() for page in text.pages)
    assert "応援を投入" in printed
    assert "9:02" in printed
    assert verify(report.pdf.full_path.rename(Path(str(report.pdf.full_path) + ".pdf"))).holds


def test_a_day_off_declared_after_the_seal_changes_nothing_in_a_sealed_week(week: Cast) -> None:
    job = run_now(order_weekly(week.week, language="ja", by=week.pmo, at=ASKED))
    made = Report.objects.get(job=job)
    CalendarDay.objects.create(day=date(2026, 6, 9), name="臨時休業")
    CalendarDay.objects.create(day=date(2026, 6, 4), name="休業", team=week.alpha)
    for edition in (made, *made.copies.all()):
        for file in edition.files:
            path = file.full_path.with_name(file.name)
            path.write_bytes(file.full_path.read_bytes())
            assert verify(path).differences == [], file.name
