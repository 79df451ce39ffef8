"""Comments of a week's report, section by section: written by the PMO, last week's at hand to be carried over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from projects.jobs import Refused
from projects.models import Change, Member, Week, record_change
from reports.content.weekly import SECTIONS
from reports.models import ReportComment


@dataclass(frozen=True)
class SectionComment:
    """A section with its comment; `before` is the last one written for it, `version` what the form was read at."""

    key: str
    title: str
    text: str
    version: int
    before: str


def comments_of(week: Week) -> dict[str, str]:
    """Section key -> text, where there is one (one query)."""
    return dict(ReportComment.objects.filter(week=week).exclude(text="").values_list("section", "text"))


def sections_of(week: Week) -> list[SectionComment]:
    """Every section, in the order of the report (two queries)."""
    own = {comment.section: comment for comment in ReportComment.objects.filter(week=week)}
    earlier = ReportComment.objects.filter(week__status_date__lt=week.status_date).exclude(text="")
    before = dict(earlier.order_by("week__status_date").values_list("section", "text"))
    return [
        SectionComment(
            key, title(), own[key].text if key in own else "", own[key].version if key in own else 0,
            before.get(key, ""),
        )
        for key, title, _build in SECTIONS
    ]  # fmt: skip


@transaction.atomic
def write_comment(week: Week, section: str, text: str, seen: int, *, by: Member, at: datetime) -> ReportComment:
    """Keep the text of a section; Refused for an unknown section, or when a colleague has written since it was read."""
    if section not in {key for key, _title, _build in SECTIONS}:
        raise Refused("no_such_section")
    comment, _made = ReportComment.objects.select_for_update().get_or_create(
        week=week, section=section, defaults={"written_by": by, "written_at": at}
    )
    if comment.text == text.strip():
        return comment
    if comment.version != seen:
        raise Refused("comment_overtaken", who=comment.written_by.label, text=comment.text)
    before = comment.text
    comment.text, comment.written_by, comment.written_at, comment.version = text.strip(), by, at, comment.version + 1
    comment.save()
    change = Change(comment, {"text": before}, {"text": comment.text}, week.key)
    record_change(change, action="report.commented", by=by, at=at)
    return comment
