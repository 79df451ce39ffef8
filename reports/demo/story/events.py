"""What happens in the story beside the ordinary work: rows that get stuck, people who leave, plan changes."""

from __future__ import annotations

from dataclasses import dataclass

from reports.demo.story.words import Text

FIRST_UNITS = ("application-online", "members", "cards-online", "family")


@dataclass(frozen=True)
class Stuck:
    """Rows that stay at a percentage while their people go on with the next row.

    They are taken up again from week `until`: finished then, or, for those in `back`, first at an honest percentage.
    """

    rows: tuple[str, ...]
    percent: int
    until: str
    back: tuple[tuple[str, int], ...] = ()


STUCK = (
    # MEM: always 90 %; in S11 the PM and the team look at them together.
    Stuck(
        (*(f"MEM/{unit}/MK1" for unit in FIRST_UNITS), *(f"MEM/{unit}/MK3" for unit in FIRST_UNITS)), 90, "S11",
        (("MEM/cards-online/MK3", 60), ("MEM/family/MK3", 60), ("MEM/members/MK3", 95)),
    ),
    # BIL: three reviews of the detailed design wait for the customer.
    Stuck(("BIL/debit/DD2", "BIL/reconciliation/DD2", "BIL/merchants/DD2"), 85, "S3"),
)  # fmt: skip


@dataclass(frozen=True)
class Handover:
    """Somebody leaves, or somebody new comes: the open rows of one person go to others from a week on."""

    week: str
    team: str
    leaves: str
    rows: tuple[tuple[str, str], ...]  # start of the row's key, who takes it


HANDOVERS = (
    Handover(
        "S6", "BIL", "horikoshi",
        (
            ("BIL/revolving-online/", "nagamine"), ("BIL/revolving-batch/MK", "makabe"),
            ("BIL/revolving-batch/", "ikoma"), ("BIL/ST", "kusakabe"),
        ),
    ),
    Handover("S11", "BIL", "makabe", (("BIL/revolving-batch/MK", "tokura"),)),
)  # fmt: skip


@dataclass(frozen=True)
class Replan:
    """Rows whose planned dates a change moves by working days, in force from a week on."""

    number: str
    week: str
    rows: tuple[str, ...]
    days: int
    title: Text
    reason: Text
    impact: Text


SECOND_UNITS = ("reversal", "inquiry", "standin-online", "standin-batch")
APPROVED_ROWS = (
    *(f"AUT/{unit}/MK{n}" for unit in SECOND_UNITS for n in (2, 3)),
    "AUT/fraud/IT2",
)
RESTORED_ROWS = (
    "AUT/online-online/IT2", "AUT/online-batch/IT2", "AUT/limits/IT2", "AUT/reversal/IT1", "AUT/inquiry/IT1",
)  # fmt: skip
CR_008 = Replan(
    "CR-008", "S9", APPROVED_ROWS, 5,
    Text("オーソリ 製造・単体テストの予定見直し(5営業日)", "Authorisation: unit tests five working days later"),
    Text(
        "不正検知の外部仕様確定が遅れ、後半の機能の単体テスト着手が後ろ倒しになったため。",
        "The interface of the fraud link was settled late, so the unit tests of the later functions start later.",
    ),
    Text(
        "M4(製造・単体テスト完了判定)は条件付きで実施。結合テストの着手日は変えない。",
        "M4 is held with conditions; the integration test still starts on its day.",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Transfer:
    """Rows that go to another team, in force from a week on."""

    number: str
    week: str
    team: str
    phase: str
    rows: tuple[tuple[str, str], ...]  # unit, its new assignee
    title: Text
    reason: Text
    impact: Text


CR_009 = Transfer(
    "CR-009", "S9", "MIG", "IT",
    (("BIL/debit", "hamasaki"), ("BIL/reconciliation", "niwa"), ("BIL/merchants", "kurusu")),
    Text(
        "結合テスト6行(34.5人日)の請求・売上から移行・外部接続への移管",
        "Six integration test rows (34.5 person-days) from billing to migration",
    ),
    Text(
        "請求・売上の要員減を補うため、外部接続に近い口座振替・入金消込・加盟店精算の結合テストを移管する。",
        "Billing has lost a person, so the tests of direct debit, reconciliation and merchant settlement move.",
    ),
    Text(
        "移行・外部接続の結合テスト後半の負荷が上がる。追加費用なし。",
        "More load on migration in the second half of the test; no extra cost.",
    ),
)  # fmt: skip
