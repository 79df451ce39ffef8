"""From what is true to what a team sends: revision by revision, with mistakes that are mended one after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal

from progress.domain.lateness import is_overdue, late
from progress.domain.rows import Status
from reports.demo.story.events import APPROVED_ROWS, CR_008, CR_009, HANDOVERS, RESTORED_ROWS
from reports.demo.story.frame import TEAM
from reports.demo.story.mistakes import INSTEAD, MISTAKES, Mistake, rounds
from reports.demo.story.people import PERSON
from reports.demo.story.reporting import Report, Reported, Reporter
from reports.demo.story.timeline import StoryWeek

NARROW = ("G044", "G045")  # fit few rows, so they choose first


@dataclass(frozen=True)
class Revision:
    """What a team sends: its rows, and what only a file can have."""

    number: int
    rows: Report
    codes: frozenset[str] = frozenset()  # checks whose findings the PMO takes up
    id_as_number: str = ""  # row whose id the team's file has as a number: 5.10 becomes 5.1
    unknown: tuple[str, ...] = ()  # rows that the file calls by another name and without an id


ID_AS_NUMBER = {("S1", "MIG"): "4.10", ("open", "MIG"): "5.10"}
UNKNOWN_ROWS = {("S9", "MIG"): (("BIL/debit/IT1", "BIL/debit/IT2"), "G064")}


@dataclass
class Mender:
    """One team's week: what is true now, what was true last week, and the terms of lateness."""

    reporter: Reporter
    week: StoryWeek
    team: str
    rows: Report
    before: Report
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.terms = self.reporter.terms(self.week, self.team)
        self.followers: dict[str, list[str]] = defaultdict(list)
        for row in self.reporter.plan.of_team(self.team):
            for key in row.after:
                self.followers[key].append(row.key)

    def revisions(self) -> list[Revision]:
        """All revisions the team sends in this week, the last one true; one is enough when nothing is wrong."""
        wanted = sorted(MISTAKES.get(self.place, ()), key=lambda mistake: mistake.code not in NARROW)
        mistakes = [mistake for one in wanted for mistake in self.placed(one)]
        unknown, code = UNKNOWN_ROWS.get(self.place, ((), ""))
        doubled = "G009" if self.place in ID_AS_NUMBER else ""
        codes = frozenset(filter(None, (*(mistake.code for mistake in mistakes), code, doubled)))
        found = []
        last = rounds(self.week.name, self.team) if codes or self.asks_for_answers() else 1
        for number in range(1, last + 1):
            first = number == 1
            rows = dict(self.rows)
            for mistake in mistakes:
                if mistake.until >= number:
                    rows |= {key: SPOIL[mistake.code](self, rows[key]) for key in mistake.rows}
            as_number = ID_AS_NUMBER.get(self.place, "") if first else ""
            found.append(Revision(number, self.numbered(rows, first), codes, as_number, unknown if first else ()))
        return found

    def asks_for_answers(self) -> bool:
        """Whether a percentage has honestly gone back: the PMO asks why."""
        pairs = ((self.was(row), row) for row in self.rows.values())
        return any(was and (row.percent or 0) < (was.percent or 0) for was, row in pairs)

    @property
    def place(self) -> tuple[str, str]:
        return self.week.name, self.team

    def numbered(self, rows: Report, first: bool) -> Report:
        """Rows taken over by a change name it, once the PMO has asked for the number."""
        if self.place not in UNKNOWN_ROWS:
            return rows
        keys = UNKNOWN_ROWS[self.place][0]
        number = "" if first else CR_009.number
        return {key: replace(row, change_number=number) if key in keys else row for key, row in rows.items()}

    def rows_for(self, wanted: Mistake) -> tuple[str, ...]:
        """The named rows where the mistake fits them, then others."""
        fits = FITS[wanted.code]
        named = [key for key in wanted.rows if key in self.rows and fits(self, self.rows[key])]
        others = [key for key in self.candidates(wanted.code) if key not in named]
        return tuple([*named, *others][: wanted.count])

    def placed(self, wanted: Mistake) -> Iterator[Mistake]:
        """The mistake with the rows it falls on; where none fits, a simpler one."""
        rows = self.rows_for(wanted)
        self.taken.update(rows)
        if rows:
            yield replace(wanted, rows=rows)
        elif wanted.code in INSTEAD:
            yield from self.placed(Mistake(INSTEAD[wanted.code]))

    def candidates(self, code: str) -> Iterator[str]:
        fits = FITS[code]
        found = [row for key, row in self.rows.items() if key not in self.taken and fits(self, row)]
        return (row.key for row in found)

    def has_follower(self, row: Reported) -> bool:
        """Whether a successor has begun: without this row's finish it would have begun too early (G080)."""
        followers = [self.rows[key] for key in self.followers.get(row.key, ()) if key in self.rows]
        return TEAM[self.team].keeps_links and any(follower.actual_start for follower in followers)

    # -- which rows a mistake fits

    def is_late(self, row: Reported) -> bool:
        return late(row.neutral, self.terms)

    def is_overdue(self, row: Reported) -> bool:
        return self.is_late(row) and is_overdue(row.neutral, self.terms)

    def is_open(self, row: Reported) -> bool:
        """Begun, not finished, not late."""
        return row.actual_start is not None and row.actual_finish is None and not self.is_late(row)

    def was(self, row: Reported) -> Reported | None:
        return self.before.get(row.key)

    def just_finished(self, row: Reported) -> bool:
        """Finished since last week; in the first week not long ago."""
        was = self.was(row)
        if row.actual_finish is None or "/" not in row.key:
            return False
        return not was.actual_finish if was else (self.week.status_date - row.actual_finish).days <= 30

    def may_forget_finish(self, row: Reported) -> bool:
        """Whether a missing finish is all that would be found: explained if overdue (but in S1), the last so far."""
        explained = not self.before or not self.is_due(row) or bool(row.delay_reason and row.countermeasure)
        return self.just_finished(row) and explained and not self.has_follower(row)

    def is_due(self, row: Reported) -> bool:
        """Whether the row is overdue when its finish is missing."""
        return is_overdue(replace(row, actual_finish=None).neutral, self.terms)

    def has_begun(self, row: Reported) -> bool:
        return row.actual_start is not None and row.actual_finish is None

    def moves(self, row: Reported) -> bool:
        return self.has_begun(row) and not self.reporter.work[self.week.name][row.key].is_stuck

    def has_finished_with_effort(self, row: Reported) -> bool:
        return self.just_finished(row) and row.actual_effort is not None

    def just_begun(self, row: Reported) -> bool:
        was = self.was(row)
        return self.is_open(row) and bool(row.percent) and not (was and was.actual_start)

    def half_done(self, row: Reported) -> bool:
        return self.is_open(row) and 30 <= (row.percent or 0) <= 70 and row.actual_effort is not None

    def may_fall(self, row: Reported) -> bool:
        was = self.was(row)
        moved = was is not None and was.percent is not None and 20 <= was.percent < 100 and was.percent != row.percent
        return self.has_begun(row) and moved

    def is_of_who_left(self, row: Reported) -> bool:
        """Handed over from somebody who has left, and still open."""
        was = self.was(row)
        names = [PERSON[handover.leaves].family.of(self.reporter.language) for handover in HANDOVERS]
        return bool(was and row.actual_finish is None and any(name in was.assignee for name in names[:1]))

    def is_replanned(self, row: Reported) -> bool:
        return row.key in (*APPROVED_ROWS, *RESTORED_ROWS)

    # -- what it makes of them

    def leaver(self, row: Reported) -> Reported:
        was = self.was(row)
        return replace(row, assignee=was.assignee if was else row.assignee)

    def fallen(self, row: Reported) -> Reported:
        """Ten points less than last time; where that makes the row late, with all that a late row has to say."""
        was, standing = self.was(row), self.reporter.work[self.week.name].get(row.key)
        less = replace(row, percent=(was.percent if was and was.percent else Decimal(20)) - 10)
        return self.reporter.explained(less, self.week, was, standing)

    def contradicting(self, row: Reported) -> Reported:
        """Less left than the percentage says, by a quarter of the whole."""
        share = (row.percent or Decimal(0)) / 100 + Decimal("0.25")
        spent = row.actual_effort or Decimal(1)
        return replace(row, remaining_effort=((spent / share - spent) * 4).quantize(Decimal(1)) / 4)

    def replanned(self, row: Reported) -> Reported:
        calendar = self.reporter.timeline.calendar
        if row.planned_start is None or row.planned_finish is None:
            return row
        start, finish = calendar.add(row.planned_start, CR_008.days), calendar.add(row.planned_finish, CR_008.days)
        return replace(row, planned_start=start, planned_finish=finish)

    def forgotten_finish(self, row: Reported) -> Reported:
        """Its last day is missing; where it is overdue by that, the forecast still stands."""
        forecast = self.reporter.timeline.calendar.add(self.week.status_date, 1) if self.is_due(row) else None
        return replace(row, actual_finish=None, status=Status.IN_PROGRESS, forecast_finish=forecast)

    def old_forecast(self, row: Reported) -> Reported:
        return replace(row, forecast_finish=self.week.status_date - timedelta(days=1))


FITS: dict[str, Callable[[Mender, Reported], bool]] = {
    "G003": Mender.is_open,
    "G007": Mender.moves,
    "G008": Mender.is_of_who_left,
    "G020": Mender.just_begun,
    "G021": Mender.may_forget_finish,
    "G022": Mender.just_finished,
    "G030": Mender.has_finished_with_effort,
    "G032": Mender.half_done,
    "G033": Mender.has_begun,
    "G042": Mender.is_late,
    "G043": Mender.is_late,
    "G044": Mender.is_overdue,
    "G045": Mender.is_overdue,
    "G047": Mender.may_fall,
    "G060": Mender.is_replanned,
}
SPOIL: dict[str, Callable[[Mender, Reported], Reported]] = {
    "G003": lambda _, row: replace(row, planned_finish=None),
    "G007": lambda _, row: replace(row, percent=None),
    "G008": Mender.leaver,
    "G020": lambda _, row: replace(row, actual_start=None, actual_effort=None, status=Status.BLANK),
    "G021": Mender.forgotten_finish,
    "G022": lambda _, row: replace(row, percent=Decimal(95), remaining_effort=Decimal("0.5")),
    "G030": lambda _, row: replace(row, remaining_effort=Decimal("0.25")),
    "G032": Mender.contradicting,
    "G033": lambda _, row: replace(row, status=Status.DONE),
    "G042": lambda _, row: replace(row, delay_reason=""),
    "G043": lambda _, row: replace(row, countermeasure=""),
    "G044": lambda _, row: replace(row, forecast_finish=None),
    "G045": Mender.old_forecast,
    "G047": Mender.fallen,
    "G060": Mender.replanned,
}
