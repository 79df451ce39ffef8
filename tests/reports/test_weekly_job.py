"""The weekly report from the seal to its two files, by the job that makes it, asked for or on the schedule."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pypdf
import pytest
from django.conf import settings

from projects.jobs import run_now
from projects.models import Job, JobState, Purpose, Week
from projects.schedules import ensure_due
from projects.weekly import start_schedules
from reports.actions import order_weekly
from reports.jobs import identity
from reports.models import Report
from tests.cast import Cast, at
from tests.reports.pages import table
from tests.reports.recount import recount
from tests.reports.views.test_dashboard import shown
from tests.reports.weeks import SECRET_NAME, seal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fonts_at_hand")]
ASKED = at("2026-06-11 15:00")
MEASURES = ("BAC", "PV", "EV", "AC", "SV", "SPI", "CPI")
EARNED_VALUE = "Earned value at the status date (person-days)"


def made(cast: Cast, week: Week, language: str = "en", **choices: str) -> Report:
    job = run_now(order_weekly(week, language=language, by=cast.pmo, at=ASKED, choices=choices))
    assert job.state == JobState.DONE, job.error
    return Report.objects.get(job=job)


def paper(report: Report) -> str:
    pages = pypdf.PdfReader(io.BytesIO(report.pdf.full_path.read_bytes())).pages
    return "\n".join(page.extract_text() for page in pages)


def workbook(report: Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(report.xlsx.full_path.read_bytes()))


def texts(report: Report) -> str:
    rows = (row for sheet in workbook(report) for row in sheet.iter_rows(values_only=True))
    return "\n".join(str(value) for row in rows for value in row if value is not None)


def in_workbook(report: Report, scope: str) -> dict[str, Decimal]:
    """The earned-value figures of a scope as the workbook keeps them."""
    rows = [row for sheet in workbook(report) for row in sheet.iter_rows(values_only=True)]
    start = next(n for n, row in enumerate(rows) if {"BAC", "PV", "EV"} <= set(row))
    line = next(row for row in rows[start + 1 :] if row[0] == scope)
    pairs = zip(rows[start], line, strict=True)
    return {
        str(name): Decimal(str(value)) for name, value in pairs if name in MEASURES and not str(value).startswith("—")
    }


def in_paper(report: Report, scope: str) -> dict[str, str]:
    """The same figures as the PDF prints them: the line of the scope under the head of the table."""
    lines = paper(report).splitlines()
    start = next(number for number, line in enumerate(lines) if {"BAC", "PV", "EV"} <= set(line.split()))
    line = next(line for line in lines[start + 1 :] if line.startswith(scope))
    return dict(zip(lines[start].split()[1:], line.removeprefix(scope).split(), strict=True))


def counted(week: Week, team: str = "") -> dict[str, Decimal | None]:
    count = recount(week, team)
    values = (count.bac, count.pv, count.ev, count.ac, count.sv, count.spi, count.cpi)
    return dict(zip(MEASURES, values, strict=True))


@pytest.mark.parametrize("scope", [("", "Test project"), ("ALPHA", "Alpha"), ("BETA", "Beta")])
def test_paper_workbook_and_page_show_what_was_submitted(client, sealed: Cast, scope: tuple[str, str]) -> None:
    team, name = scope
    report, wanted = made(sealed, sealed.week), counted(sealed.week, team)
    found = in_workbook(report, name)
    assert set(found) == {measure for measure, value in wanted.items() if value is not None}
    assert all(abs(found[measure] - wanted[measure]) < Decimal("0.00001") for measure in found)
    client.force_login(sealed.pm)
    page = client.get("/reports/2026-W24/weekly/preview/?language=en").text
    line = next(row for row in table(page, EARNED_VALUE) if row["Scope"] == name)
    as_text = {measure: shown(wanted[measure], 2 if measure in ("SPI", "CPI") else 1) for measure in MEASURES}
    assert {measure: line[measure].rstrip("*") for measure in MEASURES} == as_text
    printed = in_paper(report, name)
    assert {measure: printed[measure].rstrip("*") for measure in MEASURES} == as_text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_both_files_name_late_rows_and_what_the_teams_wrote(sealed: Cast, language: str) -> None:
    report = made(sealed, sealed.week, language)
    for text in (paper(report), texts(report)):
        assert SECRET_NAME in text
        assert "設計を終えました" in text


def test_a_second_click_while_one_waits_makes_no_second_report(sealed: Cast) -> None:
    first = order_weekly(sealed.week, language="ja", by=sealed.pmo, at=ASKED)
    assert order_weekly(sealed.week, language="ja", by=sealed.pmo, at=ASKED) == first


def test_a_job_run_twice_makes_one_report(sealed: Cast) -> None:
    job = made(sealed, sealed.week).job
    run_now(job)
    assert Report.objects.count() == 1


def test_the_same_week_made_again_is_the_next_edition_with_the_same_bytes_of_figures(sealed: Cast) -> None:
    first, second = made(sealed, sealed.week), made(sealed, sealed.week)
    assert (first.edition, second.edition) == ("1.0", "2.0")
    assert texts(first).replace("1.0", "2.0") == texts(second)


def test_what_killed_attempts_left_is_swept(sealed: Cast) -> None:
    job = order_weekly(sealed.week, language="ja", by=sealed.pmo, at=ASKED)
    folder = settings.MEDIA_ROOT / Purpose.REPORT / "202606"
    folder.mkdir(parents=True, exist_ok=True)
    left = [folder / str(identity(job, 1, "pdf")), folder / f"{identity(job, 1, 'xlsx')}.abc.tmp"]
    for path in left:
        path.write_bytes(b"half a report")
    Job.objects.update(fence=1, attempts=1)  # one attempt was killed
    assert run_now(job).state == JobState.DONE
    assert not any(path.exists() for path in left)
    assert all(file.full_path.exists() for file in Report.objects.get().files)


def test_teams_not_accepted_are_carried_forward_or_shown_as_sent(cast: Cast, sent) -> None:
    carried = made(cast, cast.week, "en", ALPHA="carried", BETA="carried")
    as_sent = made(cast, cast.week, "en", ALPHA="provisional", BETA="carried")
    assert in_workbook(carried, "Alpha")["EV"] == 0
    assert in_workbook(as_sent, "Alpha")["EV"] == counted(cast.week, "ALPHA")["EV"]
    assert "figures of a revision that is not accepted yet (provisional)" in paper(as_sent)


def test_the_schedule_drafts_a_provisional_report_then_the_seal_the_first_edition(cast: Cast, sent) -> None:
    start_schedules(at=at("2026-06-01 09:00"))
    due = cast.week.report_at
    assert ensure_due(at("2026-06-11 14:59")) == drafts()
    ensure_due(due)
    ensure_due(due)
    job = Job.objects.get(kind="weekly_report")
    assert (job.period, job.scope, job.scheduled_for, job.requested_by) == ("2026-W24", "ja", due, None)
    assert run_now(job).state == JobState.DONE
    draft = Report.objects.get(job=job)
    assert (draft.edition, draft.is_provisional, draft.made_by) == ("0.1", True, None)
    assert "暫定版" in paper(draft)
    seal(cast, cast.week, ALPHA="carried", BETA="carried")
    final = made(cast, cast.week, "ja")
    assert (final.edition, final.is_provisional) == ("1.0", False)
    assert "暫定版" not in paper(final)


def drafts() -> int:
    """Jobs that the schedules had to make before the report: those that open weeks."""
    return Job.objects.exclude(kind="weekly_report").count()
