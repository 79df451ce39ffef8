"""One row of the plan: what is planned, what was approved, what was reported week by week, and from which cell."""

from __future__ import annotations

import uuid as uuids

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from progress import plan_queries
from progress.models import WorkItem
from progress.plan_texts import place_names
from projects.access import access


@access(read="plan.read")
def row(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    reached = WorkItem.objects.visible_to(request.user).select_related("team", "phase", "parent", "reported_in")
    item = get_object_or_404(reached, uuid=uuid)
    context = {
        "item": item,
        "page": plan_queries.row(request.user, item),
        "names": place_names(),
        "may_change": request.user.powers.can("change.draft"),
    }
    return render(request, "progress/row.html", context)
