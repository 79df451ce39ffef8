"""The working calendar: a year with its special days, and the weeks that follow from it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from projects.access import access
from projects.actions.calendar import add_days, remove_day
from projects.actions.setup import confirm_calendar
from projects.domain.weeks import WeekKey
from projects.domain.year import months_of
from projects.forms.calendar import CalendarFilter, DaysForm
from projects.jobs import Refused
from projects.models import CalendarDay, Project
from projects.refusals import sentence
from projects.views.editing import stamp
from projects.year import WEEKS_AHEAD, calendar_of, coming_weeks, entries, special_days


@access(read="setup.read")
def calendar(request: HttpRequest) -> HttpResponse:
    return show(request, chosen(request.GET))


@access(read="setup.read", write="setup.write", post_only=True)
def calendar_days(request: HttpRequest) -> HttpResponse:
    """Add one day, or several in a row."""
    form = DaysForm(request.POST)
    if not form.is_valid():
        return show(request, chosen(), form, 422)
    try:
        add_days(form.days(), **stamp(request))
    except Refused as refusal:
        form.add_error("first", sentence(refusal))
        return show(request, chosen(), form, 409)
    messages.success(request, _("The calendar was changed. Weeks that are open keep their times."))
    return redirect(f"{reverse('projects:calendar')}?year={form.cleaned_data['first'].year}")


@access(read="setup.read", write="setup.write", post_only=True)
def calendar_day_removal(request: HttpRequest, pk: int) -> HttpResponse:
    day = get_object_or_404(CalendarDay, pk=pk)
    year = day.day.year
    remove_day(day, **stamp(request))
    messages.success(request, _("The day was removed. Weeks that are open keep their times."))
    return redirect(f"{reverse('projects:calendar')}?year={year}")


@access(read="setup.read", write="setup.write", post_only=True)
def calendar_confirmation(request: HttpRequest) -> HttpResponse:
    """The calendar is right as it is."""
    confirm_calendar(Project.get(), **stamp(request))
    messages.success(request, _("The calendar is confirmed."))
    return redirect("projects:setup")


def chosen(asked: QueryDict | None = None) -> CalendarFilter:
    """What is shown, by default the present year."""
    return CalendarFilter({"year": str(timezone.localdate().year), **(asked.dict() if asked else {})})


def show(request: HttpRequest, wish: CalendarFilter, form: DaysForm | None = None, status: int = 200) -> HttpResponse:
    """The page for what was chosen; for an odd choice the present year with the complaint (422)."""
    wanted = wish.cleaned_data if wish.is_valid() else {}
    context = {"chosen": wish, "form": form or DaysForm(), **overview(wanted), **preview(wanted)}
    return render(request, "projects/calendar.html", context, status=status if wish.is_valid() else 422)


def overview(wanted: dict[str, Any]) -> dict[str, Any]:
    year, team = wanted.get("year") or timezone.localdate().year, wanted.get("team")
    found = entries(year, team)
    return {
        "year": year,
        "team": team,
        "weekday_names": [(str(WEEKDAYS_ABBR[number])[:2], WEEKDAYS[number]) for number in range(7)],
        "months": months_of(year, calendar_of(year, found, team)),
        "special_days": special_days(year, found),
    }


def preview(wanted: dict[str, Any]) -> dict[str, Any]:
    first = wanted.get("week") or WeekKey.of(timezone.localdate())
    return {
        "weeks": coming_weeks(first, Project.get()),
        "earlier": str(first.shift(-WEEKS_AHEAD)),
        "later": str(first.shift(WEEKS_AHEAD)),
    }
