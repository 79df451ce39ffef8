"""The editions of a weekly report: the owner's page holds no internal note, a team's nothing of another team."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdf
import pytest
from django.db.models import Max

from progress.actions.lighting import override_light
from progress.domain.lights import Dimension, Signal
from progress.models import Finding
from projects.jobs import run_now
from projects.models import JobState
from reports.actions import order_weekly
from reports.comments import Wording, write_comment
from reports.models import Report, ReportCopy
from reports.verifying import verify
from tests.cast import Cast, at
from tests.reports.recount import recount
from tests.reports.weeks import CANARIES, SECRET_NAME

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fonts_at_hand")]
ASKED = at("2026-06-11 15:00")
INTERNAL, OPEN, TO_ALPHA, ASKS = (
    "内部メモCANARY",
    "公開コメントです",
    "アルファ宛ひとこと",
    "応援2名の投入をお願いします",
)


def say(cast: Cast, section: str, text: str, *, internal: bool = False) -> None:
    write_comment(cast.week, Wording(section, text, 0, internal), by=cast.pmo, at=ASKED - timedelta(hours=1))


@pytest.fixture
def made(sealed: Cast) -> Report:
    """With an internal and an open comment, a word to team ALPHA and a decision asked for."""
    say(sealed, "late", INTERNAL, internal=True)
    say(sealed, "status", OPEN)
    say(sealed, "decisions", ASKS)
    say(sealed, "team:ALPHA", TO_ALPHA)
    return make(sealed)


def make(cast: Cast, language: str = "en") -> Report:
    job = run_now(order_weekly(cast.week, language=language, by=cast.pmo, at=ASKED))
    assert job.state == JobState.DONE, job.error
    return Report.objects.get(job=job)


def copy_of(report: Report, team: str = "") -> ReportCopy:
    return report.copies.get(team__code=team) if team else report.copies.get(audience="owner")


def pages(edition: Report | ReportCopy) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(edition.pdf.full_path).pages]


def cells(edition: Report | ReportCopy) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(edition.xlsx.full_path.read_bytes()))
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return [str(value) for row in rows for value in row if value is not None] + book.sheetnames


def texts(edition: Report | ReportCopy) -> dict[str, str]:
    """All that paper and workbook say."""
    return {"pdf": "\n".join(pages(edition)), "xlsx": "\n".join(cells(edition))}


def test_internal_notes_are_in_the_whole_report_alone(made: Report) -> None:
    for text in texts(made).values():
        assert INTERNAL in text
        assert OPEN in text
        assert TO_ALPHA not in text
    for copy in made.copies.all():
        assert [INTERNAL in text for text in texts(copy).values()] == [False, False], copy


def test_the_owner_reads_one_page_across_with_what_is_asked(made: Report) -> None:
    owner = copy_of(made)
    assert len(pages(owner)) == 1
    box = pypdf.PdfReader(owner.pdf.full_path).pages[0].mediabox
    assert box.width > box.height
    for text in texts(owner).values():
        assert ASKS in text
        assert OPEN in text
        assert "設計を終えました" not in text  # what teams write to the PMO


def test_every_edition_names_those_on_the_list_who_get_it(made: Report) -> None:
    found = {key: re.search(r"Distribution (.*)", "\n".join(pages(edition))).group(1) for key, edition in {
        "whole": made, "owner": copy_of(made), "team": copy_of(made, "ALPHA"),
    }.items()}  # fmt: skip
    assert found == {"whole": "PM / PL, PMO, Auditor", "owner": "Project owner", "team": "Team lead"}


def test_the_owners_workbook_is_one_sheet_on_one_page_beside_the_values_of_the_chart(made: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(copy_of(made).xlsx.full_path.read_bytes()))
    assert len(book.sheetnames) == 2
    setup = book.worksheets[0].page_setup
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 1)
    assert len(book.worksheets[0]._charts) == 1


def test_the_owners_figures_are_those_that_were_submitted(made: Report, sealed: Cast) -> None:
    count = recount(sealed.week)
    (page,) = pages(copy_of(made))
    planned, actual = (f"{(value * 100 / count.bac):.0f}%" for value in (count.pv, count.ev))
    assert planned in page
    assert actual in page
    assert f"{count.cpi:.2f}" in page


def test_a_teams_edition_has_its_own_rows_totals_and_words_and_nothing_of_another_team(made: Report) -> None:
    alpha, beta = (texts(copy_of(made, code)) for code in ("ALPHA", "BETA"))
    for text in alpha.values():
        assert TO_ALPHA in text
        assert "設計を終えました" in text
        assert [word for word in CANARIES if word in text] == []
    for text in beta.values():
        assert SECRET_NAME in text
        assert TO_ALPHA not in text
        assert "設計を終えました" not in text
        assert [word for word in ("アルファ", "Alpha", "ALPHA") if word in text] == []


@pytest.mark.parametrize(("team", "name"), [("ALPHA", "Alpha"), ("BETA", "Beta")])
def test_a_teams_figures_are_those_it_submitted(made: Report, sealed: Cast, team: str, name: str) -> None:
    count = recount(sealed.week, team)
    rows = [
        row
        for sheet in openpyxl.load_workbook(io.BytesIO(copy_of(made, team).xlsx.full_path.read_bytes()))
        for row in sheet.iter_rows(values_only=True)
    ]
    start = next(number for number, row in enumerate(rows) if {"BAC", "PV", "EV"} <= set(row))
    found = dict(zip(rows[start], next(row for row in rows[start + 1 :] if row[0] == name), strict=True))
    wanted = {"BAC": count.bac, "PV": count.pv, "EV": count.ev, "SV": count.sv, "SPI": count.spi}
    for measure, value in wanted.items():
        assert abs(Decimal(str(found[measure])) - value) < Decimal("0.00001"), measure


def test_every_point_raised_with_the_team_stands_in_its_edition(made: Report, sealed: Cast) -> None:
    raised = Finding.objects.filter(week=sealed.week, team=sealed.alpha, audience="team").exclude(severity="I")
    text = "\n".join(cells(copy_of(made, "ALPHA")))
    assert raised.count() > 0
    assert all(finding.cell in text for finding in raised)
    assert "Points of the PMO in this week" in text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_same_input_gives_the_same_bytes_in_every_edition(sealed: Cast, language: str) -> None:
    first = make(sealed, language)
    assert first.copies.count() == 3
    for edition in (first, *first.copies.all()):
        for file in edition.files:
            verdict = verify(file.full_path.rename(Path(str(file.full_path) + file.name)))
            assert (verdict.report, verdict.known, verdict.differences) == (first, True, [])


def test_what_is_written_set_or_answered_later_does_not_change_what_an_edition_says(made: Report, sealed: Cast) -> None:
    later = ASKED + timedelta(days=1)
    said = Wording("status", "後から書きました", 1)
    write_comment(sealed.week, said, by=sealed.pmo, at=later)
    override_light(sealed.week, Dimension.COST, Signal.RED, "後から", by=sealed.pm, at=later)
    assert Finding.objects.filter(week=sealed.week, closed_at=None).update(state="resolved", closed_at=later)
    for edition in (made, *made.copies.all()):
        verdict = verify(edition.pdf.full_path.rename(Path(str(edition.pdf.full_path) + ".pdf")))
        assert verdict.differences == []


def test_copies_share_number_edition_and_state_with_the_report(made: Report) -> None:
    names = set(made.copies.values_list("pdf__name", flat=True))
    number = made.number
    assert names == {f"{number}{end}_en_v1.0.pdf" for end in ("-OWN", "-ALPHA", "-BETA")}
    assert Report.objects.aggregate(Max("version"))["version__max"] == 1


@pytest.mark.parametrize(("reader", "there"), [("owner", ASKS), ("team:ALPHA", TO_ALPHA), ("team:BETA", SECRET_NAME)])
def test_the_preview_shows_each_edition(client, made: Report, sealed: Cast, reader: str, there: str) -> None:
    client.force_login(sealed.pmo)
    text = client.get(f"/reports/2026-W24/weekly/preview/?language=ja&reader={reader}").text
    assert there in text
    assert INTERNAL not in text
    assert client.get("/reports/2026-W24/weekly/preview/?reader=team:NONE").status_code == 404
