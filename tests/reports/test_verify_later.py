"""What an edition of a sealed week says is the same whenever it is made again, whatever happened after the seal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from progress.actions.findings import OwnFinding, add, answer
from progress.actions.reviewing import accept, undo_acceptance
from progress.models import Acceptance, Finding, FindingState, Submission
from projects.jobs import run_now
from projects.models import JobState
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
