"""What the page reads on which the report is read through and commented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from projects.models import Week
from reports.comments import OF_TEAM, SectionComment, Wording, sections_of
from reports.content import drafts
from reports.content.blocks import Document
from reports.content.show import Style
from reports.content.weekly import build_weekly
from reports.editions import OWNER, Reader, document_for
from reports.editions import readers as readers_of
from reports.gather import Edition
from reports.gather.report import view_for, whole
from reports.gather.view import WeekView
from reports.html import page_parts


@dataclass(frozen=True)
class Written:
    """A section as printed, with its comment and a text made from its figures; only the first part in other editions.

    `html` is in the language of the report, everything else in the reader's; "" is a section that prints nothing.
    """

    key: str
    title: str
    html: SafeString
    comment: SectionComment | None = None
    draft: str = ""

    @property
    def mark(self) -> str:
        """ "data", "uncommented" (figures, but no comment) or "nothing"."""
        if not self.html:
            return "nothing"
        return "data" if self.comment is None or self.comment.text else "uncommented"


@dataclass(frozen=True)
class Writing:
    """The page: the head of the document, its sections, what is said to single teams, the other editions."""

    document: Document
    reader: str
    sections: list[Written]
    to_teams: list[SectionComment]
    readers: list[tuple[str, str]]

    @property
    def printed(self) -> list[Written]:
        return [one for one in self.sections if one.html]

    @property
    def left_out(self) -> list[Written]:
        return [one for one in self.sections if not one.html]


def writing(week: Week, edition: Edition, reader: str, typed: Wording | None) -> Writing | None:
    """None for a reader there is no edition for."""
    with translation.override(edition.language):
        view = view_for(week, edition)
    readers = [(one.key, name_of(one, view)) for one in readers_of(view)]
    if reader:
        with translation.override(edition.language):
            document = document_for(view, edition, reader)
            html = sections_as_html(document) if document else {}
        if document is None:
            return None
        sections = [Written(one.key, one.title, html[one.key]) for one in document.sections]
        return Writing(document, reader, sections, [], readers)
    document, html, texts = whole_report(view, edition)
    comments = [as_typed(one, typed) for one in sections_of(week)]
    sections = [
        Written(one.key, one.title, html.get(one.key, SafeString("")), one, texts.get(one.key, ""))
        for one in comments
        if not one.key.startswith(OF_TEAM)
    ]
    return Writing(document, "", sections, [one for one in comments if one.key.startswith(OF_TEAM)], readers)


def name_of(reader: Reader, view: WeekView) -> str:
    if reader.team:
        return view.team_name(reader.team)
    return _("Project owner") if reader == OWNER else _("Whole project")


def whole_report(view: WeekView, edition: Edition) -> tuple[Document, dict[str, SafeString], Mapping[str, str]]:
    """The document, its sections as HTML, and the texts made from its figures, in the language of the report."""
    with translation.override(edition.language):
        figures = whole(view, edition)
        document = build_weekly(figures)
        style = Style(document.language, document.status_date)
        return document, sections_as_html(document), drafts.drafts(figures, style)


def sections_as_html(document: Document) -> dict[str, SafeString]:
    style = Style(document.language, document.status_date)
    return {
        one.key: render_to_string(
            "reports/parts/blocks.html", {"parts": page_parts(one.blocks, style, one.key), "titled": True}
        )
        for one in document.sections
    }


def as_typed(comment: SectionComment, typed: Wording | None) -> SectionComment:
    return comment.typed(typed) if typed and typed.section == comment.key else comment
