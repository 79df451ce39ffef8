"""The week's figures counted again from what was submitted, in a few lines that share nothing with the product.

Days are Monday to Friday: the weeks of these tests have no holiday.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from progress.models import BaselineRow, SubmissionRow
from projects.models import Week


@dataclass
class Count:
    """Person-days; `ac` is None where no effort is reported."""

    bac: Decimal = Decimal(0)
    pv: Decimal = Decimal(0)
    ev: Decimal = Decimal(0)
    ac: Decimal | None = None
    reporting_ev: Decimal = Decimal(0)
    rows: int = 0
    due: int = 0
    done: int = 0

    @property
    def sv(self) -> Decimal:
        return self.ev - self.pv

    @property
    def spi(self) -> Decimal:
        return self.ev / self.pv

    @property
    def cpi(self) -> Decimal | None:
        return self.reporting_ev / self.ac if self.ac else None


def weekdays(first: date, last: date) -> int:
    return sum((first + timedelta(days=n)).weekday() < 5 for n in range((last - first).days + 1))


def planned(row: BaselineRow, on: date) -> Decimal:
    if on < row.planned_start:
        return Decimal(0)
    worked = weekdays(row.planned_start, min(on, row.planned_finish))
    return row.planned_effort * worked / weekdays(row.planned_start, row.planned_finish)


def recount(week: Week, team: str = "") -> Count:
    """From baseline 1 and the rows of the newest submissions up to this week."""
    count = Count()
    for row in BaselineRow.objects.select_related("work_item__team"):
        if team in ("", row.work_item.team.code):
            add(count, row, week)
    return count


def add(count: Count, row: BaselineRow, week: Week) -> None:
    sent = SubmissionRow.objects.filter(work_item=row.work_item, submission__week__status_date__lte=week.status_date)
    latest = sent.order_by("submission__week__status_date", "submission__revision").last()
    values = latest.values if latest else {}
    percent = Decimal(values.get("percent") or 0)
    percent = percent if values.get("actual_finish") else min(percent, Decimal(90))
    earned = row.planned_effort * percent / 100
    count.bac += row.planned_effort
    count.pv += planned(row, week.status_date)
    count.ev += earned
    count.rows += 1
    count.due += row.planned_finish <= week.status_date
    count.done += bool(values.get("actual_finish"))
    if row.work_item.team.reports_effort:
        count.reporting_ev += earned
        count.ac = (count.ac or Decimal(0)) + Decimal(values.get("actual_effort") or 0)
