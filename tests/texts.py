"""Finds every text of the product and keeps its Japanese catalog: python -m tests.texts [other.po...]

Writes locale/ja/LC_MESSAGES/django.po anew from the sources, with the Japanese that the present catalog (and the files
named) hold; prints what has none. Babel reads the sources, so no gettext tools are needed.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
CATALOG = ROOT / "locale" / "ja" / "LC_MESSAGES" / "django.po"
SOURCES = ("pmo", "projects", "progress", "reports", "issues", "meetings", "quality", "onboarding")
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
MADE = datetime(2026, 11, 25, tzinfo=UTC)  # a fixed day: the same texts make the same file

Ident = tuple[str | None, str]


@dataclass(frozen=True)
class Text:
    """A text as the sources have it."""

    context: str | None
    singular: str
    plural: str | None
    place: str

    @property
    def ident(self) -> Ident:
        return self.context, self.singular


def texts() -> dict[Ident, Text]:
    """Every text of Python files and templates, once."""
    found: dict[Ident, Text] = {}
    for path, source in sources():
        for text in texts_of(path, source):
            known = found.get(text.ident)
            if known is None or (known.plural is None and text.plural):
                found[text.ident] = text
    return found


def sources() -> Iterator[tuple[Path, str]]:
    for name in SOURCES:
        for path in sorted((ROOT / name).rglob("*.py")):
            yield path, path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "templates").rglob("*.*")):
        yield path, templatize(path.read_text(encoding="utf-8"), origin=str(path))


def texts_of(path: Path, source: str) -> Iterator[Text]:
    place = str(path.relative_to(ROOT))
    data = io.BytesIO(source.encode())
    for line, function, arguments, _comments in extract_python(data, list(KEYWORDS), (), {"encoding": "utf-8"}):
        parts = arguments if isinstance(arguments, tuple) else (arguments,)
        text = text_from(function, parts, f"{place}:{line}")
        if text is not None:
            yield text


def text_from(function: str, parts: tuple[str | None, ...], place: str) -> Text | None:
    """The text of one call; None where it is not written out (a variable)."""
    spec = KEYWORDS[function]
    if spec is None:
        return Text(None, parts[0], None, place) if parts and parts[0] else None
    has_context = isinstance(spec[0], tuple)
    needed = len(spec)
    if len(parts) < needed or not all(isinstance(part, str) for part in parts[:needed]):
        return None
    context = parts[0] if has_context else None
    words = parts[1:needed] if has_context else parts[:needed]
    return Text(context, words[0], words[1] if len(words) > 1 else None, place)


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="ja")


def japanese(catalogs: Iterable[Catalog]) -> dict[Ident, str]:
    """What the catalogs say in Japanese, the later ones winning; Japanese has one form for all numbers."""
    found: dict[Ident, str] = {}
    for catalog in catalogs:
        for message in catalog:
            ident = message.id[0] if isinstance(message.id, tuple) else message.id
            words = message.string[0] if isinstance(message.string, tuple) else message.string
            if ident and words and "fuzzy" not in message.flags:
                found[message.context or None, ident] = words
    return found


def missing() -> list[Text]:
    """Texts without Japanese."""
    known = japanese([read(CATALOG)]) if CATALOG.exists() else {}
    return [text for ident, text in texts().items() if ident not in known]


def main(others: list[str]) -> int:
    found, paths = texts(), [CATALOG, *map(Path, others)]
    known = japanese(read(path) for path in paths if path.exists())
    catalog = Catalog(
        locale="ja", project="PMO workspace", charset="utf-8", fuzzy=False, creation_date=MADE, revision_date=MADE,
        header_comment="# Japanese texts of the PMO workspace; written by python -m tests.texts, translated by hand.",
        copyright_holder="PMO workspace contributors", last_translator="", language_team="ja",
    )  # fmt: skip
    for ident in sorted(found, key=lambda ident: (ident[1], ident[0] or "")):
        text, words = found[ident], known.get(ident, "")
        name = (text.singular, text.plural) if text.plural else text.singular
        catalog.add(name, (words,) if text.plural else words, context=text.context)
    CATALOG.parent.mkdir(parents=True, exist_ok=True)
    with CATALOG.open("wb") as file:
        write_po(file, catalog, width=0, omit_header=False, sort_output=False)
    left = [text for ident, text in found.items() if ident not in known]
    for text in left:
        sys.stdout.write(f"{text.place}: {text.singular!r}\n")
    sys.stdout.write(f"{len(found)} texts, {len(left)} without Japanese\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
