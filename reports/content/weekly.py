"""The weekly status report 週次報告書 (DOMAIN 9.1): from the week's figures to a document.

Call it under `translation.override(figures.language)`. Sections without data are left out, never filled with air.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pmo.lib import dates
from reports.content import weekly_progress, weekly_rows, weekly_summary
from reports.content.blocks import Block, Document, Fact, Heading, Kind, Mark, Paragraph, Section, Words
from reports.content.show import SIGNS, Style, show
from reports.content.week_figures import Carried, WeekFigures

type Builder = Callable[[WeekFigures, Style], tuple[Block, ...]]

# Keys are those of DOMAIN 9.1; quality, issues, risks, changes, resources and questions join with their registers.
SECTIONS: tuple[tuple[str, Callable[[], str], Builder], ...] = (
    ("status", lambda: _("Overall status"), weekly_summary.status),
    ("topics", lambda: _("Topics and milestones"), weekly_summary.topics),
    ("progress", lambda: _("Progress"), weekly_progress.progress),
    ("late", lambda: _("Late tasks"), weekly_rows.late),
    ("done", lambda: _("Done this week, planned for next week"), weekly_rows.done),
    ("evm", lambda: _("Earned value"), weekly_progress.earned_value),
    ("findings", lambda: _("Findings of the PMO"), weekly_rows.findings),
    ("sources", lambda: _("Where the figures come from"), weekly_rows.sources),
)


def build_weekly(figures: WeekFigures) -> Document:
    """The document; `figures.language` must be the active language."""
    header, style = figures.header, Style(figures.language, figures.header.status_date)
    return Document(
        language=figures.language,
        number=header.number,
        version=_("Version %(version)s") % {"version": header.version},
        title=_("Weekly status report"),
        project=header.project,
        subtitle=_subtitle(figures, style),
        status_date=header.status_date,
        made_at=header.made_at,
        author=header.author,
        confidentiality=header.confidentiality,
        facts=_facts(figures, style),
        sections=tuple(_sections(figures, style)),
        words=fixed_words(),
        band=_("PROVISIONAL – some figures are not final (shaded)") if header.provisional else "",
        notices=tuple(_notices(figures, style)),
    )


def _sections(figures: WeekFigures, style: Style) -> list[Section]:
    sections = []
    for key, title, build in SECTIONS:
        blocks = build(figures, style)
        if comment := figures.comments.get(key, "").strip():
            blocks = (*blocks, Heading(_("Comment")), Paragraph(comment))
        if blocks:
            sections.append(Section(key, title(), blocks))
    return sections


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
