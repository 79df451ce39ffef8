"""One page for the project owner PO向け1枚報告 (DOMAIN 9.5): how it stands, what it costs, what is asked of the owner.

Call it under `translation.override(figures.language)` with figures without internal comments. Issues, risks and the
forecast range join with their registers.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports.content import weekly_progress, weekly_summary
from reports.content.blocks import (
    Block,
    Cell,
    Charts,
    Column,
    Document,
    Emphasis,
    Gap,
    KeyFigures,
    Kind,
    Layout,
    Lights,
    Paragraph,
    Row,
    Section,
    Table,
    Tone,
)
from reports.content.cover import Title, document
from reports.content.light_panel import headline
from reports.content.show import Style, show
from reports.content.week_figures import LateRow, MilestoneRow, ScopeFigures, WeekFigures
from reports.content.weekly_rows import by_urgency
from reports.content.weekly_summary import figure

MOST_MILESTONES, MOST_LATE = 5, 3
CURVE_HEIGHT = 92.0


def build_owner(figures: WeekFigures) -> Document:
    style = Style(figures.language, figures.header.status_date)
    title = Title(_("Project status for the project owner"), layout=Layout.ONE_PAGE)
    return document(figures, style, title, sections(figures, style))


def sections(figures: WeekFigures, style: Style) -> Iterator[Section]:
    """In reading order, what is asked of the owner first; it is never left out: "none" is an answer too."""
    yield Section("status", _("Overall status"), tuple(status(figures, style)))
    yield Section("decisions", _("Decisions we ask of you"), (decisions(figures),))
    yield Section("figures", _("Progress and cost"), tuple(progress_and_cost(figures, style)))
    if figures.curve.planned:
        curve = weekly_progress.s_curve(figures, style)
        yield Section("curve", _("S-curve"), (Charts((curve,), CURVE_HEIGHT, half=True, bare=True),))
    if figures.ahead:
        yield Section("milestones", _("Next milestones"), (milestones(figures.ahead[:MOST_MILESTONES]),))
    if figures.late:
        yield Section("late", _("Late tasks that matter most"), (late(figures),))


def status(figures: WeekFigures, style: Style) -> Iterator[Block]:
    if figures.lights:
        yield Lights(tuple(weekly_summary.bare_lights(figures)))
    yield Paragraph(headline(figures, style) or weekly_summary.summary(figures, style), Tone.STRONG)
    if comment := figures.comments.get("status", "").strip():
        yield Paragraph(comment)


def progress_and_cost(figures: WeekFigures, style: Style) -> Iterator[Block]:
    """Planned against actual and the two indices; then the budget."""
    now, before = figures.project, figures.previous or ScopeFigures("")
    yield KeyFigures(
        (
            figure(_("Planned progress"), Kind.PERCENT, now.planned_percent, before.planned_percent),
            figure(_("Actual progress"), Kind.PERCENT, now.actual_percent, before.actual_percent),
            figure("SPI(t)", Kind.INDEX, now.spi_t, before.spi_t),
            figure("CPI", Kind.INDEX, now.cpi, before.cpi),
        )
    )
    if now.eac is not None and now.vac is not None:
        yield KeyFigures(
            (
                figure(_("Budget (BAC, person-days)"), Kind.DAYS, now.eac + now.vac, None),
                figure(_("Estimate at completion (EAC)"), Kind.DAYS, now.eac, None),
                figure(_("Difference (VAC)"), Kind.DAYS_DIFFERENCE, now.vac, None),
            )
        )
    join = "".join if style.language == "ja" else " ".join
    yield Paragraph(join(filter(None, (meaning(), coverage(now, style)))), Tone.QUIET)


def meaning() -> str:
    return _("SPI(t): schedule index, CPI: cost index; 1.00 is as planned, below 1.00 behind.")


def coverage(now: ScopeFigures, style: Style) -> str:
    """Of how much the cost figures tell, where not every team reports its effort (then BAC is theirs too)."""
    if now.reporting_share is None:
        return ""
    share = show(now.reporting_share, Kind.PERCENT, style)
    return _("Cost figures cover the teams that report effort: %(share)s of the whole budget.") % {"share": share}


def milestones(rows: tuple[MilestoneRow, ...]) -> Table:
    columns = (
        Column(_("Milestone"), width=16),
        Column(_("Planned"), Kind.DATE, 4.5),
        Column(_("Forecast"), Kind.DATE, 4.5),
        Column(_("Difference (working days)"), Kind.WORKING_DAYS, 5),
    )
    return Table("milestones", "", columns, tuple(milestone(row) for row in rows))


def milestone(row: MilestoneRow) -> Row:
    behind = row.delay_days is not None and row.delay_days < 0
    name = Cell(row.name, target=row.target)
    return Row((name, row.planned, row.forecast, row.delay_days), Emphasis.ALERT if behind else Emphasis.NONE)


def decisions(figures: WeekFigures) -> Block:
    asked = figures.comments.get("decisions", "").strip()
    return Paragraph(asked, Tone.STRONG) if asked else Gap(_("No decision is asked of you this week."))


def late(figures: WeekFigures) -> Table:
    """The rows with the least time left, with what is done about them."""
    columns = (
        Column(_("Task"), width=16),
        Column(_("Team"), width=6),
        Column(_("Forecast finish"), Kind.DATE, 5.5),
        Column(_("Countermeasure"), width=14),
    )
    rows = by_urgency(figures.late)
    more = len(rows) - MOST_LATE
    notes = (_("%(count)d late rows in all") % {"count": len(rows)},) if more > 0 else ()
    return Table("late", "", columns, tuple(late_row(row) for row in rows[:MOST_LATE]), notes)


def late_row(row: LateRow) -> Row:
    task = row.task
    name = Cell(task.name, task.mark, task.target)
    return Row((name, task.team, task.forecast_finish, row.countermeasure or None))
