"""Words of the weekly cycle for templates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from progress.actions.declaring import declares
from progress.actions.planning.lines import CUT
from progress.check_texts import not_evaluated
from progress.check_texts import sentence as check_sentence
from progress.check_texts import title as check_title
from progress.composition import UNREADABLE
from progress.domain.neutral import value_from_json
from progress.exchange.reading import Problem
from progress.models import Finding, Override
from progress.plan_texts import shown_value
from progress.reading_texts import field_name, problem_sentence
from progress.submission_texts import time_left, value_text

register = template.Library()


@register.filter
def submission_state(code: str) -> str:
    """A team's state in a week, in words (UX 0.2)."""
    return {
        "not_sent": pgettext("submission", "Not sent"),
        "draft": pgettext("submission", "Draft"),
        "pre_check": pgettext("submission", "Pre-check"),
        "sent": pgettext("submission", "Sent"),
        "sent_again": pgettext("submission", "Sent again"),
        "in_review": pgettext("submission", "In review"),
        "returned": pgettext("submission", "Returned"),
        "superseded": pgettext("submission", "Replaced"),
        "accepted": pgettext("submission", "Accepted"),
        "accepted_with_points": pgettext("submission", "Accepted with open points"),
    }.get(str(code), str(code))


@register.filter
def history_mark(code: str) -> dict[str, str]:
    """The mark of a past week and what it means."""
    return {
        "once": {"sign": "○", "words": _("accepted at once")},
        "returned": {"sign": "△", "words": _("returned once or more")},
        "late": {"sign": "▽", "words": _("after the deadline")},
        "carried": {"sign": "–", "words": _("not accepted, values carried forward")},
    }[code]


@register.filter
def finding_sentence(finding: Finding) -> str:
    """What a finding says, in the reader's language."""
    if finding.kind == "own":
        return finding.text
    values = {name: str(value) for name, value in finding.values.items() if name != "rows"}
    values |= {"cell": place(finding)} if finding.cell else {}
    if finding.code == UNREADABLE:
        return problem_sentence(unread(finding), finding.sheet)
    return check_sentence(finding.code, values)


def unread(finding: Finding) -> Problem:
    return Problem(finding.values.get("problem", ""), finding.field, finding.cell, finding.values.get("value", ""))


@register.filter
def place(finding: Finding) -> str:
    """Sheet and cell of a finding as the team's file has them."""
    return f"{finding.sheet}!{finding.cell}" if finding.sheet and finding.cell else finding.cell


@register.filter
def declarable(finding: Finding) -> bool:
    """Whether the finding offers to declare that the team does not keep such data."""
    return bool(declares(finding))


@register.filter
def finding_title(finding: Finding) -> str:
    if finding.kind == "own":
        return _("Finding of the PMO")
    return _("Unreadable value") if finding.code == UNREADABLE else check_title(finding.code)


@register.filter
def left_of(moment: datetime, now: datetime) -> str:
    """How much time is left until a deadline, in words; "" when it has passed."""
    return time_left(moment - now) if moment > now else ""


@register.filter
def field_label(name: str) -> str:
    """A neutral field as people call it."""
    return field_name(name)


@register.filter
def summary_words(summary: dict[str, Any]) -> str:
    """What an update brought, in words: 5行が進み、3行が完了."""
    moved, finished = int(summary.get("moved", 0)), int(summary.get("finished", 0))
    parts = []
    if moved:
        parts.append(ngettext("%(n)s row moved on", "%(n)s rows moved on", moved) % {"n": moved})
    if finished:
        parts.append(ngettext("%(n)s finished", "%(n)s finished", finished) % {"n": finished})
    if not parts:
        return _("nothing moved")
    return _(", ").join(parts)


@register.filter
def shown(value: Any, name: str) -> str:
    """A neutral value as people read it: dates, percent, effort, status words; unknown is 「—」."""
    return value_text(name, value)


@register.filter
def why_not(reason: str) -> str:
    """Why a check was not evaluated."""
    return not_evaluated(reason)


@register.filter
def override_value(override: Override) -> str:
    """The PMO's value as people read it."""
    return shown(value_from_json(override.field, override.value), override.field)


@register.filter
def line_value(value: Any, name: str) -> str:
    """A value of a plan edit (JSON form) as people read it."""
    return shown(value_from_json(name, value), name)


@register.filter
def cut_rows(values: dict[str, Any]) -> str:
    """The rows that a task is cut into, in words."""
    return shown_value(CUT, values[CUT][1])


@register.filter
def proposal_weight(code: str) -> str:
    """How heavy a plan edit is, in words."""
    return {"detail": _("Detailing"), "minor": _("Minor"), "formal": _("Formal")}[str(code)]
