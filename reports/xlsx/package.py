"""The workbook as bytes that depend on its content alone: openpyxl would stamp the hour of writing into it."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

OLDEST = (1980, 1, 1, 0, 0, 0)  # the first moment a zip archive can name


class _DatelessZip(ZipFile):
    """Members all carry the same date."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any) -> None:
        name = getattr(zinfo_or_arcname, "filename", zinfo_or_arcname)
        member = ZipInfo(name, OLDEST)
        member.compress_type = ZIP_DEFLATED
        member.external_attr = 0o600 << 16
        super().writestr(member, data)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        with open(filename, "rb") as file:
            self.writestr(arcname or filename, file.read())


def pack(book: Workbook, made_at: datetime) -> bytes:
    """The file, dated `made_at`."""
    book.properties.created = book.properties.modified = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    file = BytesIO()
    ExcelWriter(book, _DatelessZip(file, "w", ZIP_DEFLATED)).save()
    return file.getvalue()
