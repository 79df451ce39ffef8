"""The command line: the same actions as the pages, and an exit code that says how it ended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from progress.models import Draft, Submission
from projects.models import Week
from tests.cast import Cast
from tests.progress.conftest import plan as plan
from tests.progress.test_cycle import workbook

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = [
    ["1.1", "画面設計", "Member Person", "2026/6/1", "2026/6/5", "6/1", "", "100%", ""],
    ["1.2", "帳票設計", "Member Person", "2026/6/8", "2026/6/12", "6/8", "", "60%", ""],
    ["1.9", "追加作業", "Member Person", "2026/6/8", "2026/6/12", "", "11/31", "0%", ""],
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "進捗.xlsx"
    path.write_bytes(workbook(ROWS))
    return path


def told(capsys: pytest.CaptureFixture) -> dict:
    return json.loads(capsys.readouterr().out)


def submit(file: Path, *more: str) -> None:
    call_command("submit_gantt", str(file), "--team", "ALPHA", "--week", "2026-W24", "--user", "lead", "--json", *more)


def test_a_file_is_sent_with_its_balance_and_findings(
    cast: Cast, plan: dict, file: Path, capsys: pytest.CaptureFixture
) -> None:
    submit(file)
    answer = told(capsys)
    assert answer["sent"]
    assert answer["revision"] == 1
    assert {name: answer["counts"][name] for name in ("matched", "new", "missing")} == {
        "matched": 2, "new": 1, "missing": 1,
    }  # fmt: skip
    assert answer["new"][0]["row"] == 6
    assert answer["unreadable"][0]["cell"] == "G6"
    assert answer["findings"]["G021"] == 1
    assert Submission.objects.get().sent_by == cast.lead


def test_a_dry_run_sends_nothing(cast: Cast, plan: dict, file: Path, capsys: pytest.CaptureFixture) -> None:
    submit(file, "--dry-run")
    assert told(capsys)["sent"] is False
    assert not Submission.objects.exists()
    assert not Draft.objects.exclude(reading=None).exists()


def test_a_file_without_a_plan_is_refused_with_exit_code_1(
    cast: Cast, plan: dict, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    path = tmp_path / "x.csv"
    path.write_text("品名,数量\nりんご,3\n", encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        submit(path)
    assert end.value.code == 1
    assert told(capsys)["refused"] == "file_refused"


@pytest.mark.parametrize(
    "arguments",
    [
        ("nowhere.xlsx", "--team", "ALPHA"),
        ("{file}", "--team", "NONE"),
        ("{file}", "--team", "ALPHA", "--week", "2020-W01"),
        ("{file}", "--team", "ALPHA", "--user", "nobody"),
        ("{file}", "--team", "ALPHA", "--user", "other_lead"),
    ],
)
def test_wrong_usage_is_exit_code_2(cast: Cast, plan: dict, file: Path, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as end:
        call_command("submit_gantt", *(text.replace("{file}", str(file)) for text in arguments))
    assert end.value.returncode == 2


def test_a_week_is_sealed_and_its_report_made(
    cast: Cast, plan: dict, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    with pytest.raises(SystemExit) as end:
        call_command("seal_week", "2026-W24", "--user", "pmo")
    assert end.value.code == 1
    assert "ALPHA" in capsys.readouterr().err
    with pytest.raises(CommandError) as wrong:
        call_command("seal_week", "2026-W24", "--missing", "ALPHA=perhaps")
    assert wrong.value.returncode == 2
    call_command("seal_week", "2026-W24", "--missing", "ALPHA=carried", "--missing", "BETA=carried", "--json")
    assert told(capsys)["teams"]["BETA"]["how"] == "carried"
    assert Week.objects.get(key="2026-W24").is_sealed
    call_command("make_report", "weekly", "--week", "2026-W24", "--lang", "en", "--output", str(tmp_path / "out"))
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".pdf", ".xlsx"]
    with pytest.raises(SystemExit) as unknown:
        call_command("make_report", "weekly", "--week", "2020-W01", "--output", str(tmp_path))
    assert unknown.value.code == 1
