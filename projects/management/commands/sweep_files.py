"""manage.py sweep_files: what the workspace does by itself once a day, now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from projects.sweeping import sweep


class Command(BaseCommand):
    help = "Delete files that broken uploads and killed processes left a day ago or earlier, and sessions that ran out."

    def handle(self, *args: Any, **options: Any) -> None:
        swept = sweep(timezone.now())
        self.stdout.write(f"{swept.files} files ({swept.size} bytes) and {swept.sessions} sessions were taken away.")
