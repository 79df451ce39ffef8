"""manage.py prepare: what has to be done once before web, worker and beat start on this version."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS

from pmo.lib import obstacle
from projects import first_admin
from projects.preparation import compile_texts, database_named, open_database, prepare


class Command(BaseCommand):
    help = "Compile texts, migrate, make the triggers, collect static files, make the fonts; print the first link."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        compile_texts()
        with obstacle.named(settings.VAR), database_named():
            open_database()
            self.check()
            prepare()
            self.check(tags=[Tags.database], databases=[DEFAULT_DB_ALIAS])
        link = first_admin.link(settings.BASE_URL)
        if link:
            self.stdout.write(link)
