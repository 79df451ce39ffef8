"""The words of background work."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.jobs import Refused
from projects.models import Job, JobState
from projects.notification_texts import LANGUAGES
from projects.refusals import sentence_of_any

KINDS = {
    "read_file": gettext_lazy("Reading a file"),
    "read_wbs": gettext_lazy("Reading the WBS"),
    "open_week": gettext_lazy("Opening the week"),
    "weekly_report": gettext_lazy("Weekly report"),
    "issue_report": gettext_lazy("Issuing the weekly report"),
    "send_mail": gettext_lazy("Sending mail"),
}

STEPS = {
    "reading": gettext_lazy("reading the sheets"),
    "columns": gettext_lazy("recognising the columns"),
    "figures": gettext_lazy("gathering the figures"),
    "pdf": gettext_lazy("writing the PDF"),
    "xlsx": gettext_lazy("writing the workbook"),
    "copies": gettext_lazy("writing the owner's and the teams' editions"),
    "compare": gettext_lazy("comparing with what was approved"),
    "store": gettext_lazy("storing the files"),
    "mail": gettext_lazy("sending the mails"),
}


def title(job: Job) -> str:
    """What kind of work it is, of which week, in which language."""
    name = str(KINDS.get(job.kind, job.kind))
    return f"{name} {job.period}".strip() + str(LANGUAGES.get(job.scope, ""))


def step(job: Job) -> str:
    """What the work has come to, in words."""
    return str(STEPS.get(job.step, job.step))


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
