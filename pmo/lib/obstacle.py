"""What keeps the workspace from starting, as a code with values; sentences in projects/obstacle_texts.py."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CODES = {
    errno.EEXIST: "folder_is_file",
    errno.ENOTDIR: "folder_is_file",
    errno.EACCES: "not_permitted",
    errno.EPERM: "not_permitted",
    errno.EROFS: "read_only",
    errno.ENOSPC: "no_room",
    errno.EDQUOT: "no_room",
    errno.EIO: "disk_failing",
}


class Obstacle(Exception):
    """Raised before the programs start: `code` is one of obstacle_texts.TEXTS, `values` are its sentence's."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@contextmanager
def named(place: Path) -> Iterator[None]:
    """Work that writes below `place`: what the system refuses there is an Obstacle; any other error stays itself."""
    try:
        yield
    except OSError as problem:
        code = CODES.get(problem.errno or 0)
        if code is None:
            raise
        raise Obstacle(code, folder=place.absolute(), file=problem.filename or place) from problem
