"""Blocks of figures and rows in every state, for the style page: shown by the same code as every other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.content.blocks import (
    Block,
    Cell,
    Colour,
    Column,
    Emphasis,
    KeyFigure,
    KeyFigures,
    Kind,
    Light,
    Lights,
    Mark,
    Row,
    Table,
)

HERE = "#figures"  # a figure opens its rows; here it opens itself


def figures() -> list[Block]:
    """Key figures: with a change, without a value and why, late, not final, with rows behind."""
    return [
        KeyFigures(
            (
                KeyFigure(
                    "SPI", Kind.INDEX, Decimal("0.95"), change=Decimal("0.01"), change_kind=Kind.INDEX_DIFFERENCE
                ),
                KeyFigure("CPI", Kind.INDEX, None, note=_("Actual effort is not reported")),
                KeyFigure(_("Effort behind"), Kind.DAYS_DIFFERENCE, Decimal("-12.5"), _("person-days")),
                KeyFigure(_("Late rows"), Kind.INTEGER, 28, change=-8, target=HERE),
                KeyFigure(_("Progress"), Kind.PERCENT, Decimal(72), mark=Mark.PROVISIONAL, note=_("Provisional")),
            )
        )
    ]


def lights() -> list[Block]:
    """Lights: each colour with its word; better, the same, worse, not known before; set by hand with the reason."""
    watch, action = pgettext("light", "Watch"), pgettext("light", "Action needed")
    good, grey = pgettext("light", "On track"), pgettext("light", "Not evaluated")
    by_hand = _("Set by the PM: two people join next week. By rule: action needed.")
    return [
        Lights(
            (
                Light(_("Quality"), Colour.BLUE, good, previous=Colour.YELLOW),
                Light(_("Cost"), Colour.YELLOW, watch, _("CPI is below 0.95"), Colour.YELLOW),
                Light(_("Delivery"), Colour.RED, action, _("M6 is forecast after its plan"), Colour.YELLOW),
                Light(_("People"), Colour.YELLOW, watch, previous=Colour.RED, override=by_hand),
                Light(_("Risk"), Colour.GREY, grey),
            )
        )
    ]


def tables() -> list[Block]:
    """A table that stacks on a phone: groups, a late row, a total, a figure that is not final; and one without rows."""
    columns = (
        Column(_("Task"), width=12),
        Column(_("Assignee"), width=6),
        Column(_("Planned finish"), Kind.DATE),
        Column(pgettext("chart", "Actual"), Kind.PERCENT),
        Column(_("Days behind"), Kind.WORKING_DAYS),
    )
    return [
        Table("stacked", _("Groups, totals, late rows"), columns, rows()),
        Table("nothing", _("A table without rows"), columns, (), empty=_("No row is late.")),
    ]


def rows() -> tuple[Row, ...]:
    who, due = _("Ashida"), date(2026, 11, 13)
    late = (_("Integration test: run"), who, due, Cell(Decimal(45), target=HERE), -3)
    soon = (_("Integration test: specification"), who, date(2026, 11, 20), Cell(Decimal(80), Mark.CARRIED), 0)
    return (
        Row((_("Integration test"), "", None, None, None), Emphasis.GROUP),
        Row(late, Emphasis.ALERT, level=1),
        Row(soon, level=1),
        Row((_("Total"), "", None, Decimal(62), -3), Emphasis.TOTAL),
    )
