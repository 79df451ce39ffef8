"""The job table: what happens to the row whatever happens to the work (SECURITY 3.2)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone, translation

from projects.job_texts import reason
from projects.jobs import LostLease, Order, Run, cancel, claim, drain, enqueue, retry, run_job, run_now
from projects.models import Job, JobState, Member, Phase
from projects.tasks import drain_task, tick
from tests.cast import at
from tests.projects.kinds import KINDS
from tests.threads import at_once

NOW = at("2026-06-10 09:00")


@pytest.fixture(autouse=True)
def test_kinds(settings):
    settings.JOB_KINDS = KINDS
    settings.JOB_MAX_ATTEMPTS = 5


def ask(kind: str, scope: str = "", **params: object) -> Job:
    return enqueue(Order(kind, "2026-W24", scope), by=None, at=NOW, **params)


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_the_same_work_is_asked_for_once(cast):
    first = enqueue(Order("note", "2026-W24", "ja", "k"), by=cast.pmo, at=NOW, name="first")
    second = enqueue(Order("note", "2026-W24", "ja", "k"), by=cast.pm, at=NOW, name="second")
    others = [
        enqueue(Order("note", *key), by=None, at=NOW) for key in (("2026-W25", "ja", "k"), ("2026-W24", "en", "k"))
    ]

    assert first.pk == second.pk
    assert (first.requested_by, fresh(first).params) == (cast.pmo, {"name": "first"})
    assert len({first.pk, *(job.pk for job in others)}) == 3


def test_a_worker_is_woken_only_after_the_commit(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        ask("note", "A")

    assert len(callbacks) == 1


def test_a_claimed_job_belongs_to_one_worker(db):
    job = ask("note", "A")

    mine = claim(timezone.now())

    assert mine.pk == job.pk
    assert (mine.state, mine.fence, mine.attempts) == (JobState.RUNNING, 1, 1)
    assert mine.lease_until > timezone.now()
    assert claim(timezone.now()) is None


def test_the_oldest_job_comes_first(db):
    newer = enqueue(Order("note", scope="B"), by=None, at=NOW + timedelta(minutes=1))
    older = enqueue(Order("note", scope="A"), by=None, at=NOW)

    assert [claim(timezone.now()).pk for _ in range(2)] == [older.pk, newer.pk]


def test_a_job_whose_worker_went_silent_is_taken_over(db, settings):
    ask("note", "A")
    silent = claim(timezone.now())
    later = timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS + 1)

    second = claim(later)

    assert (second.pk, second.fence, second.attempts) == (silent.pk, 2, 2)


def test_a_worker_that_comes_back_late_writes_nothing(db, settings):
    ask("note", "A")
    silent = Run(claim(timezone.now()))
    claim(timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS + 1))

    with pytest.raises(LostLease), silent.closing():
        Phase.objects.create(code="LATE", name="must not stay")
    with pytest.raises(LostLease):
        silent.progress(1, 2)

    assert not Phase.objects.filter(code="LATE").exists()


def test_what_a_job_writes_appears_with_its_end(db):
    job = ask("note", "A")

    assert drain() == 1

    done = fresh(job)
    assert (done.state, done.result, done.error, done.lease_until) == (JobState.DONE, {"phase": "A"}, "", None)
    assert done.finished_at is not None
    assert Phase.objects.filter(code="A").count() == 1


def test_a_job_that_closes_nothing_is_done_too(db):
    job = ask("plain")

    drain()

    assert fresh(job).state == JobState.DONE


def test_progress_is_seen_while_the_work_goes_on(db):
    job = ask("steps")

    drain()

    row = fresh(job)
    assert (row.done_steps, row.all_steps, row.step, row.percent) == (3, 4, "third", 100)


@pytest.mark.parametrize(("done", "of", "percent"), [(0, 0, 0), (0, 3, 0), (1, 3, 33), (3, 3, 99)])
def test_a_running_job_is_never_at_a_hundred_percent(done, of, percent):
    assert Job(state=JobState.RUNNING, done_steps=done, all_steps=of).percent == percent


def test_closing_is_all_or_nothing(db):
    job = ask("half")

    drain()

    assert not Phase.objects.filter(code="HALF").exists()
    assert fresh(job).state == JobState.QUEUED
    assert "half way" in fresh(job).error


def test_a_failed_job_waits_longer_each_time_and_is_given_up_after_the_fifth(db):
    job = ask("broken")
    waits = []
    moment = timezone.now()
    for _attempt in range(5):
        run_job(claim(moment))
        row = fresh(job)
        waits.append(row.not_before and round((row.not_before - timezone.now()).total_seconds()))
        moment = (row.not_before or moment) + timedelta(seconds=1)

    assert waits == [2, 4, 8, 16, None]
    assert (row.state, row.attempts) == (JobState.FAILED, 5)
    assert "the disk is on fire" in row.error
    assert claim(moment + timedelta(days=1)) is None


def test_a_waiting_job_is_left_alone_until_its_time(db):
    ask("broken")
    drain()

    assert claim(timezone.now()) is None


def test_a_job_that_kills_its_worker_every_time_is_given_up(db):
    job = ask("note", "A")
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempts=5, lease_until=NOW)

    drain()

    assert (fresh(job).state, fresh(job).error) == (JobState.FAILED, "too_many_attempts")
    assert not Phase.objects.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_named_to_whoever_asked(db):
    job = run_now(ask("full"))
    assert (job.state, job.error) == (JobState.QUEUED, "disk_full")
    with translation.override("en"):
        assert reason(job).startswith("The storage is full.")


def test_a_refused_job_fails_at_once_with_its_reason(db):
    job = ask("refused")

    drain()

    row = fresh(job)
    assert (row.state, row.attempts, row.error) == (JobState.FAILED, 1, "no_such_week")
    assert row.result == {"refused": {"week": "2026-W99"}}
    assert not Phase.objects.exists()


def test_a_kind_nobody_knows_fails_with_a_reason(db):
    job = ask("unheard_of")

    drain()

    assert "unheard_of" in fresh(job).error


def test_a_cancelled_job_stops_at_its_next_step(db):
    job = ask("stopped")

    drain()

    assert fresh(job).state == JobState.CANCELLED
    assert not Phase.objects.exists()


def test_a_job_taken_over_before_its_end_writes_nothing(db):
    job = ask("lost")

    drain()

    assert not Phase.objects.exists()
    assert fresh(job).state == JobState.RUNNING


def test_cancelling_reaches_only_what_has_not_ended(db):
    waiting, done = ask("note", "A"), ask("note", "B")
    Job.objects.filter(pk=done.pk).update(state=JobState.DONE)

    assert cancel(waiting, at=NOW) is True
    assert cancel(done, at=NOW) is False
    assert drain() == 0


def test_a_failed_job_can_be_started_again(db):
    job = ask("note", "A")
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, attempts=5, error="x", done_steps=2, all_steps=3)

    assert retry(job, at=NOW) is True
    assert retry(job, at=NOW) is False
    drain()

    assert (fresh(job).state, fresh(job).attempts) == (JobState.DONE, 1)


def test_drain_works_in_order_and_takes_what_comes_meanwhile(db):
    enqueue(Order("note", scope="C"), by=None, at=NOW + timedelta(minutes=2))
    enqueue(Order("more", scope="B"), by=None, at=NOW + timedelta(minutes=1))
    enqueue(Order("note", scope="A"), by=None, at=NOW)

    assert drain() == 4

    assert list(Phase.objects.order_by("order").values_list("code", flat=True)) == ["A", "MORE", "C"]


def test_drain_stops_when_its_time_is_up(db):
    ask("note", "A")

    assert drain(seconds=0) == 0
    assert Job.objects.get().state == JobState.QUEUED


def test_one_job_can_be_done_in_this_process(db):
    other, job = ask("note", "A"), ask("note", "B")

    assert run_now(job).state == JobState.DONE
    assert fresh(other).state == JobState.QUEUED
    assert run_now(job).attempts == 1


def test_the_two_tasks_do_what_is_due(db):
    job = ask("note", "A")

    tick()
    drain_task()

    assert fresh(job).state == JobState.DONE


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_while_the_work_goes_on(settings, monkeypatch):
    settings.JOB_LEASE_SECONDS = 1
    monkeypatch.setenv("SLOW_SECONDS", "1.5")
    job = ask("slow")

    began = timezone.now()
    drain()

    lease = timezone.datetime.fromisoformat(fresh(job).result["lease"])
    assert fresh(job).state == JobState.DONE
    assert lease - began > timedelta(seconds=2)  # the first lease ended after one second, two renewals came after


def test_everybody_sees_the_own_jobs_and_their_keepers_all(cast):
    for person in (cast.lead, cast.pmo, None):
        enqueue(Order("note", scope=str(person)), by=person, at=NOW)

    def seen(member: Member) -> int:
        return Job.objects.visible_to(member).count()

    assert [seen(person) for person in (cast.lead, cast.pmo, cast.admin, cast.other_lead)] == [1, 3, 3, 0]


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_do_each_job_once():
    work_at_once()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_workers_at_once_do_each_job_once_on_postgresql():
    work_at_once()


def work_at_once() -> None:
    """Four workers, twenty jobs, each of which would collide with itself if it were done twice."""
    for number in range(20):
        ask("note", f"N{number}")

    at_once(*[drain] * 4)

    assert Phase.objects.count() == 20
    assert set(Job.objects.values_list("state", "attempts")) == {(JobState.DONE, 1)}
