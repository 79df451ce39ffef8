"""Submitting a workbook of one team from the upload to the findings, step by step, beside the bare reading libraries.

    python bench/submit_workbook.py [ROWS]

An empty workspace on SQLite gets a plan of ROWS rows (default 2,000) of one team with a baseline; the team drops its
own workbook: receive (file stored, job queued), read (job with the limited child), confirm (columns, rows), preview
(matched, compared, checked), send (revision, findings), accept. Twice: the second round is the week's resubmission,
with the columns remembered. Wall time and CPU of each step, queries, and the peak memory with that of the child. Then
calamine and openpyxl fetch the same file's values, each in a process of its own.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory(prefix="pmo-bench-")
os.environ["PMO_VAR"] = FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "pmo.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.urls import reverse  # noqa: E402
from openpyxl import Workbook  # noqa: E402

from progress.actions.findings import dismiss  # noqa: E402
from progress.actions.intake import confirm_columns, proposed_map, read_now, receive_file  # noqa: E402
from progress.actions.reviewing import accept, blocking, undo_acceptance  # noqa: E402
from progress.actions.sealing import seal_week  # noqa: E402
from progress.actions.sending import preview, send  # noqa: E402
from progress.models import Baseline, BaselineRow, Finding, Reading, ReadingState, Submission, WorkItem  # noqa: E402
from projects import triggers  # noqa: E402
from projects.domain.weeks import WeekKey  # noqa: E402
from projects.models import Assignment, Member, Phase, Project, Role, Team, Upload, Week  # noqa: E402
from projects.weekly import open_week  # noqa: E402

A_GROUP = 20
DAY = date(2026, 11, 18)
SENT = datetime.fromisoformat("2026-11-18T16:00+09:00")
HEADERS = (
    "WBS番号", "タスク名", "担当者", "予定開始日", "予定終了日", "予定工数", "実績開始日", "実績終了日", "進捗率(%)",
    "実績工数", "残工数", "見込終了日", "遅延理由", "対策", "備考",
)  # fmt: skip

LATE_EVERY, WRONG_EVERY, REPAIRED_EVERY = 41, 97, 2


def starts(number: int) -> date:
    """Two rows in three lie before the status date by weeks, the others around and after it; on working days."""
    day = DAY + timedelta(days=(number * 7) % 399 - 266)
    return day if day.weekday() < 5 else day + timedelta(days=7 - day.weekday())


def row(number: int, second: bool = False) -> list[object]:
    """A row as the team types it: finished, in progress (some late, some wrong) or still to come."""
    start = starts(number)
    finish = start + timedelta(days=9)
    planned = [
        f"{number // A_GROUP + 1}.{number % A_GROUP + 1}",
        f"製造・コードレビュー {number}",
        "鴨下",
        start,
        finish,
        7.5,
    ]
    if finish < DAY - timedelta(days=3) and number % LATE_EVERY:
        actual: list[object] = [start, finish, 1, 7.5, 0, None, "", ""]
    elif start <= DAY:
        said = ["仕様確認の回答待ち", "11/24に回答を受けて完了"] if second or number % 3 else ["", ""]
        actual = [start, None, 0.6, 4.5, 3, DAY + timedelta(days=9) if said[0] else None, *said]
    else:
        actual = [None, None, 0, None, 7.5, None, "", ""]
    if number % WRONG_EVERY == 0 and not (second and number % REPAIRED_EVERY):
        actual[:3] = [None, None, 1]
    return [*planned, *actual, ""]


def workbook(count: int, *, second: bool = False) -> bytes:
    book = Workbook()
    book.active.title = "進捗"
    book.active.append(["オーソリチーム 進捗表"])
    book.active.append(HEADERS)
    for number in range(count):
        book.active.append(row(number, second))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


class Scene:
    """A project with one team, its plan of so many rows, baseline 1 and an open week."""

    def __init__(self, count: int) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        triggers.ensure()
        project = Project.get()
        project.start, project.finish, project.set_up = date(2025, 10, 1), date(2027, 6, 30), True
        project.save()
        self.team, self.phase = (
            Team.objects.create(code="AUT", name="オーソリ"),
            Phase.objects.create(code="MK", name="製造"),
        )
        self.lead, self.pmo, self.pm = (self.person(name, role) for name, role in PEOPLE)
        self.plan(count)
        earlier = open_week(WeekKey.parse("2026-W46"), by=self.pmo, at=SENT - timedelta(days=9))
        assert earlier is not None
        with step("seal (carried)"):
            seal_week(earlier, by=self.pmo, at=SENT - timedelta(days=6), choices={"AUT": "carried"})
        self.week = Week.objects.get(key="2026-W47")

    def person(self, name: str, role: Role) -> Member:
        member = Member.objects.create_user(name, name=f"{name} Person", spellings=["鴨下"] if name == "lead" else [])
        Assignment.objects.create(member=member, role=role, team=self.team if role == Role.LEAD else None)
        return member

    def plan(self, count: int) -> None:
        groups = [
            WorkItem(
                wbs_code=str(n + 1), name=f"機能{n + 1}", kind="summary", phase=self.phase, sort_key=n * A_GROUP * 2
            )
            for n in range(1, count // A_GROUP + 2)
        ]
        WorkItem.objects.bulk_create(groups)
        WorkItem.objects.bulk_create(self.item(n, groups[n // A_GROUP]) for n in range(count))
        baseline = Baseline.objects.create(
            number=1, effective_date=date(2025, 10, 1), proposed_by=self.pmo, proposed_at=SENT, approved_by=self.pm,
            approved_at=SENT,
        )  # fmt: skip
        BaselineRow.objects.bulk_create(
            BaselineRow(
                baseline=baseline, work_item=item, planned_start=item.planned_start, planned_effort=item.planned_effort,
                planned_finish=item.planned_finish, team=self.team, phase=self.phase,
            )
            for item in WorkItem.objects.leaves()
        )  # fmt: skip

    def item(self, number: int, parent: WorkItem) -> WorkItem:
        code, name, assignee, start, finish, effort, *actual = row(number)
        is_done = bool(actual[1])
        return WorkItem(
            parent=parent, sort_key=parent.sort_key + number % A_GROUP + 1, wbs_code=str(code), name=str(name),
            team=self.team, phase=self.phase, assignee=str(assignee), planned_start=start, planned_finish=finish,
            planned_effort=Decimal(str(effort)), percent=Decimal(100 if is_done else 0),
            actual_start=start if is_done else None, actual_finish=finish if is_done else None,
            actual_effort=Decimal("7.5") if is_done else None, remaining_effort=Decimal(0) if is_done else None,
        )  # fmt: skip


class Watch:
    """The peak memory of child processes while the block runs: the system's own counter begins with the parent's."""

    def __enter__(self) -> Watch:
        self.peak, self.ended = 0, threading.Event()
        self.thread = threading.Thread(target=self.look, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.ended.set()
        self.thread.join()

    def look(self) -> None:
        own = f"/proc/{os.getpid()}/task/{os.getpid()}/children"
        while not self.ended.wait(0.002):
            for child in Path(own).read_text().split():
                with suppress(OSError):
                    status = Path(f"/proc/{child}/status").read_text()
                    if "python" in Path(f"/proc/{child}/cmdline").read_text():
                        self.peak = max(self.peak, int(status.partition("VmHWM:")[2].split()[0] or 0))


PEOPLE = (("lead", Role.LEAD), ("pmo", Role.PMO), ("pm", Role.PM))


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say what a step took: wall time, CPU of this process and its children, queries."""
    count = 0

    def counting(execute: Callable[..., object], *args: object) -> object:
        nonlocal count
        count += 1
        return execute(*args)

    wall, cpu = time.perf_counter(), spent()
    with connection.execute_wrapper(counting):
        yield
    took = f"{time.perf_counter() - wall:7.2f} s {spent() - cpu:7.2f} s cpu {count:6} queries"
    print(f"{name:22} {took}", flush=True)


def spent() -> float:
    return sum(usage.ru_utime + usage.ru_stime for usage in usages())


def usages() -> tuple[resource.struct_rusage, resource.struct_rusage]:
    return resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)


def round_of(scene: Scene, name: str, content: bytes, at: datetime) -> Submission:
    """One file from the upload to its findings."""
    team, week, lead = scene.team, scene.week, scene.lead
    since = time.perf_counter()
    with step(f"{name} receive"):
        reading = receive_file(team, Upload(f"{name}.xlsx", content), week=week, by=lead, at=at)
    with Watch() as child, step(f"{name} read (job)"):
        error = read_now(reading, at=at)
    assert not error, error
    if reading.state == ReadingState.MAPPING:
        with step(f"{name} confirm"):
            confirm_columns(reading, proposed_map(reading), by=lead, at=at)
    assert Reading.objects.get(pk=reading.pk).state == ReadingState.READY
    with step(f"{name} preview"):
        preview(team, week, at=at)
    with step(f"{name} send"):
        submission = send(team, week, by=lead, at=at)
    found = Finding.objects.filter(team=team, week=week)
    print(
        f"{name} in all           {time.perf_counter() - since:7.2f} s; {submission.counts['matched']:,} rows matched, "
        f"{submission.counts['changed']:,} changed, {found.open().count():,} findings open, {found.count():,} made; "
        f"peak of the reading child {child.peak / 1024:.0f} MiB"
    )
    return submission


def main(count: int) -> None:
    scene = Scene(count)
    reverse("progress:desk")  # the pages are loaded once per process
    first, second = workbook(count), workbook(count, second=True)
    print(f"{count:,} rows, {len(first) / 1024:,.0f} KiB\n")
    round_of(scene, "first", first, SENT)
    submission = round_of(scene, "second", second, SENT + timedelta(hours=18))
    for finding in blocking(submission):
        dismiss(finding, "bench", by=scene.pmo, at=SENT + timedelta(hours=19))
    with step("accept"):
        acceptance = accept(submission, by=scene.pmo, at=SENT + timedelta(hours=20))
    with step("undo"):
        undo_acceptance(acceptance, by=scene.pmo, at=SENT + timedelta(hours=21))
    print(f"peak {usages()[0].ru_maxrss / 1024:.0f} MiB\n")
    bare(first, count)


def bare(content: bytes, count: int) -> None:
    """The same file's values by the libraries alone, each in a process of its own (bench/read_workbook.py)."""
    path = Path(FOLDER.name) / "bare.xlsx"
    path.write_bytes(content)
    for case in ("bare calamine", "bare openpyxl"):
        command = [
            "sh",
            "-c",
            '"$@"; exit $?',
            "sh",
            sys.executable,
            str(ROOT / "bench" / "read_workbook.py"),
            "--case",
            case,
            str(path),
            str(count),
        ]
        told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        print(f"{case:22} {told['median']:7.2f} s {told['cpu']:7.2f} s cpu, peak {told['peak'] / 1024:.0f} MiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
