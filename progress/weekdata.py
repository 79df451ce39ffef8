"""One week as dashboards and reports read it: records and measures of a sealed week, or the provisional snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q

from progress import curves as planned
from progress import snapshot
from progress.domain.kept_days import read_back
from progress.domain.neutral import row_from_json
from progress.domain.planned_curve import PlannedCurve, in_force
from progress.domain.progress_line import offset_days
from progress.domain.rows import Kind, PlanRow, ends_on, starts_on
from progress.models import Baseline, Measure, ProgressRecord, Seal, Submission
from progress.reach import EVERYTHING, PROJECT, Reach
from projects.domain.calendar import Calendars, WorkingCalendar
from projects.models import Phase, Project, Team, Week

ZERO = Decimal(0)
HEADLINE = Q(is_late=True) | Q(is_milestone=True)
Measures = Mapping[str, Mapping[str, Decimal | None]]


@dataclass(frozen=True)
class WeekRow:
    """A leaf row as it stands in the week, with its figures (person-days) and where its values came from."""

    row: PlanRow
    team: str
    phase: str
    how: str
    is_late: bool
    pv: Decimal | None
    ev: Decimal | None
    ac: Decimal | None
    bac: Decimal | None
    submission: int | None

    @property
    def delay_effort(self) -> Decimal | None:
        """EV - PV: negative is behind."""
        return None if self.ev is None or self.pv is None else self.ev - self.pv


@dataclass(frozen=True)
class WeekData:
    """A week's rows and measures; `sealed` tells whether they can still change."""

    week: Week
    sealed: bool
    baseline: Baseline | None
    standings: Mapping[str, Mapping[str, Any]]  # team code -> how, submission, revision
    measures: Measures
    rows: tuple[WeekRow, ...]
    calendars: Calendars

    def measure(self, scope: str, name: str) -> Decimal | None:
        return self.measures.get(scope, {}).get(name)

    @cached_property
    def late(self) -> list[WeekRow]:
        """Late rows, the longest behind first."""
        return sorted(
            (row for row in self.rows if row.is_late), key=lambda row: (self.delay_days(row) or ZERO, row.row.id)
        )

    def delay_days(self, row: WeekRow) -> Decimal | None:
        return offset_days(row.row, self.week.status_date, self.calendars.of(row.team))

    @property
    def milestones(self) -> list[WeekRow]:
        return [row for row in self.rows if row.row.kind is Kind.MILESTONE]

    @property
    def carried(self) -> dict[str, str]:
        """Teams that are not accepted in this week: code -> carried or provisional."""
        return {code: standing["how"] for code, standing in self.standings.items() if standing["how"] != "accepted"}


@dataclass(frozen=True)
class Part:
    """How much of a week is read: what the reader reaches.

    `headline` leaves only late rows and milestones, and what starts or finishes in the days of `coming`.
    """

    reach: Reach = EVERYTHING
    headline: bool = False
    coming: tuple[date, date] | None = None

    def keeps(self, row: WeekRow) -> bool:
        is_headline = row.is_late or row.row.kind is Kind.MILESTONE or self.comes(row.row)
        return self.reach.sees(row.team) and (is_headline or not self.headline)

    def comes(self, row: PlanRow) -> bool:
        """Whether the row is to start or to end in the days that come."""
        if self.coming is None:
            return False
        first, last = self.coming
        return any(day is not None and first <= day <= last for day in (starts_on(row), ends_on(row)))

    @property
    def wanted(self) -> Q:
        """The same in the terms of records."""
        if self.coming is None:
            return HEADLINE
        return HEADLINE | Q(starts_on__range=self.coming) | Q(ends_on__range=self.coming)

    def measures(self, measures: Measures) -> Measures:
        return {scope: values for scope, values in measures.items() if self.reach.sees_scope(scope)}

    def narrowed(self, data: WeekData) -> WeekData:
        """A whole week, read already, down to this part of it."""
        rows = tuple(row for row in data.rows if self.keeps(row))
        return replace(data, rows=rows, measures=self.measures(data.measures), standings=self.standings(data.standings))

    def standings(self, standings: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
        return {code: facts for code, facts in standings.items() if self.reach.sees(code)}


WHOLE = Part()
SEALED = (
    "values", "team__code", "phase__code", "how", "is_late", "planned_value", "earned_value", "actual_cost", "budget",
    "submission_id",
)  # fmt: skip


def read(week: Week, choices: Mapping[str, str] | None = None, part: Part = WHOLE) -> WeekData:
    """The week as sealed, else as it stands now (`choices` per missing team: "carried" or "provisional")."""
    return sealed(week, part) if week.is_sealed else provisional(week, choices, part)


def sealed(week: Week, part: Part = WHOLE, calendars: Calendars | None = None) -> WeekData:
    """From the seal, its records and measures only (three queries); `calendars` for a seal that kept none."""
    seal = Seal.objects.select_related("baseline").get(week=week)
    records = part.reach.records(ProgressRecord.objects.filter(week=week))
    if part.headline:
        records = records.filter(part.wanted)
    found = records.order_by("work_item__sort_key", "work_item_id").values_list(*SEALED)
    rows = tuple(week_row(*values) for values in found)
    measures = part.measures(measures_of([week])[week.pk])
    days = kept_calendars(seal) or calendars or snapshot.calendars_of(Project.get())
    return WeekData(week, True, seal.baseline, part.standings(seal.teams), measures, rows, days)


def kept_calendars(seal: Seal | None) -> Calendars | None:
    """The working days with which a week was sealed: a day off declared later does not change it."""
    return read_back(seal.calendars) if seal and seal.calendars else None


def sealed_row(record: ProgressRecord) -> WeekRow:
    team, phase = record.team.code if record.team else None, record.phase.code if record.phase else None
    return week_row(record.values, team, phase, *(getattr(record, name) for name in SEALED[3:]))


def week_row(values: dict[str, Any], team: str | None, phase: str | None, *figures: Any) -> WeekRow:
    """Of the columns of a record in the order of `SEALED`, for many of which a model would take too long."""
    return WeekRow(row_from_json(values), team or "", phase or "", *figures)


def provisional(week: Week, choices: Mapping[str, str] | None = None, part: Part = WHOLE) -> WeekData:
    """From the live plan as it would be sealed now."""
    standings = snapshot.standings_now(week, choices)
    taken = snapshot.take(week, standings)
    rows = tuple(row for row in (live_row(taken, place) for place in taken.placed) if part.keeps(row))
    told = part.standings({code: standing_facts(standing) for code, standing in standings.items()})
    return WeekData(week, False, taken.baseline, told, part.measures(taken.measures()), rows, taken.calendars)


def live_row(taken: snapshot.Snapshot, place: snapshot.Placed) -> WeekRow:
    figures = taken.figures.get(place.row.key)
    late = place.row.key in taken.late_keys
    pv, ev, ac, bac = (figures.pv, figures.ev, figures.ac, figures.bac) if figures else (None, None, None, None)
    return WeekRow(place.row, place.team, place.phase, place.how, late, pv, ev, ac, bac, place.submission_id)


def standing_facts(standing: snapshot.Standing) -> dict[str, Any]:
    submission: Submission | None = standing.submission
    return {
        "how": standing.how,
        "submission": submission.pk if submission else None,
        "revision": submission.revision if submission else None,
    }


def measures_of(weeks: list[Week], scope: str = "") -> dict[int, dict[str, dict[str, Decimal | None]]]:
    """Measures of several sealed weeks (of one scope) in one query: week id -> scope -> name -> value."""
    found: dict[int, dict[str, dict[str, Decimal | None]]] = {week.pk: {} for week in weeks}
    chosen = Measure.objects.filter(week__in=weeks, **({"scope": scope} if scope else {}))
    rows = chosen.values_list("week_id", "scope", "name", "value")
    for week_id, of_scope, name, value in rows:
        found[week_id].setdefault(of_scope, {})[name] = value
    return found


def sealed_until(week: Week, count: int) -> list[Week]:
    """The last `count` sealed weeks up to and including this one, oldest first."""
    found = Week.objects.sealed().filter(status_date__lte=week.status_date).order_by("-status_date")[:count]
    return list(reversed(found))


@dataclass(frozen=True)
class Curves:
    """The S-curve as percent of BAC at each date: first baseline, baselines in force, earned."""

    original: list[tuple[date, Decimal]]
    current: list[tuple[date, Decimal]]
    actual: list[tuple[date, Decimal]]


def curves(data: WeekData, past: Sequence[PastWeek], scope: str = PROJECT) -> Curves:
    """Planned by week from the baselines, earned from the sealed weeks (and this one): of the project or one scope."""
    on, calendar = data.week.status_date, data.calendars.project
    approved = Baseline.objects.approved().filter(effective_date__lte=on).order_by("number")
    versions = planned.versions(approved, scope, data.calendars)
    if not versions:
        return Curves([], [], [])
    bac = versions[-1].curve.values[-1]
    days = curve_days([version.curve for version in versions], on, calendar)
    return Curves(
        [(day, versions[0].curve.at(day, calendar) * 100 / bac) for day in days],
        [(day, in_force(versions, day).at(day, calendar) * 100 / bac) for day in days] if len(versions) > 1 else [],
        earned(data, bac, past, scope),
    )


def curve_days(curves: Sequence[PlannedCurve], status: date, calendar: WorkingCalendar) -> list[date]:
    """Every seventh day around the status date, from before the first start to after the last finish."""
    first, last = min(curve.start for curve in curves), max(curve.last_day(calendar) for curve in curves)
    start = date.fromordinal(status.toordinal() - 7 * ((status - first).days // 7 + 1))
    steps = (max(last, status) - start).days // 7 + 2
    return [date.fromordinal(start.toordinal() + 7 * n) for n in range(steps)]


def earned(data: WeekData, bac: Decimal, past: Sequence[PastWeek], scope: str) -> list[tuple[date, Decimal]]:
    points = [(one.status_date, one.values.get("ev")) for one in past]
    if not data.sealed:
        points.append((data.week.status_date, data.measure(scope, "ev")))
    return [(day, value * 100 / bac) for day, value in points if value is not None and bac]


@dataclass(frozen=True)
class PastWeek:
    """A sealed week with the measures of one scope."""

    week: str
    status_date: date
    values: Mapping[str, Decimal | None]


def history(until: Week, scopes: Sequence[str], names: Sequence[str]) -> dict[str, list[PastWeek]]:
    """Measures of the sealed weeks up to and including this one, oldest first, by scope (one query)."""
    rows = Measure.objects.filter(scope__in=scopes, name__in=names, week__status_date__lte=until.status_date)
    found: dict[tuple[str, date, str], dict[str, Decimal | None]] = {}
    for scope, day, key, name, value in rows.values_list("scope", "week__status_date", "week__key", "name", "value"):
        found.setdefault((scope, day, key), {})[name] = value
    by_scope: dict[str, list[PastWeek]] = {scope: [] for scope in scopes}
    for (scope, day, key), values in sorted(found.items(), key=lambda pair: pair[0][1]):
        by_scope[scope].append(PastWeek(key, day, values))
    return by_scope


def names() -> tuple[dict[str, Team], dict[str, Phase]]:
    """Teams and phases by code, in their order."""
    return {team.code: team for team in Team.objects.all()}, {phase.code: phase for phase in Phase.objects.all()}
