"""How many points a week raised with the teams, and how many of them wait: counts that the seal keeps."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from progress.models import CLOSED_STATES, Finding, FindingState, Severity
from projects.models import Week

NAMES = ("findings_opened", "findings_closed", "unanswered")
ASKED = (Severity.MUST_FIX, Severity.PLEASE_ANSWER)


def finding_counts(week: Week) -> dict[str, dict[str, Decimal]]:
    """scope ("project", "team:MEM") -> name -> count, of what was raised in this week (one query)."""
    found: dict[str, dict[str, Decimal]] = defaultdict(nothing)
    asked = Finding.objects.filter(week=week, audience="team", severity__in=ASKED)
    for code, state in asked.values_list("team__code", "state"):
        for scope in ("project", f"team:{code}"):
            found[scope]["findings_opened"] += 1
            found[scope]["findings_closed"] += state in CLOSED_STATES
            found[scope]["unanswered"] += state == FindingState.OPEN
    return found


def nothing() -> dict[str, Decimal]:
    return dict.fromkeys(NAMES, Decimal(0))
