"""The frame of the sample project: companies, phases, teams, functions and the works of a function (UX 2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reports.demo.story.words import Text

PROJECT = Text("カード基幹システム更改プロジェクト", "Card core system renewal")
CODE = "CCR"
CONFIDENTIAL = Text("社外秘", "Confidential")
PHONE = Text("内線2417", "ext. 2417")

COMPANIES = {
    "kotonoha": Text("ことのはカード株式会社", "Kotonoha Card Co., Ltd."),
    "shioji": Text("汐路システム株式会社", "Shioji Systems Inc."),
    "akanegumo": Text("茜雲ソリューション株式会社", "Akanegumo Solutions Co., Ltd."),
    "tsumugino": Text("つむぎ野テック合同会社", "Tsumugino Tech LLC"),
    "suzukakeno": Text("すずかけ野データ技研株式会社", "Suzukakeno Data Labs Co., Ltd."),
}

# (month, day) of every year the project touches
COMPANY_DAYS = {
    Text("夏季休業", "Summer closing"): [(8, 12), (8, 13), (8, 14)],
    Text("年末年始休業", "Year-end closing"): [(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)],
}


@dataclass(frozen=True)
class PhaseFrame:
    """A phase with its first and last week, counted from the open week, and the rows that each unit has in it."""

    code: str
    name: Text
    weeks: tuple[int, int]
    works: tuple[tuple[Text, Decimal], ...]
    longest: int | None = None  # working days a row may take

    def works_of(self, effort: Decimal) -> list[tuple[Text, Decimal]]:
        """The rows with their efforts: whole person-days from the second one on, the rest in the first."""
        later = [(name, (effort * share).quantize(Decimal(1))) for name, share in self.works[1:]]
        first = effort - sum((part for _name, part in later), Decimal(0))
        return [(self.works[0][0], first), *later]


def works(*named: tuple[str, str, str]) -> tuple[tuple[Text, Decimal], ...]:
    return tuple((Text(ja, en), Decimal(share)) for ja, en, share in named)


PHASES = (
    PhaseFrame("RD", Text("要件定義", "Requirements"), (-45, -38), works(("要件定義", "requirements", "1"))),
    PhaseFrame(
        "BD", Text("基本設計", "Basic design"), (-37, -25),
        works(("画面・IF設計", "screen and interface design", "0.5"), ("処理設計", "process design", "0.5")), 10,
    ),
    PhaseFrame(
        "DD", Text("詳細設計", "Detailed design"), (-24, -15),
        works(
            ("詳細設計書作成", "detailed design", "0.7"),
            ("詳細設計レビュー・指摘反映", "design review and rework", "0.3"),
        ),
    ),
    PhaseFrame(
        "MK", Text("製造・単体テスト", "Construction and unit test"), (-13, -3),
        works(
            ("製造・コードレビュー", "construction and code review", "0.42"),
            ("単体テスト仕様書作成", "unit test specification", "0.23"),
            ("単体テスト実施", "unit test", "0.35"),
        ), 10,
    ),
    PhaseFrame(
        "IT", Text("結合テスト", "Integration test"), (-4, 2),
        works(
            ("結合テスト仕様書作成", "integration test specification", "0.3"),
            ("結合テスト実施・障害対応", "integration test and fixes", "0.7"),
        ), 10,
    ),
    PhaseFrame(
        "ST", Text("総合テスト", "System test"), (2, 5),
        works(("仕様書作成", "specification", "0.35"), ("実施", "execution", "0.65")),
    ),
)  # fmt: skip
PHASE = {phase.code: phase for phase in PHASES}
PER_FUNCTION, PER_TEAM = "RD", "ST"  # phases with one row per function, and with scenarios of the whole team

# Weeks in which a team begins or ends otherwise than its phase.
TEAM_WEEKS = {
    ("DD", "BIL"): (-24, -13),
    ("MK", "BASE"): (-13, -5), ("MK", "MIG"): (-13, -5), ("MK", "AUT"): (-13, -4), ("MK", "MEM"): (-13, -4),
    ("MK", "BIL"): (-12, -3),
    ("IT", "AUT"): (-3, 2), ("IT", "MEM"): (-3, 2), ("IT", "BIL"): (-2, 2),
}  # fmt: skip

SCENARIOS = (
    Text("業務シナリオ", "Business scenarios"),
    Text("性能・負荷", "Performance and load"),
    Text("障害・回復", "Failure and recovery"),
    Text("運用", "Operation"),
)
ONLINE, BATCH = Text("(オンライン)", " (online)"), Text("(バッチ)", " (batch)")


@dataclass(frozen=True)
class Function:
    """A function of the card system; a large one has its rows twice, for online and batch."""

    key: str
    name: Text
    large: bool = False

    @property
    def units(self) -> tuple[str, ...]:
        return (f"{self.key}-online", f"{self.key}-batch") if self.large else (self.key,)


@dataclass(frozen=True)
class TeamFrame:
    """A team: its company and contract, its functions, its budget by phase (person-days)."""

    code: str
    name: Text
    company: str
    contract: str
    functions: tuple[Function, ...]
    budget: dict[str, int]
    reports_effort: bool = True
    keeps_links: bool = True

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(unit for function in self.functions for unit in function.units)


def budget(*efforts: int) -> dict[str, int]:
    return dict(zip(PHASE, efforts, strict=True))


TEAMS = (
    TeamFrame(
        "BASE", Text("共通基盤", "Platform"), "shioji", "in_house",
        (
            Function("authentication", Text("認証基盤", "Authentication")),
            Function("jobs", Text("ジョブ管理", "Job control")),
            Function("logging", Text("ログ・監視", "Logging")),
            Function("parts", Text("共通部品", "Common parts"), large=True),
            Function("forms", Text("帳票基盤", "Document output")),
        ),
        budget(30, 54, 66, 120, 81, 56),
    ),
    TeamFrame(
        "AUT", Text("オーソリ", "Authorisation"), "shioji", "in_house",
        (
            Function("online", Text("オンラインオーソリ", "Online authorisation"), large=True),
            Function("limits", Text("限度額判定", "Credit limit")),
            Function("fraud", Text("不正検知連携", "Fraud link")),
            Function("reversal", Text("取消・返品", "Reversal")),
            Function("inquiry", Text("オーソリ照会", "Inquiry")),
            Function("standin", Text("代行承認", "Stand-in"), large=True),
        ),
        budget(36, 72, 84, 180, 104, 74),
    ),
    TeamFrame(
        "MEM", Text("会員管理", "Members"), "shioji", "in_house",
        (
            Function("application", Text("会員申込", "Application"), large=True),
            Function("members", Text("会員照会・変更", "Inquiry and change")),
            Function("cards", Text("カード発行", "Card issue"), large=True),
            Function("notices", Text("住所・属性届出", "Notifications")),
            Function("family", Text("家族カード", "Family cards")),
            Function("leaving", Text("退会・解約", "Cancellation")),
        ),
        budget(36, 72, 84, 180, 104, 72),
        keeps_links=False,
    ),
    TeamFrame(
        "BIL", Text("請求・売上", "Billing"), "akanegumo", "contract_for_work",
        (
            Function("sales", Text("売上取込", "Sales capture")),
            Function("billing", Text("請求計算", "Billing"), large=True),
            Function("revolving", Text("リボ・分割計算", "Revolving and instalments"), large=True),
            Function("statements", Text("請求書・明細発行", "Statements")),
            Function("debit", Text("口座振替", "Direct debit")),
            Function("reconciliation", Text("入金消込", "Reconciliation")),
            Function("arrears", Text("延滞管理", "Arrears")),
            Function("merchants", Text("加盟店精算", "Merchant settlement")),
        ),
        budget(55, 100, 115, 225, 115, 90),
        reports_effort=False,
    ),
    TeamFrame(
        "MIG", Text("移行・外部接続", "Migration and links"), "suzukakeno", "quasi_mandate",
        (
            Function("memberdata", Text("会員データ移行", "Member data"), large=True),
            Function("balances", Text("残高データ移行", "Balances"), large=True),
            Function("checktool", Text("移行検証ツール", "Check tool")),
            Function("schemes", Text("国際ブランド接続", "Card schemes")),
            Function("bureau", Text("信用情報接続", "Credit bureau")),
            Function("banks", Text("金融機関接続", "Banks")),
        ),
        budget(36, 72, 84, 160, 104, 72),
    ),
)  # fmt: skip
TEAM = {team.code: team for team in TEAMS}


@dataclass(frozen=True)
class MilestoneFrame:
    """A milestone: the day of a week counted from the open one, the team that reports it, when it was reached."""

    code: str
    name: Text
    phase: str
    team: str
    planned: tuple[int, int]  # week from the open one, weekday (0 = Monday)
    actual: tuple[int, int] | None = None


MILESTONES = (
    MilestoneFrame("M1", Text("要件定義完了判定", "Requirements gate"), "RD", "BASE", (-38, 4), (-38, 4)),
    MilestoneFrame("M2", Text("基本設計完了判定", "Basic design gate"), "BD", "BASE", (-25, 4), (-25, 4)),
    MilestoneFrame("M3", Text("詳細設計完了判定", "Detailed design gate"), "DD", "AUT", (-13, 4), (-11, 4)),
    MilestoneFrame("M4", Text("製造・単体テスト完了判定", "Construction gate"), "MK", "AUT", (-3, 4), (-2, 4)),
    MilestoneFrame("M5", Text("結合テスト中間判定", "Integration test halfway gate"), "IT", "BASE", (0, 4)),
    MilestoneFrame("M7", Text("移行リハーサル1回目", "First migration rehearsal"), "IT", "MIG", (0, 6)),
    MilestoneFrame("M6", Text("結合テスト完了判定", "Integration test gate"), "IT", "BIL", (2, 4)),
    MilestoneFrame("M8", Text("総合テスト完了判定", "System test gate"), "ST", "BASE", (5, 4)),
    MilestoneFrame("M9", Text("本番移行", "Production cutover"), "ST", "MIG", (11, 5)),
)
# Weekends on which the migration team works: first rehearsal, cutover (week, weekdays).
TEAM_DAYS = {
    "MIG": (
        (0, (5, 6), Text("移行リハーサル", "Migration rehearsal")),
        (11, (5, 6), Text("本番移行", "Cutover")),
    )
}
