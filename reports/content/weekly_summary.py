"""Sections 1 and 2 of the weekly report: the lights with a summary in sentences, topics and milestones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from progress.domain.lights import Dimension
from reports.content import light_words, outlook
from reports.content.blocks import (
    Block,
    Bullets,
    Cell,
    Charts,
    Colour,
    Column,
    Emphasis,
    Heading,
    KeyFigure,
    KeyFigures,
    Kind,
    Light,
    Lights,
    Paragraph,
    Row,
    Table,
    Tone,
)
from reports.content.show import Style, show
from reports.content.week_figures import LightFigure, MilestoneRow, ScopeFigures, TeamTopics, WeekFigures

DIMENSIONS: dict[Dimension, Callable[[], str]] = {
    Dimension.QUALITY: lambda: pgettext("light", "Quality"),
    Dimension.COST: lambda: pgettext("light", "Cost"),
    Dimension.DELIVERY: lambda: pgettext("light", "Delivery"),
    Dimension.RESOURCES: lambda: pgettext("light", "Resources"),
    Dimension.RISK: lambda: pgettext("light", "Risk"),
}

COLOURS: dict[Colour, Callable[[], str]] = {
    Colour.RED: lambda: pgettext("light", "Action needed"),
    Colour.YELLOW: lambda: pgettext("light", "Watch"),
    Colour.BLUE: lambda: pgettext("light", "On track"),
    Colour.GREY: lambda: pgettext("light", "Not evaluated"),
}

CHANGE_KINDS = {Kind.PERCENT: Kind.POINTS, Kind.INDEX: Kind.INDEX_DIFFERENCE, Kind.INTEGER: Kind.DIFFERENCE}


def status(figures: WeekFigures, style: Style) -> tuple[Block, ...]:
    return Lights(lights(figures, style)), *without_lights(figures, style)


def without_lights(figures: WeekFigures, style: Style) -> tuple[Block, ...]:
    return (
        KeyFigures(tuple(_key_figures(figures.project, figures.previous))),
        Paragraph(summary(figures, style), Tone.STRONG),
        *outlook.change_points(figures, style),
        *(Paragraph(text, Tone.QUIET) for text in _caveats(figures, style)),
    )


def summary(figures: WeekFigures, style: Style) -> str:
    """How the week stands, in a few sentences."""
    sentences = " ".join if style.language != "ja" else "".join
    return sentences(_summary(figures, style))


def bare_lights(figures: WeekFigures) -> list[Light]:
    """The lights without what sets them."""
    return [
        Light(DIMENSIONS[one.dimension](), one.colour, COLOURS[one.colour](), previous=one.previous)
        for one in figures.lights
    ]


def lights(figures: WeekFigures, style: Style) -> tuple[Light, ...]:
    """The five lights; one that nobody judged is grey."""
    given = {light.dimension: light for light in figures.lights}
    return tuple(_light(given.get(dimension, LightFigure(dimension, Colour.GREY)), style) for dimension in Dimension)


def _light(light: LightFigure, style: Style) -> Light:
    name, word = DIMENSIONS[light.dimension](), COLOURS[light.colour]()
    return Light(name, light.colour, word, light_words.reason(light, style), light.previous, override_text(light))


def override_text(light: LightFigure) -> str:
    """The PM's reason, with what the rule says."""
    if not light.override:
        return ""
    told = {"word": COLOURS[light.rule](), "who": light.override_by, "reason": light.override}
    return _("Set by %(who)s: %(reason)s (by rule: %(word)s)") % told


def _key_figures(now: ScopeFigures, before: ScopeFigures | None) -> list[KeyFigure]:
    """Six large figures; those that nobody knows are left out, but the indices stay and say "—"."""
    past = before or ScopeFigures("")
    items = [
        figure(_("Planned progress"), Kind.PERCENT, now.planned_percent, past.planned_percent),
        figure(_("Actual progress"), Kind.PERCENT, now.actual_percent, past.actual_percent),
        figure(_("SV (person-days)"), Kind.DAYS_DIFFERENCE, now.sv, past.sv),
        figure("SPI", Kind.INDEX, now.spi, past.spi),
        figure("CPI", Kind.INDEX, now.cpi, past.cpi),
        figure(_("Late rows"), Kind.INTEGER, now.rows_late, past.rows_late),
    ]
    return [
        replace(item, mark=now.mark, target=now.target)
        for item in items
        if item.value is not None or item.kind is Kind.INDEX
    ]


def figure(label: str, kind: Kind, now: Decimal | int | None, before: Decimal | int | None) -> KeyFigure:
    """A figure with its change against the week before."""
    change = None if now is None or before is None else now - before
    return KeyFigure(label, kind, now, change=change, change_kind=CHANGE_KINDS.get(kind, kind))


def _summary(figures: WeekFigures, style: Style) -> list[str]:
    now, sentences = figures.project, []
    if now.planned_percent is not None and now.actual_percent is not None:
        sentences.append(
            _("Progress is %(actual)s against a plan of %(planned)s (%(difference)s).")
            % {
                "actual": show(now.actual_percent, Kind.PERCENT, style),
                "planned": show(now.planned_percent, Kind.PERCENT, style),
                "difference": show(now.percent_difference, Kind.POINTS, style),
            }
        )
    if now.spi is not None:
        sentences.append(index_sentence(now, style))
    if now.rows_late is not None:
        sentences.append(_late_sentence(now.rows_late, figures.previous))
    return sentences or [_("There are no figures for this week yet.")]


def index_sentence(now: ScopeFigures, style: Style) -> str:
    """The indices there are: without reported effort there is no CPI to tell of."""
    text = _("SPI is %(spi)s.") if now.cpi is None else _("SPI is %(spi)s and CPI %(cpi)s.")
    return text % {"spi": show(now.spi, Kind.INDEX, style), "cpi": show(now.cpi, Kind.INDEX, style)}


def _late_sentence(late: int, before: ScopeFigures | None) -> str:
    past = before.rows_late if before else None
    if past is None:
        return ngettext("%(count)d row is late.", "%(count)d rows are late.", late) % {"count": late}
    if late == past:
        text = ngettext("%(count)d row is late, as last week.", "%(count)d rows are late, as last week.", late)
    elif late > past:
        text = ngettext(
            "%(count)d row is late, %(change)d more than last week.",
            "%(count)d rows are late, %(change)d more than last week.",
            late,
        )
    else:
        text = ngettext(
            "%(count)d row is late, %(change)d fewer than last week.",
            "%(count)d rows are late, %(change)d fewer than last week.",
            late,
        )
    return text % {"count": late, "change": abs(late - past)}


def _caveats(figures: WeekFigures, style: Style) -> list[str]:
    """What a reader must know before trusting the totals."""
    silent = [team.figures.name for team in figures.teams if not team.figures.reports_effort]
    if not silent:
        return []
    names = {"teams": pgettext("between names", ", ").join(silent)}
    if figures.project.reporting_share is None:
        return [_("%(teams)s: actual effort is not reported, so there is no CPI.") % names]
    share = show(figures.project.reporting_share, Kind.PERCENT, style)
    return [
        _("%(teams)s: actual effort is not reported. AC and CPI cover %(share)s of BAC.") % {**names, "share": share}
    ]


def topics(figures: WeekFigures, style: Style) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for team in figures.topics:
        blocks += _team_topics(team)
    if figures.milestones:
        blocks.append(milestones(figures.milestones))
    if chart := outlook.milestone_trend(figures, style):
        blocks.append(Charts((chart,)))
    return tuple(blocks)


def _team_topics(team: TeamTopics) -> list[Block]:
    texts = (
        (_("Topics of the week"), team.topics),
        (_("Next week"), team.next_week),
        (_("Problems and concerns"), team.problems),
        (_("Requests"), team.requests),
    )
    said = tuple(
        pgettext("label and text", "%(label)s: %(text)s") % {"label": label, "text": text.strip()}
        for label, text in texts
        if text.strip()
    )
    return [Heading(team.team), Bullets(said)] if said else []


def milestones(rows: tuple[MilestoneRow, ...]) -> Table:
    columns = (
        Column(_("Milestone"), width=16),
        Column(_("Team"), width=6),
        Column(_("Planned"), Kind.DATE, 4.5),
        Column(_("Forecast last week"), Kind.DATE, 4.5),
        Column(_("Forecast"), Kind.DATE, 4.5),
        Column(_("Actual"), Kind.DATE, 4.5),
        Column(_("Difference (working days)"), Kind.WORKING_DAYS, 4.5),
    )
    title = _("Milestones, two weeks either side")
    return Table("milestones", title, columns, tuple(_milestone(row) for row in rows))


def _milestone(row: MilestoneRow) -> Row:
    dates = (row.planned, row.previous_forecast, row.forecast, row.actual)
    late = row.delay_days is not None and row.delay_days < 0
    emphasis = Emphasis.ALERT if late else Emphasis.NONE
    return Row((Cell(row.name, target=row.target), row.team, *dates, row.delay_days), emphasis)
