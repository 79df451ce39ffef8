"""Every file of the collection through the page of a team and the import of the PMO, as people drop them there.

Whatever it is, the answer is a page: the file is refused in words, or its columns are shown, confirmed and every row
has its destination. What reads as a plan becomes the first WBS.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from progress.actions.intake import ENDINGS
from progress.exchange.raw import Cell
from progress.models import Reading, ReadingState, WorkItem
from progress.queries.reading import cell_text, raw_rows
from projects.jobs import run_now
from tests.progress.team_files import FILE, columns_of, reading_url

pytestmark = [pytest.mark.corpus, pytest.mark.usefixtures("wednesday_afternoon")]
SHOWS = ("matched", "new", "ignored", "rejected", "missing")
TABS = ("columns", "changes", "points")
PLANS = {  # file -> rows of the first WBS
    "01_excel_wbs/bkoizumi/WBS_20200831.xlsm": 31,
    "01_excel_wbs/neos21/WBS.xlsx": 6,
    "01_excel_wbs/neos21/工程定義・マスタスケジュール.xlsx": 10,
    "05_dslib_evm/excel/1_Project data input sheet.xlsx": 59,
    "05_dslib_evm/excel/2_Project data input sheet_extended.xlsx": 59,
    "05_dslib_evm/excel/C2011-06 Veterinary Exposition.xlsx": 83,
    "07_tracker_csv/redmine/import_issues.csv": 3,
    "07_tracker_csv/redmine/import_issues_utf8_with_bom.csv": 3,
}
WBS = "/progress/wbs/import/"


def files(corpus: Path, *, tables: bool) -> Iterator[Path]:
    """The collection's files that the door lets in, or those it does not."""
    found = (path for path in sorted(corpus.glob("*/**/*")) if path.is_file())
    return (path for path in found if (path.suffix.lower() in ENDINGS) is tables)


def dropped(client, page: str, path: Path):
    return client.post(page, {"file": SimpleUploadedFile(path.name, path.read_bytes())})


def read(client, page: str, path: Path) -> Reading:
    assert dropped(client, page, path).status_code == 302, path
    reading = Reading.objects.latest("pk")
    run_now(reading.job)
    reading.refresh_from_db()
    assert reading.state != ReadingState.WAITING, (path, reading.job.error)
    return reading


def looked_at(client, reading: Reading, name: str, **choices: str) -> None:
    assert client.get(reading_url(reading), choices).status_code == 200, (name, choices)


@pytest.fixture
def lead(client, cast, plan, later_week):
    client.force_login(cast.lead)
    return client


def test_files_of_other_kinds_are_refused_in_words_and_leave_nothing(lead, corpus):
    others = list(files(corpus, tables=False))
    assert len(others) > 200
    for path in others:
        answer = dropped(lead, FILE, path)
        assert (answer.status_code, answer.context["refused"] != "") == (409, True), path
    assert not Reading.objects.exists()


def test_every_table_of_the_collection_has_its_page_tab_by_tab(lead, corpus):
    for path in files(corpus, tables=True):
        with transaction.atomic():
            reading = read(lead, FILE, path)
            walked_through(lead, reading, path.name)
            transaction.set_rollback(True)


def walked_through(client, reading: Reading, name: str) -> None:
    looked_at(client, reading, name)
    assert all(isinstance(cell_text(cell), str) for cell in cells_of(reading)), name
    if reading.state == ReadingState.REFUSED:
        assert client.get(reading_url(reading)).context["refusal"]
        return
    answer = client.post(reading_url(reading, "reading_columns"), columns_of(client, reading))
    reading.refresh_from_db()
    assert (answer.status_code, bool(reading.rows)) in ((302, True), (409, False)), name
    for tab in TABS:
        looked_at(client, reading, name, tab=tab)
    for show in SHOWS if reading.rows else ():
        looked_at(client, reading, name, show=show)
    assert reading.rows == {} or balanced(reading), name


def cells_of(reading: Reading) -> Iterator[Cell]:
    """Every cell that was found: any of them may have to be shown beside a point."""
    for sheet in reading.raw.get("sheets", ()):
        for cells in raw_rows(sheet, {row[0] for row in sheet["rows"]}).values():
            yield from cells.values()


def balanced(reading: Reading) -> bool:
    """Whether the rows read, ignored and rejected are all rows of the sheet that hold something."""
    [sheet] = [one for one in reading.raw["sheets"] if one["name"] == reading.rows["sheet"]]
    return sum(len(reading.rows[name]) for name in ("rows", "ignored", "rejected")) == len(sheet["rows"])


@pytest.mark.parametrize(("name", "rows"), PLANS.items())
def test_what_reads_as_a_plan_becomes_the_first_wbs(client, cast, corpus, name, rows):
    client.force_login(cast.pmo)
    reading = read(client, WBS, corpus / name)
    assert client.post(reading_url(reading, "reading_columns"), columns_of(client, reading)).status_code == 302
    dry_run = client.get(reading_url(reading, "wbs_dry_run"))
    form = dry_run.context["form"]
    filled = {field: form[field].value() or "" for field in form.fields}
    choices = filled | {"team": "ALPHA"} | {field: "+" for field in filled if field.startswith("phase_")}
    assert client.post(reading_url(reading, "wbs_choices"), choices | {"leave_empty": "on"}).status_code == 302
    assert client.post(reading_url(reading, "wbs_application")).status_code == 302
    assert WorkItem.objects.count() == rows
    for page in ("wbs", "gantt", "baselines"):
        assert client.get(reverse(f"progress:{page}")).status_code == 200
    client.force_login(cast.lead)
    assert client.get("/progress/2026-W24/ALPHA/workbook/").status_code == 200
