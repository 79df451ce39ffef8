"""The work itself, day by day: everybody takes the next row of the own queue and moves it on at the team's pace.

The outcome is how far each row really is on each status date, since when, and whose it is. What the teams write about
it is the business of `reporting`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from reports.demo.story import pace
from reports.demo.story.events import CR_009, HANDOVERS, STUCK, Handover, Stuck
from reports.demo.story.plan import Plan, Row
from reports.demo.story.timeline import StoryWeek, Timeline

NEARLY = 1e-9


@dataclass(frozen=True)
class Standing:
    """Where a row stands: the part done (0-1), first and last day of work, its people, the team it belongs to."""

    team: str
    people: tuple[str, ...]
    done: float = 0.0
    start: date | None = None
    finish: date | None = None
    is_stuck: bool = False


Standings = dict[str, Standing]


@dataclass
class Desk:
    """One person's queue in a team, in the order of the planned dates."""

    person: str
    team: str
    rows: list[Row]


def work(plan: Plan, timeline: Timeline) -> dict[str, Standings]:
    """Week name -> row key -> where the row stands on the status date, for all tasks."""
    return Simulation(plan, timeline).run()


@dataclass
class Simulation:
    """Runs from the project's start to the open week's status date."""

    plan: Plan
    timeline: Timeline
    now: Standings = field(default_factory=dict)
    desks: list[Desk] = field(default_factory=list)
    limits: dict[str, float] = field(default_factory=dict)

    def run(self) -> dict[str, Standings]:
        self.now = {row.key: Standing(row.team, row.people) for row in self.plan.tasks}
        self.desks = list(desks(self.plan))
        self.limits = {key: stuck.percent / 100 for stuck in STUCK for key in stuck.rows}
        day, found = self.timeline.start, {}
        for week in self.timeline.weeks:
            self.begin(week.name)
            while day <= week.status_date:
                self.one_day(day, week)
                day += timedelta(days=1)
            found[week.name] = dict(self.now)
        return found

    def begin(self, week: str) -> None:
        """What happens before the first working day that counts for this week."""
        for stuck in STUCK:
            if stuck.until == week:
                self.release(stuck)
            elif self.is_past(stuck.until, week):
                self.limits.update(dict.fromkeys(stuck.rows, 1.0))
        for handover in HANDOVERS:
            if handover.week == week:
                self.hand_over(handover)
        if CR_009.week == week:
            self.transfer()

    def is_past(self, name: str, week: str) -> bool:
        return self.timeline.week(name).status_date < self.timeline.week(week).status_date

    def one_day(self, day: date, week: StoryWeek) -> None:
        for desk in self.desks:
            if self.timeline.calendar_of(desk.team).is_working(day):
                self.spend(desk, day, week)

    def spend(self, desk: Desk, day: date, week: StoryWeek) -> None:
        """One day of this person on the rows that may be begun and are not stuck."""
        left = 1.0
        for row in list(desk.rows):
            if left <= NEARLY or row.start > day:
                return
            room = self.limits.get(row.key, 1.0) - self.now[row.key].done
            if room <= NEARLY:
                self.now[row.key] = replace(self.now[row.key], is_stuck=True)
                continue
            speed = self.speed(desk, row, day, week)
            used = min(left, room * self.days(row) / speed)
            left -= used
            self.move_on(desk, row, used * speed / self.days(row), day)

    def move_on(self, desk: Desk, row: Row, part: float, day: date) -> None:
        before = self.now[row.key]
        after = replace(before, done=before.done + part, start=before.start or day)
        if after.done >= 1 - NEARLY:
            after = replace(after, done=1.0, finish=day)
            desk.rows.remove(row)
        self.now[row.key] = after

    def days(self, row: Row) -> int:
        return self.timeline.calendar_of(row.team).working_days(row.start, row.finish)

    def speed(self, desk: Desk, row: Row, day: date, week: StoryWeek) -> float:
        """Planned days done in a day; before S1 by phase, then by the team's week."""
        own = pace.PERSONAL.get(desk.person, 1.0) * pace.SPELLS.get((desk.person, week.name), 1.0)
        if day <= self.timeline.weeks[0].times.key.previous.monday + timedelta(days=2):
            return own * pace.EARLIER.get(row.team, {}).get(row.phase, 1.0)
        return own * pace.WEEKLY[desk.team][self.timeline.weeks.index(week)]

    def release(self, stuck: Stuck) -> None:
        """The rows go on; some turn out not to be where they were said to be, and stay there for that week."""
        back = dict(stuck.back)
        for key in stuck.rows:
            percent = back.get(key, 100)
            self.limits[key] = percent / 100
            done = min(self.now[key].done, self.limits[key])
            self.now[key] = replace(self.now[key], done=done, is_stuck=False)

    def hand_over(self, handover: Handover) -> None:
        for key, standing in list(self.now.items()):
            to = next((person for start, person in handover.rows if key.startswith(start)), "")
            if to and standing.finish is None and handover.leaves in standing.people:
                people = tuple(to if person == handover.leaves else person for person in standing.people)
                self.give(key, standing.team, people)

    def transfer(self) -> None:
        for unit, person in CR_009.rows:
            for row in self.plan.tasks:
                if row.unit == unit and row.phase == CR_009.phase:
                    self.give(row.key, CR_009.team, (person,))

    def give(self, key: str, team: str, people: tuple[str, ...]) -> None:
        """The row goes to other people: it joins the first one's queue."""
        self.now[key] = replace(self.now[key], team=team, people=people)
        for desk in self.desks:
            desk.rows = [row for row in desk.rows if row.key != key]
        target = next((desk for desk in self.desks if (desk.person, desk.team) == (people[0], team)), None)
        if target is None:
            target = Desk(people[0], team, [])
            self.desks.append(target)
        rows = in_order([*target.rows, self.plan.by_key[key]])
        target.rows = sorted(rows, key=lambda row: self.now[row.key].start is None)  # what is begun goes on first


def desks(plan: Plan) -> Iterator[Desk]:
    for person, team in dict.fromkeys((row.people[0], row.team) for row in plan.tasks):
        yield Desk(person, team, in_order(row for row in plan.tasks if (row.people[0], row.team) == (person, team)))


def in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.start, row.key))
