from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from pmo.lib.messages import BrokenCatalog, compile_messages

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def write(folder: Path, text: str) -> Path:
    source = folder / "ja" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(HEADER + text, encoding="utf-8")
    return source


def read(folder: Path) -> gettext.NullTranslations:
    return gettext.translation("django", folder, ["ja"])


def test_a_compiled_catalog_answers_in_the_language(tmp_path: Path) -> None:
    source = write(tmp_path, 'msgid "Return"\nmsgstr "差し戻す"\n')
    assert compile_messages(tmp_path) == [source.with_suffix(".mo")]
    assert read(tmp_path).gettext("Return") == "差し戻す"


def test_context_and_plural_survive(tmp_path: Path) -> None:
    write(
        tmp_path,
        'msgctxt "button"\nmsgid "Send"\nmsgstr "提出する"\n\n'
        'msgid "%(count)s row"\nmsgid_plural "%(count)s rows"\nmsgstr[0] "%(count)s行"\n',
    )
    compile_messages(tmp_path)
    assert read(tmp_path).pgettext("button", "Send") == "提出する"
    assert read(tmp_path).ngettext("%(count)s row", "%(count)s rows", 1) == "%(count)s行"


def test_a_fuzzy_message_stays_out(tmp_path: Path) -> None:
    write(tmp_path, '#, fuzzy\nmsgid "Seal"\nmsgstr "印"\n')
    compile_messages(tmp_path)
    assert read(tmp_path).gettext("Seal") == "Seal"


def test_nothing_is_compiled_twice_and_a_newer_text_is(tmp_path: Path) -> None:
    source = write(tmp_path, 'msgid "Seal"\nmsgstr "締める"\n')
    assert len(compile_messages(tmp_path)) == 1
    assert compile_messages(tmp_path) == []
    later = source.stat().st_mtime + 10
    write(tmp_path, 'msgid "Seal"\nmsgstr "週を締める"\n')
    os.utime(source, (later, later))
    assert len(compile_messages(tmp_path)) == 1
    assert read(tmp_path).gettext("Seal") == "週を締める"


def test_a_broken_catalog_is_named_and_the_old_texts_stay(tmp_path: Path) -> None:
    source = write(tmp_path, 'msgid "Seal"\nmsgstr "締める"\n')
    compile_messages(tmp_path)
    later = source.stat().st_mtime + 10
    write(tmp_path, "what is this\n")
    os.utime(source, (later, later))
    with pytest.raises(BrokenCatalog, match=r"django\.po"):
        compile_messages(tmp_path)
    assert read(tmp_path).gettext("Seal") == "締める"
    assert [path.name for path in source.parent.iterdir() if path.suffix == ".tmp"] == []
