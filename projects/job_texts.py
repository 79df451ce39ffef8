"""The words of background work."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.jobs import Refused
from projects.models import Job, JobState
from projects.refusals import sentence_of_any

KINDS = {
    "read_file": gettext_lazy("Reading a file"),
    "read_wbs": gettext_lazy("Reading the WBS"),
    "open_week": gettext_lazy("Opening the week"),
    "weekly_report": gettext_lazy("Weekly report"),
}


def title(job: Job) -> str:
    """What kind of work it is, and of which week."""
    name = str(KINDS.get(job.kind, job.kind))
    return f"{name} {job.period}".strip()


def reason(job: Job) -> str:
    """Why the job failed or waits, for whoever asked for it; the technical text is for administrators."""
    if not job.error:
        return ""
    told = sentence_of_any(Refused(job.error, **job.result.get("refused", {})))
    if told:
        return told
    if job.state == JobState.QUEUED:
        return _("The last attempt stopped unexpectedly. It is tried again by itself.")
    return _("The work stopped unexpectedly. Start it again, or tell the administrator the number %(pk)s.") % {
        "pk": job.pk
    }
