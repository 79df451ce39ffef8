"""Today 今日やること: what is missing, unanswered, to approve, to seal; each with one verb and the page behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from progress.models import Baseline, Finding, FindingState, PlanChange, PlanChangeState
from progress.queries.desk import Desk, TeamLine
from progress.queries.desk import desk as read_desk
from projects.models import Member, Week
from projects.powers import Powers
from projects.templatetags.show import as_of, moment
from reports.models import DRAFTED, Report

DUE, WAITING, AHEAD = "due", "waiting", "ahead"


@dataclass(frozen=True)
class Line:
    """One thing to do: who and what, since or until when, one verb."""

    group: str
    text: str
    note: str
    verb: str
    url: str
    more: tuple[tuple[str, str], ...] = ()  # further verbs with their pages


@dataclass(frozen=True)
class Today:
    """`peak` is the next deadline of the week in words."""

    week: Week | None
    now: datetime
    lines: list[Line]
    peak: str = ""

    def of(self, group: str) -> list[Line]:
        return [line for line in self.lines if line.group == group]

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        names = {DUE: _("Due today"), WAITING: _("Waiting for others"), AHEAD: _("To prepare")}
        return [(name, self.of(group)) for group, name in names.items() if self.of(group)]


def today(user: Member, now: datetime) -> Today:
    """For those who keep the project: a PM sees what waits for a decision first (a fixed number of queries)."""
    week = Week.objects.current()
    powers = user.powers
    lines = [*approvals(user, powers)]
    if week is not None and powers.can("review.write"):
        lines += of_the_week(read_desk(week), now)
    if powers.can("report.make"):
        lines += reports(week)
    return Today(week, now, lines, peak_of(week, now) if week else "")


def peak_of(week: Week, now: datetime) -> str:
    """The deadline that comes next."""
    deadlines = (
        (week.submission_due, _("the submission deadline")),
        (week.findings_due, _("the return of the findings")),
        (week.resubmission_due, _("the resubmission deadline")),
        (week.papers_due, _("the closing of the papers")),
        (week.meeting_at, _("the progress meeting")),
    )
    coming = [(at, name) for at, name in deadlines if at >= now]
    if not coming:
        return ""
    at, name = min(coming)
    text = _("Today's peak is %(what)s at %(at)s.") if same_day(at, now) else _("Next comes %(what)s: %(at)s.")
    return text % {"what": name, "at": f"{timezone.localtime(at):%H:%M}" if same_day(at, now) else moment(at)}


def same_day(one: datetime, other: datetime) -> bool:
    return timezone.localdate(one) == timezone.localdate(other)


# ---- for approval


def approvals(user: Member, powers: Powers) -> Iterator[Line]:
    """What waits for this person's word (three queries)."""
    if powers.can("report.approve"):
        drafted = Report.objects.filter(state__in=DRAFTED, is_provisional=False, issued_at=None).exclude(made_by=user)
        for report in drafted.select_related("week").order_by("-pk")[:3]:
            yield Line(
                DUE, _("The weekly report %(edition)s waits for your approval.") % {"edition": f"{report}"},
                moment(report.made_at), _("Approve"), reverse("reports:weekly_week", args=[report.period]),
            )  # fmt: skip
    if powers.can("change.approve"):
        asked = PlanChange.objects.visible_to(user).filter(state=PlanChangeState.REQUESTED).exclude(requested_by=user)
        for change in asked:
            text = _("%(number)s “%(title)s” waits for your decision.")
            yield Line(
                DUE, text % {"number": change.number, "title": change.title}, moment(change.requested_at), _("Decide"),
                reverse("progress:change", args=[change.pk]),
            )  # fmt: skip
    if powers.can("baseline.approve"):
        for baseline in Baseline.objects.filter(approved_at=None).exclude(proposed_by=user):
            yield Line(
                DUE, _("Baseline %(number)s waits for your approval.") % {"number": baseline.number},
                moment(baseline.proposed_at), _("Approve"), reverse("progress:baselines"),
            )  # fmt: skip


# ---- the week


def of_the_week(desk: Desk, now: datetime) -> Iterator[Line]:
    for line in desk.lines:
        yield from of_the_team(desk.week, line, now)
    yield from put_off(desk.week, now)
    yield from seal_line(desk)


def of_the_team(week: Week, line: TeamLine, now: datetime) -> Iterator[Line]:
    place = [week.key, line.team.code]
    team = {"team": line.team.label}
    if line.is_waiting and line.submission:
        note = _("received %(at)s") % {"at": moment(line.submission.received_at)}
        if line.answered:
            note += " · " + answered_text(line.answered)
        text = _("%(team)s: revision %(n)d waits for the review.") % {**team, "n": line.submission.revision}
        yield Line(DUE, text, note, _("Review"), reverse("progress:review", args=place))
    elif line.submission is None:
        yield missing(week, line, now)
    elif line.state == "returned":
        points = {"fix": line.must_fix, "answer": line.please_answer}
        text = _("%(team)s: %(fix)d to fix and %(answer)d to answer are open.") % {**team, **points}
        due = line.submission.answer_due or week.resubmission_due
        group = DUE if due <= now or same_day(due, now) else WAITING
        yield Line(
            group, text, _("answer due %(at)s") % {"at": moment(due)}, _("Open"),
            reverse("progress:review", args=place),
        )  # fmt: skip


def answered_text(count: int) -> str:
    return ngettext("%(n)d answer to take", "%(n)d answers to take", count) % {"n": count}


def missing(week: Week, line: TeamLine, now: datetime) -> Line:
    """Before the deadline something to prepare, after it something that is due."""
    values = {"team": line.team.label, "at": moment(week.submission_due)}
    url = reverse("progress:reminder", args=[week.key, line.team.code])
    upload = ((_("Upload on behalf"), reverse("progress:submission", args=[week.key, line.team.code])),)
    if now < week.submission_due:
        return Line(
            AHEAD, _("%(team)s: not sent yet.") % values, _("due %(at)s") % values, _("Write a reminder"), url, upload
        )
    text = _("%(team)s: the update is missing.")
    return Line(DUE, text % values, _("was due %(at)s") % values, _("Write a reminder"), url, upload)


def put_off(week: Week, now: datetime) -> Iterator[Line]:
    """Findings put off to a day that has come (one query)."""
    day = timezone.localdate(now)
    waiting = Finding.objects.filter(
        promised_date__lte=day, state__in=[FindingState.OPEN, FindingState.ANSWERED]
    ).select_related("team", "week")
    for finding in waiting[:10]:
        text = _("%(team)s: a finding was put off until %(day)s.")
        values = {"team": finding.team.label, "day": moment_day(finding)}
        url = reverse("progress:review", args=[finding.week.key, finding.team.code])
        yield Line(DUE, text % values, str(finding), _("Open"), url)


def moment_day(finding: Finding) -> str:
    return as_of(finding.promised_date)


def seal_line(desk: Desk) -> Iterator[Line]:
    left = len(desk.open_teams)
    url = reverse("progress:seal", args=[desk.week.key])
    if not desk.lines:
        return
    if left == 0:
        text = _("All teams are accepted: the week %(as_of)s can be sealed.")
        yield Line(DUE, text % {"as_of": as_of(desk.week.status_date)}, "", pgettext("verb", "Seal"), url)
    else:
        text = ngettext("%(n)d team to go before sealing.", "%(n)d teams to go before sealing.", left)
        yield Line(AHEAD, text % {"n": left}, "", _("Open the desk"), reverse("progress:desk"))


# ---- reports


def reports(current: Week | None) -> Iterator[Line]:
    """What is approved and not issued, and the last sealed week without a report (three queries)."""
    for report in Report.objects.to_issue().select_related("week")[:3]:
        url = reverse("reports:weekly_week", args=[report.period])
        text = _("The weekly report %(edition)s is approved and can be issued.") % {"edition": f"{report}"}
        yield Line(DUE, text, "", _("Issue"), url)
    last = Week.objects.sealed().order_by("status_date").last()
    if last and not Report.objects.filter(week=last, is_provisional=False).exists():
        text = _("The week %(as_of)s is sealed and has no report yet.") % {"as_of": as_of(last.status_date)}
        yield Line(AHEAD, text, "", _("Make the report"), reverse("reports:weekly_week", args=[last.key]))
