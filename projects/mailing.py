"""Mail: what waits in the Outbox is sent by a job.

A mail can only be sent at least once: each carries a Message-ID made from its key, so that servers may drop a copy.
"""

from __future__ import annotations

import hashlib
import logging
import smtplib
import uuid
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
    waiting = list(Outbox.objects.waiting(now).order_by("pk"))
    with_server = mailers.default
    for number, mail in enumerate(waiting):
        run.progress(number, len(waiting), "mail")
        if hold(mail, now):
            deliver(mail, with_server, now)


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
    return min(timedelta(minutes=2**attempts), timedelta(hours=1))


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
            subject=f"[{project.label}] {line}", body=body(person, line, told["url"], project), to=[person.email],
            headers={"Message-ID": message_id(mail.key), "Auto-Submitted": "auto-generated"},
        )  # fmt: skip
    for file in File.objects.visible_to(person).filter(uuid__in=told.get("files", [])).order_by("pk"):
        message.attach(file.name, file.full_path.read_bytes(), file.content_type)
    return message


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
