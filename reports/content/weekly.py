"""The weekly status report 週次報告書 (DOMAIN 9.1): from the week's figures to a document.

Call it under `translation.override(figures.language)`. Sections without data are left out, never filled with air.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from reports.content import outlook, weekly_progress, weekly_rows, weekly_summary
from reports.content.blocks import Block, Document, Heading, Paragraph, Section
from reports.content.cover import Title, document
from reports.content.show import Style
from reports.content.week_figures import WeekFigures

type Builder = Callable[[WeekFigures, Style], tuple[Block, ...]]
type Entry = tuple[str, Callable[[], str], Builder]


def nothing(figures: WeekFigures, style: Style) -> tuple[Block, ...]:
    """Of a section that has its words from the PMO alone."""
    return ()


def done(figures: WeekFigures, style: Style) -> tuple[Block, ...]:
    """What was promised for this week against what is finished, then the rows."""
    promises = (outlook.promises(figures.promises, _("Kept promises")),) if figures.promises else ()
    return (*promises, *weekly_rows.done(figures, style))


# Keys are those of DOMAIN 9.1; quality, issues, risks, changes, resources and questions join with their registers.
SECTIONS: tuple[Entry, ...] = (
    ("status", lambda: _("Overall status"), weekly_summary.status),
    ("topics", lambda: _("Topics and milestones"), weekly_summary.topics),
    ("progress", lambda: _("Progress"), weekly_progress.progress),
    ("late", lambda: _("Late tasks"), weekly_rows.late),
    ("done", lambda: _("Done this week, next week"), done),
    ("evm", lambda: _("Earned value"), weekly_progress.earned_value),
    ("decisions", lambda: _("Decisions asked for"), nothing),
    ("findings", lambda: _("Findings of the PMO"), weekly_rows.findings),
    ("sources", lambda: _("Where the figures come from"), weekly_rows.sources),
)


def build_weekly(figures: WeekFigures) -> Document:
    """The document; `figures.language` must be the active language."""
    style = Style(figures.language, figures.header.status_date)
    return document(figures, style, Title(_("Weekly status report")), sections_with_comments(figures, style, SECTIONS))


def sections_with_comments(figures: WeekFigures, style: Style, table: tuple[Entry, ...]) -> list[Section]:
    """Those that have data, or at least a comment."""
    sections = []
    for key, title, build in table:
        blocks = build(figures, style)
        if comment := figures.comments.get(key, "").strip():
            blocks = (*blocks, Heading(_("Comment")), Paragraph(comment))
        if blocks:
            sections.append(Section(key, title(), blocks))
    return sections
