"""The Gantt chart of a week: names beside the drawing, filters and pages in the URL."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from pmo.lib.drawing.gantt import GanttChart, lay_out_gantt, status_position
from pmo.lib.drawing.scene import Size
from pmo.lib.drawing.svg import svg
from progress.gantt_query import MOST_LINES, SHOWS, Asked, Gantt, Words
from progress.gantt_query import gantt as read_gantt
from progress.views.wbs import teams_of
from progress.weekdata import WeekRow
from projects.access import access, signed_in
from projects.templatetags.show import as_of, dash, day
from projects.templatetags.show import percent as percent_text

ZOOMS = {"month": 2.6, "week": 7.0, "day": 16.0}  # points per day
AHEAD = 740.0  # pixels after the status date, so that it can stand at a third of a wide page
SCALE = 1.5  # pixels per point: a row is 24 pixels high, as in gantt.css
SHEET, SHEET_NAMES, SHEET_ROWS = Size(770.0, 0.0), 230.0, 20  # of a landscape A4, in points
FILTERS = {
    "": gettext_lazy("All rows"),
    "late": pgettext_lazy("rows", "Late"),
    "two_weeks": gettext_lazy("Next two weeks"),
    "mine": gettext_lazy("My rows"),
    "near": gettext_lazy("Late, nearest to a milestone"),
}
KEPT = ("week", "team", "show", "zoom", "lines")  # while a row is looked for
ZOOM_NAMES = {"month": gettext_lazy("Months"), "week": gettext_lazy("Weeks"), "day": gettext_lazy("Days")}


class GanttForm(forms.Form):
    """A form over the query string: what is odd counts as not asked."""

    week = forms.CharField(max_length=8, required=False)
    team = forms.CharField(max_length=20, required=False)
    show = forms.ChoiceField(required=False, choices=[(one, one) for one in SHOWS])
    zoom = forms.ChoiceField(required=False, choices=[(one, one) for one in ZOOMS])
    page = forms.IntegerField(min_value=1, required=False)
    lines = forms.IntegerField(min_value=0, max_value=MOST_LINES, required=False)
    text = forms.CharField(max_length=100, required=False)

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


@access(read="plan.read")
def gantt(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = GanttForm(request.GET)
    chosen = form.chosen()
    asked, zoom = asked_by(chosen), chosen.get("zoom") or "week"
    found = read_gantt(user, replace(asked, is_bare=not form.data))
    asked = replace(asked, show=found.show) if found else asked
    context = {
        "found": found,
        "asked": asked,
        "kept": [(name, chosen[name]) for name in KEPT if chosen.get(name) not in (None, "")],
        "filters": [(show, name, found.counts[show]) for show, name in FILTERS.items()] if found else [],
        "zooms": zooms(zoom),
        "zoom": zoom,
        "line_counts": range(MOST_LINES + 1),
        "teams": teams_of(user.powers),
        **(drawing(found, zoom) if found and found.rows else {}),
    }
    return render(request, "progress/gantt.html", context)


def asked_by(chosen: dict[str, Any]) -> Asked:
    lines = chosen.get("lines")
    return Asked(
        chosen.get("week") or "", chosen.get("team") or "", chosen.get("show") or "", chosen.get("page") or 1,
        1 if lines is None else lines, chosen.get("text") or "",
    )  # fmt: skip


def zooms(zoom: str) -> list[tuple[str, Any, int]]:
    """The scales, and how many steps each is finer than the present one."""
    here = list(ZOOMS).index(zoom)
    return [(name, ZOOM_NAMES[name], number - here) for number, name in enumerate(ZOOMS)]


def drawing(found: Gantt, zoom: str) -> dict[str, Any]:
    chart = found.chart(words(found), round(AHEAD / SCALE / ZOOMS[zoom]))
    size = Size(chart.days * ZOOMS[zoom], chart.height)
    today = (timezone.localdate() - chart.first).days + 0.5
    return {
        "drawing": SafeString(svg(lay_out_gantt(chart, size), "gantt", scale=SCALE)),
        "sheets": sheets(found.chart(replace(words(found), read_out=lambda _row: ()))),
        "status_at": round(status_position(chart, size) * SCALE),
        "today_at": round(min(max(today, 0.0), float(chart.days)) * ZOOMS[zoom] * SCALE),
    }


def sheets(chart: GanttChart) -> list[SafeString]:
    """The same rows for paper: names within the drawing, all days on the width of a page, as many rows as one holds."""
    return [
        SafeString(svg(lay_out_gantt(part, SHEET, SHEET_NAMES), f"sheet-{number}"))
        for number, part in enumerate(chart.parts(SHEET_ROWS), start=1)
    ]


def words(found: Gantt) -> Words:
    label = _("Status date %(day)s") % {"day": day(found.on)}
    late = sum(row.is_late for row in found.rows)
    described = _("%(rows)d rows, %(late)d of them late. The values stand in the table beside the drawing.")
    return Words(
        _("Gantt chart %(as_of)s") % {"as_of": as_of(found.on)}, label,
        described % {"rows": len(found.rows), "late": late}, read_out,
    )  # fmt: skip


def read_out(row: WeekRow) -> tuple[tuple[str, str], ...]:
    data = row.row
    said = _("%(start)s to %(finish)s, %(percent)s") % {
        "start": dash(day(data.planned_start)), "finish": dash(day(data.planned_finish)),
        "percent": percent_text(data.percent),
    }  # fmt: skip
    return (("series", data.name), ("value", said))
