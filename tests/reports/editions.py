"""Reports as their job leaves them, without the work of printing."""

from __future__ import annotations

from projects.models import File, Purpose, Team, Upload, store
from reports.jobs import TYPES
from reports.models import Report, ReportCopy
from tests.cast import Cast, at

MADE = at("2026-06-11 15:00")


def files(name: str, team: Team | None = None) -> list[File]:
    """A PDF and a workbook of a few bytes."""
    bytes_of = {"pdf": f"%PDF {name}".encode(), "xlsx": f"PK {name}".encode()}
    uploads = [Upload(f"{name}.{ending}", content, TYPES[ending]) for ending, content in bytes_of.items()]
    return [store(upload, purpose=Purpose.REPORT, at=MADE, team=team) for upload in uploads]


def edition(cast: Cast, version: int) -> Report:
    """A report of the sealed week as its job leaves it, with the owner's and both teams' copies."""
    pdf, xlsx = files(f"report_v{version}")
    report = Report.objects.create(
        kind="weekly", week=cast.week, language="ja", number="P-WR-2026-W24", version=version, edition=f"{version}.0",
        pdf=pdf, xlsx=xlsx, made_by=cast.pmo, made_at=MADE,
        supersedes="訂正" if version > 1 else "",
    )  # fmt: skip
    for audience, team in (("owner", None), ("team", cast.alpha), ("team", cast.beta)):
        pdf, xlsx = files(f"report_{team.code if team else 'owner'}_v{version}", team)
        ReportCopy.objects.create(report=report, audience=audience, team=team, pdf=pdf, xlsx=xlsx)
    return report


def copy_for(report: Report, team: Team | None) -> ReportCopy:
    return report.copies.get(team=team)
