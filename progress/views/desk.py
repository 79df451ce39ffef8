"""The PMO's desk: who has sent what, and what is left before the week is sealed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from progress.actions.sealing import check_sealable, seal_week
from progress.forms_desk import SealForm
from progress.queries.desk import Desk
from progress.queries.desk import desk as read_desk
from progress.refusals import sentence
from projects.access import access, signed_in
from projects.jobs import Refused
from projects.models import Week
from projects.templatetags.show import as_of


@access(read="desk.read")
def desk(request: HttpRequest, week: str = "") -> HttpResponse:
    """One line per team; without a week the one whose turn it is."""
    found = Week.objects.filter(key=week).first() if week else Week.objects.current()
    if week and found is None:
        raise Http404
    if found is None:
        return render(request, "progress/desk_empty.html")
    return render(request, "progress/desk.html", context(found, request))


def context(week: Week, request: HttpRequest) -> dict[str, object]:
    page = read_desk(week)
    return {
        "week": week,
        "desk": page,
        "counts": page.counts,
        "now": timezone.now(),
        "may_review": signed_in(request).powers.can("review.write"),
        "may_seal": signed_in(request).powers.can("week.seal") and not week.is_sealed,
        "weeks": Week.objects.order_by("-status_date")[:14],
    }


@access(read="desk.read", write="week.seal")
def seal(request: HttpRequest, week: str) -> HttpResponse:
    """What sealing will do, the choice for each team that is not accepted, and the seal itself."""
    found = Week.objects.filter(key=week).first()
    if found is None:
        raise Http404
    page = read_desk(found)
    form = SealForm(request.POST or None, teams={line.team: line.submission is not None for line in page.open_teams})
    if request.method == "POST":
        return sealed(request, found, page, form)
    return render(request, "progress/seal.html", seal_context(found, page, form, obstacle(found)))


def sealed(request: HttpRequest, week: Week, page: Desk, form: SealForm) -> HttpResponse:
    refusal = ""
    if form.is_valid():
        try:
            seal_week(week, by=signed_in(request), at=timezone.now(), choices=form.choices)
        except Refused as problem:
            refusal = sentence(problem)
        else:
            messages.success(request, _("Sealed the week {}.").format(as_of(week.status_date)))
            return redirect("progress:desk_week", week=week.key)
    status = 409 if refusal else 422
    return render(request, "progress/seal.html", seal_context(week, page, form, refusal), status=status)


def obstacle(week: Week) -> str:
    """Why this week cannot be sealed now, in words; "" when it can."""
    if week.is_sealed:
        return sentence(Refused("week_sealed", week=week.key))
    try:
        check_sealable(week)
    except Refused as problem:
        return sentence(problem)
    return ""


def seal_context(week: Week, page: Desk, form: SealForm, refusal: str) -> dict[str, object]:
    choices = [(line, form[f"team_{line.team.code}"]) for line in page.open_teams]
    return {"week": week, "desk": page, "form": form, "choices": choices, "refusal": refusal}
