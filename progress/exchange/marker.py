"""The hidden sheet by which "this week's Excel" and the plan template say what they are. Pure."""

from __future__ import annotations

from progress.exchange.columns import Marker
from progress.exchange.raw import RawBook

SHEET = "_pmo"
SIGN = "pmo-workspace"
FORMAT = 1
NAMES = ("project", "team", "week", "version", "kind", "language")


def rows_of(marker: Marker) -> list[tuple[str, str]]:
    """The sheet's rows: the sign, then name and value."""
    return [(SIGN, str(FORMAT)), *((name, str(getattr(marker, name))) for name in NAMES)]


def marker_of(raw: RawBook) -> Marker | None:
    """The marker of a workbook of ours; None for other files and for a marker somebody changed."""
    sheet = raw.sheet(SHEET)
    if sheet is None or sheet.text(1, 1) != SIGN:
        return None
    found = {sheet.text(row, 1): sheet.text(row, 2) for row in sheet.rows}
    if not all(name in found for name in NAMES[:3]) or not found.get("version", "").isdecimal():
        return None
    return Marker(**{name: found.get(name, "") for name in NAMES if name != "version"}, version=int(found["version"]))
