"""Loading the sample project: the story lived through from the set-up to the middle of the open week."""

from __future__ import annotations

from datetime import datetime

from projects.weekly import open_week
from reports.demo import changes
from reports.demo.cycle import Cycle
from reports.demo.setting_up import set_up
from reports.demo.story.events import CR_008, CR_009
from reports.demo.story.frame import TEAM
from reports.demo.story.reporting import Report
from reports.demo.story.revisions import Mender
from reports.demo.story.timeline import OPEN, StoryWeek
from reports.demo.world import World

DRAFTED_IN = "S8"  # the week in which AUT moves its rows without asking


def load(language: str, loaded_at: datetime) -> World:
    world = World(language, loaded_at)
    set_up(world)
    for story, rows in world.reports:
        if story.name != OPEN:
            sealed_week(world, story, rows)
    return world


def decide_changes(world: World, story: StoryWeek) -> None:
    """On the first working day of a week, what holds from it on."""
    if story.name == CR_008.week:
        changes.decide_replan(world, changes.decision_time(world, CR_008, 13))
    if story.name == CR_009.week:
        changes.hand_rows_over(world, changes.decision_time(world, CR_009, 16))


def sealed_week(world: World, story: StoryWeek, rows: Report) -> None:
    decide_changes(world, story)
    week = open_week(story.times.key, by=None, at=story.times.opens_at)
    world.weeks[story.name] = week
    cycle = Cycle(world, story, week)
    sent: dict[str, Report] = {}
    for team in TEAM:
        mine = {key: row for key, row in rows.items() if row.team == team}
        revisions = Mender(world.reporter, story, team, mine, world.accepted.get(team, {})).revisions()
        cycle.team_week(team, revisions)
        sent[team] = revisions[-1].rows
    cycle.at(cycle.sealed_at(), cycle.seal)
    if story.name == DRAFTED_IN:
        cycle.at(cycle.week.papers_due, lambda at: changes.draft_replan(world, at))
    cycle.play()
    world.accepted = sent
    world.sent = {}
