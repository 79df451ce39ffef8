"""Tells files of MS Project (.mpp, .mpt, .mpx and its XML) by content or name: they are not read, but said to be so."""

from __future__ import annotations

from pathlib import PurePath
from uuid import UUID

from progress.exchange.archive import OLE_MAGIC

ENDINGS = (".mpp", ".mpt", ".mpx")
ROOT = "Root Entry".encode("utf-16-le")  # of an OLE file's directory; CLASS_AT bytes further on stands its class
CLASS_AT = 80
CLASSES = (
    UUID("74B78F3A-C8C8-11D1-BE11-00C04FB6FAF1").bytes_le,  # MS Project 2000 and later
    UUID("72FD3320-9A05-11CF-85A4-00A0C904DE5F").bytes_le,  # MS Project 98
)
NAMESPACE = "schemas.microsoft.com/project"
HEAD = 4_096


def is_ms_project(name: str, content: bytes) -> bool:
    """Whether the file is a plan of MS Project, whatever it is called."""
    if PurePath(name).suffix.lower() in ENDINGS:
        return True
    if content.startswith(OLE_MAGIC):
        place = content.find(ROOT) + CLASS_AT
        return ROOT in content and content.startswith(CLASSES, place)
    head = content[:HEAD]
    return head.startswith(b"MPX,") or any(
        NAMESPACE.encode(code) in head for code in ("utf-8", "utf-16-le", "utf-16-be")
    )
