"""Small job kinds for the tests of the job table: what they do is seen in the phases they write."""

from __future__ import annotations

import os
import time

from projects.jobs import Order as JobOrder
from projects.jobs import Refused, Run, enqueue
from projects.models import Job, Phase
from tests.cast import at

KINDS = {
    name: f"tests.projects.kinds.{name}" for name in ("note", "plain", "steps", "broken", "refused", "half", "more")
}
KINDS |= {
    "slow": "tests.projects.kinds.slow",
    "stopped": "tests.projects.kinds.stopped",
    "lost": "tests.projects.kinds.lost",
    "full": "tests.projects.kinds.full",
}


def note(run: Run) -> None:
    """Write one phase named after the scope, together with the end."""
    with run.closing(phase=run.job.scope):
        Phase.objects.create(code=run.job.scope, name=run.params.get("name", "note"), order=Phase.objects.count())


def plain(run: Run) -> None:
    """Do nothing, close nothing."""


def steps(run: Run) -> None:
    run.progress(1, 4, "first")
    run.progress(3, 4, "third")


def broken(run: Run) -> None:
    raise ValueError("the disk is on fire")


def full(run: Run) -> None:
    """Write onto a device that has no room, as a full disk has none."""
    with open("/dev/full", "wb", buffering=0) as device:
        device.write(b"a report")


def refused(run: Run) -> None:
    with run.closing():
        Phase.objects.create(code="REFUSED", name="must not stay")
        raise Refused("no_such_week", week="2026-W99")


def half(run: Run) -> None:
    """Fail after the writes of the closing block."""
    with run.closing():
        Phase.objects.create(code="HALF", name="must not stay")
        raise ValueError("half way")


def more(run: Run) -> None:
    """Ask for another job while working."""
    with run.closing():
        enqueue(JobOrder("note", scope="MORE"), by=None, at=at("2026-06-10 09:00"))


def stopped(run: Run) -> None:
    """Somebody cancels the job while it works."""
    Job.objects.filter(pk=run.job.pk).update(state="cancelled", fence=run.job.fence + 1)
    run.progress(1, 2)
    Phase.objects.create(code="STOPPED", name="must not be reached")


def lost(run: Run) -> None:
    """Another worker takes the job over before it ends."""
    Job.objects.filter(pk=run.job.pk).update(fence=run.job.fence + 1)
    with run.closing():
        Phase.objects.create(code="LOST", name="must not stay")


def slow(run: Run) -> None:
    time.sleep(float(os.environ.get("SLOW_SECONDS", "1.5")))
    with run.closing(lease=str(Job.objects.get(pk=run.job.pk).lease_until)):
        pass
