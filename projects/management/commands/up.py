"""manage.py up: prepare the workspace and keep web, worker and beat running until Ctrl-C; `bin/start` calls it."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from socket import gethostname
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.checks import Tags
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import translation
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from pmo.lib import address, commands, environment, folderlock, obstacle
from pmo.lib.probe import answers
from pmo.lib.supervise import Child, Event, Supervisor
from projects import demo, first_admin
from projects.command_line import LANGUAGES, terminal_language
from projects.models import Member, Project
from projects.preparation import compile_texts, database_named, open_database, prepare

STOP_SECONDS = {"web": 10, "worker": 20, "beat": 5}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the web server listens and how a browser reaches it."""

    host: str
    port: int

    @property
    def url(self) -> str:
        return address.url(self.host, self.port)

    @property
    def base_url(self) -> str:
        return environment.text("PMO_BASE_URL", self.url)


class Command(BaseCommand):
    help = "Prepare the workspace, then run web, worker and beat until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="serve the sample project (an empty workspace only)")
        parser.add_argument("--lang", choices=LANGUAGES, help="language of the sample project and of this console")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        os.umask(0o077)  # database, uploads and reports are nobody else's on this machine
        compile_texts()
        language = options["lang"] or terminal_language()
        place = Place(options["host"], options["port"])
        with translation.override(language):
            try:
                status = self.serve(place, language if options["demo"] else None)
            except KeyboardInterrupt:
                status = 130
        sys.exit(status)

    def serve(self, place: Place, demo_language: str | None) -> int:
        """Everything from the lock to the last child's end; returns the exit status."""
        with obstacle.named(settings.VAR), database_named():
            lock = self.make_ready(place, demo_language)
        return Supervisor(children(place), self.reporter(place), keep=[lock]).run()

    def make_ready(self, place: Place, demo_language: str | None) -> int:
        """Everything before the first child starts; returns the lock."""
        lock = take_lock(place)
        refuse_address(place)
        self.tell(_("Preparing the workspace in %(folder)s …") % {"folder": settings.VAR})
        open_database()
        self.check()
        prepare()
        self.check(tags=[Tags.database], databases=[DEFAULT_DB_ALIAS])
        if demo_language:
            self.load_demo(demo_language)
        empty_broker()
        connections.close_all()
        hand_down(place)
        return lock

    def load_demo(self, language: str) -> None:
        if Project.objects.filter(is_demo=True).exists():
            return
        if Member.objects.exists():
            sys.exit(
                _("This workspace holds a project of its own: start without --demo, or set PMO_VAR to a new folder.")
            )
        self.tell(_("Loading the sample project …"))
        call_command("load_demo", lang=language)

    def reporter(self, place: Place) -> Callable[[Event], None]:
        """What the supervisor says, in words."""

        def report(event: Event) -> None:
            if event.kind == "ready":
                self.welcome(place)
            else:
                self.tell(words(event))

        return report

    def welcome(self, place: Place) -> None:
        self.tell(f"ready: {place.base_url}")
        if Project.objects.filter(is_demo=True).exists():
            self.tell(_("Sign in with one click as one of:"))
            for line in demo_logins():
                self.tell(f"  {line}")
        elif link := first_admin.link(place.base_url):
            self.tell(_("Open this link once to make the first administrator (valid for 7 days):"))
            self.tell(f"  {link}")
        if not address.is_loopback(place.host) and "PMO_ALLOWED_HOSTS" not in os.environ:
            self.tell(_("Other machines are refused until PMO_ALLOWED_HOSTS names this machine as they call it."))
        connections.close_all()
        if os.geteuid() == 0:
            self.tell(_("This runs as root; an ordinary user is safer."))
        self.tell(_("Stop with Ctrl-C."))

    def tell(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def refuse_address(place: Place) -> None:
    values = {"host": place.host, "port": place.port, "other": place.port + 1}
    match address.obstacle(place.host, place.port):
        case "taken":
            sys.exit(
                _("Port %(port)s is taken: stop the program there, or choose another port (--port %(other)s).") % values
            )
        case "not_allowed":
            sys.exit(_("This user may not listen on port %(port)s: choose one above 1023 (--port 8000).") % values)
        case "no_such_address":
            sys.exit(_("One cannot listen on %(host)s, port %(port)s: check --host and --port.") % values)


def take_lock(place: Place) -> int:
    try:
        return folderlock.take(settings.VAR / "up.lock", place.url)
    except folderlock.Held as held:
        values = {"folder": settings.VAR, "url": held.note}
        sys.exit(_("The workspace in %(folder)s is running already: %(url)s") % values)


def empty_broker() -> None:
    """Drop what the embedded broker kept: its messages are hints only, the job rows tell the work."""
    if not current_app.conf.broker_url.startswith("filesystem:"):
        return
    for folder in Path(settings.VAR / "mq").glob("*"):
        shutil.rmtree(folder)
        folder.mkdir()


def hand_down(place: Place) -> None:
    """What the programs learn from this one, through the environment."""
    os.environ["PMO_VAR"] = str(settings.VAR.resolve())
    os.environ["PMO_BIND"] = f"{place.host}:{place.port}"
    os.environ["PMO_BASE_URL"] = place.base_url


def children(place: Place) -> list[Child]:
    host = address.number(place.host)
    ready = {
        "web": lambda: answers(f"{place.url}/health/"),
        "worker": lambda: node_answers("celery"),
        "beat": lambda: node_answers("celerybeat"),
    }
    return [
        Child(name, commands.native(name, host, place.port), ready[name], STOP_SECONDS[name], settings.BASE_DIR)
        for name in commands.COMMANDS
    ]


def node_answers(name: str) -> bool:
    """Whether this machine's worker (`celery`) or beat (`celerybeat`) takes part in the broker's talk."""
    try:
        return bool(current_app.control.ping(destination=[f"{name}@{gethostname()}"], timeout=1.0, limit=1))
    except (OperationalError, OSError):
        return False


def words(event: Event) -> str:
    values = {"name": event.child, "status": event.status}
    match event.kind:
        case "ended":
            return _("%(name)s ended (status %(status)s) and is started again.") % values
        case "failed":
            return _("%(name)s does not start (status %(status)s): the lines above say why.") % values
        case "late":
            return _("%(name)s did not come up in time; see the lines above.") % values
    return _("Stopping …")


def demo_logins() -> list[str]:
    """The people the sample project offers: login, password, who they are; the sign-in page needs one click only."""
    return [
        f"{member.username:10} {demo.password(member.username):14} {member.label} ({what_one_is(member)})"
        for member in demo.people()
    ]


def what_one_is(member: Member) -> str:
    roles = [assignment.get_role_display() for assignment in member.assignments.all()]
    return _(", ").join([*dict.fromkeys(roles), *([_("administrator")] if member.is_admin else [])])
