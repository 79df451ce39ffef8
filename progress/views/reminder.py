"""A text that asks a team for its update: shown to be copied or mailed by hand, never sent unseen."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from progress.models import Submission
from progress.reminders import reminder as reminder_letter
from projects.access import access, signed_in
from projects.models import Team, Week, WeekState


class ToneForm(forms.Form):
    """Valid when the second reminder is asked for."""

    tone = forms.ChoiceField(choices=[("again", "again")])


@access(read="review.write")
def reminder(request: HttpRequest, week: str, team: str) -> HttpResponse:
    found = get_object_or_404(Week.objects.exclude(state=WeekState.SKIPPED), key=week)
    of_team = get_object_or_404(Team.objects.filter(active=True), code=team)
    again = ToneForm(request.GET).is_valid()
    letter = reminder_letter(of_team, found, sender=signed_in(request), at=timezone.now(), again=again)
    sent = Submission.objects.filter(week=found, team=of_team).exists()
    context = {"week": found, "team": of_team, "letter": letter, "again": again, "sent": sent}
    return render(request, "progress/reminder.html", context)
