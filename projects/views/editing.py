"""What the views that edit one record share: try an action, and say how it went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from projects.access import signed_in
from projects.actions.records import Stale
from projects.forms.base import Conflict, RecordForm
from projects.jobs import Refused
from projects.refusals import sentence


@dataclass(frozen=True)
class Outcome:
    """The form to show next with its status; `done` when the action happened, with what it answered."""

    form: RecordForm
    status: int = 200
    conflicts: list[Conflict] = field(default_factory=list)
    done: bool = False
    result: Any = None


def stamp(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and when."""
    return {"by": signed_in(request), "at": timezone.now()}


def attempt(form: RecordForm, act: Callable[[], Any]) -> Outcome:
    """Act when the form is valid (else 422); 409 when it is refused, with both values when somebody was faster."""
    if not form.is_valid():
        return Outcome(form, 422)
    try:
        return Outcome(form, done=True, result=act())
    except Stale as stale:
        conflicts = form.conflicts(stale.current)
        return Outcome(form.rebased(stale.current), 409, conflicts)
    except Refused as refusal:
        form.add_error(None, sentence(refusal))
        return Outcome(form, 409)
