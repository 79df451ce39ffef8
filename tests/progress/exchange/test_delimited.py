"""CSV in the encodings and with the separators of real exports (SECURITY 3.5, 6)."""

from __future__ import annotations

from datetime import date

import pytest

from progress.exchange.files import read_file
from progress.exchange.mapping import apply
from progress.exchange.raw import RawBook, Refusal
from progress.exchange.recognise import recognise
from tests.progress.exchange.made import PERIOD

TEXT = "タスクID,タスク名,予定開始日,予定終了日,進捗率\r\nT1,画面設計～①,2026/6/8,2026/6/19,50%\r\n"


def read(tmp_path, content: bytes) -> RawBook | Refusal:
    path = tmp_path / "file"
    path.write_bytes(content)
    return read_file(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "euc_jp", "iso2022_jp"])
def test_every_usual_encoding_is_read(tmp_path, encoding):
    text = TEXT if encoding not in ("euc_jp", "iso2022_jp") else TEXT.replace("①", "1").replace("～", "から")
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    raw = read(tmp_path, mark + text.encode(encoding))
    assert raw.format == "csv"
    assert raw.sheets[0].text(1, 2) == "タスク名"
    assert raw.sheets[0].text(2, 2).startswith("画面設計")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "iso8859-1"])
@pytest.mark.parametrize(
    "name", ["Contenu en français", "Prüfung größerer Läufe", "Conclusão", "Etude détaillée, à revoir"]
)
def test_european_names_keep_their_letters(tmp_path, name, encoding):
    """cp932 made fran軋is of français, and refused the rest."""
    raw = read(tmp_path, f'Task;Start\r\n"{name}";2026-06-08\r\n'.encode(encoding))
    assert raw.sheets[0].text(2, 1) == name


def test_a_european_file_of_the_collection_keeps_its_letters(corpus):
    raw = read_file(corpus / "07_tracker_csv" / "redmine" / "import_iso8859-1.csv")
    assert raw.sheets[0].text(2, 1) == "Contenu en français"


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_the_separator_is_the_one_the_lines_agree_on(tmp_path, separator):
    raw = read(tmp_path, TEXT.replace(",", separator).encode())
    assert [cell.value for cell in raw.sheets[0].rows[2].values()] == [
        "T1",
        "画面設計～①",
        "2026/6/8",
        "2026/6/19",
        "50%",
    ]


def test_quoted_fields_may_hold_separators_and_lines(tmp_path):
    raw = read(tmp_path, 'a,"一行目\n二行目, まだ",c\r\n'.encode())
    assert [cell.value for cell in raw.sheets[0].rows[1].values()] == ["a", "一行目\n二行目, まだ", "c"]


def test_the_guard_against_formulas_is_taken_off_again(tmp_path):
    raw = read(tmp_path, "'=1+1,'-5,'田中,O'Brien,=SUM(A1)\r\n".encode())
    assert [cell.value for cell in raw.sheets[0].rows[1].values()] == ["=1+1", "-5", "'田中", "O'Brien", "=SUM(A1)"]


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01\x02\x03" * 50,
        TEXT.encode("utf-16-le"),  # without its mark cp932 would make garbage of it
        b"<?xml version='1.0'?><Project/>",
        "\ue000private".encode(),
        b"\xff\xff\xff",
    ],
)
def test_what_makes_no_sense_in_any_encoding_is_refused(tmp_path, content):
    assert read(tmp_path, content) == Refusal("unknown_format")


def test_a_field_longer_than_any_text_is_refused(tmp_path):
    assert read(tmp_path, b'"' + b"x" * 200_000 + b'",b\r\n') == Refusal("damaged")


def test_a_csv_file_is_a_plan_like_any_other(tmp_path):
    raw = read(tmp_path, TEXT.encode("cp932"))
    reading = apply(raw, recognise(raw).map, PERIOD)
    [row] = reading.rows
    assert (row.row.id, row.row.planned_finish, row.row.percent) == ("T1", date(2026, 6, 19), 50)
    assert reading.problems == []
