"""Reports as their job leaves them, without the work of printing."""

from __future__ import annotations

from projects.models import Purpose, Upload, store
from reports.jobs import TYPES
from reports.models import Report
from tests.cast import Cast, at

MADE = at("2026-06-11 15:00")


def edition(cast: Cast, version: int) -> Report:
    """A report of the sealed week as its job leaves it, the files with a few bytes in them."""
    uploads = [Upload("report.pdf", b"%PDF edition", TYPES["pdf"]), Upload("report.xlsx", b"PK edition", TYPES["xlsx"])]
    files = [store(upload, purpose=Purpose.REPORT, at=MADE) for upload in uploads]
    return Report.objects.create(
        kind="weekly", week=cast.week, language="ja", number="P-WR-2026-W24", version=version, edition=f"{version}.0",
        pdf=files[0], xlsx=files[1], made_by=cast.pmo, made_at=MADE,
    )  # fmt: skip
