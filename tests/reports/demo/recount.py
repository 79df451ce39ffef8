"""PV, EV and AC of a sealed week, counted from what was submitted and approved; nothing of the product's arithmetic.

Rows come from the revisions accepted for the week, the plan from the baseline in force, working days from the calendar
days as typed and from the `holidays` library.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import holidays

from progress.models import Acceptance, Baseline
from projects.models import CalendarDay, Week

SILENT = {"BIL"}
Totals = dict[str, list[Decimal]]  # team -> PV, EV, AC


class Days:
    """Which days a team works."""

    def __init__(self) -> None:
        self.off = set(holidays.country_holidays("JP", years=range(2025, 2029)))
        self.exceptions = {(day.team.code if day.team else "", day.day): day.works for day in CalendarDay.objects.all()}

    def works(self, team: str, day: date) -> bool:
        usual = day.weekday() < 5 and day not in self.off
        return self.exceptions.get((team, day), self.exceptions.get(("", day), usual))

    def count(self, team: str, first: date, last: date) -> int:
        return sum(self.works(team, first + timedelta(days=n)) for n in range((last - first).days + 1))


def recount(week: Week) -> Totals:
    """By team, in person-days."""
    on, days = week.status_date, Days()
    baseline = Baseline.objects.filter(approved_at__isnull=False, effective_date__lte=on).order_by("-number").first()
    sent = accepted_rows(week)
    totals: Totals = defaultdict(lambda: [Decimal(0)] * 3)
    for row in baseline.rows.select_related("team"):
        team, effort = row.team.code, row.planned_effort
        if not effort:
            continue
        said = sent.get(row.work_item_id, {})
        planned = planned_value(days, team, (row.planned_start, row.planned_finish), effort, on)
        done = said.get("actual_finish")
        percent = Decimal(said.get("percent", "0"))
        counted = percent if done and date.fromisoformat(done) <= on else min(percent, Decimal(90))
        spent = Decimal(0) if team in SILENT else Decimal(said.get("actual_effort", "0"))
        for place, value in enumerate((planned, effort * counted / 100, spent)):
            totals[team][place] += value
    return totals


def accepted_rows(week: Week) -> dict[int, dict[str, str]]:
    """Work item -> what the accepted revisions of the week say."""
    found = {}
    for acceptance in Acceptance.objects.filter(submission__week=week, undone_at=None).select_related("submission"):
        rows = acceptance.submission.rows.exclude(work_item=None)
        found.update({row.work_item_id: row.values for row in rows})
    return found


def planned_value(days: Days, team: str, span: tuple[date, date], effort: Decimal, on: date) -> Decimal:
    first, last = span
    if on < first:
        return Decimal(0)
    return effort * days.count(team, first, min(on, last)) / days.count(team, first, last)
