"""How the plan stands in a week: the rows of every team, their figures and counts, before or at the seal.

A sealed week is this snapshot written down; a provisional one is this snapshot shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone

from progress import acceptances
from progress.curves import baseline_lines, curves_of
from progress.cuts import cuts_of
from progress.domain.earned_schedule import Clock, earned_schedule
from progress.domain.evm import ActualLine, Ledger, RollUp, RowFigures, Scope, Totals, indices, roll_up
from progress.domain.lateness import Terms, late
from progress.domain.neutral import ACCEPTED_FIELDS, row_from_json, value_from_json
from progress.domain.planned_curve import PlannedCurve
from progress.domain.rows import PlanRow, Status
from progress.finding_counts import finding_counts
from progress.models import ACCEPTED_STATES, Baseline, Override, Submission, SubmissionRow, WorkItem
from progress.neutral import plan_rows
from progress.promises import promise_counts
from projects.domain.calendar import Calendars, WorkingCalendar
from projects.models import Project, Team, Week
from projects.weekly import project_calendar, team_calendar

INDEX_NAMES = (
    "sv", "cv", "spi", "cpi", "planned_percent", "complete_percent", "spent_percent", "eac", "etc", "vac", "tcpi_bac",
)  # fmt: skip
TOTAL_NAMES = ("bac", "pv", "ev", "ac", "remaining")


@dataclass(frozen=True)
class Standing:
    """How a team stands in a week: accepted, carried (前回値据置) or provisional (暫定値), and by which submission."""

    how: str
    submission: Submission | None = None


@dataclass(frozen=True)
class Placed:
    """A leaf row with its place: work item, team and phase codes, how it stands, the submission its values are from.

    A row that the accepted revision of its team does not have is carried, as every row of a team without one.
    """

    item: WorkItem
    row: PlanRow
    team: str
    phase: str
    how: str
    submission_id: int | None


@dataclass(frozen=True)
class Snapshot:
    """The plan on a status date."""

    week: Week
    baseline: Baseline | None
    standings: Mapping[str, Standing]
    placed: tuple[Placed, ...]
    calendars: Calendars
    rolled: RollUp

    @cached_property
    def figures(self) -> dict[str, RowFigures]:
        return {row.key: row for row in self.rolled.rows}

    @cached_property
    def late_keys(self) -> frozenset[str]:
        return frozenset(place.row.key for place in self.placed if late(self.judged(place), self.terms(place.team)))

    def judged(self, place: Placed) -> PlanRow:
        """The row as it counts on the status date.

        Later actual dates are not there yet; one called off without an approved change is still to be done
        (DOMAIN 1.7 #11).
        """
        row = as_of(place.row, self.week.status_date)
        figures = self.figures.get(row.key)
        is_planned = figures is not None and figures.left_out is None
        return replace(row, status=Status.BLANK) if row.status is Status.CANCELLED and is_planned else row

    def terms(self, team: str) -> Terms:
        return terms_of(self.week, self.calendars.of(team))

    def measures(self) -> dict[str, dict[str, Decimal | None]]:
        """scope -> name -> value, for the project, each team, phase and team in a phase."""
        counts, schedule = self.counts(), self.schedule()
        findings, kept = finding_counts(self.week), promise_counts(self.week, self.placed)
        scopes = {scope.name: totals for scope, totals in self.rolled.totals.items()}
        found = {
            name: {**totals_of(totals), **schedule.get(name, {}), **counts.get(name, zero_counts())}
            for name, totals in scopes.items()
        }
        for name, values in found.items():
            if "phase:" not in name:
                values.update(findings[name] | kept[name])
        return found

    def schedule(self) -> dict[str, dict[str, Decimal | None]]:
        """Earned schedule of every scope that is planned, in working days (DOMAIN 1.6)."""
        if self.baseline is None:
            return {}
        curves, finishes, on = curves_of(self.baseline, self.calendars), self.finishes(), self.week.status_date
        found = {}
        for scope, totals in self.rolled.totals.items():
            curve = curves.get(scope.name)
            if curve is not None:
                last = finishes.get(scope.name) if totals.ev == totals.bac else None
                found[scope.name] = schedule_of(curve, totals.ev, Times(on, last), self.calendars.project)
        return found

    def finishes(self) -> dict[str, date]:
        """The last actual finish of the counted rows of each scope."""
        found: dict[str, date] = {}
        for place in self.placed:
            figures, done = self.figures.get(place.row.key), place.row.actual_finish
            if figures is None or figures.left_out or done is None or done > self.week.status_date:
                continue
            for scope in scopes_of(place):
                found[scope] = max(done, found.get(scope, done))
        return found

    def counts(self) -> dict[str, dict[str, Decimal]]:
        """Rows, due, done, started, late … by scope."""
        found: dict[str, dict[str, Decimal]] = defaultdict(zero_counts)
        monday = self.week.week_key.monday
        for place in self.placed:
            row = self.judged(place)
            if not row.is_leaf:
                continue
            facts = row_facts(row, self.week.status_date, monday)
            facts["late"] = place.row.key in self.late_keys
            for scope in scopes_of(place):
                for name, holds in facts.items():
                    found[scope][name] += bool(holds)
        return found


@dataclass(frozen=True, slots=True)
class Times:
    """The status date, and the day the scope was completed (None: it is not)."""

    on: date
    finished_on: date | None


def schedule_of(
    curve: PlannedCurve, ev: Decimal | None, times: Times, calendar: WorkingCalendar
) -> dict[str, Decimal | None]:
    """name -> value of the earned schedule measures; {} without an EV."""
    done = times.finished_on
    clock = Clock(
        Decimal(curve.elapsed(times.on, calendar)),
        finished_at=None if done is None else Decimal(curve.elapsed(done, calendar)),
    )
    found = earned_schedule(curve, ev, clock)
    if found is None:
        return {}
    values = {name: getattr(found, field) for name, field in SCHEDULE.items()}
    return {name: None if value is None else Decimal(value) for name, value in values.items()}


SCHEDULE = {
    "es": "earned", "at": "actual_time", "pd": "planned_duration", "sv_t": "sv_t", "spi_t": "spi_t",
    "ieac_t": "ieac_t", "tspi": "tspi",
}  # fmt: skip
COUNTS = (
    "rows", "due", "done", "started", "start_due", "late", "late_start", "late_finish",
    "due_this_week", "done_this_week", "start_due_this_week", "started_this_week", "milestones",
)  # fmt: skip


def as_of(row: PlanRow, on: date) -> PlanRow:
    """The row without actual dates after this day: begun later, nothing of it is done yet."""
    start, finish = row.actual_start, row.actual_finish
    if start is not None and start > on:
        return replace(row, actual_start=None, actual_finish=None, percent=Decimal(0))
    return replace(row, actual_finish=None) if finish is not None and finish > on else row


def zero_counts() -> dict[str, Decimal]:
    return dict.fromkeys(COUNTS, Decimal(0))


def row_facts(row: PlanRow, on: date, monday: date) -> dict[str, bool]:
    """What a row adds to the counts (DOMAIN 5.3); "this week" is Monday to the status date."""
    start, finish, begun, done = row.planned_start, row.planned_finish, row.actual_start, row.actual_finish
    is_done, is_begun = bool(done and done <= on), bool(begun and begun <= on)
    return {
        "rows": True,
        "due": bool(finish and finish <= on),
        "done": is_done,
        "started": is_begun,
        "start_due": bool(start and start <= on),
        "late_start": bool(start and start < on and not is_begun and not is_done),
        "late_finish": bool(finish and finish <= on and not is_done),
        "due_this_week": bool(finish and monday <= finish <= on),
        "done_this_week": bool(done and monday <= done <= on),
        "start_due_this_week": bool(start and monday <= start <= on),
        "started_this_week": bool(begun and monday <= begun <= on),
        "milestones": row.kind == "milestone",
    }


def scopes_of(place: Placed) -> tuple[str, ...]:
    return tuple(
        scope.name for scope in (Scope(), Scope(place.team), Scope(None, place.phase), Scope(place.team, place.phase))
    )


def totals_of(totals: Totals) -> dict[str, Decimal | None]:
    found = indices(totals)
    values = {name: getattr(totals, name) for name in TOTAL_NAMES}
    values |= {name: getattr(found, name) for name in INDEX_NAMES}
    values["bac_reporting"] = totals.cost.bac
    return values


def take(week: Week, standings: Mapping[str, Standing]) -> Snapshot:
    """The plan as it stands in this week, each team by its standing (a fixed number of queries)."""
    project = Project.get()
    calendars = calendars_of(project)
    baseline = Baseline.objects.in_force(week.status_date)
    placed = tuple(place_rows(week, baseline, standings))
    ledger = Ledger(
        baseline_lines(baseline) if baseline else None,
        [actual_line(place) for place in placed],
        frozenset(Team.objects.filter(reports_effort=False).values_list("code", flat=True)),
        Decimal(project.percent_cap),
    )
    rolled = roll_up(ledger, week.status_date, calendars)
    return Snapshot(week, baseline, standings, placed, calendars, rolled)


def terms_of(week: Week, calendar: WorkingCalendar) -> Terms:
    """Where updates are due on the status date itself, that day's work is not overdue yet (DOMAIN 4.3, G041)."""
    due_same_day = timezone.localtime(week.submission_due).date() <= week.status_date
    return Terms(week.status_date, calendar, overdue_from_equal=not due_same_day)


def calendars_of(project: Project) -> Calendars:
    """The project's calendar, and those of the teams that have exceptions of their own."""
    base = project_calendar(project)
    teams = Team.objects.filter(calendar_days__isnull=False).distinct().prefetch_related("calendar_days")
    return Calendars(base, {team.code: team_calendar(base, team) for team in teams})


def standings_now(week: Week, choices: Mapping[str, str] | None = None) -> dict[str, Standing]:
    """Each active team: accepted, or as the PMO chose for a missing one ("carried", the default, or "provisional")."""
    revisions: dict[int, list[Submission]] = defaultdict(list)
    for submission in Submission.objects.filter(week=week).order_by("-revision"):
        revisions[submission.team_id].append(submission)
    teams = Team.objects.filter(active=True)
    return {team.code: standing_of(revisions[team.pk], (choices or {}).get(team.code)) for team in teams}


def standing_of(revisions: list[Submission], choice: str | None) -> Standing:
    accepted = next((one for one in revisions if one.state in ACCEPTED_STATES), None)
    if accepted:
        return Standing("accepted", accepted)
    return Standing("provisional", revisions[0]) if choice == "provisional" and revisions else Standing("carried")


def place_rows(week: Week, baseline: Baseline | None, standings: Mapping[str, Standing]) -> Iterable[Placed]:
    """Every leaf row of the plan as it stands in the week, whatever of later weeks is accepted already."""
    items = list(WorkItem.objects.leaves().select_related("team", "phase", "parent"))
    later = acceptances.after(week)
    items = [item for item in items if str(item.uuid) not in later.made]
    rows = {row.key: row for row in plan_rows(items, baseline, None)}
    unaccepted = provisional_rows(standings)
    origins = acceptances.submissions()
    for item in items:
        key, team = str(item.uuid), item.team.code if item.team else ""
        standing = standings.get(team, Standing("carried"))
        reported = later.reports.get(item.pk, item.reported_in_id)
        how = standing.how if key in unaccepted or reported == week.pk else "carried"
        origin = standing.submission.pk if how == "provisional" and standing.submission else None
        row = replace(later.row(rows[key], item.pk), **unaccepted.get(key, {}))
        phase = item.phase.code if item.phase else ""
        yield Placed(item, row, team, phase, how, origin or origins.get((item.team_id, reported)))


def provisional_rows(standings: Mapping[str, Standing]) -> dict[str, dict[str, Any]]:
    """What the unaccepted revisions that the PMO chose to show say, its own values on top: key -> field -> value."""
    found: dict[str, dict[str, Any]] = {}
    for standing in standings.values():
        if standing.how != "provisional" or standing.submission is None:
            continue
        overrides = override_values(standing.submission)
        rows = list(standing.submission.rows.all())
        said = {row.key: accepted_values(row) for row in rows if row.work_item_id}
        said |= {str(cut.item.uuid): cut.said() for cut in cuts_of(standing.submission, rows)}
        ids = {row.key: row.work_item_id or 0 for row in rows}
        found |= {key: {**values, **overrides.get(ids.get(key, 0), {})} for key, values in said.items()}
    return found


def accepted_values(row: SubmissionRow) -> dict[str, Any]:
    """What a row of a submission says of what acceptance writes."""
    said = row_from_json(row.values)
    return {name: getattr(said, name) for name in ACCEPTED_FIELDS}


def override_values(submission: Submission) -> dict[int, dict[str, Any]]:
    """The PMO's standing values for the team's week: work item id -> field -> neutral value."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for override in Override.objects.filter(team=submission.team, week=submission.week, lifted_at=None):
        found[override.work_item_id][override.field] = value_from_json(override.field, override.value)
    return found


def actual_line(place: Placed) -> ActualLine:
    row = place.row
    percent = None if row.status is Status.CANCELLED else row.percent
    return ActualLine(
        key=row.key, actual_start=row.actual_start, actual_finish=row.actual_finish, percent=percent,
        actual_effort=row.actual_effort, remaining_effort=row.remaining_effort, team=place.team, phase=place.phase,
    )  # fmt: skip
