"""What the palette finds besides pages: teams, rows, findings and people, each only where the reader reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from progress.models import CLOSED_STATES, Finding, WorkItem
from progress.templatetags.cycle import finding_sentence
from projects.models import Member, Team, Week

LEAST, MOST = 2, 6  # characters of a question; answers of a kind


@dataclass(frozen=True)
class Found:
    """One answer: its kind in a word, what it is, where it leads."""

    kind: str
    icon: str
    text: str
    url: str


def search(user: Member, text: str) -> list[Found]:
    """Nothing for less than two characters (at most six queries)."""
    asked = text.strip()
    if len(asked) < LEAST:
        return []
    return [*teams(user, asked), *rows(user, asked), *findings(user, asked), *people(user, asked)]


def teams(user: Member, text: str) -> Iterator[Found]:
    """Each leads to its submission of the week whose turn it is."""
    week = Week.objects.current()
    powers = user.powers
    if week is None or not powers.can("submission.read"):
        return
    reached = powers.teams("submission.read")
    named = Team.objects.filter(Q(name__icontains=text) | Q(name_2__icontains=text) | Q(code__iexact=text))
    kept = named if reached is None else named.filter(pk__in=reached)
    page = "progress:review" if powers.can("review.read") else "progress:submission"
    for team in kept[:MOST]:
        yield Found(_("Team"), "users", team.label, reverse(page, args=[week.key, team.code]))


def rows(user: Member, text: str) -> Iterator[Found]:
    reached = WorkItem.objects.visible_to(user)
    named = (
        Q(name__icontains=text) | Q(wbs_code__istartswith=text) | Q(own_id__iexact=text) | Q(assignee__icontains=text)
    )
    for item in reached.filter(named)[:MOST]:
        yield Found(_("Row"), "list-tree", str(item), reverse("progress:row", args=[item.uuid]))


def findings(user: Member, text: str) -> Iterator[Found]:
    """Open ones by their check, the name of their row or the PMO's own words, on the page where they are dealt with."""
    reached = Finding.objects.told_to(user).exclude(state__in=CLOSED_STATES)
    asked = Q(code__iexact=text) | Q(text__icontains=text) | Q(work_item__name__icontains=text)
    page = "progress:review" if user.powers.can("review.read") else "progress:submission"
    for finding in reached.filter(asked).select_related("week", "team").order_by("-week__status_date", "pk")[:MOST]:
        url = reverse(page, args=[finding.week.key, finding.team.code])
        yield Found(_("Finding"), "flag", finding_sentence(finding), url)


def people(user: Member, text: str) -> Iterator[Found]:
    if not user.powers.can("members.read"):
        return
    for member in Member.objects.filter(name__icontains=text, is_active=True)[:MOST]:
        yield Found(_("Person"), "user", member.label, reverse("projects:member", args=[member.pk]))
