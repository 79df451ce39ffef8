"""bin/test leaves no test out, and says how it went in words CI understands."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browsers import NAMES, chromium
from tests.run import NO_TESTS, PHASES, Outcome, Phase, environment, read_report, summary
from tests.support import missing

MARKS = ("postgres", "browser", "kills", "matrix")
PHASE = Phase("sqlite", "", minutes=1)


@pytest.mark.parametrize("bits", list(itertools.product([False, True], repeat=len(MARKS))))
def test_every_combination_of_marks_is_run_in_exactly_one_phase(bits: tuple[bool, ...]) -> None:
    marks = dict(zip(MARKS, bits, strict=True))
    assert sum(eval(phase.marks, {}, marks) for phase in PHASES) == 1


def outcome(status: int, seconds: float, **counts: int) -> Outcome:
    return Outcome(PHASE, status, seconds, counts, [(seconds, "one"), (0.5, "two")])


def test_the_closing_line_adds_the_phases_up_as_pytest_writes_it() -> None:
    lines = summary([outcome(1, 61.0, passed=5, failures=1, skipped=2), outcome(0, 2.0, passed=3)])
    assert lines[-1].strip("= ") == "1 failed, 8 passed, 2 skipped in 63.00s (1:03)"
    assert lines[1] == "  61.00 s  one"


def test_a_phase_over_its_budget_and_one_without_tests_are_named() -> None:
    assert outcome(0, 61.0).line() == "sqlite    passed   1:01 of 1:00, OVER BUDGET"
    assert outcome(NO_TESTS, 1.0).line() == "sqlite    no tests 0:01 of 1:00"


def test_the_report_is_read_from_pytests_own_file(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(
        "import pytest\ndef test_a(): pass\ndef test_b(): assert 0\n"
        "@pytest.mark.skip(reason='no')\ndef test_c(): pass\n"
    )
    report = tmp_path / "report.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-c", "/dev/null", "-p", "no:django", f"--junitxml={report}", "."]
    subprocess.run(command, check=False, cwd=tmp_path, capture_output=True)
    counts, times = read_report(report)
    assert counts == {"passed": 1, "failures": 1, "errors": 0, "skipped": 1}
    assert sorted(name for _, name in times) == ["test_one::test_a", "test_one::test_b", "test_one::test_c"]


def test_a_run_that_left_no_report_is_an_error(tmp_path: Path) -> None:
    counts, _ = read_report(tmp_path / "nothing.xml")
    assert "1 errors" in summary([Outcome(PHASE, 1, 1.0, counts, [])])[-1]


def test_settings_of_a_real_workspace_do_not_reach_the_tests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMO_DATABASE_URL", "postgres://production/")
    monkeypatch.setenv("PMO_CORPUS", "/data")
    given = environment(tmp_path / "phase")
    assert "PMO_DATABASE_URL" not in given
    assert given["PMO_CORPUS"] == "/data"
    assert given["PMO_TEST_FOLDER"] == str(tmp_path / "phase")


def test_a_missing_server_fails_where_ci_is_set_and_skips_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no server"):
        missing("no server")
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="no server"):
        missing("no server")


def test_a_browser_is_looked_for_under_its_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium() is None
    (tmp_path / NAMES[1]).write_text("#!/bin/sh\n")
    (tmp_path / NAMES[1]).chmod(0o755)
    assert chromium() == str(tmp_path / NAMES[1])
