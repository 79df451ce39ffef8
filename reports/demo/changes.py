"""The two plan changes of the story: CR-008 moves rows of AUT, CR-009 hands rows of BIL to MIG."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from progress.actions.planning.changes import (
    Reasons,
    add_line,
    change_row,
    decide_change,
    draft_change,
    remove_line,
    request_change,
)
from progress.models import PlanChange
from projects.domain.weeks import TOKYO
from reports.demo.story.events import CR_008, CR_009, RESTORED_ROWS, Replan, Transfer
from reports.demo.story.people import PERSON, PM, PMO
from reports.demo.story.words import Text
from reports.demo.world import World

NOTES = {
    "CR-008": Text(
        "後続に影響しない9行を承認。5行は元の予定に戻すこと。",
        "Nine rows approved; the other five go back to their dates.",
    ),
    "CR-009": Text("両チームの合意を確認した。", "Both teams agree."),
}


def draft_replan(world: World, at: datetime) -> None:
    """After the return: all fourteen rows as the team moved them."""
    change = drafted(world, CR_008, at)
    by, calendar = world.members[PMO], world.timeline.calendar
    for key in (*CR_008.rows, *RESTORED_ROWS):
        row = world.plan.by_key[key]
        start, finish = (calendar.add(day, CR_008.days) for day in (row.start, row.finish))
        dates = {"planned_start": start, "planned_finish": finish}
        change_row(change, item=world.item(key), values=dates, by=by, at=at)


def decide_replan(world: World, at: datetime) -> None:
    """Five rows are taken out, nine requested and approved: baseline 2."""
    by = world.members[PMO]
    change = PlanChange.objects.get(number=CR_008.number)
    restored = [world.uuids[key] for key in RESTORED_ROWS]
    for line in change.lines.filter(work_item__uuid__in=restored):
        line.plan_change = change  # one version counts on
        remove_line(line, by=by, at=at - timedelta(hours=3))
    decide(world, change, at)


def hand_rows_over(world: World, at: datetime) -> None:
    """Six rows go to another team with their new people: baseline 3."""
    by = world.members[PMO]
    change = drafted(world, CR_009, at - timedelta(hours=5))
    for unit, person in CR_009.rows:
        for row in world.plan.tasks:
            if row.unit == unit and row.phase == CR_009.phase:
                item, name = world.item(row.key), world.say(PERSON[person].family)
                add_line(change, item=item, field="team", after=world.teams[CR_009.team], by=by, at=at)
                add_line(change, item=item, field="assignee", after=name, by=by, at=at)
    decide(world, change, at)


def drafted(world: World, frame: Replan | Transfer, at: datetime) -> PlanChange:
    """In force from the first working day of its week."""
    monday = world.timeline.week(frame.week).times.key.monday
    reasons = Reasons(
        title=world.say(frame.title), reason=world.say(frame.reason), impact=world.say(frame.impact),
        effective_date=world.timeline.calendar.next_working(monday),
    )  # fmt: skip
    return draft_change(reasons, by=world.members[PMO], at=at, number=frame.number)


def decide(world: World, change: PlanChange, at: datetime) -> None:
    change.refresh_from_db()
    request_change(change, by=world.members[PMO], at=at - timedelta(hours=2))
    note = world.say(NOTES[change.number])
    decide_change(change, by=world.members[PM], at=at, approve=True, note=note)


def decision_time(world: World, frame: Replan | Transfer, hour: int) -> datetime:
    """In the morning of the first working day of the week in which it holds."""
    monday = world.timeline.week(frame.week).times.key.monday
    return datetime.combine(world.timeline.calendar.next_working(monday), time(hour), TOKYO)
