"""Files of MS Project are told by content or name, and nothing else is taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from progress.exchange.msproject import is_ms_project

OLE = bytes.fromhex("d0cf11e0a1b11ae1").ljust(1024, b"\x00") + "Root Entry".encode("utf-16-le").ljust(80, b"\x00")
PROJECT, EXCEL = "3a8fb774c8c8d111be1100c04fb6faf1", "2008020000000000c000000000000046"
XML = '<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project"><Name>計画</Name></Project>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("計画.mpp", b""),
        ("PLAN.MPT", b"anything"),
        ("plan.xml", XML.encode()),
        ("plan.xlsx", XML.encode("utf-16")),
        ("plan.xls", OLE + bytes.fromhex(PROJECT)),
        ("plan.csv", b"MPX,Microsoft Project for Windows,4.0,ANSI\r\n"),
    ],
)
def test_a_plan_of_ms_project_is_told_whatever_it_is_called(name: str, content: bytes) -> None:
    assert is_ms_project(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.xls", OLE + bytes.fromhex(EXCEL) + b"MSProject.Project.9"),  # a project put into a sheet
        ("plan.xls", OLE[:8]),
        ("plan.csv", "No,タスク名,備考\n1,画面設計,MSProject.Projectを見る\n".encode()),
        ("plan.xlsx", b"PK\x03\x04"),
        ("page.xml", b"<?xml version='1.0'?><html/>"),
    ],
)
def test_what_is_no_plan_of_ms_project_is_left_to_the_reader(name: str, content: bytes) -> None:
    assert not is_ms_project(name, content)


def test_every_collected_plan_of_ms_project_is_told_by_its_content(corpus: Path) -> None:
    files = [path for path in (corpus / "02_msproject").rglob("*") if path.suffix in (".mpp", ".mpx", ".xml")]
    assert files
    assert [path.name for path in files if not is_ms_project("plan", path.read_bytes())] == []


def test_no_collected_sheet_is_taken_for_one(corpus: Path) -> None:
    sheets = [path for path in corpus.rglob("*") if path.suffix in (".xls", ".xlsx", ".xlsm", ".xlsb", ".csv")]
    assert sheets
    assert [path.name for path in sheets if is_ms_project("plan", path.read_bytes())] == []
