"""manage.py corpus_table FOLDER [--output FILE]: what the collection of real plan sheets is read as."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from progress.exchange.corpus import entries, table


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # it touches neither the database nor a page
    help = "Write the table of docs/corpus.md from a folder of real plan sheets."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--output", type=Path, help="a file instead of standard output")

    def handle(self, *_args: Any, **options: Any) -> None:
        folder = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder")
        text = table(entries(folder))
        if options["output"]:
            options["output"].write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text)
