"""A week of the sample project (UX 2) in both languages, as the input of the weekly report."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from pmo.lib.drawing.timechart import Point
from progress.domain.lights import Dimension
from reports.content.blocks import Colour, Mark
from reports.content.week_figures import (
    Carried,
    Curve,
    Event,
    FindingCounts,
    LateRow,
    LightCondition,
    LightFigure,
    LightHit,
    MilestoneRow,
    ReportHeader,
    ScopeFigures,
    Source,
    TaskRow,
    TeamTopics,
    TeamWeek,
    TrendWeek,
    WeekFigures,
)

TOKYO = ZoneInfo("Asia/Tokyo")
STATUS = date(2026, 11, 18)
START = date(2026, 1, 7)

TEAMS = (  # ja, en, BAC, PV, EV, AC, rows due, done, late
    ("共通基盤", "Platform", "407", "368.5", "372.2", "371", 66, 67, 0),
    ("オーソリ", "Authorisation", "550", "431.25", "414", "427.5", 78, 74, 7),
    ("会員管理", "Members", "548", "430", "412.8", "444", 77, 74, 7),
    ("請求・売上", "Billing", "700", "561.3", "488.3", None, 92, 79, 13),
    ("移行・外部接続", "Migration and links", "528", "388", "387.7", "426", 69, 68, 1),
)
PHASES = (
    ("要件定義", "Requirements", "193", "193", "193", "195.5", 10, 10, 0),
    ("基本設計", "Basic design", "370", "370", "370", "381", 62, 62, 0),
    ("詳細設計", "Detailed design", "433", "433", "433", "462", 96, 96, 0),
    ("製造・単体テスト", "Construction and unit test", "865", "865", "849.1", "480", 120, 117, 3),
    ("結合テスト", "Integration test", "508", "318.05", "229.9", "150", 94, 77, 25),
    ("総合テスト", "System test", "364", "0", "0", "0", 0, 0, 0),
)
REASONS = (
    (
        "外部IF仕様の回答待ち(相手先の都合で11/20に延期)。",
        "The answer on the external interface came late (moved to 20 Nov).",
    ),
    (
        "結合テスト環境が会員管理と競合し、午前中は使えない。",
        "The test environment is shared with Members in the mornings.",
    ),
    ("堀越の離任に伴う引継ぎに想定の2倍の時間を要した。", "The handover from Horikoshi took twice the time planned."),
)
MEASURES = (
    (
        "11/20の確認会で仕様を確定し、11/24から応援2名で実施する。",
        "Settle it on 20 Nov, then run with two more people from 24 Nov.",
    ),
    ("夜間枠を確保済み。11/25までに挽回する。", "Night slots are booked; recovered by 25 Nov."),
    ("", ""),
)
TASKS = (
    ("請求計算(オンライン) 結合テスト実施・障害対応", "Billing (online): integration test and repair"),
    ("リボ・分割計算(バッチ) 結合テスト仕様書作成", "Revolving (batch): integration test specification"),
    ("家族カード 結合テスト実施・障害対応", "Family cards: integration test and repair"),
    ("代行承認(オンライン) 結合テスト仕様書作成", "Stand-in (online): integration test specification"),
)
PEOPLE = (("真壁 俊也", "Makabe Toshiya"), ("長峰 郁美", "Nagamine Ikumi"), ("濵﨑 悠", "Hamasaki Yu"))


@dataclass(frozen=True)
class Sample:
    """One language of the sample."""

    language: str

    def say(self, ja: str, en: str) -> str:
        return ja if self.language == "ja" else en

    def week(self, late_rows: int = 28, *, provisional: bool = True) -> WeekFigures:
        teams = tuple(self._team(row, provisional=provisional) for row in TEAMS)
        return WeekFigures(
            language=self.language,
            header=self._header(provisional=provisional),
            project=self._project("2733", "2179.05", "2075", "1668.5", provisional=provisional),
            previous=self._project("2733", "2087.4", "1974.25", "1580", provisional=False, late=28),
            phases=tuple(self._scope(row) for row in PHASES),
            teams=teams,
            curve=self._curve(),
            late=tuple(self.late_row(number) for number in range(late_rows)),
            milestones=self._milestones(),
            started=tuple(self._task(number, actual_start=STATUS) for number in range(3)),
            finished=tuple(self._task(number, actual_finish=STATUS) for number in range(4, 10)),
            next_week=tuple(self._next(number) for number in range(12)),
            findings=self._findings(),
            trend=self._trend(),
            topics=self._topics(),
            lights=(
                LightFigure(
                    Dimension.DELIVERY,
                    Colour.RED,
                    previous=Colour.YELLOW,
                    rule=Colour.RED,
                    conditions=(
                        LightCondition(
                            "milestone_late",
                            Colour.RED,
                            None,
                            (LightHit(self.say("結合テスト完了判定", "Integration test gate"), 5),),
                        ),
                        LightCondition("critical_5", Colour.RED, 5, None),
                    ),
                ),
                LightFigure(
                    Dimension.COST,
                    Colour.BLUE,
                    previous=Colour.BLUE,
                    rule=Colour.BLUE,
                    conditions=(LightCondition("cpi_low", Colour.YELLOW, Decimal("0.95"), ()),),
                ),
            ),
            carried=(Carried(self.say("請求・売上", "Billing"), Mark.CARRIED, date(2026, 11, 11)),)
            if provisional
            else (),
            sources=self._sources(),
            comments={"progress": self.say("挽回は11/25時点で判断します。", "Recovery will be judged as of 25 Nov.")},
        )

    def _header(self, *, provisional: bool) -> ReportHeader:
        return ReportHeader(
            number="CARD-WR-046",
            version="0.1" if provisional else "1.0",
            project=self.say("カード基幹システム更改プロジェクト", "Card core system renewal"),
            week="2026-W47",
            status_date=STATUS,
            made_at=datetime(2026, 11, 19, 15, 0, tzinfo=TOKYO),
            author=self.say("片桐 沙織", "Katagiri Saori"),
            reviewer=self.say("仁科 真由", "Nishina Mayu"),
            approver=self.say("瀬川 和宏", "Segawa Kazuhiro"),
            distribution=(
                self.say("プロジェクトオーナー", "Project owner"),
                self.say("各チームリーダー", "Team leads"),
            ),
            confidentiality=self.say("社外秘", "Confidential"),
            sequence=46,
            first_day=date(2026, 11, 12),
            provisional=provisional,
        )

    def _scope(self, row: tuple, mark: Mark | None = None) -> ScopeFigures:
        ja, en, bac, pv, ev, ac, due, done, late = row
        bac, pv, ev = Decimal(bac), Decimal(pv), Decimal(ev)
        cost = None if ac is None else Decimal(ac)
        return ScopeFigures(
            name=self.say(ja, en),
            bac=bac,
            pv=pv,
            ev=ev,
            ac=cost,
            planned_percent=pv * 100 / bac,
            actual_percent=ev * 100 / bac,
            percent_difference=(ev - pv) * 100 / bac,
            sv=ev - pv,
            cv=None if cost is None else ev - cost,
            spi=ev / pv if pv else None,
            cpi=ev / cost if cost else None,
            rows_due=due,
            rows_done=done,
            rows_late=late,
            reports_effort=cost is not None,
            mark=mark,
        )

    def _project(self, *totals: str, provisional: bool, late: int = 31) -> ScopeFigures:
        row = (self.say("プロジェクト全体", "Whole project"), "", *totals, 382, 362, late)
        scope = self._scope((row[0], row[0], *row[2:]), Mark.CARRIED if provisional else None)
        reporting = Decimal(totals[2]) * Decimal("0.765")  # what the teams that report effort have earned
        share = {"reporting_share": Decimal("74.39"), "cpi": reporting / scope.ac, "cv": reporting - scope.ac}
        return ScopeFigures(**{**_fields(scope), **share})

    def _team(self, row: tuple, *, provisional: bool) -> TeamWeek:
        carried = provisional and row[1] == "Billing"
        state = ("前回値据置", "Carried forward") if carried else ("受理", "Accepted")
        return TeamWeek(self._scope(row, Mark.CARRIED if carried else None), self.say(*state), None if carried else 2)

    def _curve(self) -> Curve:
        days = [START + timedelta(weeks=week) for week in range(52)]
        planned = [Point(day, _logistic(index, 25.5)) for index, day in enumerate(days)]
        current = [Point(day, _logistic(index, 27)) for index, day in enumerate(days)]
        actual = [Point(day, _logistic(index, 28.5)) for index, day in enumerate(days)]
        return Curve(tuple(planned), tuple(current[40:]), tuple(actual[:46]))

    def _task(self, number: int, **dates: date) -> TaskRow:
        task, team, person = TASKS[number % len(TASKS)], TEAMS[(number + 3) % len(TEAMS)], PEOPLE[number % len(PEOPLE)]
        start = STATUS - timedelta(days=14 + number % 9)
        return TaskRow(
            code=f"{number % 5 + 1}.{number // 5 + 1}.{number % 7 + 1}",
            name=self.say(*task),
            team=self.say(*team[:2]),
            assignee=self.say(*person),
            planned_start=start,
            planned_finish=start + timedelta(days=9),
            percent=Decimal(number * 7 % 101),
            **dates,
        )

    def late_row(self, number: int) -> LateRow:
        task = self._task(number, forecast_finish=STATUS + timedelta(days=3 + number % 80))
        return LateRow(
            task,
            delay_days=-(number % 11 + 1),
            delay_effort=-Decimal(number % 13 * 7 + 4) / 10,
            delay_reason=self.say(*REASONS[number % len(REASONS)]),
            countermeasure=self.say(*MEASURES[number % len(MEASURES)]),
            critical=number % 6 == 0,
        )

    def _next(self, number: int) -> TaskRow:
        task = self._task(number, forecast_finish=STATUS + timedelta(days=6))
        return TaskRow(**{**_fields(task), "event": list(Event)[number % len(Event)]})

    def _milestones(self) -> tuple[MilestoneRow, ...]:
        integration, rehearsal = date(2026, 12, 4), date(2026, 11, 21)
        return (
            MilestoneRow(self.say("M5 結合テスト中間判定", "M5 Integration test, half way"), date(2026, 11, 20)),
            MilestoneRow(
                self.say("M7 移行リハーサル1回目", "M7 Migration rehearsal 1"), rehearsal, rehearsal, rehearsal
            ),
            MilestoneRow(
                self.say("M6 結合テスト完了判定", "M6 Integration test done"),
                integration,
                integration,
                date(2026, 12, 11),
                None,
                -5,
                self.say("請求・売上", "Billing"),
            ),
            MilestoneRow(self.say("M9 本番移行", "M9 Go-live"), date(2027, 2, 6), None, date(2027, 2, 6)),
        )

    def _findings(self) -> tuple[FindingCounts, ...]:
        numbers = ((0, 0, 0, 0, 1), (1, 4, 1, 0, 1), (7, 3, 5, 0, 2), (0, 6, 2, 1, None), (2, 3, 1, 0, 2))
        return tuple(FindingCounts(self.say(*team[:2]), *row) for team, row in zip(TEAMS, numbers, strict=True))

    def _trend(self) -> tuple[TrendWeek, ...]:
        weeks = (("1913", "1808", "1445", 33), ("1995.5", "1879", "1505", 36), ("2087.4", "1974.25", "1580", 28))
        days = (date(2026, 10, 28), date(2026, 11, 4), date(2026, 11, 11))
        past = tuple(
            TrendWeek(day, self._project("2733", *week[:3], provisional=False, late=week[3]))
            for day, week in zip(days, weeks, strict=True)
        )
        return (*past, TrendWeek(STATUS, self._project("2733", "2179.05", "2075", "1668.5", provisional=True)))

    def _topics(self) -> tuple[TeamTopics, ...]:
        return (
            TeamTopics(
                self.say("会員管理", "Members"),
                self.say(
                    "90%で止まっていた8行のうち5行が完了しました。", "Five of the eight rows stuck at 90 % are done."
                ),
                self.say("家族カードの結合テストを完了します。", "Finish the integration test of family cards."),
            ),
            TeamTopics(
                self.say("請求・売上", "Billing"),
                problems=self.say(
                    "結合テスト10行が未着手または遅れです。", "Ten rows of the integration test are late."
                ),
                requests=self.say(
                    "夜間の環境利用の承認をお願いします。", "Please approve the use of the environment at night."
                ),
            ),
        )

    def _sources(self) -> tuple[Source, ...]:
        return tuple(
            Source(
                self.say(*team[:2]),
                self.say("受理", "Accepted"),
                f"{name}_11-18.xlsx",
                2,
                date(2026, 11, 19),
                f"{number}9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a0"[:64],
                Mark.CARRIED if name == "BIL" else None,
            )
            for number, (team, name) in enumerate(zip(TEAMS, ("BASE", "AUT", "MEM", "BIL", "MIG"), strict=True))
        )


def _fields(record: object) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def _logistic(week: int, middle: float) -> Decimal:
    return min(Decimal(100), round(Decimal(102 / (1 + math.exp(-(week - middle) / 6.5))), 3))
