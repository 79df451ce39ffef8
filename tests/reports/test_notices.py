"""What people are told of a report on its way: each language is a report of its own, and its notices name it."""

from __future__ import annotations

import pytest

from projects.models import Notification
from reports.actions import approve_report, notice, review_report
from reports.distribution import hand_out
from reports.models import Report
from tests.cast import Cast, at
from tests.reports.editions import edition

NOW = at("2026-06-11 16:00")
pytestmark = pytest.mark.django_db


@pytest.fixture
def both(sealed: Cast) -> list[Report]:
    """The same edition in English and in Japanese."""
    english = edition(sealed, 1)
    Report.objects.filter(pk=english.pk).update(language="en")
    return [Report.objects.get(pk=english.pk), edition(sealed, 1)]


def languages(code: str, reader: str) -> list[str]:
    return sorted(one.values["language"] for one in Notification.objects.filter(code=code, member__username=reader))


def test_every_notice_of_a_report_names_its_language(sealed: Cast, both: list[Report]) -> None:
    for report in both:
        assert notice("report_drafted", report).values == {"week": "2026-W24", "language": report.language}
        review_report(report, by=sealed.pmo, at=NOW)
        approve_report(report, by=sealed.pm, at=NOW)
        hand_out(report, "/reports/2026-W24/weekly/", at=NOW)
    told = [("report_reviewed", "pm"), ("report_approved", "pmo"), ("report_issued", "owner"),
            ("team_report_issued", "lead")]  # fmt: skip
    assert [languages(*one) for one in told] == [["en", "ja"]] * 4
