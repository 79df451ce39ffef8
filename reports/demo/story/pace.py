"""How fast the teams work: the share of a planned day that a day of work brings, by team and week."""

from __future__ import annotations

# Before S1 by phase, then for each week S1 … S12 and the open one.
EARLIER: dict[str, dict[str, float]] = {"BIL": {"DD": 0.93}}
WEEKLY = {
    "BASE": (1.0, 1.0, 1.2, 1.2, 1.2, 1.5, 1.4, 1.4, 1.3, 1.5, 1.2, 1.4, 1.1),
    "AUT": (0.95, 0.9, 0.85, 0.65, 1.0, 0.95, 0.8, 0.65, 1.0, 1.0, 0.75, 0.75, 1.3),
    "MEM": (1.25, 1.05, 0.75, 1.1, 0.75, 1.0, 0.6, 1.0, 0.85, 0.65, 1.1, 1.0, 1.0),
    "BIL": (0.65, 1.05, 0.9, 0.7, 1.1, 0.8, 0.6, 0.6, 1.0, 0.8, 0.9, 1.0, 1.0),
    "MIG": (0.95, 0.85, 0.75, 1.05, 0.9, 0.95, 1.05, 1.0, 1.1, 1.15, 1.0, 0.95, 0.95),
}
# How much faster or slower somebody is than the team.
PERSONAL = {
    "kamoshita": 1.03, "kiriyama": 1.03, "sasahara": 1.03, "enomoto": 1.03,
    "naruse": 1.03, "ashida": 1.06, "uno": 1.1, "kajiwara": 1.03, "katsuragi": 1.14,
    "makabe": 1.06, "nagamine": 0.96, "ikoma": 0.9, "horikoshi": 1.06, "orihara": 1.06,
    "kurusu": 0.97, "hoshina": 1.06, "hamasaki": 1.06,
}  # fmt: skip
# Weeks in which somebody is faster or slower than usual.
SPELLS = {
    ("enomoto", "open"): 1.45,  # the fraud link is settled
    ("ashida", "open"): 1.35,
    ("niwa", "S12"): 0.4, ("niwa", "open"): 0.7,  # the balances do not add up
}  # fmt: skip
