"""データから作った文案: a first wording of a section's comment, made from its figures, for the PMO to take over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from reports.content import outlook
from reports.content.blocks import Kind
from reports.content.light_panel import headline
from reports.content.show import Style, show
from reports.content.week_figures import ScopeFigures, WeekFigures
from reports.content.weekly_rows import by_urgency
from reports.content.weekly_summary import index_sentence


def drafts(figures: WeekFigures, style: Style) -> dict[str, str]:
    """Section -> text; nothing for a section whose figures say nothing. Call under the language of the report."""
    join = "".join if style.language == "ja" else " ".join
    found = {key: join(filter(None, write(figures, style))) for key, write in WRITERS.items()}
    return {key: text for key, text in found.items() if text}


def status(figures: WeekFigures, style: Style) -> list[str]:
    first = headline(figures, style)
    stop = "。" if style.language == "ja" else "."
    return [f"{first}{stop}" if first else "", *(one.text for one in outlook.changes(figures, style)[:2])]


def topics(figures: WeekFigures, style: Style) -> list[str]:
    """The milestones that are expected later than planned."""
    late = [row for row in figures.milestones if row.delay_days is not None and row.delay_days < 0]
    return [
        _("%(name)s: planned %(planned)s, expected %(expected)s.")
        % {
            "name": row.name,
            "planned": show(row.planned, Kind.DATE, style),
            "expected": show(row.actual or row.forecast, Kind.DATE, style),
        }
        for row in late
    ]


def progress(figures: WeekFigures, style: Style) -> list[str]:
    """The team that is furthest behind."""
    known = [team.figures for team in figures.teams if team.figures.sv is not None]
    behind = min(known, key=lambda scope: scope.sv or 0, default=None)
    if behind is None or behind.sv is None or behind.sv >= 0:
        return [_("No team is behind its plan.")] if known else []
    return [furthest(behind, style)]


def furthest(scope: ScopeFigures, style: Style) -> str:
    values = {
        "team": scope.name,
        "planned": show(scope.planned_percent, Kind.PERCENT, style),
        "actual": show(scope.actual_percent, Kind.PERCENT, style),
        "days": show(scope.sv, Kind.DAYS_DIFFERENCE, style),
    }
    return _("%(team)s is furthest behind: %(actual)s against a plan of %(planned)s (%(days)s person-days).") % values


def late(figures: WeekFigures, style: Style) -> list[str]:
    """How many rows are late, in which teams, and which one has least time left."""
    if not figures.late:
        return []
    counts = Counter(row.task.team for row in figures.late)
    comma = pgettext("between names", ", ")
    rows = pgettext("rows of a team", "%(team)s %(count)d")
    teams = comma.join(rows % {"team": team, "count": count} for team, count in counts.most_common(3))
    first = by_urgency(figures.late)[0]
    text = ngettext("%(count)d row is late (%(teams)s).", "%(count)d rows are late (%(teams)s).", len(figures.late))
    found = [text % {"count": len(figures.late), "teams": teams}]
    if first.countermeasure:
        told = {"task": first.task.name, "measure": first.countermeasure}
        found.append(_("Most pressing is “%(task)s”: %(measure)s") % told)
    return found


def earned_value(figures: WeekFigures, style: Style) -> list[str]:
    now = figures.project
    if now.spi is None:
        return []
    if now.spi_t is None or now.cpi is None:
        return [index_sentence(now, style)]
    values = {name: show(getattr(now, name), Kind.INDEX, style) for name in ("spi", "spi_t", "cpi")}
    return [_("SPI is %(spi)s, SPI(t) %(spi_t)s and CPI %(cpi)s.") % values]


def findings(figures: WeekFigures, style: Style) -> list[str]:
    opened, still = (sum(getattr(one, name) for one in figures.findings) for name in ("opened", "open"))
    if not opened:
        return []
    text = ngettext(
        "%(opened)d point was raised; still open: %(open)d.",
        "%(opened)d points were raised; still open: %(open)d.",
        opened,
    )
    return [text % {"opened": opened, "open": still}]


WRITERS: dict[str, Callable[[WeekFigures, Style], list[str]]] = {
    "status": status,
    "topics": topics,
    "progress": progress,
    "late": late,
    "evm": earned_value,
    "findings": findings,
}
