"""Stored files: safe names, whole or not at all, seen by those who may (SECURITY 2, row 10)."""

from __future__ import annotations

import hashlib
import os

import pytest
from django.conf import settings as django_settings

from projects.models import File, Purpose, Upload, safe_name, store, write_atomic
from tests.cast import at

NOW = at("2026-06-10 09:00")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("進捗報告_0610.xlsx", "進捗報告_0610.xlsx"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..\\..\\x.xlsx", "_.._x.xlsx"),
        ("a\0b.xlsx", "a_b.xlsx"),
        ("a\r\nSet-Cookie: x.xlsx", "a__Set-Cookie_ x.xlsx"),
        ("gnp\u202exslx.exe", "gnp_xslx.exe"),
        ('a"b<c>d|e?f*g.xlsx', "a_b_c_d_e_f_g.xlsx"),
        (".htaccess", "htaccess"),
        ("", "file"),
        (" . ", "file"),
        ("カ\u3099.xlsx", "ガ.xlsx"),
        ("a\u200bb.xlsx", "a_b.xlsx"),
        ("a\ud800b\u2028c.xlsx", "a_b_c.xlsx"),
    ],
)
def test_a_name_is_safe_to_show_and_to_offer(given, kept):
    assert safe_name(given) == kept


@pytest.mark.parametrize("name", ["あ" * 300 + ".xlsx", "a" * 300, "a" * 200 + "." + "b" * 200, "." + "b" * 300])
def test_a_long_name_is_cut_and_keeps_a_short_ending(name):
    kept = safe_name(name)

    assert 0 < len(kept) <= 150
    assert not name.endswith(".xlsx") or kept.endswith(".xlsx")


def test_row_and_file_appear_together(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    file = store(Upload("../x.xlsx", b"content"), purpose=Purpose.GANTT, at=NOW, team=cast.alpha)

    assert file.full_path.read_bytes() == b"content"
    assert (file.name, file.size, file.sha256) == ("_x.xlsx", 7, hashlib.sha256(b"content").hexdigest())
    assert file.path == f"gantt/202606/{file.uuid}"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [str(file.uuid)]


def test_a_file_is_whole_or_not_there(tmp_path, monkeypatch):
    def no_space(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "deep" / "file"
    write_atomic(target, b"old")
    monkeypatch.setattr(os, "fsync", no_space)

    with pytest.raises(OSError, match="No space"):
        write_atomic(target, b"new")

    assert target.read_bytes() == b"old"
    assert [path.name for path in target.parent.iterdir()] == ["file"]


def test_who_sees_which_file(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def stored(name: str, purpose: Purpose, team=None, *, is_public: bool = False) -> None:
        file = store(Upload(name, b"x"), purpose=purpose, at=NOW, team=team)
        File.objects.filter(pk=file.pk).update(is_public=is_public)

    stored("alpha", Purpose.GANTT, cast.alpha)
    stored("beta", Purpose.GANTT, cast.beta)
    stored("plan", Purpose.WBS)
    stored("draft", Purpose.REPORT)
    stored("issued", Purpose.REPORT, is_public=True)

    seen = {name: {file.name for file in File.objects.visible_to(person)} for name, person in cast.people.items()}
    everything = {"alpha", "beta", "plan", "draft", "issued"}
    assert seen == {
        "pmo": everything,
        "pm": everything,
        "auditor": everything,
        "owner": {"issued"},
        "lead": {"alpha"},
        "member": {"alpha"},
        "other_lead": {"beta"},
        "admin": set(),
        "stranger": set(),
    }


def test_files_lie_beside_nothing_that_is_served():
    assert not str(django_settings.MEDIA_ROOT).startswith(str(django_settings.STATIC_ROOT))
