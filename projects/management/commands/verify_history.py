"""Follow the hash chain of the change log from its first row to its last: exit 0 when it holds, 1 where it breaks."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from projects.models import ChangeLog, broken_link


class Command(BaseCommand):
    help = "Verify that no row of the change log was changed or removed."

    def handle(self, *args: Any, **options: Any) -> None:
        row = broken_link()
        if row is None:
            self.stdout.write(f"The chain holds: {ChangeLog.objects.count()} changes, head {head()}.")
            return
        self.stderr.write(f"The chain breaks at change {row.pk} ({row.at.isoformat()}, {row.action}, {row.label}).")
        sys.exit(1)


def head() -> str:
    """The hash of the last row: noted down elsewhere, it also shows whether the tail was cut off."""
    return ChangeLog.objects.order_by("-pk").values_list("hash", flat=True).first() or "-"
