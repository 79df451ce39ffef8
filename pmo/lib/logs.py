"""What a log must not learn: paths that are secrets themselves lose their secret before they are written."""

from __future__ import annotations

import logging
import re
from typing import override

SECRET = re.compile(r"(/welcome/)[^/\s]+")


class WithoutTokens(logging.Filter):
    """A one-time link works for whoever reads it in a log while it is unspent."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(without_tokens(value) for value in record.args)
        return True


def without_tokens(value: object) -> object:
    return SECRET.sub(r"\1…", value) if isinstance(value, str) else value
