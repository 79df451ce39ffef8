"""Settings from the environment: the key that is made once, and the folder it lies in."""

from __future__ import annotations

import errno
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pmo.lib.environment import database, folder, secret_key
from pmo.lib.obstacle import Obstacle


@pytest.fixture(autouse=True)
def no_key_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PMO_SECRET_KEY", raising=False)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_folder_and_its_key_are_their_owners_alone(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "var"
    key = secret_key(place)
    assert len(key) >= 50
    assert (mode(place), mode(place / "secret.key")) == (0o700, 0o600)


def test_a_new_folder_is_its_owners_alone_whoever_gives_the_key(tmp_path: Path) -> None:
    made = folder(tmp_path / "var" / "uploads")
    assert (mode(made.parent), mode(made)) == (0o700, 0o700)
    assert folder(made) == made


def test_the_key_is_made_once_and_a_folder_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    assert secret_key(tmp_path) == secret_key(tmp_path)
    assert mode(tmp_path) == 0o750


def test_a_full_disk_leaves_no_empty_key_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdopen", full)
        with pytest.raises(Obstacle, match="no_room"):
            secret_key(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert len(secret_key(tmp_path)) >= 50


def test_starts_at_once_share_one_whole_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(secret_key, [tmp_path] * 64))
    assert keys == {secret_key(tmp_path)}
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_a_key_that_is_given_is_taken_and_none_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMO_SECRET_KEY", "given")
    assert secret_key(tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["mysql://a:b@host/name", "postgres://a:b@host:port/name", "name"])
def test_a_database_url_that_is_none_is_told_without_its_password(url: str, tmp_path: Path) -> None:
    with pytest.raises(Obstacle, match="database_url"):
        database(url, tmp_path)


def test_a_silent_database_is_not_waited_for_without_end(tmp_path: Path) -> None:
    assert database("postgres://a:b@host/name", tmp_path)["OPTIONS"]["connect_timeout"] == 10
