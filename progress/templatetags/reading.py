"""Words of the page of a reading for templates."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from progress import reading_texts as texts
from progress.composition import Composition
from progress.exchange.columns import Column, NoTable, Recognition
from progress.exchange.matched import Ask
from progress.exchange.reading import Aside
from progress.models import Reading

register = template.Library()


@register.simple_tag
def balance(composed: Composition, show: str) -> SafeString:
    """Where every row of the file went; each number is a filter, and they add up to the rows of the sheet (UX 1.2)."""
    counts = composed.balance
    total = composed.read.total if composed.read else 0
    parts = [
        ("matched", _("updated"), counts["matched"]),
        ("new", _("new"), counts["new"]),
        ("ignored", _("not read"), counts["ignored"]),
        ("rejected", _("rejected"), counts["rejected"]),
    ]
    shown = [part for part in parts if part[2] or part[0] in ("matched", "new")]
    links = [
        (name, format_html(' aria-current="{}"', "true") if name == show else "", label, count)
        for name, label, count in shown
    ]
    numbers = format_html_join(" ", '<a class="chip" href="?tab=changes&amp;show={}"{}>{} <b>{}</b></a>', links)
    return format_html('{} <span class="chips reading__numbers">{}</span>', destination_words(total, counts), numbers)


def destination_words(total: int, counts: dict[str, int]) -> str:
    if counts["ambiguous"]:
        told = ngettext(
            "%(open)s of %(total)s rows needs your choice.", "%(open)s of %(total)s rows need your choice.",
            counts["ambiguous"],
        )  # fmt: skip
        return told % {"open": counts["ambiguous"], "total": total}
    told = ngettext("The %(n)s row has its destination:", "All %(n)s rows have their destination:", total)
    return told % {"n": total}


@register.simple_tag
def missing_words(composed: Composition) -> str:
    return texts.missing_sentence(len(composed.missing))


@register.simple_tag
def replaced_words() -> str:
    return texts.replaced_sentence()


@register.simple_tag
def field_word(name: str) -> str:
    return texts.field_label(name)


@register.simple_tag
def wanted_columns(recognition: Recognition) -> str:
    """What no column was taken for, as a sentence; "" when the columns are complete."""
    return texts.wanted_sentence(recognition.missing)


@register.simple_tag
def column_why(column: Column, chosen: str) -> str:
    """Why a column was taken for its field; what a person chose says so."""
    return str(texts.COLUMN_HOW["user"]) if (chosen or "") != column.field else texts.column_reason(column)


@register.simple_tag
def ask_words(ask: Ask) -> str:
    return texts.ask_sentence(ask)


@register.simple_tag
def matched_words(how: str) -> str:
    return str(texts.HOW.get(how, how))


@register.simple_tag
def aside_words(aside: Aside) -> str:
    if aside.reason in texts.REJECTED:
        return str(texts.REJECTED[aside.reason]) % {"value": aside.value, "cell": aside.cell}
    return str(texts.IGNORED.get(aside.reason, aside.reason))


@register.simple_tag
def notes_of(composed: Composition) -> list[str]:
    return [texts.note_sentence(note) for note in composed.read.notes] if composed.read else []


@register.simple_tag
def refused_sheets(reading: Reading) -> list[tuple[str, str]]:
    """Each sheet of a refused file and why it is no plan table."""
    if reading.refusal.get("code") != "no_table":
        return []
    found = NoTable.from_json(reading.refusal["values"])
    return [(look.name, texts.sheet_reason(look)) for look in found.sheets]
