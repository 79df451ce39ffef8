"""Texts to a team, ready to send: in the language of the reader, filled from the case (UX 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from progress.models import Finding, Submission
from progress.templatetags.cycle import finding_sentence
from projects.models import Member, Project, Role, Team
from projects.notifications import with_role
from projects.templatetags.show import as_of, moment


@dataclass(frozen=True)
class Letter:
    """Subject and body, and to whom."""

    to: tuple[Member, ...]
    subject: str
    body: str
    language: str


def addressees(team: Team) -> list[Member]:
    """The team's leads of today; for a team under a fixed-price contract nobody else is ever spoken to (偽装請負)."""
    return with_role(Role.LEAD, team, at=timezone.now())


def return_letter(submission: Submission, findings: Iterable[Finding], *, sender: Member) -> Letter:
    """T05 on the first return of the week, T06 on later ones."""
    people = addressees(submission.team)
    language = next((person.language for person in people if person.language), translation.get_language() or "ja")[:2]
    with translation.override(language):
        found = list(findings)
        subject, middle = first_round(submission, found) if submission.revision == 1 else later_round(submission, found)
        lines = [greeting(submission.team, sender, people), *middle, closing(submission.team)]
        return Letter(tuple(people), subject, "\n\n".join(filter(None, lines)), language)


def first_round(submission: Submission, findings: list[Finding]) -> tuple[str, list[str]]:
    fix, answer = count(findings, "E"), count(findings, "W")
    values = common(submission) | {"n_fix": fix, "n_answer": answer}
    subject = _("Gantt update %(week)s: %(n_fix)s to fix, %(n_answer)s to answer (%(team)s)") % values
    return subject, [
        _("Thank you for your update. Could you please look at the following points?"),
        listed(findings),
        _(
            "Please send it again by %(deadline)s; corrections are matched by themselves, "
            "so the corrected file is enough."
        )
        % values,
        phone_line(_("If we misread something, please tell us (%(phone)s)."), values),
    ]


def later_round(submission: Submission, findings: list[Finding]) -> tuple[str, list[str]]:
    closed = submission.closed_findings.count()
    values = common(submission) | {"n_fix": len(findings), "count": closed}
    subject = _("Update %(week)s: %(n_fix)s points left (%(team)s)") % values
    thanks = ngettext(
        "Thank you for the quick reply. %(count)s point is closed; these are left:",
        "Thank you for the quick reply. %(count)s points are closed; these are left:",
        closed,
    )
    return subject, [
        thanks % values,
        listed(findings),
        _("With them the update can be accepted. Due %(deadline)s.") % values,
        phone_line(_("If something is awkward to enter, call us (%(phone)s) and we will put it in."), values),
    ]


def common(submission: Submission) -> dict[str, str]:
    return {
        "week": as_of(submission.week.status_date),
        "team": submission.team.label,
        "deadline": moment(submission.week.resubmission_due),
        "phone": Project.get().phone,
    }


def count(findings: list[Finding], severity: str) -> int:
    return sum(finding.severity == severity for finding in findings)


def listed(findings: list[Finding]) -> str:
    return "\n".join(f"{number}. {finding_sentence(finding)}" for number, finding in enumerate(findings, 1))


def phone_line(text: str, values: Mapping[str, Any]) -> str:
    """A sentence whose value is missing is left out."""
    return text % values if values["phone"] else ""


def greeting(team: Team, sender: Member, people: list[Member]) -> str:
    """The way one begins to another company (様) or to one's own (さん); without a lead the team is greeted."""
    abroad = is_of_another_company(team)
    to = names(people, abroad) or team.label
    if not abroad:
        return _("Hi %(to)s,\nthis is %(from)s of the PMO.") % {"to": to, "from": sender.label}
    if sender.company is None:
        return _("Dear %(to)s,\nthis is %(from)s of the PMO.") % {"to": to, "from": sender.label}
    company = sender.company.label.removesuffix(".")  # the sentence ends with one
    values = {"to": to, "from": sender.label, "own_company": company}
    return _("Dear %(to)s,\nthis is %(from)s of the PMO, %(own_company)s.") % values


def names(people: list[Member], abroad: bool) -> str:
    form = pgettext("addressee of another company", "%(name)s") if abroad else pgettext("colleague", "%(name)s")
    return _(", ").join(form % {"name": person.label} for person in people)


def is_of_another_company(team: Team) -> bool:
    return team.company is not None and not team.company.is_own


def closing(team: Team) -> str:
    return _("Thank you very much for your help.") if is_of_another_company(team) else _("Thanks.")
