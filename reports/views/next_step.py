"""The one thing this person does next with a week's report: the primary button of its page (UX 1.6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.models import Member
from reports.models import Report
from reports.queries.weekly import WeeklyWeek

LANGUAGES = {"ja": "日本語", "en": "English"}


@dataclass(frozen=True)
class NextStep:
    """A button that posts to `url`."""

    url: str
    icon: str
    label: str


def next_step(user: Member, found: WeeklyWeek) -> NextStep | None:
    """To approve first, then to issue, then to review; while a job is at work nothing is issued."""
    return next(steps(user, found), None)


def steps(user: Member, found: WeeklyWeek) -> Iterator[NextStep]:
    if user.powers.can("report.approve"):
        for report in found.to_approve(user):
            yield step("reports:weekly_approval", "check", approving(report), report, found)
    if not user.powers.can("report.make"):
        return
    for report in [] if found.is_running else found.to_issue:
        yield step("reports:weekly_issue", "send", issuing(report), report, found)
    for report in found.to_review:
        yield step("reports:weekly_review", "check", _("Mark edition %(edition)s as reviewed"), report, found)


def step(page: str, icon: str, label: str, report: Report, found: WeeklyWeek) -> NextStep:
    """The language is told where there are several."""
    told = label % {"edition": report.edition}
    if len(found.newest_by_language) > 1:
        told = _("%(step)s (%(language)s)") % {"step": told, "language": LANGUAGES[report.language]}
    return NextStep(reverse(page, args=[report.period, report.pk]), icon, told)


def approving(report: Report) -> str:
    return _("Approve provisional edition %(edition)s") if report.is_provisional else _("Approve edition %(edition)s")


def issuing(report: Report) -> str:
    return _("Issue provisional edition %(edition)s") if report.is_provisional else _("Issue edition %(edition)s")
