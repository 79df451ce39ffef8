"""A team's own edition 週次のチーム内進捗報告資料: its rows, totals and points, for the team's own meeting.

Call it under `translation.override(figures.language)` with figures that hold nothing of any other team.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.content import weekly_progress, weekly_rows, weekly_summary
from reports.content.blocks import Block, Column, Document, Row, Table
from reports.content.cover import Title, document
from reports.content.show import Style
from reports.content.week_figures import FindingRow, WeekFigures
from reports.content.weekly import Entry, done, sections_with_comments


def build_team(figures: WeekFigures) -> Document:
    """The document; the team is called by the name of its totals."""
    style = Style(figures.language, figures.header.status_date)
    title = Title(_("Weekly progress of the team"), figures.project.name)
    return document(figures, style, title, sections_with_comments(figures, style, SECTIONS))


def points(figures: WeekFigures, style: Style) -> tuple[Block, ...]:
    """Every point of the week with its answer."""
    if not figures.points:
        return ()
    columns = (
        Column(_("Severity"), width=5),
        Column(_("Cell"), width=7),
        Column(pgettext("finding", "Point"), width=26),
        Column(_("State"), width=5),
        Column(_("Answer"), width=14),
    )
    rows = tuple(point(one) for one in figures.points)
    return (Table("points", _("Points of the PMO in this week"), columns, rows),)


def point(one: FindingRow) -> Row:
    return Row((one.severity, one.place or None, one.text, one.state, one.answer or None))


SECTIONS: tuple[Entry, ...] = (
    ("status", lambda: _("Overall status"), weekly_summary.without_lights),
    ("topics", lambda: _("Topics and milestones"), weekly_summary.topics),
    ("progress", lambda: _("Progress"), weekly_progress.progress),
    ("late", lambda: _("Late tasks"), weekly_rows.late),
    ("done", lambda: _("Done this week, next week"), done),
    ("evm", lambda: _("Earned value"), weekly_progress.earned_value),
    ("findings", lambda: _("Findings of the PMO"), points),
    ("sources", lambda: _("Where the figures come from"), weekly_rows.sources),
)
