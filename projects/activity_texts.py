"""What the change log tells: a sentence for each action, and words for the fields that changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.activity_fields import CODES, FIELDS
from projects.job_texts import KINDS
from projects.models import ChangeLog
from projects.templatetags.show import day, moment

# Every action any app writes; `{}` is the record. A test reads the sources and misses none.
ACTIONS = {
    "project.changed": _("Changed the project's settings."),
    "project.marked_as_demo": _("Marked the project as the sample project."),
    "setup.finished": _("Finished the set-up."),
    "schedule.set": _("Set the recurring work “{}”."),
    "phase.added": _("Added the phase “{}”."),
    "phase.changed": _("Changed the phase “{}”."),
    "phase.removed": _("Removed the phase “{}”."),
    "team.added": _("Added the team “{}”."),
    "team.changed": _("Changed the team “{}”."),
    "team.removed": _("Removed the team “{}”."),
    "company.added": _("Added the company “{}”."),
    "company.changed": _("Changed the company “{}”."),
    "company.removed": _("Removed the company “{}”."),
    "member.added": _("Added the member “{}”."),
    "member.changed": _("Changed the member “{}”."),
    "member.language_chosen": _("Chose another language."),
    "member.password_reset": _("Gave “{}” a new initial password."),
    "member.deactivated": _("Ended the access of “{}”."),
    "member.reactivated": _("Let “{}” sign in again."),
    "contact.added": _("Added the contact “{}”."),
    "contact.changed": _("Changed the contact “{}”."),
    "contact.removed": _("Removed the contact “{}”."),
    "assignment.added": _("Added the assignment “{}”."),
    "assignment.changed": _("Changed the assignment “{}”."),
    "assignment.removed": _("Removed the assignment “{}”."),
    "calendar.day_added": _("Added “{}” to the calendar."),
    "calendar.day_removed": _("Removed “{}” from the calendar."),
    "calendar.confirmed": _("Confirmed the calendar."),
    "week.opened": _("Opened the week {}."),
    "week.times_moved": _("Moved the times of the week {}."),
    "week.sealed": _("Sealed the week {}."),
    "job.cancelled": _("Cancelled the job “{}”."),
    "job.retried": _("Started the job “{}” again."),
    "file.received": _("Received the file “{}”."),
    "columns.confirmed": _("Confirmed the columns of “{}”."),
    "sheet.chosen": _("Chose the sheet of “{}”."),
    "reading.closed": _("Closed the reading “{}”."),
    "reading.reopened": _("Took the reading “{}” up again."),
    "submission.sent": _("Sent the submission {}."),
    "submission.review_begun": _("Began to review the submission {}."),
    "submission.returned": _("Returned the submission {}."),
    "submission.accepted": _("Accepted the submission {}."),
    "submission.acceptance_undone": _("Took back the acceptance of {}."),
    "finding.added": _("Added the finding {}."),
    "finding.adopted": _("Took the finding {} into the return note."),
    "finding.left_out": _("Left the finding {} out of the return note."),
    "finding.put_off": _("Put the finding {} off to a later day."),
    "finding.answered": _("Answered the finding {}."),
    "finding.answer_taken": _("Took the answer to the finding {}."),
    "finding.waived": _("Waived the finding {}."),
    "finding.dismissed": _("Dismissed the finding {}."),
    "finding.withdrawn": _("Withdrew the finding {}."),
    "finding.reopened": _("Opened the finding {} again."),
    "finding.answered_again": _("Gave back the answer to the finding {}."),
    "finding.declared": _("Settled the finding {}: the team does not keep such data."),
    "report.commented": _("Wrote the comment {} of the weekly report."),
    "light.overridden": _("Set the light {} by the PM's own judgement."),
    "light.by_rule": _("Let the light {} follow its rule again."),
    "finding.settled_by_change": _("A plan change settled the finding {}."),
    "finding.resolved_by_revision": _("A new revision resolved the finding {}."),
    "finding.changed_by_revision": _("A new revision changed the state of the finding {}."),
    "finding.carried_on": _("Carried the finding {} on to the next week."),
    "work_item.reported": _("Took over the reported values of “{}”."),
    "work_item.restored": _("Restored the former values of “{}”."),
    "work_item.overridden": _("Set values of “{}” by hand."),
    "work_item.override_lifted": _("Let the team's value of “{}” stand again."),
    "plan.row_added": _("Added the plan row “{}”."),
    "plan.changed": _("Changed the plan row “{}”."),
    "draft.typed_let_go": _("Let the file stand over values typed before it."),
    "plan.row_cut": _("Cut the plan row “{}” into rows below it."),
    "wbs.settled": _("Settled the points of the WBS file “{}”."),
    "wbs.applied": _("Made the WBS file “{}” the plan."),
    "wbs.row_written": _("Wrote the plan row “{}” from the WBS file."),
    "wbs.row_removed": _("Removed the plan row “{}”, which the WBS file no longer has."),
    "wbs.row_cancelled": _("Cancelled the plan row “{}”, which the WBS file no longer has."),
    "baseline.proposed": _("Proposed the baseline {}."),
    "baseline.approved": _("Approved the baseline {}."),
    "baseline.withdrawn": _("Withdrew the proposed baseline {}."),
    "change.drafted": _("Drafted the plan change {}."),
    "change.edited": _("Edited the plan change {}."),
    "change.line_added": _("Added a line to the plan change {}."),
    "change.line_removed": _("Removed a line from the plan change {}."),
    "change.renewed": _("Renewed the values of the plan change {}."),
    "change.revised": _("Took the plan change {} back into draft."),
    "change.requested": _("Requested the plan change {}."),
    "change.approved": _("Approved the plan change {}."),
    "change.rejected": _("Rejected the plan change {}."),
    "report.drafted": _("Drafted the report {}."),
    "report.reviewed": _("Reviewed the report {}."),
    "report.approved": _("Approved the report {}."),
    "report.issued": _("Issued the report {}."),
    "report.distribution_set": _("Set the distribution of the weekly report for “{}”."),
    "report.superseded": _("Replaced the report {} by a newer edition."),
}


@dataclass(frozen=True)
class FieldChange:
    """One field of a change, in words; `before` or `after` is "" where there was or is nothing."""

    label: str
    before: str
    after: str


def sentence(change: ChangeLog) -> str:
    """The change in one sentence; an action without a text by its own name."""
    text = ACTIONS.get(change.action)
    return str(text).format(record(change)) if text else f"{change.action}: {change.label}"


def record(change: ChangeLog) -> str:
    """The record by its name; recurring work has none and goes by its kind."""
    kind = change.after.get("kind") if change.action == "schedule.set" else None
    return str(KINDS.get(kind, kind)) if kind else change.label


class Names:
    """The related records that some changes refer to, by model and key: read together, one query for each model."""

    def __init__(self, changes: Iterable[ChangeLog]) -> None:
        wanted: dict[type[models.Model], set[Any]] = {}
        for change in changes:
            for name, value in (*change.before.items(), *change.after.items()):
                related = related_model(field_of(change, name))
                if related is not None and isinstance(value, int):
                    wanted.setdefault(related, set()).add(value)
        self.found = {model: model._default_manager.in_bulk(keys) for model, keys in wanted.items()}

    def fields(self, change: ChangeLog) -> list[FieldChange]:
        """The fields of a change in words, without those that were and are empty."""
        return [field for field in self.told(change) if field.before or field.after]

    def told(self, change: ChangeLog) -> Iterator[FieldChange]:
        for name in in_order(change):
            field = field_of(change, name)
            sides = (self.value(field, name, side.get(name)) for side in (change.before, change.after))
            yield FieldChange(label(name, field), *sides)

    def value(self, field: Any, name: str, value: Any) -> str:
        related = related_model(field)
        if isinstance(value, int) and related is not None:
            return str(self.found.get(related, {}).get(value, value))
        if isinstance(value, str) and type(field) in SHOWN_AS:
            return SHOWN_AS[type(field)](value)
        if isinstance(value, str | int) and not isinstance(value, bool):
            choices: Mapping[Any, Any] = dict(getattr(field, "flatchoices", ()) or ()) or CODES.get(name, {})
            return str(choices.get(value, value))
        return plain(value)


def label(name: str, field: Any = None) -> str:
    """The name of a field in words: its own, unless Django made it up from the attribute's name."""
    own = str(getattr(field, "verbose_name", name))
    return str(FIELDS.get(name, own)) if own == name.replace("_", " ") or own == name else own


def as_day(text: str) -> str:
    """A stored day as readers know it; what is none stays as it is."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def as_moment(text: str) -> str:
    """A stored moment as readers know it; what is none stays as it is."""
    try:
        return moment(datetime.fromisoformat(text))
    except ValueError:
        return text


def as_time(text: str) -> str:
    return text[:5]


SHOWN_AS = {models.DateField: as_day, models.DateTimeField: as_moment, models.TimeField: as_time}


def plain(value: Any) -> str:
    """Switches, lists and tables of values in words; nothing for nothing."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        return ", ".join(plain(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{label(name)}: {plain(coded(name, value[name]))}" for name in sorted(value))
    return "" if value is None else str(value)


def coded(name: str, value: Any) -> Any:
    return CODES.get(name, {}).get(value, value) if isinstance(value, str) else value


def field_of(change: ChangeLog, name: str) -> Any:
    """The model field behind a name in the change log; None when the name stands for something else."""
    return next((field for field in fields_of(change) if field.name == name), None)


def in_order(change: ChangeLog) -> list[str]:
    """The names of the changed fields in the order of their model, others after them."""
    known = {field.name: number for number, field in enumerate(fields_of(change))}
    return sorted({*change.before, *change.after}, key=lambda name: (known.get(name, len(known)), name))


def fields_of(change: ChangeLog) -> list[Any]:
    """The fields of the changed record's model; none when there is no such model any more."""
    try:
        return list(apps.get_model(change.model)._meta.get_fields())
    except LookupError:
        return []


def related_model(field: Any) -> type[models.Model] | None:
    return field.related_model if isinstance(field, models.ForeignKey) else None
