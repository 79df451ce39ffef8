"""Where the week stands: 受付 → 確認 → 差戻し・再提出 → 受理 → 締め → 報告, and whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext, pgettext_lazy

from projects.models import Week, WeekState
from projects.templatetags.show import moment


class Step(models.TextChoices):
    COLLECT = "collect", pgettext_lazy("stage", "Collect")
    REVIEW = "review", pgettext_lazy("stage", "Review")
    RESEND = "resend", pgettext_lazy("stage", "Return and resend")
    ACCEPT = "accept", pgettext_lazy("stage", "Accept")
    SEAL = "seal", pgettext_lazy("stage", "Seal")
    REPORT = "report", pgettext_lazy("stage", "Report")


ORDER = tuple(Step)


@dataclass(frozen=True, slots=True)
class Point:
    """One step of the stepper: `state` is "done", "now" or "next"."""

    number: int
    label: str
    state: str


@dataclass(frozen=True, slots=True)
class Stage:
    """What parts/stage.html shows: the week by its status date, the present step, whose turn it is in words."""

    status_date: date
    step: Step
    turn: str = ""
    url: str = ""

    @property
    def present(self) -> int:
        return ORDER.index(self.step) + 1

    @property
    def points(self) -> list[Point]:
        return [Point(n, str(step.label), self.state_of(n)) for n, step in enumerate(ORDER, 1)]

    def state_of(self, number: int) -> str:
        if number == self.present:
            return "now"
        return "done" if number < self.present else "next"


def stage_by_week(week: Week | None) -> Stage | None:
    """The stage as far as the week's own state tells it; submissions say more (progress)."""
    if week is None or week.state == WeekState.SKIPPED:
        return None
    steps = {WeekState.OPEN: Step.COLLECT, WeekState.REVIEWING: Step.REVIEW, WeekState.SEALED: Step.REPORT}
    return Stage(week.status_date, steps[WeekState(week.state)], turn_by_week(week))


def turn_by_week(week: Week) -> str:
    if week.state == WeekState.OPEN:
        return due(gettext("Now: teams send until %(time)s"), week.submission_due)
    if week.state == WeekState.REVIEWING:
        return due(gettext("Now: the PMO reviews, resend until %(time)s"), week.resubmission_due)
    return gettext("Now: the weekly report")


def due(text: str, instant: datetime) -> str:
    return text % {"time": moment(instant)}
