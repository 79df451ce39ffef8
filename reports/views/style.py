"""Every component of the workspace in every state, on one page: what is built must be built of these."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from pmo.lib.drawing.scene import Size
from pmo.lib.drawing.sparkline import lay_out_sparkline
from pmo.lib.drawing.svg import svg
from progress.models import FindingState, PlanChangeState, ReadingState, Severity
from progress.templatetags.cycle import submission_state
from projects.access import access
from projects.domain.year import month_of
from projects.models import Job, JobState, WeekState
from projects.stage import Stage, Step
from projects.year import calendar_of
from reports.content import gallery, samples
from reports.content.show import Style
from reports.html import page_parts
from reports.models import ReportState

TONES = ("bad", "warn", "good", "quiet")
SUBMISSION = (
    "not_sent", "draft", "pre_check", "sent", "in_review", "returned", "sent_again", "accepted",
    "accepted_with_points", "superseded",
)  # fmt: skip
DAY = date(2026, 11, 18)  # a Wednesday
SPARKS = ((98, 97, 95, 93, 92, 94), (98, 97, None, 93, 92, 94), (95, 95))


class SampleForm(forms.Form):
    """A field of each kind, with and without help, one that cannot be changed."""

    name = forms.CharField(label=gettext_lazy("Task"), max_length=20)
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=PlanChangeState)
    finish = forms.DateField(
        label=gettext_lazy("Planned finish"),
        help_text=gettext_lazy("A working day of the project."),
        widget=forms.DateInput({"type": "date"}),
    )
    effort = forms.DecimalField(label=gettext_lazy("Planned effort"), required=False, min_value=0)
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea({"rows": 2}))
    notify = forms.BooleanField(label=gettext_lazy("Tell the team"), help_text=gettext_lazy("By a line in the inbox."))
    code = forms.CharField(label=gettext_lazy("Code"), disabled=True, required=False)


@access(read="workspace.use")
def style(request: HttpRequest) -> HttpResponse:
    look = Style((get_language() or "ja")[:2], timezone.localdate())
    context = {
        "families": families(),
        "tones": TONES,
        "figures": page_parts(samples.figures(), look, "figures"),
        "lights": page_parts(samples.lights(), look, "lights"),
        "tables": page_parts(samples.tables(), look, "tables"),
        "charts": page_parts(gallery.charts(look), look, "style"),
        **records(),
        **fields(),
    }
    return render(request, "reports/style.html", context)


def families() -> list[tuple[str, list[tuple[str, Any]]]]:
    """The states of every kind of record: code, as the badge is called, and word (UX 0.2)."""
    reports = [("draft" if code == ReportState.DRAFTED else code, word) for code, word in ReportState.choices]
    return [
        (_("Submission"), [(code, submission_state(code)) for code in SUBMISSION]),
        (_("Week"), WeekState.choices),
        (_("Finding"), FindingState.choices),
        (_("Weight"), Severity.choices),
        (_("Report"), [("provisional", pgettext("report", "Provisional")), *reports]),
        (_("Plan change"), PlanChangeState.choices),
        (_("File read"), ReadingState.choices),
        (_("Background work"), JobState.choices),
        (_("Late"), [("late", _("Late"))]),
    ]


def fields() -> dict[str, Any]:
    """A form as it opens and one that came back."""
    usual = {"name": _("Integration test: run"), "finish": DAY, "code": "R-142", "notify": True}
    return {"form": SampleForm(initial=usual), "refused": SampleForm({}, initial=usual, prefix="refused")}


def records() -> dict[str, Any]:
    """Records that were never saved, in each state: jobs, stages of the week, pages of a list, a month, trends."""
    calendar = calendar_of(DAY.year, [], None)
    return {
        "jobs": [Job(pk=n, state=state, done_steps=7, all_steps=12) for n, state in enumerate(JobState, 1)],
        "stages": [Stage(DAY, step, _("Now: Members and Billing")) for step in Step],
        "page": Paginator(range(120), 10).page(6),
        "months": [month_of(DAY.year, month, calendar) for month in (9, 11)],
        "weekdays": [(str(WEEKDAYS_ABBR[number])[:2], WEEKDAYS[number]) for number in range(7)],
        "sparks": list(sparks()),
        "levels": ("success", "info", "warning", "error"),
        "day": DAY,
    }


def sparks() -> Iterator[SafeString]:
    """A trend that is whole, one with a week missing, one that does not move."""
    for number, values in enumerate(SPARKS):
        trend = [None if value is None else Decimal(value) / 100 for value in values]
        yield SafeString(svg(lay_out_sparkline(trend, Size(72.0, 18.0), "SPI"), f"style-spark-{number}", scale=1.0))
