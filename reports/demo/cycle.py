"""One week of the cycle: teams send, the PMO returns or accepts, the week is sealed; everything at its own time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from django.db.models import QuerySet

from progress.actions.findings import adopt, answer
from progress.actions.intake import TEXTS, DraftEdit, edit_draft
from progress.actions.reviewing import accept, begin_review, return_submission
from progress.actions.sealing import seal_week
from progress.actions.sending import send
from progress.domain.neutral import value_to_json
from progress.models import Finding, FindingState, Submission
from projects.actions.inbox import read_all
from projects.demo import LOGINS
from projects.models import Week
from reports.demo.reading import Target, read_file
from reports.demo.sheets import SAME, workbook
from reports.demo.story import sentences
from reports.demo.story.people import LEADS, PMO, REVIEWER
from reports.demo.story.reporting import Report
from reports.demo.story.revisions import Revision
from reports.demo.story.timeline import StoryWeek
from reports.demo.story.words import Text
from reports.demo.world import World

SENDS_BEFORE = {"BASE": 235, "AUT": 12, "MEM": 2, "BIL": 20, "MIG": 40}  # minutes before the deadline
SENDS_LATE = {("S5", "BIL")}  # one working day after the deadline
AFTER_PAPERS = {("S10", "BIL"): 100}  # the last revision, minutes after the papers' deadline
FILES_FROM, OWN_LAYOUT = "S12", "MIG"  # all teams from that week on; this one always
MENDED_IN_THE_FILE = {"S1", "S9"}  # ids and names of rows cannot be typed in the page
RETURN_NOTE = Text(
    "ご提出ありがとうございました。次の点について修正またはご回答をお願いいたします。",
    "Thank you for your update. Could you please look at the following points?",
)
LAST_NOTE = Text(
    "早速のご対応ありがとうございます。残りは次の点です。", "Thank you for the quick reply. These points are left."
)
ANSWER = Text(
    "PM立会いで残作業を確認し、実態に合わせて見直しました。", "We looked at what is left with the PM and corrected it."
)
Step = Callable[[datetime], None]


@dataclass
class Cycle:
    """The events of one week, played in the order of their times."""

    world: World
    story: StoryWeek
    week: Week
    steps: list[tuple[datetime, Step]] = field(default_factory=list)

    def at(self, moment: datetime, step: Step) -> None:
        self.steps.append((moment, step))

    def play(self) -> None:
        for moment, step in sorted(self.steps, key=lambda pair: pair[0]):
            step(moment)

    def team_week(self, team: str, revisions: list[Revision]) -> None:
        """A team's rounds until it is accepted."""
        last = len(revisions)
        for revision in revisions:
            moment = self.sent_at(team, revision.number, last)
            self.at(moment, partial(self.send, team, revision))
            if revision.number < last:
                self.at(self.returned_at(team, revision.number), partial(self.give_back, team, revision))
        self.at(self.accepted_at(team, last), partial(self.take, team))

    # -- when

    def sent_at(self, team: str, number: int, last: int) -> datetime:
        week = self.week
        if number == 1:
            late = (self.story.name, team) in SENDS_LATE
            return week.findings_due + minutes(30) if late else week.submission_due - minutes(SENDS_BEFORE[team])
        if number == last and self.is_after_papers(team):
            return week.papers_due + minutes(AFTER_PAPERS[self.story.name, team])
        if number < last:
            return week.resubmission_due - minutes(180)
        return week.resubmission_due - minutes(SENDS_BEFORE[team] % 60 + 5)

    def returned_at(self, team: str, number: int) -> datetime:
        if number > 1:
            return self.week.resubmission_due - minutes(150)
        late = (self.story.name, team) in SENDS_LATE
        return self.week.findings_due + minutes(90 if late else -SENDS_BEFORE[team] % 60 // 2 - 5)

    def accepted_at(self, team: str, last: int) -> datetime:
        if self.is_after_papers(team):
            return self.week.meeting_at - minutes(50)
        first = last == 1 and (self.story.name, team) not in SENDS_LATE
        return (self.week.findings_due if first else self.week.resubmission_due) + minutes(15 + len(team))

    def is_after_papers(self, team: str) -> bool:
        return (self.story.name, team) in AFTER_PAPERS

    def sealed_at(self) -> datetime:
        late = any(week == self.story.name for week, _team in AFTER_PAPERS)
        return self.week.meeting_at - minutes(30) if late else self.week.papers_due + minutes(15)

    # -- what

    def send(self, team: str, revision: Revision, at: datetime) -> None:
        self.prepare(team, revision, at - minutes(10))
        self.present(send(self.world.teams[team], self.week, by=self.world.members[LEADS[team]], at=at))

    def present(self, submission: Submission) -> None:
        """What follows from a revision; nothing by default."""

    def prepare(self, team: str, revision: Revision, at: datetime) -> None:
        """The draft: a file dropped, or values typed in the grid; the four texts."""
        by, record = self.world.members[LEADS[team]], self.world.teams[team]
        values = {}
        if self.sends_file(team, revision.number):
            name, content = workbook(self.world, team, self.week, revision)
            read_file(name, content, Target(record, self.week), by=by, at=at)
        else:
            values = self.edits(team, revision.rows)
        self.world.sent[team] = revision.rows
        texts = self.texts(team, revision.rows) if revision.number == 1 else {}
        if values or texts:
            edit_draft(record, self.week, DraftEdit(values, texts), by=by, at=at + minutes(3))

    def sends_file(self, team: str, number: int) -> bool:
        """In the last two weeks everybody does; before that MIG alone, which mends most revisions in the page."""
        if self.week.status_date >= self.world.timeline.week(FILES_FROM).status_date:
            return True
        return team == OWN_LAYOUT and (number == 1 or self.story.name in MENDED_IN_THE_FILE)

    def edits(self, team: str, rows: Report) -> dict[str, dict[str, object]]:
        """The fields that differ from the revision before, else from what was accepted last."""
        base = self.world.sent.get(team) or self.world.accepted.get(team, {})
        found = {}
        for key, row in rows.items():
            before = base.get(key)
            names = [name for name in SAME if before is None or getattr(row, name) != getattr(before, name)]
            if names:
                found[self.world.uuids[key]] = {name: value_to_json(getattr(row, name)) for name in names}
        return found

    def texts(self, team: str, rows: Report) -> dict[str, str]:
        return dict(zip(TEXTS, words(self.world, self.story, team, rows), strict=True))

    def latest(self, team: str) -> Submission:
        found = Submission.objects.filter(team=self.world.teams[team], week=self.week).order_by("-revision")
        return found.select_related("team", "week")[0]

    def give_back(self, team: str, revision: Revision, at: datetime) -> None:
        """The PMO reviews, takes up what asks for an answer, and returns the submission."""
        by, submission = self.world.members[REVIEWER], self.latest(team)
        begin_review(submission, by=by, at=at - minutes(4))
        for finding in self.open_findings(team):
            if not finding.adopted and not revision.codes.isdisjoint([finding.code, *finding.parts]):
                adopt(finding, by=by, at=at - minutes(1))
        note = (RETURN_NOTE if revision.number == 1 else LAST_NOTE).of(self.world.language)
        return_submission(submission, note=note, answer_due=self.week.resubmission_due, by=by, at=at)
        for finding in self.open_findings(team).filter(returned=True, clears="answer", severity="E"):
            lead = self.world.members[LEADS[team]]
            answer(finding, ANSWER.of(self.world.language), by=lead, at=at + minutes(3))

    def open_findings(self, team: str) -> QuerySet[Finding]:
        found = Finding.objects.filter(team=self.world.teams[team], week=self.week, audience="team")
        return found.filter(state=FindingState.OPEN)

    def take(self, team: str, at: datetime) -> None:
        """The PMO reviews and accepts."""
        by, submission = self.world.members[REVIEWER], self.latest(team)
        begin_review(submission, by=by, at=at - minutes(3))
        accept(submission, by=by, at=at)

    def seal(self, at: datetime) -> None:
        """The week ends; those whose inbox one can look into have read what it told them."""
        seal_week(self.week, by=self.world.members[PMO], at=at)
        for name in LOGINS:
            read_all(self.world.members[name], at=at)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def words(world: World, story: StoryWeek, team: str, rows: Report) -> tuple[str, str, str, str]:
    """The four short texts of a team's week."""
    say = world.say
    known = world.accepted.get(team, {})
    moved = [r for k, r in rows.items() if k in known and (r.percent or 0) > (known[k].percent or 0)]
    done = [row for row in moved if row.actual_finish]
    story_text = sentences.TOPICS.get((story.name, team), sentences.QUIET)
    topics = say(story_text) + say(Text("", " ")) + say(sentences.MOVED).format(moved=len(moved), done=len(done))
    return topics, next_text(world, story, rows), concern_text(world, rows, known), request_text(world, story, team)


def next_text(world: World, story: StoryWeek, rows: Report) -> str:
    """The next two rows to be finished."""
    until = story.status_date + timedelta(days=7)
    coming = [k for k, r in rows.items() if r.planned_finish and story.status_date < r.planned_finish <= until]
    names = [world.say(world.plan.by_key[key].name) for key in coming[:2]]
    if not names:
        return world.say(sentences.NO_NEXT)
    return world.say(sentences.NEXT).format(names=world.say(Text("、", ", ")).join(names))


def concern_text(world: World, rows: Report, known: Report) -> str:
    late = [row for row in rows.values() if row.delay_reason and not row.actual_finish]
    if not late:
        return ""
    return world.say(sentences.CONCERN).format(reason=late[0].delay_reason)


def request_text(world: World, story: StoryWeek, team: str) -> str:
    text = sentences.REQUESTS.get((story.name, team))
    return world.say(text) if text else ""
