"""What stands around every report: title, cover block, notices, and the words a renderer prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pmo.lib import dates
from reports.content.blocks import Document, Fact, Kind, Layout, Mark, Section, Words
from reports.content.show import SIGNS, Style, show
from reports.content.week_figures import Carried, WeekFigures


@dataclass(frozen=True, slots=True)
class Title:
    """How a report is called; `of` is the team it was made for."""

    text: str
    of: str = ""
    layout: Layout = Layout.BOOK


def document(figures: WeekFigures, style: Style, title: Title, sections: Iterable[Section]) -> Document:
    """The document around its sections; `figures.language` must be the active language."""
    header = figures.header
    return Document(
        language=figures.language,
        number=header.number,
        version=_("Version %(version)s") % {"version": header.version},
        title=title.text,
        project=header.project,
        subtitle=" ".join(filter(None, (title.of, _subtitle(figures, style)))),
        status_date=header.status_date,
        made_at=header.made_at,
        author=header.author,
        confidentiality=header.confidentiality,
        facts=_short_facts(figures, style) if title.layout is Layout.ONE_PAGE else _facts(figures, style),
        sections=tuple(sections),
        words=fixed_words(),
        band=_("PROVISIONAL – some figures are not final (shaded)") if header.provisional else "",
        notices=tuple(_notices(figures, style)),
        layout=title.layout,
    )


def _subtitle(figures: WeekFigures, style: Style) -> str:
    as_of = dates.as_of(figures.header.status_date, style.language, style.today)
    if figures.header.sequence is None:
        return as_of
    return _("%(as_of)s (no. %(number)d)") % {"as_of": as_of, "number": figures.header.sequence}


def _facts(figures: WeekFigures, style: Style) -> tuple[Fact, ...]:
    """The cover block; what is not known is left out."""
    header, no_year = figures.header, date.min  # not this year: dates are written in full
    facts = (
        Fact(_("Document number"), header.number),
        Fact(pgettext("document", "Version"), header.version),
        Fact(_("Project"), header.project),
        Fact(_("Status date"), dates.day(header.status_date, style.language, no_year)),
        Fact(_("Period covered"), _period(figures, style)),
        Fact(pgettext("report", "Week"), header.week),
        Fact(_("Made on"), dates.moment(header.made_at, style.language, no_year)),
        Fact(_("Author"), header.author),
        Fact(_("Reviewed by"), header.reviewer),
        Fact(_("Approved by"), header.approver),
        Fact(_("Distribution"), pgettext("between names", ", ").join(header.distribution)),
        Fact(_("Confidentiality"), header.confidentiality),
    )
    return tuple(fact for fact in facts if fact.value)


def unsigned(document: Document) -> Document:
    """Without the lines that say who reviewed and approved it; the language of the document must be active."""
    signed = (_("Reviewed by"), _("Approved by"))
    return replace(document, facts=tuple(fact for fact in document.facts if fact.label not in signed))


def _short_facts(figures: WeekFigures, style: Style) -> tuple[Fact, ...]:
    """For a page that has no room for what its head and foot say already."""
    left_out = {
        _("Project"),
        _("Status date"),
        _("Period covered"),
        _("Confidentiality"),
        pgettext("document", "Version"),
        pgettext("report", "Week"),
    }
    return tuple(fact for fact in _facts(figures, style) if fact.label not in left_out)


def _period(figures: WeekFigures, style: Style) -> str:
    header = figures.header
    if header.first_day is None:
        return ""
    first, last = (show(day, Kind.DATE, style) for day in (header.first_day, header.status_date))
    return f"{first}〜{last}" if style.language == "ja" else f"{first} – {last}"


def _notices(figures: WeekFigures, style: Style) -> list[str]:
    notices = [_carried(one, style) for one in figures.carried]
    if figures.header.supersedes:
        notices.append(_("This version replaces the one before: %(reason)s") % {"reason": figures.header.supersedes})
    elif figures.header.replaces:
        notices.append(_("This version replaces the one before."))
    return notices


def _carried(carried: Carried, style: Style) -> str:
    if carried.mark is Mark.PROVISIONAL:
        return _("%(team)s: figures of a revision that is not accepted yet (provisional)") % {"team": carried.team}
    if carried.since is None:
        return _("%(team)s: no submission for this week, the last accepted values stand") % {"team": carried.team}
    since = dates.as_of(carried.since, style.language, style.today)
    return _("%(team)s: no accepted submission for this week, values %(since)s stand") % {
        "team": carried.team,
        "since": since,
    }


def fixed_words() -> Words:
    """What a renderer prints around any document, in the active language."""
    return Words(
        page=_("Page %(page)s of %(pages)s"),
        continued=_("(continued)"),
        cover=_("Cover"),
        contents=_("Contents"),
        chart_values=_("Chart values"),
        change=_("vs last week"),
        marks=(
            (Mark.CARRIED, _("%(sign)s carried forward from the last accepted week") % {"sign": SIGNS[Mark.CARRIED]}),
            (Mark.PROVISIONAL, _("%(sign)s provisional, not accepted yet") % {"sign": SIGNS[Mark.PROVISIONAL]}),
        ),
    )
