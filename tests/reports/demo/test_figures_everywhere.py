"""Figures read out of the issued PDF, the workbook and the page equal those counted here from the submissions.

Nothing of the product's arithmetic is used: rows as sent and accepted, the baseline as approved, days from a library.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import openpyxl
import pypdf
import pytest

from progress.models import Baseline, WorkItem
from projects.models import Member, Week
from reports.demo.story.people import PM
from reports.models import Report
from tests.reports.demo.recount import SILENT, Days, accepted_rows, planned_value, recount
from tests.reports.pages import read

pytestmark = pytest.mark.django_db
WEEK, BEFORE = "S12", "S11"
NAMES = {"BASE": "共通基盤", "AUT": "オーソリ", "MEM": "会員管理", "BIL": "請求・売上", "MIG": "移行・外部接続"}
PROJECT = "カード基幹システム更改プロジェクト"


@dataclass
class Row:
    """A row as its team reported it for the week, beside its plan."""

    team: str
    phase: str
    milestone: bool
    said: dict[str, str]
    first: date
    last: date
    effort: Decimal

    def day(self, name: str) -> date | None:
        return date.fromisoformat(self.said[name]) if self.said.get(name) else None

    @property
    def percent(self) -> Decimal:
        return Decimal(self.said.get("percent", "0"))


def rows_of(week: Week) -> list[Row]:
    baseline = Baseline.objects.filter(approved_at__isnull=False, effective_date__lte=week.status_date).last()
    sent, kinds = accepted_rows(week), dict(WorkItem.objects.values_list("pk", "kind"))
    return [
        Row(
            row.team.code, row.phase.code if row.phase else "", kinds[row.work_item_id] == "milestone",
            sent.get(row.work_item_id, {}), row.planned_start, row.planned_finish, row.planned_effort or Decimal(0),
        )
        for row in baseline.rows.select_related("team", "phase")
    ]  # fmt: skip


def is_late(row: Row, on: date, days: Days) -> bool:
    """DOMAIN 4.3: not started, not finished, or 20 points behind the plan.

    Updates are due on the status date itself, while its work is still going on: it counts to the day before.
    """
    until = on - timedelta(days=1)
    started, finished = row.day("actual_start"), row.day("actual_finish")
    if finished is not None and finished <= on:
        return False
    if row.first < on and started is None and not row.percent:
        return True
    if row.last <= until:
        return True
    planned = planned_value(days, row.team, (row.first, row.last), Decimal(100), until)
    return planned - row.percent >= 20


def promised(before: list[Row], on: date, until: date) -> Iterator[int]:
    """Places of the rows that a week ago were going to be finished by now."""
    for place, row in enumerate(before):
        done = row.day("actual_finish")
        ends = row.day("forecast_finish") or row.last
        if not row.milestone and done is None and on < ends <= until:
            yield place


@pytest.fixture(scope="module")
def report(demo, django_db_blocker) -> Report:
    with django_db_blocker.unblock():
        return Report.objects.select_related("pdf", "xlsx").get(week=demo.weeks[WEEK], state="issued")


@pytest.fixture(scope="module")
def sheets(report: Report) -> list[list[tuple]]:
    book = openpyxl.load_workbook(io.BytesIO(report.xlsx.full_path.read_bytes()))
    return [list(sheet.iter_rows(values_only=True)) for sheet in book]


@pytest.fixture(scope="module")
def lines(report: Report) -> list[str]:
    pages = pypdf.PdfReader(report.pdf.full_path).pages
    return [line for page in pages for line in page.extract_text().splitlines()]


@pytest.fixture
def page(demo, client) -> str:
    client.force_login(Member.objects.get(username=PM))
    return client.get(f"/reports/dashboard/?week={demo.weeks[WEEK].key}", HTTP_ACCEPT_LANGUAGE="ja").text


def table_of(sheets: list[list[tuple]], *heads: str) -> list[dict[str, object]]:
    """The first table of the workbook that has these heads."""
    for rows in sheets:
        for number, row in enumerate(rows):
            if set(heads) <= set(row):
                return [dict(zip(row, values, strict=True)) for values in until_gap(rows[number + 1 :])]
    raise AssertionError(heads)


def until_gap(rows: list[tuple]) -> Iterator[tuple]:
    for row in rows:
        if not any(value is not None for value in row):
            return
        yield row


def table_in(page: str, *heads: str) -> list[dict[str, str]]:
    """The same of the page."""
    for found in read(page).all("table"):
        names = [cell.text for cell in found.all("thead")[0].all("th")] if found.all("thead") else []
        if set(heads) <= set(names):
            rows = [[cell.text for cell in (*row.all("th"), *row.all("td"))] for row in found.all("tbody")[0].all("tr")]
            return [dict(zip(names, row, strict=False)) for row in rows]
    raise AssertionError(heads)


def shown(value: Decimal, places: int) -> str:
    return f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}".replace("-", "▲")


def printed(lines: list[str], start: str, *values: str) -> bool:
    """Whether a line of the PDF begins so and holds these values, in this order."""
    for line in lines:
        if line.startswith(start):
            rest, place = line.removeprefix(start).split(), 0
            for word in rest:
                place += place < len(values) and word == values[place]
            if place == len(values):
                return True
    return False


def test_earned_value_of_every_team_in_paper_and_workbook(demo, sheets, lines) -> None:
    totals = recount(demo.weeks[WEEK])
    told = {row["範囲"]: row for row in table_of(sheets, "範囲", "BAC", "EV")}
    for team, (pv, ev, ac) in totals.items():
        row = told[NAMES[team]]
        values = {"PV": pv, "EV": ev, "SV": ev - pv, "SPI": ev / pv}
        values |= {} if team in SILENT else {"AC": ac, "CPI": ev / ac}
        for name, value in values.items():
            assert abs(Decimal(str(row[name])) - value) < Decimal("1e-6"), (team, name)
        assert printed(lines, NAMES[team], shown(pv, 1), shown(ev, 1), shown(ev / pv, 2)), team
    pv, ev = (sum(values[place] for values in totals.values()) for place in (0, 1))
    assert abs(Decimal(str(told[PROJECT]["SPI"])) - ev / pv) < Decimal("1e-6")
    assert printed(lines, "", shown(pv, 1), shown(ev, 1), shown(ev / pv, 2))  # its name takes two lines


def test_progress_of_every_team_on_the_page(demo, page) -> None:
    rows, on = rows_of(demo.weeks[WEEK]), demo.weeks[WEEK].status_date
    told = {row["チーム"]: row for row in table_in(page, "チーム", "計画進捗率", "実績進捗率")}
    totals, days = recount(demo.weeks[WEEK]), Days()
    late = Counter(row.team for row in rows if is_late(row, on, days))
    for team, (pv, ev, _ac) in totals.items():
        bac = sum(row.effort for row in rows if row.team == team)
        row = told[NAMES[team]]
        assert row["計画進捗率"] == shown(pv * 100 / bac, 0) + "%"
        assert row["実績進捗率"] == shown(ev * 100 / bac, 0) + "%"
        assert int(row["遅延行数"]) == late[team], team


def test_late_rows_one_by_one_in_paper_workbook_and_page(demo, sheets, lines, page) -> None:
    week, days = demo.weeks[WEEK], Days()
    late = [row for row in rows_of(week) if is_late(row, week.status_date, days)]
    told = table_of(sheets, "タスク", "遅延理由", "対策")
    assert len(told) == len(late)
    wanted = Counter((NAMES[row.team], row.said["name"], row.said["delay_reason"]) for row in late)
    assert Counter((row["チーム"], row["タスク"], row["遅延理由"]) for row in told) == wanted
    text = "".join(lines).replace(" ", "")
    assert all(row.said["name"].replace(" ", "") in text for row in late)
    assert f"{len(late)}行（残り日数の少ない順）" in "".join(lines)
    assert f"{len(late)}行" in read(page).text


def test_promises_of_every_team_in_paper_workbook_and_page(demo, sheets, lines, page) -> None:
    earlier, now = demo.weeks[BEFORE], demo.weeks[WEEK]
    before, after = rows_of(earlier), rows_of(now)
    places = list(promised(before, earlier.status_date, now.status_date))
    kept = [place for place in places if (done := after[place].day("actual_finish")) and done <= now.status_date]
    wanted = Counter(before[place].team for place in places)
    done = Counter(before[place].team for place in kept)
    in_workbook = {row["チーム"]: row for row in table_of(sheets, "チーム", "今週完了の約束", "完了")}
    on_page = {row["チーム"]: row for row in table_in(page, "チーム", "今週完了の約束", "完了")}
    assert len(places) > 4
    for team, count in wanted.items():
        for told in (in_workbook, on_page):
            assert (int(told[NAMES[team]]["今週完了の約束"]), int(told[NAMES[team]]["完了"])) == (count, done[team])
        assert printed(lines, NAMES[team], str(count), str(done[team])), team
    assert f"{len(places)}行" in page
    assert f"{len(kept)}行" in page


def test_the_lights_follow_from_what_was_submitted(demo, sheets, lines, page) -> None:
    """Delivery is red: a milestone is forecast after its plan. Cost is amber: a running phase has CPI under 0.95."""
    week = demo.weeks[WEEK]
    rows, days = rows_of(week), Days()
    slipping = [row for row in rows if row.milestone and not row.day("actual_finish")
                and (row.day("forecast_finish") or row.last) > row.last]  # fmt: skip
    assert [row.said["name"] for row in slipping] == ["M6 結合テスト完了判定"]
    later = days.count("", slipping[0].last, slipping[0].day("forecast_finish")) - 1
    low = [cpi for cpi in running_cpis(rows, week.status_date, days) if cpi < Decimal("0.95")]
    assert low
    words = {"納期": "■ 要対策", "コスト": "▲ 注意", "品質": "○ 未評価", "体制": "○ 未評価", "リスク": "○ 未評価"}
    told = {row[0]: row[1] for row in sheets[1] if row[0] in words}
    assert {name: text.rstrip(" →↑↓") for name, text in told.items()} == words
    reason = f"M6 結合テスト完了判定の見込が計画より{later}営業日遅れ"
    assert reason in "".join(lines)
    assert reason in read(page).text
    assert shown(min(low), 2) in "".join(lines)


def running_cpis(rows: list[Row], on: date, days: Days) -> Iterator[Decimal]:
    """Of the phases in progress of every team with a tenth of the budget or more."""
    bac = sum(row.effort for row in rows)
    for team in {row.team for row in rows} - SILENT:
        own = [row for row in rows if row.team == team]
        if sum(row.effort for row in own) * 10 < bac:
            continue
        for phase in {row.phase for row in own}:
            of_phase = [row for row in own if row.phase == phase]
            budget = sum(row.effort for row in of_phase)
            planned = sum(planned_value(days, team, (row.first, row.last), row.effort, on) for row in of_phase)
            earned = sum(row.effort * counted(row, on) / 100 for row in of_phase)
            spent = sum(Decimal(row.said.get("actual_effort", "0")) for row in of_phase)
            if planned and earned < budget and spent:
                yield earned / spent


def counted(row: Row, on: date) -> Decimal:
    done = row.day("actual_finish")
    return row.percent if done is not None and done <= on else min(row.percent, Decimal(90))
