"""A single table as a document, for lists that are exported to a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pmo.lib import dates
from reports.content.blocks import Document, Fact, Section, Table
from reports.content.cover import fixed_words


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an exported table comes from: project, the week's key and status date, when it was made."""

    project: str
    week: str
    status_date: date
    made_at: datetime
    provisional: bool


def table_document(table: Table, origin: Origin) -> Document:
    """A cover with the origin, and one sheet."""
    language = (get_language() or "ja")[:2]
    as_of = dates.as_of(origin.status_date, language, origin.made_at.date())
    return Document(
        language=language,
        number=origin.week,
        version="",
        title=table.title,
        project=origin.project,
        subtitle=as_of,
        status_date=origin.status_date,
        made_at=origin.made_at,
        author="",
        confidentiality="",
        facts=(Fact(_("Made on"), dates.moment(origin.made_at, language, date.min)),),
        sections=(Section(table.key, _("Rows"), (table,)),),
        words=fixed_words(),
        band=_("PROVISIONAL – some figures are not final (shaded)") if origin.provisional else "",
    )
