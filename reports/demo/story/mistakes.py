"""What is wrong in a week's updates before the PMO returns them (UX 2.4), and how many rounds it takes.

A mistake stands up to revision `until` and is mended in the next one. Where a week (on another calendar) has no row
that a mistake fits, a simpler one takes its place, so that every round has its reason.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """`count` rows (or the named ones) that a check finds."""

    code: str
    count: int = 1
    until: int = 1
    rows: tuple[str, ...] = ()


def m(code: str, count: int = 1, until: int = 1) -> Mistake:
    return Mistake(code, count, until)


INSTEAD = {
    "G044": "G042", "G045": "G042", "G043": "G042", "G042": "G021", "G033": "G021", "G047": "G021",
    "G021": "G030", "G030": "G022", "G020": "G007", "G022": "G007",
}  # fmt: skip

TEAM_ORDER = ("BASE", "AUT", "MEM", "BIL", "MIG")
ROUNDS = {
    "S1": (1, 2, 2, 3, 2), "S2": (1, 1, 2, 2, 2), "S3": (1, 1, 1, 2, 1), "S4": (1, 1, 1, 2, 2),
    "S5": (1, 2, 2, 2, 1), "S6": (1, 1, 2, 3, 2), "S7": (1, 1, 2, 2, 1), "S8": (1, 2, 1, 2, 1),
    "S9": (1, 1, 1, 2, 2), "S10": (1, 1, 2, 3, 1), "S11": (1, 2, 2, 2, 2), "S12": (1, 1, 1, 2, 2),
    "open": (1, 1, 1, 1, 2),
}  # fmt: skip

MISTAKES: dict[tuple[str, str], tuple[Mistake, ...]] = {
    ("S1", "AUT"): (m("G021", 2), m("G007")),
    ("S1", "MEM"): (m("G020", 2), m("G030")),
    ("S1", "BIL"): (m("G042", 3), m("G044", 2, 2), m("G021", 2)),
    ("S1", "MIG"): (m("G003"),),
    ("S2", "MEM"): (m("G021"),),
    ("S2", "BIL"): (m("G042", 2), m("G043", 2)),
    ("S2", "MIG"): (m("G021"),),
    ("S3", "MEM"): (m("G032", 2, 9),),
    ("S3", "BIL"): (m("G042", 4), m("G045")),
    ("S4", "BIL"): (m("G044", 3), m("G033")),
    ("S4", "MIG"): (m("G022"),),
    ("S5", "AUT"): (m("G042"),),
    ("S5", "MEM"): (m("G021"),),
    ("S5", "BIL"): (m("G042", 4), m("G020")),
    ("S6", "MEM"): (m("G030"),),
    ("S6", "BIL"): (m("G008", 3), m("G042", 5), m("G044", 4, 2)),
    ("S6", "MIG"): (m("G021"),),
    ("S7", "MEM"): (m("G047", 1, 9),),
    ("S7", "BIL"): (m("G043", 4),),
    ("S8", "AUT"): (m("G060", 14),),
    ("S8", "BIL"): (m("G042", 3), m("G044", 2)),
    ("S9", "BIL"): (m("G045", 3),),
    ("S10", "MEM"): (m("G021"),),
    ("S10", "BIL"): (m("G042", 4), m("G044", 3, 2), m("G021")),
    ("S11", "AUT"): (m("G042"),),
    ("S11", "BIL"): (m("G042", 4), m("G044", 2)),
    ("S11", "MIG"): (m("G044"),),
    ("S12", "BIL"): (m("G042", 3), m("G045")),
    ("S12", "MIG"): (m("G021"),),
    ("open", "MEM"): (
        Mistake("G042", 2, 1, ("MEM/family/IT2", "MEM/notices/IT1")),
        Mistake("G021", 1, 1, ("MEM/members/IT2",)),
    ),
    ("open", "MIG"): (
        Mistake("G044", 1, 9, ("MIG/balances-online/IT2",)),
        m("G042"), m("G021"),
    ),
}  # fmt: skip


def rounds(week: str, team: str) -> int:
    """How many revisions it takes until a team is accepted (in the open week: how many it has sent)."""
    return ROUNDS[week][TEAM_ORDER.index(team)]
