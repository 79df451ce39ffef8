"""At every fail point of the product a process is killed, an error raised, the disk full: all is as before, or done.

The fail points are listed from the source, so that a new one without a case here is seen.
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as product
from django.db import connections
from django.utils import timezone

from pmo.lib.failpoints import FailPoint
from progress.actions.intake import DraftEdit, Upload, edit_draft, receive_file
from progress.actions.reviewing import accept
from progress.actions.sealing import seal_week
from progress.actions.sending import send
from progress.models import Submission
from projects.jobs import Refused, run_now
from projects.models import File, Job, JobState, Week
from projects.sweeping import DAY, sweep
from reports import jobs as report_jobs
from reports.actions import approve_report, order_issue, order_weekly
from reports.models import Report
from tests.cast import Cast, at
from tests.reports.weeks import DONE
from tests.security.databases import on_both
from tests.support import ROOT

pytestmark = [
    pytest.mark.kills,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]
CALL = re.compile(r'failpoint\(f?"([^"]+)"\)')
EFFECTS = ("kill", "raise", "enospc")
CARRIED = {"ALPHA": "carried", "BETA": "carried"}
POINTS = {
    "receive": ("store.half_written", "store.written", "history.file.received"),
    "send": ("history.finding.resolved_by_revision", "history.submission.sent"),
    "accept": ("history.work_item.reported", "history.submission.accepted"),
    "seal": ("history.week.sealed", "history.week.opened"),
    "report": (
        "job.started", "report.rendered", "store.half_written", "store.written", "report.pdf_stored",
        "report.xlsx_stored", "history.report.drafted", "job.before_commit",
    ),
    "issue": ("report.signed", "store.half_written", "report.pdf_stored", "history.report.issued", "job.before_commit"),
}  # fmt: skip
Act = Callable[[], Any]


def named_in_the_source() -> set[str]:
    folders = (ROOT / name for name in ("pmo", "projects", "progress", "reports"))
    sources = (path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("*.py"))
    return {name for source in sources for name in CALL.findall(source)}


def test_every_fail_point_of_the_source_has_a_case_here() -> None:
    tried = {point for points in POINTS.values() for point in points}
    patterns = {name: re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(name))) for name in named_in_the_source()}
    assert len(patterns) >= 7
    assert {name for name, pattern in patterns.items() if not any(map(pattern.fullmatch, tried))} == set()


# -- what is tried


def receiving(cast: Cast) -> Act:
    upload = Upload("進捗.xlsx", b"PK" * 1000)
    return lambda: receive_file(cast.alpha, upload, week=week_of(cast), by=cast.lead, at=at("2026-06-10 15:00"))


def sending(cast: Cast) -> Act:
    """A second revision, which repairs what the first one left open."""
    plain = send(cast.alpha, week_of(cast), by=cast.lead, at=at("2026-06-10 14:00"))
    row = plain.rows.exclude(work_item=None).get(work_item__wbs_code="1.1")
    edit_draft(cast.alpha, week_of(cast), DraftEdit({row.key: DONE}, {}), by=cast.lead, at=at("2026-06-10 14:30"))
    return lambda: send(cast.alpha, week_of(cast), by=cast.lead, at=at("2026-06-10 15:00"))


def accepting(cast: Cast) -> Act:
    sending(cast)()
    Submission.objects.latest("pk").findings.update(state="dismissed")
    return lambda: accept(Submission.objects.latest("pk"), by=cast.pmo, at=at("2026-06-10 18:00"))


def sealing(cast: Cast) -> Act:
    return lambda: seal_week(week_of(cast), by=cast.pmo, at=at("2026-06-11 16:00"), choices=CARRIED)


SCENES: dict[str, Callable[[Cast], Act]] = {
    "receive": receiving, "send": sending, "accept": accepting, "seal": sealing,
}  # fmt: skip


def week_of(cast: Cast) -> Week:
    """As it stands: an action that failed may have changed the record in hand."""
    return Week.objects.get(pk=cast.week.pk)


# -- how it fails


def fails(act: Act, point: str, effect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do it with the fail point set; it must not come to its end."""
    with monkeypatch.context() as patch:
        patch.setenv("FAILPOINT", f"{point}={effect}")
        if effect == "kill":
            assert killed(act) == signal.SIGKILL, point
        else:
            with pytest.raises((FailPoint, OSError, Refused)):
                act()


def killed(act: Act) -> int:
    """The signal that ends a process of its own that does it, with a database connection of its own; 0 for none."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def state() -> dict[str, list[Any]]:
    """Every record of the product but jobs."""
    models = [model for app in ("projects", "progress", "reports") for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in models if model is not Job}


def stored() -> set[str]:
    root = Path(product.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def known() -> set[str]:
    return set(File.objects.values_list("path", flat=True))


@pytest.fixture(autouse=True)
def store_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@on_both
@pytest.mark.parametrize("scene", SCENES)
def test_an_action_that_dies_has_not_happened(
    cast: Cast, plan: dict, scene: str, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = SCENES[scene](cast)
    before = state()
    for point in POINTS[scene]:
        for effect in EFFECTS:
            fails(act, point, effect, monkeypatch)
            assert state() == before, (point, effect)
    assert known() <= stored()
    sweep(timezone.now() + DAY + timedelta(hours=1))
    assert stored() == known()
    act()
    assert state() != before
    assert stored() == known()


FILES = 2 * 4  # PDF and workbook: the whole report, the owner's page, an edition for each of two teams


def printing_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is stored does not matter here."""
    monkeypatch.setattr(report_jobs, "ensure_fonts", lambda _: None)
    monkeypatch.setattr(report_jobs.pdf, "render", lambda *_: b"%PDF-1.4")
    monkeypatch.setattr(report_jobs.xlsx, "render", lambda *_: b"PK")


@on_both
@pytest.mark.parametrize("point", POINTS["report"])
def test_a_report_that_dies_is_made_once_in_the_end(
    cast: Cast, plan: dict, point: str, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    printing_is_quick(monkeypatch)
    for number, effect in enumerate(EFFECTS, start=1):
        job = order_weekly(week_of(cast), language="ja", by=cast.pmo, at=at("2026-06-11 15:00"))
        attempt(job, point, effect, monkeypatch)
        assert Report.objects.count() == File.objects.count() // FILES == number - 1
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - DAY, not_before=None)
        assert run_now(job).state == JobState.DONE
        assert Report.objects.filter(job=job).count() == 1
        assert stored() == known()
        assert File.objects.count() == FILES * number


@on_both
@pytest.mark.parametrize("point", POINTS["issue"])
def test_an_issue_that_dies_happens_once_in_the_end(
    cast: Cast, plan: dict, point: str, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    printing_is_quick(monkeypatch)
    sealing(cast)()
    made = run_now(order_weekly(week_of(cast), language="ja", by=cast.pmo, at=at("2026-06-11 16:30")))
    report = Report.objects.get(job=made)
    approve_report(report, by=cast.pm, at=at("2026-06-11 16:40"))
    job = order_issue(report, by=cast.pmo, at=at("2026-06-11 16:45"))
    for effect in EFFECTS:
        attempt(job, point, effect, monkeypatch)
        assert (Report.objects.get().state, File.objects.count()) == ("approved", FILES)
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - DAY, not_before=None, attempts=0)
    assert run_now(job).state == JobState.DONE
    assert (Report.objects.get().state, File.objects.count()) == ("issued", 2 * FILES)
    assert stored() == known()


def attempt(job: Job, point: str, effect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One attempt that dies, or whose error the job keeps."""
    with monkeypatch.context() as patch:
        patch.setenv("FAILPOINT", f"{point}={effect}")
        if effect == "kill":
            assert killed(lambda: run_now(job)) == signal.SIGKILL
        elif point == "job.started":
            with pytest.raises((FailPoint, OSError)):
                run_now(job)
        else:
            assert run_now(job).state == JobState.QUEUED
            assert "FailPoint" in job.error or "disk_full" in job.error
    assert Job.objects.get(pk=job.pk).state in (JobState.QUEUED, JobState.RUNNING)


@on_both
def test_a_full_disk_is_told_to_whoever_drops_a_file(
    cast: Cast, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAILPOINT", "store.half_written=enospc")
    with pytest.raises(Refused) as refused:
        receiving(cast)()
    assert refused.value.code == "no_room"
    assert stored() == set()
