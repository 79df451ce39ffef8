"""The workbooks a team sends: rows of the story as cells of the team's own layout, or of this week's Excel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from progress.composition import known_rows
from progress.domain.rows import PlanRow
from progress.exchange.excel import WeekFacts, write_week
from progress.exchange.words import STATUSES
from projects.models import Week
from reports.demo import layouts
from reports.demo.layouts import Cells
from reports.demo.story.plan import Row
from reports.demo.story.reporting import Report, Reported
from reports.demo.story.revisions import Revision
from reports.demo.world import World

LAYOUTS = {"MIG": layouts.MIG, "BIL": layouts.BIL}
# Fields of a report that are fields of a neutral row, under the same name.
SAME = (
    "planned_start", "planned_finish", "assignee", "percent", "actual_start", "actual_finish", "actual_effort",
    "remaining_effort", "forecast_finish", "status", "delay_reason", "countermeasure", "note", "change_number",
)  # fmt: skip


def workbook(world: World, team: str, week: Week, revision: Revision) -> tuple[str, bytes]:
    """(file name, content) of what the team sends in its own way."""
    name = file_name(world, team, week.status_date, revision.number)
    if team in LAYOUTS:
        return name, layouts.write(LAYOUTS[team], own_rows(world, revision), week.status_date, world.language)
    return name, this_weeks_excel(world, team, week, revision)


def file_name(world: World, team: str, day: date, number: int) -> str:
    called = {"MIG": ("進捗管理", "Progress"), "BIL": ("作業予定表", "Schedule")}.get(team, ("週次更新", "Update"))
    version = f"_r{number}" if number > 1 else ""
    return f"{called[world.language == 'en']}_{team}_{day:%m%d}{version}.xlsx"


def own_rows(world: World, revision: Revision) -> list[Cells]:
    return [cells(world, world.plan.by_key[key], row, revision) for key, row in in_order(world, revision.rows)]


def in_order(world: World, rows: Report) -> list[tuple[str, Reported]]:
    """The rows as the plan has them, those of other teams after the own ones."""
    place = {row.key: number for number, row in enumerate(world.plan.rows)}
    return sorted(rows.items(), key=lambda pair: (pair[1].team != world.plan.by_key[pair[0]].team, place[pair[0]]))


def cells(world: World, row: Row, reported: Reported, revision: Revision) -> Cells:
    """One row as the team types it."""
    values: dict[str, Any] = {name: getattr(reported, name) for name in SAME}
    ident: str | float = world.idents[row.key]
    if ident == revision.id_as_number:
        ident = float(ident)
    name = world.say(row.name)
    if row.key in revision.unknown:
        ident, name = "", f"{name} ({world.team_name(row.team)})"
    return values | {
        "id": ident, "phase": world.phase_name(row), "name": name, "planned_effort": row.effort,
        "status": STATUSES[reported.status][world.language] if reported.status else "",
    }  # fmt: skip


def this_weeks_excel(world: World, team: str, week: Week, revision: Revision) -> bytes:
    """The prefilled workbook as the team downloads it, with this revision typed in."""
    record = world.teams[team]
    by_uuid = {world.uuids[key]: row for key, row in revision.rows.items()}
    rows = [typed(row, by_uuid.get(row.key)) for row in known_rows(record, week).values()]
    facts = WeekFacts(
        world.project.name, team, record.name, week.key, week.status_date, members=world.family_names(team),
        reports_effort=record.reports_effort,
    )  # fmt: skip
    return write_week(rows, facts, world.language)


def typed(row: PlanRow, reported: Reported | None) -> PlanRow:
    return replace(row, **{name: getattr(reported, name) for name in SAME}) if reported else row
