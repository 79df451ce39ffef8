"""Loading the sample project: the story lived through from the set-up to the middle of the open week."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from projects.actions.project import mark_as_demo
from projects.actions.setup import begin_schedules, finish_if_ready
from projects.jobs import Refused
from projects.models import Member, Project, Week
from projects.weekly import open_week
from reports.demo import changes
from reports.demo.cycle import Cycle
from reports.demo.open_week import OpenCycle
from reports.demo.reporting import plan_reports
from reports.demo.setting_up import set_up
from reports.demo.story.events import CR_008, CR_009
from reports.demo.story.frame import TEAM
from reports.demo.story.people import PMO
from reports.demo.story.reporting import Report
from reports.demo.story.revisions import Mender
from reports.demo.story.timeline import OPEN, SEALED, StoryWeek
from reports.demo.world import World

DRAFTED_IN = "S8"  # the week in which AUT moves its rows without asking


@transaction.atomic
def load(language: str, loaded_at: datetime) -> World:
    """The whole story, or nothing: set-up, S1 … S12 sealed, the open week as it stands at the moment of loading."""
    refuse_second()
    world = World(language, loaded_at)
    set_up(world)
    for story, rows in world.reports:
        if story.name == OPEN:
            live_open_week(world, story, rows)
        else:
            sealed_week(world, story, rows)
    finish(world)
    return world


def refuse_second() -> None:
    """A loaded demo is never reloaded, and nobody's own project is touched."""
    if Member.objects.exists():
        raise Refused("demo_there" if Project.objects.filter(is_demo=True).exists() else "workspace_in_use")


def live_open_week(world: World, story: StoryWeek, rows: Report) -> None:
    cycle = OpenCycle(world, story, open_the_week(world, story))
    cycle.move_times()
    cycle.plan(rows)
    cycle.play()


def finish(world: World) -> None:
    """The recurring work starts, the set-up is complete, and the project is the sample project."""
    by, at = world.members[PMO], world.loaded_at
    begin_schedules(by=by, at=at)
    if not finish_if_ready(by=by, at=at) and not world.project.set_up:
        raise Refused("demo_unfinished")
    if Week.objects.sealed().count() != SEALED:
        raise Refused("demo_unfinished")
    mark_as_demo(world.project, by=by, at=at)


def open_the_week(world: World, story: StoryWeek) -> Week:
    week = open_week(story.times.key, by=None, at=story.times.opens_at)
    if week is None:
        raise Refused("week_is_skipped", week=story.key)
    world.weeks[story.name] = week
    return week


def decide_changes(world: World, story: StoryWeek) -> None:
    """On the first working day of a week, what holds from it on."""
    if story.name == CR_008.week:
        changes.decide_replan(world, changes.decision_time(world, CR_008, 13))
    if story.name == CR_009.week:
        changes.hand_rows_over(world, changes.decision_time(world, CR_009, 16))


def sealed_week(world: World, story: StoryWeek, rows: Report) -> None:
    decide_changes(world, story)
    cycle = Cycle(world, story, open_the_week(world, story))
    sent: dict[str, Report] = {}
    for team in TEAM:
        mine = {key: row for key, row in rows.items() if row.team == team}
        revisions = Mender(world.reporter, story, team, mine, world.accepted.get(team, {})).revisions()
        cycle.team_week(team, revisions)
        sent[team] = revisions[-1].rows
    cycle.at(cycle.sealed_at(), cycle.seal)
    plan_reports(cycle)
    if story.name == DRAFTED_IN:
        cycle.at(cycle.week.papers_due, lambda at: changes.draft_replan(world, at))
    cycle.play()
    world.accepted = sent
    world.sent = {}
