"""The files one can try in the open week, written to var/demo (UX 2.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from pmo.lib.excel_text import put_text
from projects.models import Week
from reports.demo import layouts
from reports.demo.layouts import Cells
from reports.demo.sheets import own_rows, this_weeks_excel
from reports.demo.story.reporting import Report, Reported
from reports.demo.story.revisions import SPOIL, Mender, Revision
from reports.demo.story.timeline import StoryWeek
from reports.demo.story.words import Text
from reports.demo.world import World

NEW_ROW = Text("リボ・分割計算 結合テスト追加確認", "Revolving and instalments: additional integration test")
BESIDE = "BIL/revolving-online/IT2"  # the row under which the new one stands
WRONG = ("G044", "G042")  # each once, mended in the corrected file
COSTS = Text("備品購入一覧", "Purchases")
COST_HEADERS = (Text("品名", "Item"), Text("数量", "Quantity"), Text("単価", "Price"), Text("金額", "Amount"))
COST_ROWS = (
    (Text("モニター", "Screen"), 4, 32000),
    (Text("キーボード", "Keyboard"), 6, 5400),
    (Text("椅子", "Chair"), 2, 41000),
)


def write_files(world: World, folder: Path) -> list[Path]:
    """Write all of them; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    story, rows = world.reports[-1]
    week = world.weeks[story.name]
    day = f"{story.status_date.month}-{story.status_date.day}"
    found = []
    for name, content in contents(world, Trial(world, story, week, rows)):
        path = folder / name.format(day=day)
        path.write_bytes(content)
        found.append(path)
    return found


class Trial:
    """What the files are made of: each team's true rows in the open week."""

    def __init__(self, world: World, story: StoryWeek, week: Week, rows: Report) -> None:
        self.world, self.story, self.week = world, story, week
        self.rows = {team: {k: row for k, row in rows.items() if row.team == team} for team in world.teams}

    def mender(self, team: str) -> Mender:
        return Mender(self.world.reporter, self.story, team, self.rows[team], self.world.accepted.get(team, {}))

    def own(self, team: str, rows: Report) -> list[Cells]:
        return own_rows(self.world, Revision(1, rows))

    def sheet(self, team: str, cells: list[Cells]) -> bytes:
        layout = {"MIG": layouts.MIG, "BIL": layouts.BIL}[team]
        return layouts.write(layout, cells, self.story.status_date, self.world.language)


def contents(world: World, trial: Trial) -> Iterator[tuple[str, bytes]]:
    """(name, content) of each file; `{day}` is the status date."""
    first, corrected = billing(world, trial)
    yield "BIL_{day}.xlsx", trial.sheet("BIL", first)
    yield "BIL_{day}_corrected.xlsx", trial.sheet("BIL", corrected)
    members = Revision(2, trial.rows["MEM"])
    yield "MEM_{day}_answered.xlsx", this_weeks_excel(world, "MEM", trial.week, members)
    yield "MIG_own_layout.xlsx", trial.sheet("MIG", trial.own("MIG", trial.rows["MIG"]))
    yield "odd_dates.xlsx", trial.sheet("BIL", odd_dates(trial))
    yield "not_a_gantt.xlsx", purchases(world)


def billing(world: World, trial: Trial) -> tuple[list[Cells], list[Cells]]:
    """Two rows left out, one new, a finish, a reason and a forecast forgotten, one percentage back; then corrected.

    On a calendar where no row fits one of these mistakes, the files do without it.
    """
    mender, rows = trial.mender("BIL"), dict(trial.rows["BIL"])
    finished = (key for key, row in rows.items() if mender.just_finished(row) and not mender.has_follower(row))
    forgot = list(islice(finished, 1))
    went = (key for key, row in rows.items() if key not in forgot and went_on(row, mender.before.get(key)))
    fallen = list(islice(went, 1))
    waiting = [key for one in fallen for key in mender.followers.get(one, ()) if key in rows]
    rows |= {key: went_back(trial, mender.before[key]) for key in fallen}
    rows |= {key: stands(trial, mender.before[key]) for key in waiting}
    mender.taken |= {*forgot, *fallen, *waiting}
    right = trial.own("BIL", rows)
    rows |= {key: mender.forgotten_finish(rows[key]) for key in forgot}
    for code in WRONG:
        for key in list(islice(mender.candidates(code), 1)):
            rows[key] = SPOIL[code](mender, rows[key])
            mender.taken.add(key)
    left_out = [key for key, row in rows.items() if row.actual_start is None and key not in mender.taken][-3:-1]
    wrong = trial.own("BIL", {key: row for key, row in rows.items() if key not in left_out})
    added = new_row(world, rows[BESIDE], trial)
    return beside(wrong, added), beside(right, added)


def beside(cells: list[Cells], added: Cells) -> list[Cells]:
    """The new row under the one it belongs to: at the same place in both files."""
    place = next(number for number, cell in enumerate(cells, 1) if cell["name"] == added["above"])
    return [*cells[:place], added, *cells[place:]]


def went_on(row: Reported, before: Reported | None) -> bool:
    """Late and in the middle of its work last week, and further by now."""
    if before is None or before.actual_finish is not None or not before.delay_reason:
        return False
    return 20 <= (before.percent or 0) < (row.percent or 0)


def went_back(trial: Trial, before: Reported) -> Reported:
    """An honest correction: ten points less than last week."""
    return replace(stands(trial, before), percent=(before.percent or Decimal(20)) - 10)


def stands(trial: Trial, before: Reported) -> Reported:
    """As last week, with a new forecast."""
    forecast = trial.world.timeline.calendar.add(trial.story.status_date, 6)
    return replace(before, forecast_finish=forecast) if before.delay_reason else before


def new_row(world: World, like: Reported, trial: Trial) -> Cells:
    """Work that nobody planned, without a change number."""
    row = world.plan.by_key[BESIDE]
    base = trial.own("BIL", {row.key: like})[0]
    blank = dict.fromkeys(("delay_reason", "countermeasure", "forecast_finish", "actual_start", "percent"))
    start = world.timeline.calendar.add(trial.story.status_date, 3)
    return {
        **base, **blank, "id": "", "name": world.say(NEW_ROW), "above": base["name"], "planned_start": start,
        "planned_finish": world.timeline.calendar.add(start, 2), "planned_effort": Decimal(3), "percent": 0,
    }  # fmt: skip


def odd_dates(trial: Trial) -> list[Cells]:
    """The first open rows with dates as people really type them, one of them impossible, one in the future."""
    day = trial.story.status_date
    rows = {key: row for key, row in trial.rows["BIL"].items() if row.actual_finish is None and "/" in key}
    cells = trial.own("BIL", dict(list(rows.items())[:5]))
    odd: list[dict[str, Any]] = [
        {"actual_start": era(day)},
        {"actual_start": f"{day.month}/{day.day}", "actual_finish": impossible(day)},
        {"percent": "９０％"},
        {"actual_finish": day + timedelta(days=1), "percent": 100},
        {"forecast_finish": f"{day.year}年{day.month}月{day.day}日"},
    ]
    return [{**cell, **values} for cell, values in zip(cells, odd, strict=False)]


def era(day: date) -> str:
    """R8.11.18: the year of the Reiwa era."""
    return f"R{day.year - 2018}.{day.month}.{day.day}"


def impossible(day: date) -> str:
    """The 31st of a month that has none: of this month, else of February."""
    month = day.month if day.month in (4, 6, 9, 11) else 2
    return f"{month}/31"


def purchases(world: World) -> bytes:
    """A list of something else."""
    book = Workbook()
    sheet = book.active
    sheet.title = world.say(COSTS)
    for place, header in enumerate(COST_HEADERS, 1):
        put_text(sheet.cell(1, place), world.say(header))
    for number, (item, count, price) in enumerate(COST_ROWS, 2):
        put_text(sheet.cell(number, 1), world.say(item))
        for place, value in enumerate((count, price, count * price), 2):
            sheet.cell(number, place).value = value
    content = BytesIO()
    book.save(content)
    return content.getvalue()
