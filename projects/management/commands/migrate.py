"""manage.py migrate: Django's own, and after it the triggers of the append-only tables."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from projects import triggers


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not options["plan"]:
            triggers.ensure()
