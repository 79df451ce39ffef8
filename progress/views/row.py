"""One row of the plan: what is planned, what was approved, what was reported week by week, and from which cell."""

from __future__ import annotations

import uuid as uuids

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from progress import plan_queries
from progress.models import Baseline, PlanChange, PlanChangeState, RowStatus, WorkItem
from progress.plan_texts import place_names
from projects.access import access, signed_in

MOST_DRAFTS = 3


@access(read="plan.read")
def row(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    reached = WorkItem.objects.visible_to(signed_in(request)).select_related("team", "phase", "parent", "reported_in")
    item = get_object_or_404(reached, uuid=uuid)
    may_change = signed_in(request).powers.can("change.draft") and item.status != RowStatus.CANCELLED
    drafts = PlanChange.objects.visible_to(signed_in(request)).filter(state=PlanChangeState.DRAFT)
    context = {
        "item": item,
        "page": plan_queries.row(signed_in(request), item),
        "names": place_names(),
        "may_change": may_change and Baseline.objects.approved().exists(),
        "drafts": drafts[:MOST_DRAFTS] if may_change else [],
    }
    return render(request, "progress/row.html", context)
