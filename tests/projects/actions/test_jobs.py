import pytest

from projects.actions.jobs import cancel, retry
from projects.jobs import Refused
from projects.models import ChangeLog, Job, JobState
from tests.cast import at

NOW = at("2026-06-10 09:00")


def job(state: JobState) -> Job:
    return Job.objects.create(kind="open_week", period="2026-W24", state=state, created_at=NOW)


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING])
def test_a_job_that_has_not_ended_is_cancelled_with_history(cast, state):
    cancel(row := job(state), by=cast.admin, at=NOW)

    row.refresh_from_db()
    assert (row.state, row.finished_at) == (JobState.CANCELLED, NOW)
    assert ChangeLog.objects.get(action="job.cancelled").before == {"state": state}


def test_a_job_that_has_ended_is_not_cancelled(cast):
    with pytest.raises(Refused) as refusal:
        cancel(job(JobState.DONE), by=cast.admin, at=NOW)

    assert refusal.value.code == "job_has_ended"


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.CANCELLED])
def test_a_failed_job_is_put_back(cast, state):
    retry(row := job(state), by=cast.admin, at=NOW)

    row.refresh_from_db()
    assert (row.state, row.attempts) == (JobState.QUEUED, 0)
    assert ChangeLog.objects.filter(action="job.retried").count() == 1


def test_a_job_that_runs_is_not_started_again(cast):
    with pytest.raises(Refused) as refusal:
        retry(job(JobState.RUNNING), by=cast.admin, at=NOW)

    assert refusal.value.code == "job_is_not_failed"
