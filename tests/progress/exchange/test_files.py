"""A file is opened in the limited child: what is in it, or why not; hostile files harm nobody."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from pmo.lib.limited import MEBIBYTE, Limits
from progress.exchange.files import read_file
from progress.exchange.raw import REFUSALS, Cell, CellKind, RawBook, Refusal
from progress.exchange.structure import scan
from tests.progress.exchange.files_made import archive, row_xml, sheet_xml, workbook
from tests.support import ROOT


def fill_everything(sheet, book):
    sheet.append(["文字", 12, 1.5, True, date(2026, 6, 8), datetime(2026, 6, 8, 9, 30), "=1+1"])
    sheet["A2"], sheet["B2"], sheet["C2"] = "　字下げ", 1.1, 0.8
    sheet["B2"].number_format, sheet["C2"].number_format = "0.00", "0%"
    sheet["A2"].alignment = Alignment(indent=2)
    sheet.merge_cells("A4:C4")
    sheet["A4"] = "結合"
    sheet.column_dimensions["D"].hidden = True
    sheet.row_dimensions[2].outlineLevel = 1
    book.create_sheet("隠し").sheet_state = "veryHidden"
    book["隠し"]["A1"] = "x"


def test_cells_structure_and_hidden_sheets_come_through(tmp_path):
    raw = read_file(workbook(tmp_path / "file", fill_everything))
    sheet, hidden = raw.sheets
    assert [cell.value for cell in sheet.rows[1].values()] == [
        "文字", 12, 1.5, True, date(2026, 6, 8), datetime(2026, 6, 8, 9, 30), None,
    ]  # fmt: skip
    assert sheet.cell(1, 7).kind is CellKind.UNCALCULATED
    assert sheet.uncalculated() == ["G1"]
    assert sheet.cell(2, 2) == Cell(CellKind.NUMBER, 1.1, "0.00")
    assert sheet.cell(2, 3) == Cell(CellKind.NUMBER, 0.8, "0%")
    assert sheet.cell(2, 1).value == "　字下げ"
    assert (sheet.merges, sheet.hidden_columns, sheet.outline) == (((4, 1, 4, 3),), {4}, {2: 1})
    assert sheet.indents == {2: {1: 2}}
    assert (hidden.name, hidden.hidden, sheet.hidden) == ("隠し", True, False)


def test_what_was_read_survives_json(tmp_path):
    raw = read_file(workbook(tmp_path / "file", fill_everything))
    assert RawBook.from_json(json.loads(json.dumps(raw.to_json()))) == raw


def test_text_is_normalised_and_control_characters_are_dropped(tmp_path):
    rows = row_xml(1, "か\u3099&#x9;い", "一行目&#xD;&#xA;二行目", "a_x000B_b")
    sheet = read_file(archive(tmp_path / "file", sheet_xml(rows))).sheets[0]
    assert sheet.text(1, 1) == "が\tい"
    assert sheet.text(1, 2) == "一行目\n二行目"
    assert "\x0b" not in sheet.text(1, 3)


def test_readings_beside_names_are_no_part_of_them(tmp_path):
    ruby = '<is><r><t>設計</t></r><rPh sb="0" eb="2"><t>セッケイ</t></rPh></is>'
    rows = f'<row r="1"><c r="A1" t="inlineStr">{ruby}</c></row>'
    assert read_file(archive(tmp_path / "file", sheet_xml(rows))).sheets[0].text(1, 1) == "設計"


def test_errors_keep_their_name(tmp_path):
    rows = '<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B1" t="e"><v>#N/A</v></c></row>'
    sheet = read_file(archive(tmp_path / "file", sheet_xml(rows))).sheets[0]
    assert [cell.value for cell in sheet.rows[1].values()] == ["#DIV/0!", "#N/A"]


def test_cells_and_rows_without_addresses_are_counted_on(tmp_path):
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    sheet = read_file(archive(tmp_path / "file", sheet_xml(rows))).sheets[0]
    assert {(row, column): cell.value for row, column, cell in sheet.cells()} == {(1, 1): 1, (1, 2): 2, (2, 1): 3}


def far_cell(path: Path) -> Path:
    return archive(path, sheet_xml(row_xml(1, "設計") + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def far_row(path: Path) -> Path:
    rows = "".join(row_xml(number, "作業", number) for number in range(1, 51))
    return archive(path, sheet_xml(rows + row_xml(1_048_576, "メモ")))


def wrong_dimension(path: Path) -> Path:
    rows = "".join(row_xml(number, "作業", number) for number in range(1, 201))
    return archive(path, sheet_xml(rows, before='<dimension ref="A1:B5"/>'))


def wrong_dimension_far(path: Path) -> Path:
    """As `wrong_dimension`, for the patient reader, which would believe it."""
    rows = "".join(row_xml(number, "作業", number) for number in range(1, 201))
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return archive(path, sheet_xml(rows + far, before='<dimension ref="A1:B5"/>'))


def merge_of_everything(path: Path) -> Path:
    after = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return archive(path, sheet_xml(row_xml(1, "設計") + row_xml(2, "製造"), after=after))


@pytest.mark.parametrize(
    ("make", "rows"),
    [(far_cell, 1), (far_row, 51), (wrong_dimension, 200), (wrong_dimension_far, 200), (merge_of_everything, 2)],
)
def test_sheets_that_reach_far_are_read_in_little_memory(tmp_path, make, rows):
    raw = read_file(make(tmp_path / "file"), limits=Limits(memory=400 * MEBIBYTE))
    assert len(raw.sheets[0].rows) == rows


def million_rows(path: Path) -> Path:
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(1, 60_001))
    return archive(path, sheet_xml(rows))


def test_a_sheet_with_too_many_rows_is_left_out_and_the_others_are_read(tmp_path):
    sheet = read_file(million_rows(tmp_path / "file")).sheets[0]
    assert (sheet.skipped, sheet.rows) == ("too_many_rows", {})


def test_a_sheet_wider_than_300_columns_is_cut_and_says_so(tmp_path):
    raw = read_file(workbook(tmp_path / "file", lambda sheet, _: sheet.append(list(range(1, 401)))))
    sheet = raw.sheets[0]
    assert (len(sheet.rows[1]), sheet.last_column_read) == (300, 300)


def bad_reference(path: Path) -> Path:
    return archive(path, sheet_xml('<row r="1"><c r="!!"><v>1</v></c></row>'))


def laughs(path: Path) -> Path:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]>' + sheet_xml(row_xml(1, "&a9;"))
    return archive(path, text)


def outside_entity(path: Path) -> Path:
    return archive(path, '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + sheet_xml(row_xml(1, "&e;")))


def bomb(path: Path) -> Path:
    return archive(path, sheet_xml(""), {"xl/sharedStrings.xml": "x" * (210 * MEBIBYTE)})


def many_parts(path: Path) -> Path:
    return archive(path, sheet_xml(""), {f"xl/part{n}.xml": "" for n in range(2_001)})


def traversal(path: Path) -> Path:
    return archive(path, sheet_xml(row_xml(1, 1)), {"../../evil.xml": ""})


def no_content_types(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("document.txt", "x")
    return path


def word_file(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("[Content_Types].xml", "x")
        target.writestr("word/document.xml", "x")
    return path


def doubled_part(path: Path) -> Path:
    archive(path, sheet_xml(row_xml(1, 1)))
    with zipfile.ZipFile(path, "a") as target, pytest.warns(UserWarning, match="Duplicate name"):
        target.writestr("xl/workbook.xml", "x")
    return path


def encrypted(path: Path) -> Path:
    archive(path, sheet_xml(row_xml(1, 1)))
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1  # the first flag of the first entry of the directory
    path.write_bytes(content)
    return path


def cut_off(path: Path) -> Path:
    whole = workbook(path, fill_everything).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def too_large(path: Path) -> Path:
    with path.open("wb") as file:
        file.truncate(21 * MEBIBYTE)
    return path


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def pdf(path: Path) -> Path:
    path.write_bytes(b"%PDF-1.7\n\x00\x01\x02 something binary \xff\xfe\x00")
    return path


def web_page(path: Path) -> Path:
    path.write_text("<html><table><tr><td>タスク名</td></tr></table></html>", encoding="utf-8")
    return path


def no_cells(path: Path) -> Path:
    return workbook(path, lambda sheet, _: None)


@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (laughs, ("damaged",)),
        (outside_entity, ("damaged",)),
        (bomb, ("unpacked_too_large",)),
        (many_parts, ("too_many_parts",)),
        (traversal, ("damaged",)),
        (no_content_types, ("not_a_workbook",)),
        (word_file, ("not_a_workbook",)),
        (doubled_part, ("damaged",)),
        (encrypted, ("password",)),
        (cut_off, ("damaged",)),
        (too_large, ("too_large",)),
        (empty, ("no_cells",)),
        (pdf, ("unknown_format",)),
        (web_page, ("unknown_format",)),
        (no_cells, ("no_cells",)),
        (bad_reference, ("damaged", "unreadable")),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_code(tmp_path, make, codes):
    since = time.monotonic()
    refusal = read_file(make(tmp_path / "file"))
    assert isinstance(refusal, Refusal), refusal
    assert refusal.code in codes
    assert refusal.code in REFUSALS
    assert time.monotonic() - since < 30
    assert Refusal.from_json(json.loads(json.dumps(refusal.to_json()))) == refusal


def test_refusing_does_not_swell_the_parent(tmp_path):
    files = [make(tmp_path / make.__name__) for make in (laughs, cut_off, far_cell, bad_reference)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for file in files:
        read_file(file)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_a_child_that_runs_out_of_time_is_a_refusal(tmp_path):
    refusal = read_file(million_rows(tmp_path / "file"), limits=Limits(wall_seconds=0.05))
    assert refusal == Refusal("too_slow")


def test_a_file_that_is_not_there_is_the_caller_s_mistake(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "nowhere")


@pytest.mark.parametrize("module", ["progress.exchange.child", "progress.exchange.patient_child"])
def test_the_children_know_no_django(module):
    code = f"import sys, {module}; sys.exit(any(name.split('.')[0] in ('django', 'celery') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_sheet_with_a_document_type_is_never_scanned(tmp_path):
    with (
        zipfile.ZipFile(laughs(tmp_path / "file")) as source,
        source.open("xl/worksheets/sheet1.xml") as part,
        pytest.raises(ValueError, match="document type"),
    ):
        scan(part, [])


def test_both_readers_see_the_same_cells(tmp_path):
    """What calamine and our scan find is what openpyxl finds (a far cell makes the patient child read it)."""

    def fill(sheet, book):
        fill_everything(sheet, book)
        for row in range(5, 60):
            sheet.append([f"作業{row}", row / 7, date(2026, 6, row % 28 + 1), row, None, f"{row}%"])

    quick = read_file(workbook(tmp_path / "quick", fill))

    def fill_far(sheet, book):
        fill(sheet, book)
        sheet.cell(1_000_000, 100).value = "遠い"

    patient = read_file(workbook(tmp_path / "patient", fill_far))
    far = patient.sheets[0].rows.pop(1_000_000)
    assert [cell.value for cell in far.values()] == ["遠い"]
    for row, cells in patient.sheets[0].rows.items():
        kept = {
            column: cell for column, cell in quick.sheets[0].rows[row].items() if cell.kind is not CellKind.UNCALCULATED
        }
        assert cells == kept, f"row {row}"


def test_hidden_columns_are_named_by_number(tmp_path):
    def fill(sheet, _book):
        sheet.append(list(range(1, 31)))
        sheet.column_dimensions.group("C", "E", hidden=True)

    assert read_file(workbook(tmp_path / "file", fill)).sheets[0].hidden_columns == {3, 4, 5}
    assert get_column_letter(5) == "E"
