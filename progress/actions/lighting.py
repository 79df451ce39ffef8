"""The PM's own judgement over a traffic light: shown beside the rule, never instead of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from progress.domain.lights import Dimension, Signal
from progress.models import LightOverride
from projects.jobs import Refused
from projects.models import Change, Member, Week, record_change
from projects.models.history import lock_chain

CHOSEN = (Signal.RED, Signal.YELLOW, Signal.BLUE)


@transaction.atomic
def override_light(
    week: Week, dimension: Dimension, colour: Signal | None, reason: str, *, by: Member, at: datetime
) -> LightOverride:
    """Set the light of a week to a colour, with the reason; None lets the rule stand again.

    The same colour again for the same reason (a second click) is the same.
    Refused without a reason ("reason_empty"), for grey, and when there is nothing to take back ("already_lifted").
    """
    lock_chain()
    standing = LightOverride.objects.filter(week=week, dimension=dimension).last()
    before = standing.colour if standing else ""
    if colour is None and not before:
        raise Refused("already_lifted")
    if colour is not None and not reason.strip():
        raise Refused("reason_empty")
    if colour is not None and colour not in CHOSEN:
        raise Refused("no_such_colour")
    if standing and (standing.colour, standing.reason, standing.made_by_id) == (colour, reason.strip(), by.pk):
        return standing
    made = LightOverride.objects.create(
        week=week, dimension=dimension, colour=colour or "", reason=reason.strip() if colour else "",
        made_by=by, made_at=at,
    )  # fmt: skip
    change = Change(made, {"colour": before}, {"colour": made.colour, "reason": made.reason}, week.key)
    record_change(change, action="light.overridden" if colour else "light.by_rule", by=by, at=at)
    return made


def standing_overrides(week: Week, at: datetime | None = None) -> dict[str, LightOverride]:
    """The overrides that stand (or stood then), by dimension (one query)."""
    made = LightOverride.objects.filter(week=week, **({"made_at__lte": at} if at else {}))
    found = {one.dimension: one for one in made.select_related("made_by")}
    return {dimension: one for dimension, one in found.items() if one.colour}
