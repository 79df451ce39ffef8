"""Looks at the directory of an Excel file (a zip archive) before anything is unpacked (SECURITY 3.5, 1)."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from progress.exchange.raw import Refused

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_OLE = "EncryptedPackage".encode("utf-16-le")
CONTENT_TYPES = "[Content_Types].xml"
MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What a workbook may be at most before it is opened: bytes packed and unpacked, and files in it."""

    size: int = 20 * MEBIBYTE
    members: int = 2_000
    unpacked: int = 200 * MEBIBYTE


def check_size(path: Path, limits: ArchiveLimits) -> None:
    """Refused for a file that is too large, or empty."""
    size = path.stat().st_size
    if size > limits.size:
        raise Refused("too_large", megabytes=round(size / MEBIBYTE), limit=limits.size // MEBIBYTE)
    if size == 0:
        raise Refused("no_cells")


def is_encrypted_package(path: Path) -> bool:
    """Whether an OLE container holds a password-protected xlsx."""
    return ENCRYPTED_OLE in path.read_bytes()


def check_archive(path: Path, limits: ArchiveLimits) -> list[str]:
    """The names of the archive's members when its directory is sound; else raises Refused."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, UnicodeDecodeError):
        raise Refused("damaged") from None
    check_members(members, limits)
    return [member.filename for member in members]


def check_members(members: list[zipfile.ZipInfo], limits: ArchiveLimits) -> None:
    names = [member.filename for member in members]
    if len(members) > limits.members:
        raise Refused("too_many_parts", parts=len(members), limit=limits.members)
    if sum(member.file_size for member in members) > limits.unpacked:
        raise Refused("unpacked_too_large", limit=limits.unpacked // MEBIBYTE)
    if any(member.flag_bits & 1 for member in members):
        raise Refused("password")
    if len(set(names)) != len(names) or any(is_outside(name) for name in names):
        raise Refused("damaged")
    if CONTENT_TYPES not in names:
        raise Refused("not_a_workbook")


def is_outside(name: str) -> bool:
    """Whether a member's name would leave the folder it is unpacked into."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name
