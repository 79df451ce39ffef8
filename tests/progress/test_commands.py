"""manage.py submit_gantt and seal_week: exit codes, what they say of every row, and that a dry run leaves nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from progress.actions.intake import DraftEdit, edit_draft
from progress.models import Draft, LearntColumns, Reading, ReadingState, Seal, Submission, WorkItem
from projects.models import ChangeLog, Week
from tests.cast import Cast, at
from tests.progress.cycle import sealed
from tests.progress.team_files import BATCH, PAPERS, ROWS, SCREENS, workbook
from tests.support import ROOT

pytestmark = pytest.mark.django_db(transaction=True)  # a file is read by a child, its lease kept by a thread
Plan = dict[str, WorkItem]


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    """Exit code, output and errors of a command."""
    code = 0
    try:
        call_command(*map(str, words))
    except SystemExit as end:
        code = int(end.code or 0)
    except CommandError as usage:
        code = usage.returncode
        sys.stderr.write(str(usage))
    told = capsys.readouterr()
    return code, told.out, told.err


def file_of(folder: Path, rows: Iterable[Iterable[Any]] = ROWS, name: str = "進捗.xlsx", **more: Any) -> Path:
    path = folder / name
    path.write_bytes(workbook(rows, **more))
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return file_of(tmp_path)


def test_a_file_is_sent_and_every_row_accounted_for(
    cast: Cast, plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = ("1.9", "追加の設計", "", "2026/6/8", "2026/6/40", "", "", "0%", "")
    rows = [SCREENS, PAPERS, odd, ("", "", "誰か", "", "", "", "", "50%", ""), ("", "合計", *[""] * 7)]
    code, out, err = run(capsys, "submit_gantt", file_of(tmp_path, rows), "--team", "ALPHA", "--json")
    told = json.loads(out)
    assert (code, err, told["sent"], told["revision"]) == (0, "", True, 1)
    submission = Submission.objects.get()
    assert (submission.sent_by, submission.on_behalf, submission.week) == (cast.lead, False, cast.week)
    assert told["matched"][0] == {
        "sheet": "進捗", "row": 3, "cell": "B3", "reason": told["matched"][0]["reason"], "name": "画面設計",
    }  # fmt: skip
    assert {one["reason"] for one in told["matched"]} <= {"code_name", "path_name", "own_id", "wbs_code"}
    assert [(one["cell"], one["reason"]) for one in told["new"]] == [("B5", "not_in_plan")]
    assert [one["name"] for one in told["missing"]] == ["バッチ設計"]
    assert [(one["row"], one["reason"]) for one in told["rejected"]] == [(6, "no_name")]
    assert (7, "total") in [(one["row"], one["reason"]) for one in told["ignored"]]
    assert [one["cell"] for one in told["unreadable"]] == ["E5"]
    assert all(one["cell"] for kind in ("ignored", "rejected", "new") for one in told[kind])
    counts = told["counts"]
    assert counts["matched"] + counts["new"] + counts["ignored"] + counts["rejected"] == 7  # non-empty rows
    assert told["findings"]["UNREAD"] == 1
    assert sum(told["findings"].values()) == len(told["sentences"])


def test_the_same_in_lines_for_a_person(
    cast: Cast, plan: Plan, file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    code, out, _err = run(capsys, "submit_gantt", file, "--team", "ALPHA", "--week", "2026-W24", "--user", "pmo")
    assert code == 0
    assert out.splitlines()[0].startswith("matched 3, new 0, missing 0, ignored 2, rejected 0")
    assert out.splitlines()[-1] == "sent as revision 1"
    assert "ignored: 進捗!A1 title" in out
    submission = Submission.objects.get()
    assert (submission.on_behalf, submission.received_by_means) == (True, "submit_gantt")


def test_a_japanese_terminal_is_spoken_to_in_japanese(
    cast: Cast, plan: Plan, file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    code, out, _err = run(capsys, "submit_gantt", file, "--team", "ALPHA", "--week", "2026-W24", "--dry-run")
    assert code == 0
    first = "照合できた行 3、追加 0、ファイルにない行 0、読まない行 2、読み取れない行 0"
    assert out.splitlines()[0].startswith(first)
    assert out.splitlines()[-1] == "提出していません（試行）"
    assert "読まない行：進捗!A1 表題" in out


@pytest.mark.parametrize(("terminal", "word"), [("en_GB.UTF-8", "approved baseline"), ("ja_JP.UTF-8", "ベースライン")])
def test_a_refusal_is_told_in_the_language_of_the_terminal(
    cast: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, terminal: str, word: str
) -> None:
    monkeypatch.setenv("LC_ALL", terminal)
    code, _out, err = run(capsys, "seal_week", "2026-W24")
    assert code == 1
    assert word in err


def test_the_same_file_again_is_the_same_revision(
    cast: Cast, plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("submit_gantt", file_of(tmp_path), "--team", "ALPHA", "--json")
    assert [json.loads(run(capsys, *words)[1])["revision"] for _ in range(2)] == [1, 1]
    file_of(tmp_path, [SCREENS, PAPERS, (*BATCH[:-1], "来週着手")])
    assert json.loads(run(capsys, *words)[1])["revision"] == 2


def test_a_dry_run_leaves_nothing_but_a_closed_reading(
    cast: Cast, plan: Plan, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit = DraftEdit({str(plan["1.2"].uuid): {"percent": "20"}}, {"topics": "下書き"})
    edit_draft(cast.alpha, cast.week, edit, by=cast.member, at=at("2026-06-10 11:00"))
    before = Draft.objects.values().get()
    code, out, _err = run(capsys, "submit_gantt", file, "--team", "ALPHA", "--dry-run", "--json")
    told = json.loads(out)
    assert (code, told["sent"], told["counts"]["matched"]) == (0, False, 3)
    assert Draft.objects.values().get() == before
    assert not Submission.objects.exists()
    assert not LearntColumns.objects.exists()
    assert Reading.objects.get().state == ReadingState.CLOSED
    assert set(ChangeLog.objects.filter(model="progress.reading").values_list("action", flat=True)) == {
        "file.received", "reading.closed",
    }  # fmt: skip


def test_a_dry_run_says_why_it_could_not_be_sent(
    cast: Cast, plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    WorkItem.objects.filter(pk=plan["1.3"].pk).update(name="帳票設計", wbs_code="1.2")
    code, _out, err = run(capsys, "submit_gantt", file_of(tmp_path), "--team", "ALPHA", "--dry-run")
    assert code == 1
    assert "1" in err
    assert Reading.objects.get().state == ReadingState.CLOSED


@pytest.mark.parametrize(
    ("name", "content"), [("plan.pdf", b"%PDF"), ("empty.xlsx", b""), ("broken.xlsx", b"PK\x03\x04nothing")]
)
def test_a_file_that_is_no_plan_is_refused_with_the_reason(
    cast: Cast, plan: Plan, tmp_path: Path, name: str, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    code, out, err = run(capsys, "submit_gantt", path, "--team", "ALPHA")
    assert (code, out) == (1, "")
    assert err.strip()
    code, out, _err = run(capsys, "submit_gantt", path, "--team", "ALPHA", "--json")
    assert code == 1
    assert json.loads(out)["refused"]


def test_a_plan_of_ms_project_is_told_the_way_out(
    cast: Cast, plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "計画.mpp"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1"))
    code, out, err = run(capsys, "submit_gantt", path, "--team", "ALPHA")
    assert (code, out) == (1, "")
    assert "Excel" in err
    assert "MS Project" in err
    assert not Reading.objects.exists()


def test_a_table_without_the_columns_of_a_plan_is_refused_with_what_was_looked_at(
    cast: Cast, plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file_of(tmp_path, [("1", "りんご"), ("2", "みかん")], headers=("番号", "果物"))
    code, _out, err = run(capsys, "submit_gantt", path, "--team", "ALPHA")
    assert code == 1
    assert "タスク名" in err
    assert f"/progress/readings/{Reading.objects.get().uuid}/" in err  # where the columns can be chosen


def test_a_sealed_week_takes_no_file(cast: Cast, plan: Plan, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sealed(cast, cast.week)
    code, _out, err = run(capsys, "submit_gantt", file, "--team", "ALPHA", "--week", "2026-W24")
    assert code == 1
    assert "6/10時点" in err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--team", "NONE"], 2),
        (["--team", "ALPHA", "--user", "nobody"], 2),
        (["--team", "ALPHA", "--user", "other_lead"], 2),  # leads another team
        (["--team", "ALPHA", "--user", "member"], 2),  # edits, does not send
        (["--team", "ALPHA", "--week", "W24"], 2),
        (["--team", "ALPHA", "--week", "2026-W54"], 2),
        (["--team", "ALPHA", "--week", "2026-W40"], 1),  # not opened
    ],
)
def test_who_and_when_are_looked_at_before_the_file(
    cast: Cast, plan: Plan, file: Path, words: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "submit_gantt", file, *words)[0] == code
    assert not Reading.objects.exists()


def test_a_file_that_is_not_there_is_a_usage_error(
    cast: Cast, plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (tmp_path / "none.xlsx", tmp_path):
        assert run(capsys, "submit_gantt", path, "--team", "ALPHA")[0] == 2


@pytest.mark.parametrize(
    "words", [["submit_gantt"], ["submit_gantt", "x.xlsx"], ["seal_week"], ["seal_week", "a", "b"]]
)
def test_missing_words_are_a_usage_error_of_the_real_program(words: list[str]) -> None:
    done = subprocess.run([sys.executable, "manage.py", *words], check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 2
    assert "usage:" in done.stderr


# -- seal_week


def test_a_week_is_sealed_with_a_choice_for_each_missing_team(
    cast: Cast, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _out, err = run(capsys, "seal_week", "2026-W24")
    assert code == 1
    assert "ALPHA" in err
    choices = ("--missing", "ALPHA=carried", "--missing", "BETA=carried")
    code, out, _err = run(capsys, "seal_week", "2026-W24", *choices, "--json")
    assert code == 0
    assert json.loads(out)["teams"]["ALPHA"]["how"] == "carried"
    assert Seal.objects.get().sealed_by == cast.pmo
    code, out, _err = run(capsys, "seal_week", "2026-W24", *choices, "--json")
    assert (code, json.loads(out)["refused"]) == (1, "week_sealed")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["2026-W24", "--missing", "ALPHA=perhaps"], 2),
        (["2026-W24", "--missing", "NONE=carried"], 2),
        (["2026-W24", "--user", "lead"], 2),
        (["last week"], 2),
        (["2026-W40"], 1),
    ],
)
def test_a_week_is_not_sealed_on_a_mistake(
    cast: Cast, plan: Plan, words: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "seal_week", *words)[0] == code
    assert not Week.objects.sealed().exists()
