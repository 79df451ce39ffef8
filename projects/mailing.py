"""Mail: what waits in the Outbox is sent by a job.

A mail can only be sent at least once: each carries a Message-ID made from its key, so that servers may drop a copy.
"""

from __future__ import annotations

import hashlib
import logging
import smtplib
import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.jobs import Order, Refused, Run, enqueue
from projects.models import File, Job, JobState, Member, Notification, Outbox, Project
from projects.notification_texts import sentences

log = logging.getLogger("pmo.mailing")
KIND = "send_mail"
HELD = timedelta(minutes=5)  # longer than any mail takes
LONGEST_PAUSE = timedelta(hours=1)
LONGEST_SUBJECT = 150
AWAY = (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPAuthenticationError)


def ensure_sending(at: datetime) -> None:
    """A job while mails wait: made with the first of them, and by the tick for those put off."""
    if not settings.SMTP_HOST or not Outbox.objects.waiting(at).exists():
        return
    if not Job.objects.filter(kind=KIND, state__in=[JobState.QUEUED, JobState.RUNNING]).exists():
        enqueue(Order(KIND, key=str(uuid.uuid4())), by=None, at=at)


def send_mail(run: Run) -> None:
    """Send what waits, one by one; Refused when the server does not answer: all of it is tried again later."""
    now = run.now()
    waiting = list(Outbox.objects.waiting(now).order_by("attempts", "pk"))
    if not waiting:
        return
    with_server = mailers.default
    knock(with_server, min(mail.created_at for mail in waiting), now)
    for number, mail in enumerate(waiting):
        run.progress(number, len(waiting), "mail")
        if hold(mail, now):
            deliver(mail, with_server, now)


def knock(server: BaseEmailBackend, oldest: datetime, at: datetime) -> None:
    """Refused when nobody answers: no mail's try then, all wait as long as the oldest has waited, an hour at most."""
    try:
        server.open()
        server.close()
    except OSError as problem:
        wait = min(max(at - oldest, timedelta(minutes=1)), LONGEST_PAUSE)
        Outbox.objects.waiting(at).update(held_until=at + wait, error=words(problem))
        raise Refused("mail_server_away", reason=words(problem)) from problem


def hold(mail: Outbox, at: datetime) -> bool:
    """Take this mail; False when another worker has it or has sent it."""
    taken = Outbox.objects.waiting(at).filter(pk=mail.pk)
    return bool(taken.update(held_until=at + HELD, attempts=F("attempts") + 1))


def deliver(mail: Outbox, server: BaseEmailBackend, at: datetime) -> None:
    """Send one mail that is held, and note how that ended."""
    message = message_of(mail)
    if message is None:
        close(mail, at, "no_address")
        return
    try:
        server.send_messages([message])
    except ValueError as problem:  # an address or a text that no mail can carry: this one alone
        put_off(mail, at, problem)
    except OSError as problem:  # every SMTPException is one
        put_off(mail, at, problem)
        if isinstance(problem, AWAY) or not isinstance(problem, smtplib.SMTPException):
            Outbox.objects.waiting(at).update(held_until=at + pause(mail.attempts))
            raise Refused("mail_server_away", reason=words(problem)) from problem
    else:
        close(mail, at)


def close(mail: Outbox, at: datetime, error: str = "") -> None:
    Outbox.objects.filter(pk=mail.pk).update(sent_at=at, held_until=None, error=error)


def put_off(mail: Outbox, at: datetime, problem: Exception) -> None:
    log.warning("mail %s was not sent: %s", mail.pk, words(problem))
    Outbox.objects.filter(pk=mail.pk).update(held_until=at + pause(mail.attempts), error=words(problem))


def pause(attempts: int) -> timedelta:
    """1, 2, 4 ... minutes, an hour at most."""
    return min(timedelta(minutes=2**attempts), LONGEST_PAUSE)


def words(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:1000]


# ---- what is written


def message_of(mail: Outbox) -> EmailMessage | None:
    """In the language of its reader; None when there is nobody to send it to any more."""
    told = mail.payload
    person = Member.objects.select_related("company").filter(pk=told["member"], is_active=True).first()
    if person is None or not person.email:
        return None
    project = Project.get()
    with translation.override(person.language or project.language):
        (line,) = sentences([Notification(code=told["code"], values=told["values"])]).values()
        message = EmailMessage(
            subject=one_line(f"[{project.label}] {line}"),
            body=body(person, line, told["url"], project),
            to=[person.email],
            headers={"Message-ID": message_id(mail.key), "Auto-Submitted": "auto-generated"},
        )
    for file in File.objects.visible_to(person).filter(uuid__in=told.get("files", [])).order_by("pk"):
        with suppress(FileNotFoundError), file.opened() as content:  # one that is lost: the link says so
            message.attach(file.name, content.read(), file.content_type)
    return message


def one_line(text: str) -> str:
    """What people typed, as a header can carry it: line breaks are spaces, and it has an end."""
    flat = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return flat if len(flat) <= LONGEST_SUBJECT else flat[: LONGEST_SUBJECT - 1] + "…"


def body(person: Member, line: str, url: str, project: Project) -> str:
    own = person.company is None or person.company.is_own
    name = pgettext("colleague", "%(name)s") if own else pgettext("addressee of another company", "%(name)s")
    parts = [
        _("Dear %(to)s,") % {"to": name % {"name": person.label}},
        line,
        settings.BASE_URL.rstrip("/") + url,
        _("This mail was sent by the PMO workspace of %(project)s.") % {"project": project.label},
    ]
    return "\n\n".join(parts)


def message_id(key: str) -> str:
    """The same for every attempt at a mail."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{host}>"
