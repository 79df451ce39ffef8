"""Every component of the workspace in every state, on one page: what is built must be built of these."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from progress.models import FindingState, SubmissionState
from projects.access import access
from projects.models import JobState, WeekState
from reports.content import gallery
from reports.content.show import Style
from reports.html import page_parts
from reports.models import ReportState

STATES = (SubmissionState, WeekState, FindingState, JobState, ReportState)


@access(read="workspace.use")
def style(request: HttpRequest) -> HttpResponse:
    look = Style((get_language() or "ja")[:2], timezone.localdate())
    context = {
        "states": [choice for choices in STATES for choice in choices.choices],
        "tones": ("bad", "warn", "good", "note", "quiet"),
        "charts": page_parts(gallery.charts(look), look, "style"),
    }
    return render(request, "reports/style.html", context)
