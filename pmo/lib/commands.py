"""The programs the product consists of, in one table: `manage.py up` and docker-compose.yml start the same ones."""

from __future__ import annotations

import sys

COMMANDS = {
    "web": "python -m granian --interface wsgi --host {host} --port {port} --no-ws --workers 2 --blocking-threads 4 "
    "--respawn-failed-workers --workers-kill-timeout 5 --log-level warning pmo.wsgi:application",
    "worker": "python -W ignore:::celery.platforms -m celery --app pmo.celery:app --quiet worker --concurrency 2 "
    "--loglevel warning --without-gossip --without-mingle",
    "beat": "python -m celery --app pmo.celery:app --quiet beat --loglevel warning --pidfile= --enable-remote-control",
}


def command(name: str, host: str, port: int) -> tuple[str, ...]:
    """The words of one program's command for this address, with "python" as written in the table."""
    return tuple(word.format(host=host, port=port) for word in COMMANDS[name].split())


def native(name: str, host: str, port: int) -> tuple[str, ...]:
    """The same command run by the Python that runs this."""
    return (sys.executable, *command(name, host, port)[1:])
