"""Mail: sent once through a real server, in the reader's language, with the files; tried again when it cannot be."""

from __future__ import annotations

import email
import smtplib
import socket
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import mailers
from django.utils import timezone

from projects.jobs import drain
from projects.mailing import ensure_sending
from projects.models import Job, JobState, Outbox, Purpose, Upload, store
from projects.notifications import Notice, notify
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db(transaction=True)


class Received:
    """What the server was given; `refuse` makes it say no to an address."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse = ""

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if address == self.refuse:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        self.mails.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def server(settings) -> Iterator[Received]:
    """A mail server on a free port, set in the settings."""
    received = Received()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(received, hostname="127.0.0.1", port=port)
    controller.start()
    set_server(settings, port)
    yield received
    controller.stop()


def set_server(settings, port: int) -> None:
    settings.SMTP_HOST = "127.0.0.1"
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    assert mailers.default.port == port


@pytest.fixture
def people(cast: Cast) -> Cast:
    for name, language in (("pmo", "ja"), ("owner", "en")):
        person = getattr(cast, name)
        person.email, person.language = f"{name}@example.com", language
        person.save()
    return cast


NOW = at("2026-06-11 15:00")


def tell(*members, key: str = "k1", files=()) -> None:
    notify(members, Notice("report_issued", "/reports/2026-W24/weekly/", key, {"week": "2026-W24"}, files), at=NOW)


def test_a_notice_is_mailed_in_the_readers_language(server: Received, people: Cast) -> None:
    tell(people.pmo, people.owner, people.pm)  # the PM has no address
    drain(5)
    assert {mail["To"] for mail in server.mails} == {"pmo@example.com", "owner@example.com"}
    ours, owners = sorted(server.mails, key=lambda mail: mail["To"], reverse=True)
    assert "発行されました" in ours["Subject"]
    assert "was issued" in owners["Subject"]
    assert "http://127.0.0.1:8000/reports/2026-W24/weekly/" in owners.get_content()
    assert Outbox.objects.filter(sent_at=None).count() == 0
    assert Job.objects.get(kind="send_mail").state == JobState.DONE


def test_files_go_with_it_as_far_as_the_reader_may_see_them(server: Received, people: Cast) -> None:
    shown, hidden = (
        store(Upload(name, b"%PDF-1.4", "application/pdf"), purpose=Purpose.REPORT, at=NOW)
        for name in ("公開.pdf", "hidden.pdf")
    )
    type(shown).objects.filter(pk=shown.pk).update(is_public=True)
    tell(people.owner, files=(shown, hidden))
    drain(5)
    (mail,) = server.mails
    assert [(part.get_filename(), part.get_content()) for part in mail.iter_attachments()] == [
        ("公開.pdf", b"%PDF-1.4")
    ]


def test_the_same_notice_twice_is_one_mail_and_every_try_has_one_message_id(server: Received, people: Cast) -> None:
    tell(people.owner)
    tell(people.owner)
    drain(5)
    tell(people.owner)
    drain(5)
    assert len(server.mails) == 1
    Outbox.objects.update(sent_at=None)  # as if the process had died between sending and noting it
    ensure_sending(timezone.now())
    drain(5)
    assert len({mail["Message-ID"] for mail in server.mails}) == 1
    assert len(server.mails) == 2


def test_one_address_that_is_refused_does_not_keep_the_others(server: Received, people: Cast) -> None:
    server.refuse = "owner@example.com"
    tell(people.owner, people.pmo)
    drain(5)
    assert [mail["To"] for mail in server.mails] == ["pmo@example.com"]
    (left,) = Outbox.objects.filter(sent_at=None)
    assert "550" in left.error
    assert left.held_until > timezone.now()


TYPED = "ご指摘は誤りでした\r\nBcc: everybody@example.com\n\n<b>x</b>"


def test_what_people_typed_makes_no_header_and_stops_no_mail(server: Received, people: Cast) -> None:
    """A reason of several lines stands in the subject as one; it names no other reader."""
    values = {"week": "2026-W24", "reason": TYPED + "x" * 500}
    people.project.name = "試験\nX-Own: yes"
    people.project.save()
    notify([people.owner, people.pmo], Notice("finding_withdrawn", "/x/", "k9", values), at=NOW)
    drain(5)
    assert {mail["To"] for mail in server.mails} == {"owner@example.com", "pmo@example.com"}
    for mail in server.mails:
        assert (mail["Bcc"], mail["X-Own"], mail.get_content_type()) == (None, None, "text/plain")
        assert "\n" not in mail["Subject"]
        assert len(mail["Subject"]) <= 150
        assert "ご指摘は誤りでした Bcc: everybody@example.com" in mail["Subject"]


def test_an_address_that_no_server_can_have_keeps_no_other_mail(server: Received, people: Cast) -> None:
    people.owner.email = f"a@{'ü' * 60}.example"
    people.owner.save()
    tell(people.owner)
    tell(people.pmo, key="k2")
    drain(5)
    assert [mail["To"] for mail in server.mails] == ["pmo@example.com"]
    assert Outbox.objects.get(sent_at=None).error
    assert Job.objects.get(kind="send_mail").state == JobState.DONE


@pytest.mark.parametrize("there", [None, b"%PDF-1.4 other"])
def test_a_file_that_the_disk_has_lost_or_changed_goes_to_nobody(
    server: Received, people: Cast, there: bytes | None
) -> None:
    file = store(Upload("a.pdf", b"%PDF-1.4"), purpose=Purpose.REPORT, at=NOW)
    type(file).objects.filter(pk=file.pk).update(is_public=True)
    file.full_path.unlink()
    if there:
        file.full_path.write_bytes(there)
    tell(people.owner, files=(file,))
    tell(people.pmo, key="k2")
    drain(5)
    assert len(server.mails) == 2
    assert [list(mail.iter_attachments()) for mail in server.mails] == [[], []]


def test_a_server_that_is_away_for_days_costs_no_mail_its_tries(people: Cast, settings) -> None:
    set_server(settings, 1)
    tell(people.owner, people.pmo)
    for _hour in range(settings.MAIL_MAX_ATTEMPTS + 1):
        Outbox.objects.update(held_until=None)
        ensure_sending(timezone.now())
        drain(5)
    assert list(Outbox.objects.values_list("attempts", flat=True)) == [0, 0]
    assert Outbox.objects.filter(error__contains="ConnectionRefusedError").count() == 2


def test_mails_wait_while_the_server_is_away_and_go_when_it_is_back(people: Cast, settings, request) -> None:
    set_server(settings, 1)  # nobody listens there
    tell(people.owner, people.pmo)
    drain(5)
    job = Job.objects.get(kind="send_mail")
    assert (job.state, job.error) == (JobState.FAILED, "mail_server_away")
    ensure_sending(timezone.now())
    assert Job.objects.filter(kind="send_mail").count() == 1  # not before the pause is over
    received = request.getfixturevalue("server")
    Outbox.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    ensure_sending(timezone.now())
    drain(5)
    assert {mail["To"] for mail in received.mails} == {"owner@example.com", "pmo@example.com"}


def test_a_mail_is_given_up_after_enough_tries(people: Cast, settings) -> None:
    set_server(settings, 1)
    tell(people.owner)
    Outbox.objects.update(attempts=settings.MAIL_MAX_ATTEMPTS)
    Job.objects.all().delete()
    ensure_sending(timezone.now())
    assert not Job.objects.exists()


def test_nobody_is_mailed_who_has_left(server: Received, people: Cast) -> None:
    people.owner.is_active = False
    people.owner.save()
    tell(people.owner)
    drain(5)
    assert server.mails == []
    assert Outbox.objects.get().error == "no_address"


def test_without_a_server_nothing_waits(people: Cast, settings) -> None:
    settings.SMTP_HOST = ""
    tell(people.owner)
    assert not Outbox.objects.exists()
    assert people.owner.notifications.count() == 1


def test_the_server_of_these_tests_refuses_indeed(server: Received) -> None:
    server.refuse = "x@example.com"
    with smtplib.SMTP("127.0.0.1", mailers.default.port) as client, pytest.raises(smtplib.SMTPRecipientsRefused):
        client.sendmail("a@example.com", ["x@example.com"], "Subject: x\n\nx")
