"""The open week in the middle of its cycle (UX 2.5), with no time stamp after the moment of loading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from progress.actions.findings import OwnFinding, add
from progress.actions.intake import DraftEdit, edit_draft
from progress.actions.reviewing import begin_review
from projects.actions.weeks import move_times
from reports.demo.cycle import Cycle, Step, minutes
from reports.demo.story.people import PMO, REVIEWER
from reports.demo.story.reporting import Report
from reports.demo.story.revisions import Mender, Revision
from reports.demo.story.words import Text

SQUEEZE = minutes(1)  # what must happen before the loading is at least so far before it
MOVABLE = ("resubmission_due", "papers_due", "meeting_at", "report_at")
NOTE = Text("デモ用に期限を読み込み日に合わせています", "Times follow the day on which the sample project was loaded")
POINT = Text(
    "結合テスト環境の競合はいつ解消しますか。見込みをお知らせください。",
    "When will the clash over the integration test environment be settled? Please tell us what you expect.",
)
DRAFT_ROWS = 11
COSTLY = "MIG/memberdata"  # the second revision of MIG tells more effort on one of these rows


@dataclass
class OpenCycle(Cycle):
    """The open week: BASE accepted, MIG sent again, AUT in review, MEM returned, BIL a draft after the deadline."""

    def plan(self, rows: Report) -> None:
        week = self.week
        sent = {team: self.revisions(team, rows) for team in self.world.teams}
        for team, revisions in sent.items():
            if team != "BIL":
                self.at(self.sent_at(team, 1, 9), partial(self.send, team, revisions[0]))
        self.at(week.findings_due - minutes(70), partial(self.take, "BASE"))
        first, second = sent["MIG"]
        self.at(week.findings_due - minutes(50), partial(self.give_back, "MIG", first))
        self.at(week.findings_due - minutes(25), partial(self.send, "MIG", self.costly(second)))
        self.at(week.findings_due - minutes(12), self.look_at_aut)
        if sent["MEM"][0].codes:
            self.at(week.findings_due - minutes(5), partial(self.give_back, "MEM", sent["MEM"][0]))
        self.at(week.submission_due + minutes(132), partial(self.draft_bil, sent["BIL"][0].rows))

    def revisions(self, team: str, rows: Report) -> list[Revision]:
        mine = {key: row for key, row in rows.items() if row.team == team}
        return Mender(self.world.reporter, self.story, team, mine, self.world.accepted.get(team, {})).revisions()

    def costly(self, revision: Revision) -> Revision:
        """One row turns out to take half as much again as planned."""
        before = self.world.accepted["MIG"]
        begun = (key for key, row in revision.rows.items() if row.actual_start and not before[key].actual_finish)
        keys = sorted(begun, key=lambda key: not key.startswith(COSTLY))
        rows = dict(revision.rows)
        for key in keys[:1]:
            effort = self.world.plan.by_key[key].effort or Decimal(1)
            rows[key] = replace(rows[key], actual_effort=(effort * Decimal("1.5")).quantize(Decimal("0.25")))
        return replace(revision, rows=rows)

    def look_at_aut(self, at: datetime) -> None:
        """The PMO has begun and noted one point of its own."""
        submission, by = self.latest("AUT"), self.world.members[REVIEWER]
        begin_review(submission, by=by, at=at - minutes(8))
        rows = submission.rows.select_related("work_item")
        late = (row for row in rows if row.values.get("delay_reason") and "actual_finish" not in row.values)
        row = next(late, None)
        add(submission, OwnFinding(row, "countermeasure", self.world.say(POINT)), by=by, at=at)

    def draft_bil(self, rows: Report, at: datetime) -> None:
        """Eleven rows typed in the evening, not sent."""
        before = self.world.accepted["BIL"]
        moved = {key: row for key, row in rows.items() if row != before.get(key)}
        some = dict(list(moved.items())[:DRAFT_ROWS])
        edit = DraftEdit(self.edits("BIL", some), {})
        edit_draft(self.world.teams["BIL"], self.week, edit, by=self.world.members["nagamine"], at=at)

    def play(self) -> None:
        """In order; what would lie after the loading is squeezed into the time before it."""
        steps = sorted(self.steps, key=lambda pair: pair[0])
        for moment, step in squeezed(steps, self.world.loaded_at):
            step(moment)

    def move_times(self) -> None:
        """Deadlines that have passed at the loading go to the next working days, in their order."""
        moved = dict(self.moved_times())
        if moved:
            say, by = self.world.say, self.world.members[PMO]
            move_times(self.week, moved, note=say(NOTE), by=by, at=self.world.loaded_at - SQUEEZE)

    def moved_times(self) -> Iterator[tuple[str, datetime]]:
        calendar, latest = self.world.timeline.calendar, self.world.loaded_at
        for name in sorted(MOVABLE, key=lambda name: getattr(self.week, name)):
            usual = moment = getattr(self.week, name).astimezone(self.story.times.submission_due.tzinfo)
            while moment <= latest:
                moment = datetime.combine(calendar.add(moment.date(), 1), moment.time(), moment.tzinfo)
            if moment != usual:
                yield name, moment
            latest = max(latest, moment - timedelta(seconds=1))


def squeezed(steps: list[tuple[datetime, Step]], end: datetime) -> Iterator[tuple[datetime, Step]]:
    """The steps with their times, all before `end`: those that would be later share what time is left."""
    kept = [pair for pair in steps if pair[0] <= end - SQUEEZE]
    later = steps[len(kept) :]
    yield from kept
    begin = kept[-1][0] if kept else end - minutes(60)
    for number, (_moment, step) in enumerate(later, 1):
        yield begin + (end - begin) * number / (len(later) + 1), step
