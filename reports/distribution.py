"""The distribution list of the weekly report: by role, in which language, as which files; and what was handed out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from projects.models import Assignment, Change, Contract, File, Member, Outbox, Role, record_changes
from projects.notifications import Notice, mail_key, notify
from reports.models import Delivery, Recipient, Report, ReportCopy

# Who gets which edition: the whole report, the owner's page, the own team's. The order is that of the list.
WHOLE_TO = (Role.PM, Role.PMO, Role.AUDITOR)
OF_TEAMS = (Role.LEAD, Role.MEMBER)
ORDER = (Role.PROJECT_OWNER, *WHOLE_TO, *OF_TEAMS)
AT_FIRST = {  # role: with PDF, with workbook; until the PMO sets it otherwise
    Role.PROJECT_OWNER: (True, False),
    Role.PM: (True, True),
    Role.PMO: (True, True),
    Role.AUDITOR: (True, False),
    Role.LEAD: (True, False),
    Role.MEMBER: (False, False),
}


def recipients() -> list[Recipient]:
    """The whole list, as set or as it is at first (one query)."""
    known = {one.role: one for one in Recipient.objects.all()}
    return [known.get(role) or Recipient(role=role, with_pdf=pdf, with_xlsx=xlsx) for role, pdf, xlsx in first()]


def first() -> Iterator[tuple[str, bool, bool]]:
    for role in ORDER:
        yield (role.value, *AT_FIRST[role])


@transaction.atomic
def set_recipients(rows: Iterable[Mapping[str, Any]], *, by: Member, at: datetime) -> None:
    """Keep the list: for every role its language and files."""
    before = {one.role: one for one in recipients()}
    changes = [change for row in rows if (change := set_one(before[row["role"]], row)) is not None]
    record_changes(changes, action="report.distribution_set", by=by, at=at)


def set_one(one: Recipient, row: Mapping[str, Any]) -> Change | None:
    names = ("language", "with_pdf", "with_xlsx")
    was = {name: getattr(one, name) for name in names}
    now = {name: row[name] for name in names}
    if was == now:
        return None
    kept, _made = Recipient.objects.update_or_create(role=one.role, defaults=now)
    return Change(kept, was, now)


def printed_list(language: str) -> list[str]:
    """The roles that get an edition in this language, in the language at hand: for its cover."""
    return [str(Role(one.role).label) for one in recipients() if one.is_on and one.language in ("", language)]


# ---- handing out


@dataclass(frozen=True)
class Parcel:
    """What one person gets: the whole report, the owner's page or a team's edition, as these files."""

    member: Member
    edition: Report | ReportCopy
    files: tuple[File, ...]


def parcels(report: Report, at: datetime) -> list[Parcel]:
    """Who gets what when this edition is issued; nobody twice the same (a fixed number of queries)."""
    found: dict[tuple[int, str], Parcel] = {}
    prefetch_related_objects([report], Prefetch("copies", ReportCopy.objects.select_related("team", "pdf", "xlsx")))
    for one in recipients():
        if one.is_on and one.language in ("", report.language):
            for member, edition in holders(report, Role(one.role), at):
                key = member.pk, str(edition)
                parcel = found.get(key, Parcel(member, edition, ()))
                found[key] = replace(parcel, files=files_for(one, parcel))
    return list(found.values())


def files_for(one: Recipient, parcel: Parcel) -> tuple[File, ...]:
    """Those of the role besides those of the person's other roles."""
    wanted = zip(parcel.edition.files, (one.with_pdf, one.with_xlsx), strict=True)
    return tuple(file for file, on in wanted if on or file in parcel.files)


def holders(report: Report, role: Role, at: datetime) -> Iterator[tuple[Member, Report | ReportCopy]]:
    """The people of a role with the edition that is theirs.

    Members of a team under a fixed-price contract are never addressed (偽装請負), its lead is.
    """
    held = Assignment.objects.active_on(timezone.localdate(at)).filter(role=role, member__is_active=True)
    if role == Role.MEMBER:
        held = held.exclude(team__contract=Contract.CONTRACT_FOR_WORK)
    whole, *others = report.papers
    copies = {one.team_id: one for one in others if isinstance(one, ReportCopy)}  # None is the owner's
    for one in held.select_related("member").order_by("member__name", "pk"):
        edition = whole if role in WHOLE_TO else copies.get(one.team_id if role in OF_TEAMS else None)
        if edition is not None:
            yield one.member, edition


def hand_out(report: Report, url: str, *, at: datetime) -> None:
    """Into every inbox, and as a mail where a server is set; what was given to whom is kept."""
    for parcel in parcels(report, at):
        notify([parcel.member], notice_of(report, parcel, url), at=at)
        Delivery.objects.bulk_create(
            [Delivery(report=report, member=parcel.member, file=file, at=at) for file in parcel.files],
            ignore_conflicts=True,
        )


def notice_of(report: Report, parcel: Parcel, url: str) -> Notice:
    values = {"week": report.period, "language": report.language}
    team = parcel.edition.team if isinstance(parcel.edition, ReportCopy) else None
    if team:
        values["team"] = team.code
    code = "team_report_issued" if team else "report_issued"
    return Notice(code, url, notice_key(report, parcel.files), values, parcel.files)


def notice_key(report: Report, files: Iterable[File]) -> str:
    """One for every edition that a person gets: known again by its first file."""
    return f"report_issued:{report.pk}:{min(file.pk for file in files)}"


@dataclass(frozen=True)
class Handed:
    """A line of the list of what was handed out; `mail` is the mail it went with, if a server was set."""

    member: Member
    files: list[File]
    at: datetime
    mail: Outbox | None


def handed(reports: Iterable[Report]) -> dict[int, list[Handed]]:
    """What was handed out of these editions, by edition (two queries)."""
    found: dict[tuple[int, int, str], list[Delivery]] = {}
    given = Delivery.objects.filter(report__in=list(reports)).select_related("member", "file", "report")
    for one in given.order_by("report", "pk"):
        found.setdefault((one.report_id, one.member_id, one.file.name.rpartition(".")[0]), []).append(one)
    keys = {place: mail_key(notice_key(rows[0].report, [row.file for row in rows]), rows[0].member)
            for place, rows in found.items()}  # fmt: skip
    mails = {mail.key: mail for mail in Outbox.objects.filter(key__in=keys.values())}
    lines: dict[int, list[Handed]] = {}
    for place, rows in found.items():
        line = Handed(rows[0].member, [row.file for row in rows], rows[0].at, mails.get(keys[place]))
        lines.setdefault(place[0], []).append(line)
    return lines
