"""From a week's records and measures to the figures of the weekly report; nothing is computed here that the seal holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from pmo.lib.drawing.timechart import Point
from progress import weekdata
from progress.models import Finding, FindingState, Submission
from progress.weekdata import WeekData, WeekRow
from projects.models import Member, Phase, Project, Team, Week
from reports.content.blocks import Mark
from reports.content.week_figures import (
    Carried,
    Curve,
    Event,
    FindingCounts,
    LateRow,
    MilestoneRow,
    ReportHeader,
    ScopeFigures,
    Source,
    TaskRow,
    TeamTopics,
    TeamWeek,
    TrendWeek,
    WeekFigures,
)

MARKS = {"carried": Mark.CARRIED, "provisional": Mark.PROVISIONAL}
TWO_WEEKS = timedelta(days=14)


@dataclass(frozen=True)
class Edition:
    """Which report is made: language, number, version, when and by whom."""

    language: str
    number: str
    version: str
    made_at: datetime
    made_by: Member | None = None
    choices: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Gatherer:
    """One week being gathered."""

    data: WeekData
    before: WeekData | None
    teams: Mapping[str, Team]
    phases: Mapping[str, Phase]
    edition: Edition

    @property
    def week(self) -> Week:
        return self.data.week

    def figures(self) -> WeekFigures:
        """Everything the report prints."""
        previous = self.scope("project", "", self.before) if self.before else None
        return WeekFigures(
            language=self.edition.language,
            header=self.header(),
            project=self.scope("project", Project.get().label),
            previous=previous,
            phases=tuple(self.phase_figures()),
            teams=tuple(self.team_weeks()),
            curve=self.curve(),
            late=tuple(self.late_row(row) for row in self.data.late),
            milestones=tuple(self.milestones()),
            started=tuple(self.task(row) for row in self.data.rows if self.in_week(row.row.actual_start)),
            finished=tuple(self.task(row) for row in self.data.rows if self.in_week(row.row.actual_finish)),
            next_week=tuple(self.coming()),
            findings=tuple(self.findings()),
            trend=tuple(self.trend()),
            topics=tuple(self.topics()),
            carried=tuple(self.carried()),
            sources=tuple(self.sources()),
        )

    def header(self) -> ReportHeader:
        project, edition = Project.get(), self.edition
        return ReportHeader(
            number=edition.number,
            version=edition.version,
            project=project.label,
            week=self.week.key,
            status_date=self.week.status_date,
            made_at=timezone.localtime(edition.made_at),
            author=edition.made_by.label if edition.made_by else "PMO",
            confidentiality=project.confidentiality,
            sequence=Week.objects.exclude(state="skipped").filter(status_date__lte=self.week.status_date).count(),
            first_day=self.before.week.status_date + timedelta(days=1) if self.before else None,
            provisional=not self.data.sealed,
        )

    def scope(self, scope: str, name: str, data: WeekData | None = None, mark: Mark | None = None) -> ScopeFigures:
        """The measures of one scope as the report's figures."""
        m = (data or self.data).measures.get(scope, {})
        planned, actual, bac, part = (
            m.get("planned_percent"),
            m.get("complete_percent"),
            m.get("bac"),
            m.get("bac_reporting"),
        )
        reports = m.get("ac") is not None
        return ScopeFigures(
            name=name, bac=bac, pv=m.get("pv"), ev=m.get("ev"), ac=m.get("ac"),
            planned_percent=planned, actual_percent=actual,
            percent_difference=None if planned is None or actual is None else actual - planned,
            sv=m.get("sv"), cv=m.get("cv"), spi=m.get("spi"), cpi=m.get("cpi"), eac=m.get("eac"), vac=m.get("vac"),
            tcpi=m.get("tcpi_bac"), rows_due=count(m, "due"), rows_done=count(m, "done"), rows_late=count(m, "late"),
            reporting_share=part * 100 / bac if reports and bac and part is not None and part != bac else None,
            reports_effort=reports, mark=mark, target=self.rows_url(scope),
        )  # fmt: skip

    def rows_url(self, scope: str) -> str:
        return f"{reverse('reports:rows', args=[self.week.key])}?scope={scope}"

    def phase_figures(self) -> list[ScopeFigures]:
        return [self.scope(f"phase:{c}", p.label) for c, p in self.phases.items() if f"phase:{c}" in self.data.measures]

    def team_weeks(self) -> list[TeamWeek]:
        states = self.states()
        found = []
        for code, team in self.teams.items():
            mark = MARKS.get(self.data.carried.get(code, ""))
            submission = states.get(code)
            words = str(submission.get_state_display()) if submission else ""
            found.append(
                TeamWeek(
                    self.scope(f"team:{code}", team.label, mark=mark),
                    words,
                    submission.revision if submission else None,
                )
            )
        return found

    def states(self) -> dict[str, Submission]:
        rows = Submission.objects.filter(week=self.week).select_related("team", "file").order_by("revision")
        return {submission.team.code: submission for submission in rows}

    def curve(self) -> Curve:
        found = weekdata.curves(self.data)
        return Curve(points(found.original), points(found.current), points(found.actual))

    def task(self, row: WeekRow, event: Event | None = None) -> TaskRow:
        data = row.row
        return TaskRow(
            code=data.wbs_code or data.id, name=data.name, team=self.team_name(row.team), assignee=data.assignee,
            planned_start=data.planned_start, planned_finish=data.planned_finish, actual_start=data.actual_start,
            actual_finish=data.actual_finish, forecast_finish=data.forecast_finish, percent=data.percent, event=event,
            mark=MARKS.get(row.how), target=reverse("progress:row", args=[data.key]),
        )  # fmt: skip

    def team_name(self, code: str) -> str:
        return self.teams[code].label if code in self.teams else code

    def late_row(self, row: WeekRow) -> LateRow:
        days = self.data.delay_days(row)
        return LateRow(
            self.task(row), delay_days=None if days is None else int(days), delay_effort=row.delay_effort,
            delay_reason=row.row.delay_reason, countermeasure=row.row.countermeasure,
        )  # fmt: skip

    def in_week(self, day: date | None) -> bool:
        """After the last status date, up to this one."""
        first = self.before.week.status_date if self.before else self.week.status_date - timedelta(days=7)
        return day is not None and first < day <= self.week.status_date

    def coming(self) -> list[TaskRow]:
        """Rows that start or finish in the seven days after the status date, and open ones that are overdue."""
        status = self.week.status_date
        until = status + timedelta(days=7)
        found = []
        for row in self.data.rows:
            data = row.row
            if not data.is_leaf or data.actual_finish is not None:
                continue
            starts = data.actual_start is None and within(data.planned_start, status, until)
            ends = within(data.planned_finish, status, until)
            overdue = data.planned_finish is not None and data.planned_finish <= status
            if starts or ends or overdue:
                found.append(self.task(row, event_of(starts, ends)))
        return found

    def milestones(self) -> list[MilestoneRow]:
        before = {row.row.key: row.row for row in self.before.rows} if self.before else {}
        found = []
        for row in self.data.milestones:
            data = row.row
            if data.planned_finish is None or abs(data.planned_finish - self.week.status_date) > TWO_WEEKS:
                continue
            last = before.get(data.key)
            found.append(
                MilestoneRow(
                    data.name, planned=data.planned_finish, previous_forecast=last.forecast_finish if last else None,
                    forecast=data.forecast_finish, actual=data.actual_finish, delay_days=self.milestone_delay(row),
                    team=self.team_name(row.team), target=reverse("progress:row", args=[data.key]),
                )
            )  # fmt: skip
        return found

    def milestone_delay(self, row: WeekRow) -> int | None:
        """Working days between plan and actual (else forecast): negative is later than planned."""
        data = row.row
        then = data.actual_finish or data.forecast_finish
        if then is None or data.planned_finish is None:
            return None
        calendar = self.data.calendars.of(row.team)
        return calendar.offset(data.planned_finish) - calendar.offset(then)

    def findings(self) -> list[FindingCounts]:
        rounds = dict(
            Submission.objects.filter(week=self.week).values_list("team__code").annotate(Max("revision")).order_by()
        )
        found: dict[str, dict[str, int]] = {}
        rows = Finding.objects.filter(week=self.week, audience="team").exclude(severity="I")
        for code, state, closed_in in rows.values_list("team__code", "state", "closed_in"):
            counts = found.setdefault(code, {"opened": 0, "open": 0, "closed": 0, "waived": 0})
            counts["opened"] += 1
            counts["waived"] += state == FindingState.WAIVED
            counts["open"] += state in (FindingState.OPEN, FindingState.ANSWERED)
            counts["closed"] += state in (FindingState.RESOLVED, FindingState.DISMISSED, FindingState.WITHDRAWN)
        return [
            FindingCounts(self.team_name(code), rounds=rounds.get(code), **found.get(code, {}))
            for code in self.teams
            if code in found or code in rounds
        ]

    def trend(self) -> list[TrendWeek]:
        """The last four sealed weeks (this one last)."""
        weeks = weekdata.sealed_until(self.week, 4)
        measures = weekdata.measures_of(weeks)
        data = [WeekData(week, True, None, {}, measures[week.pk], (), self.data.calendars) for week in weeks]
        found = [TrendWeek(one.week.status_date, self.scope("project", one.week.key, one)) for one in data]
        if not self.data.sealed:
            found = [*found[-3:], TrendWeek(self.week.status_date, self.scope("project", self.week.key))]
        return found

    def topics(self) -> list[TeamTopics]:
        found = []
        for submission in self.states().values():
            words = (submission.topics, submission.next_week, submission.concerns, submission.requests)
            if any(word.strip() for word in words):
                found.append(TeamTopics(submission.team.label, *words))
        return found

    def carried(self) -> list[Carried]:
        since = self.before.week.status_date if self.before else None
        return [Carried(self.team_name(code), MARKS[how], since) for code, how in self.data.carried.items()]

    def sources(self) -> list[Source]:
        pks = [s["submission"] for s in self.data.standings.values() if s["submission"]]
        found = {s.team.code: s for s in Submission.objects.filter(pk__in=pks).select_related("team", "file")}
        return [self.source(code, found.get(code)) for code in self.teams if code in self.data.standings]

    def source(self, code: str, submission: Submission | None) -> Source:
        mark = MARKS.get(self.data.carried.get(code, ""))
        if submission is None:
            return Source(self.team_name(code), "", mark=mark)
        accepted = submission.acceptances.filter(undone_at=None).first()
        file = submission.file
        return Source(
            self.team_name(code), str(submission.get_state_display()), file=file.name if file else "",
            revision=submission.revision, digest=file.sha256 if file else "", mark=mark,
            accepted_on=timezone.localtime(accepted.accepted_at).date() if accepted else None,
        )  # fmt: skip


def within(day: date | None, after: date, until: date) -> bool:
    return day is not None and after < day <= until


def event_of(starts: bool, ends: bool) -> Event:
    if starts and ends:
        return Event.START_AND_FINISH
    return Event.START if starts else Event.FINISH if ends else Event.OVERDUE


def count(measures: Mapping[str, Any], name: str) -> int | None:
    value: Decimal | None = measures.get(name)
    return None if value is None else int(value)


def points(pairs: list[tuple[date, Decimal]]) -> tuple[Point, ...]:
    return tuple(Point(day, value) for day, value in pairs)


def gather(week: Week, edition: Edition) -> WeekFigures:
    """The figures of a week's report; call under the language of the edition."""
    data = weekdata.read(week, edition.choices)
    earlier = [w for w in weekdata.sealed_until(week, 2) if w.pk != week.pk]
    before = weekdata.sealed(earlier[-1]) if earlier else None
    teams, phases = weekdata.names()
    return Gatherer(data, before, teams, phases, edition).figures()
