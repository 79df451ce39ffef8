"""Comments of a week's report, section by section: written by the PMO, last week's at hand to be carried over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from projects.jobs import Refused
from projects.models import Change, Member, Team, Week, record_change
from reports.content.weekly import SECTIONS
from reports.models import ReportComment

OF_TEAM = "team:"


@dataclass(frozen=True)
class SectionComment:
    """A section with its comment; `before` is the last one written for it, `version` what the form was read at.

    `internal` is that of the text at hand: an internal one that is carried over stays inside. `is_typed`: the text is
    not kept yet; `is_overtaken`: a colleague has changed the comment meanwhile, to what is `saved`.
    """

    key: str
    title: str
    text: str = ""
    version: int = 0
    before: str = ""
    internal: bool = False
    saved: ReportComment | None = None
    is_typed: bool = False
    is_overtaken: bool = False

    def typed(self, wording: Wording) -> SectionComment:
        """With the words of a form that was not kept."""
        return replace(
            self, text=wording.text, internal=wording.internal, is_typed=True,
            is_overtaken=self.saved is not None and wording.seen != self.version,
        )  # fmt: skip


@dataclass(frozen=True)
class Wording:
    """What is written into a section; `seen` is the version that was read before."""

    section: str
    text: str
    seen: int
    internal: bool = False


type Said = Mapping[str, Mapping[str, Any]]  # section -> text, internal


def said_in(week: Week) -> dict[str, dict[str, Any]]:
    """What is written into the week's report (one query)."""
    found = ReportComment.objects.filter(week=week).exclude(text="").order_by("pk")
    return {comment.section: told(comment) for comment in found}


def whole_comments(said: Said, *, internal: bool = True) -> dict[str, str]:
    """Section -> text, for the whole project; without those for PMO and PM alone if not `internal`."""
    shown = {key: one for key, one in said.items() if internal or not one["internal"]}
    return {key: one["text"] for key, one in shown.items() if not key.startswith(OF_TEAM)}


def team_comments(said: Said, code: str) -> dict[str, str]:
    """What is said in the team's own edition, under its first section."""
    one = said.get(f"{OF_TEAM}{code}")
    return {SECTIONS[0][0]: one["text"]} if one and not one["internal"] else {}


def sections_of(week: Week) -> list[SectionComment]:
    """Every section in the order of the report, then what is said to single teams (three queries)."""
    written = ReportComment.objects.filter(week=week).select_related("written_by")
    own = {comment.section: comment for comment in written}
    earlier = ReportComment.objects.filter(week__status_date__lt=week.status_date).exclude(text="")
    before = {comment.section: comment for comment in earlier.order_by("week__status_date")}
    return [section_of(key, title, own.get(key), before.get(key)) for key, title in titles().items()]


def titles() -> dict[str, str]:
    """What may be commented, by key: the sections, and each team's own edition (one query)."""
    teams = {f"{OF_TEAM}{team.code}": team.label for team in Team.objects.filter(active=True)}
    return {**{key: title() for key, title, _build in SECTIONS}, **teams}


def section_of(key: str, title: str, own: ReportComment | None, before: ReportComment | None) -> SectionComment:
    at_hand = own if own and own.text else before
    return SectionComment(
        key, title, own.text if own else "", own.version if own else 0, before.text if before else "",
        internal=bool(at_hand and at_hand.internal), saved=own,
    )  # fmt: skip


@transaction.atomic
def write_comment(week: Week, wording: Wording, *, by: Member, at: datetime) -> ReportComment:
    """Keep the text of a section; Refused for an unknown section, or when a colleague has written since it was read."""
    if wording.section not in titles():
        raise Refused("no_such_section")
    comment, _made = ReportComment.objects.select_for_update().get_or_create(
        week=week, section=wording.section, defaults={"written_by": by, "written_at": at}
    )
    before, after = told(comment), {"text": wording.text.strip(), "internal": wording.internal}
    if before == after:
        return comment
    if comment.version != wording.seen:
        raise Refused("comment_overtaken", who=comment.written_by.label)
    comment.text, comment.internal = wording.text.strip(), wording.internal
    comment.written_by, comment.written_at, comment.version = by, at, comment.version + 1
    comment.save()
    record_change(Change(comment, before, after, week.key), action="report.commented", by=by, at=at)
    return comment


def told(comment: ReportComment) -> dict[str, Any]:
    return {"text": comment.text, "internal": comment.internal}
