"""The input of the weekly report: plain figures of one week.

The caller gathers them from sealed data or, before the seal, from what is accepted. Effort is in person-days, percent
0-100, delays are signed (negative is late), unknown is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pmo.lib.drawing.gantt import GanttChart
from pmo.lib.drawing.timechart import Point
from progress.domain.lights import Dimension
from reports.content.blocks import Colour, Mark


class Event(StrEnum):
    """Why a row stands in the list of a week."""

    START = "start"
    FINISH = "finish"
    START_AND_FINISH = "start_and_finish"
    OVERDUE = "overdue"
    MILESTONE = "milestone"


@dataclass(frozen=True, slots=True)
class ReportHeader:
    """What identifies the document. People and the project are named in the language of the report."""

    number: str
    version: str
    project: str
    week: str  # 2026-W47
    status_date: date
    made_at: datetime
    author: str = ""
    reviewer: str = ""
    approver: str = ""
    distribution: tuple[str, ...] = ()
    confidentiality: str = ""
    sequence: int | None = None  # 第46回
    first_day: date | None = None  # the period covered: the day after the last status date
    provisional: bool = False
    supersedes: str = ""  # why this version replaces the one before
    replaces: bool = False  # that it does, where the reason is not told


@dataclass(frozen=True, slots=True)
class Carried:
    """A team whose figures are not final; `since` is the status date of its last accepted values."""

    team: str
    mark: Mark
    since: date | None = None


@dataclass(frozen=True, slots=True)
class ScopeFigures:
    """Totals of the project, a phase, a team or one week of the trend. Nothing here is computed by the report."""

    name: str
    bac: Decimal | None = None
    pv: Decimal | None = None
    ev: Decimal | None = None
    ac: Decimal | None = None
    planned_percent: Decimal | None = None
    actual_percent: Decimal | None = None
    percent_difference: Decimal | None = None
    sv: Decimal | None = None
    cv: Decimal | None = None
    spi: Decimal | None = None
    cpi: Decimal | None = None
    spi_t: Decimal | None = None
    eac: Decimal | None = None
    vac: Decimal | None = None
    tcpi: Decimal | None = None
    rows_due: int | None = None
    rows_done: int | None = None
    rows_late: int | None = None
    reporting_share: Decimal | None = None  # percent of BAC whose effort is reported, where that is not all
    reports_effort: bool = True
    mark: Mark | None = None
    target: str = ""
    blanks: Mapping[str, str] = field(default_factory=dict)  # why a figure is None: its name -> code of evm.Blank

    def marked(self, mark: Mark | None) -> ScopeFigures:
        return replace(self, mark=mark)


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """A team's figures beside the state of its submission, `state` in words (UX 0.2)."""

    figures: ScopeFigures
    state: str = ""
    revision: int | None = None
    fixed_price: bool = False  # 請負: actual effort is not theirs to report
    trend: tuple[Decimal | None, ...] = ()  # SPI of the sealed weeks, oldest first


@dataclass(frozen=True, slots=True)
class TrendWeek:
    status_date: date
    figures: ScopeFigures


@dataclass(frozen=True, slots=True)
class Curve:
    """Cumulative percent of BAC by status date: baseline 1, the baseline in force, and what was earned."""

    planned: tuple[Point, ...] = ()
    current_plan: tuple[Point, ...] = ()  # empty while it equals `planned`
    actual: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row of the plan as the lists print it."""

    code: str
    name: str
    team: str
    assignee: str = ""
    planned_start: date | None = None
    planned_finish: date | None = None
    actual_start: date | None = None
    actual_finish: date | None = None
    forecast_finish: date | None = None
    percent: Decimal | None = None
    event: Event | None = None
    mark: Mark | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class LateRow:
    """`delay_days` in working days and `delay_effort` in person-days are negative; `critical` None is unknown."""

    task: TaskRow
    delay_days: int | None = None
    delay_effort: Decimal | None = None
    delay_reason: str = ""
    countermeasure: str = ""
    critical: bool | None = None
    endangers: str = ""  # the milestone it has to be done for, else its phase
    days_left: int | None = None  # working days until then; negative when that has passed


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    name: str
    planned: date | None = None
    previous_forecast: date | None = None
    forecast: date | None = None
    actual: date | None = None
    delay_days: int | None = None  # working days, negative when later than planned
    team: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """Findings of one team: raised and closed in this week, open at the status date; rounds until it was accepted."""

    team: str
    opened: int = 0
    closed: int = 0
    open: int = 0
    waived: int = 0
    rounds: int | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One point raised with a team: how weighty, what it says, the team's cell, its state, the team's answer."""

    severity: str
    text: str
    place: str
    state: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class TeamTopics:
    """The four short texts a team wrote into its draft, as typed."""

    team: str
    topics: str = ""
    next_week: str = ""
    problems: str = ""
    requests: str = ""


@dataclass(frozen=True, slots=True)
class LightHit:
    """What meets a condition: a scope or a milestone by name ("" is the project), with its value."""

    name: str
    value: Decimal | int
    target: str = ""


@dataclass(frozen=True, slots=True)
class LightCondition:
    """A condition of a light by its code; `hits` is None while it is not evaluated."""

    code: str
    level: Colour
    limit: Decimal | int | None
    hits: tuple[LightHit, ...] | None


@dataclass(frozen=True, slots=True)
class LightFigure:
    """A light as shown: by `rule`, or the PM's own colour with the reason (`override`)."""

    dimension: Dimension
    colour: Colour
    previous: Colour | None = None
    override: str = ""
    override_by: str = ""
    rule: Colour = Colour.GREY
    conditions: tuple[LightCondition, ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """What a team said last week would be finished by now, and how much of it is; the targets open those rows."""

    team: str
    promised: int
    kept: int
    target: str = ""
    kept_target: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class WeekChange:
    """One thing that changed since the week before; `kind` says which, the rest are its values."""

    kind: str
    name: str
    now: Decimal | int | date | None = None
    before: Decimal | int | date | None = None
    detail: str = ""
    count: int = 0
    target: str = ""


@dataclass(frozen=True, slots=True)
class FindingWeek:
    """Points raised with the teams and settled, from the beginning up to this week."""

    status_date: date
    opened: int
    closed: int


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """How the forecast of a milestone moved: (status date, date expected then), oldest first."""

    name: str
    planned: date
    points: tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One submission the figures come from."""

    team: str
    state: str
    file: str = ""
    revision: int | None = None
    accepted_on: date | None = None
    digest: str = ""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """Everything the weekly report of one week prints. What is empty is left out of the report."""

    language: str
    header: ReportHeader
    project: ScopeFigures
    previous: ScopeFigures | None = None
    phases: tuple[ScopeFigures, ...] = ()
    teams: tuple[TeamWeek, ...] = ()
    curve: Curve = field(default_factory=Curve)
    late: tuple[LateRow, ...] = ()
    milestones: tuple[MilestoneRow, ...] = ()
    ahead: tuple[MilestoneRow, ...] = ()  # the next ones not reached yet
    started: tuple[TaskRow, ...] = ()
    finished: tuple[TaskRow, ...] = ()
    next_week: tuple[TaskRow, ...] = ()
    findings: tuple[FindingCounts, ...] = ()
    points: tuple[FindingRow, ...] = ()  # a single team's own
    trend: tuple[TrendWeek, ...] = ()
    topics: tuple[TeamTopics, ...] = ()
    lights: tuple[LightFigure, ...] = ()
    changes: tuple[WeekChange, ...] = ()
    this_week: tuple[TaskRow, ...] = ()
    this_week_days: tuple[date, date] | None = None
    promises: tuple[Promise, ...] = ()
    running: tuple[ScopeFigures, ...] = ()
    burn_up: tuple[FindingWeek, ...] = ()
    milestone_trend: tuple[MilestoneLine, ...] = ()
    gantt: tuple[GanttChart, ...] = ()  # without titles: the content names them
    carried: tuple[Carried, ...] = ()
    sources: tuple[Source, ...] = ()
    comments: Mapping[str, str] = field(default_factory=dict)  # by section key
