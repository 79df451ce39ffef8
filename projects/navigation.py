"""The pages in the navigation: one literal table; a person sees what the own powers open."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from projects.powers import Powers

OWN_TEAM = "own team"  # instead of a capability: people who lead or belong to a team


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: `key` is the letter after `g`; the pages of the views it `covers` mark it as the present one."""

    url_name: str
    label: str
    icon: str
    capability: str
    key: str = ""
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    icon: str
    key: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    links: list[Link]


PAGES: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        _("This week"),
        (
            Entry(
                "projects:home", _("This week's submission"), "send", OWN_TEAM, "s",
                ("progress:submission", "progress:reading"),
            ),
            Entry(
                "progress:desk", _("Desk"), "clipboard-list", "desk.read", "d",
                ("progress:desk_week", "progress:review", "progress:submission", "progress:reading", "progress:seal"),
            ),
            Entry("reports:dashboard", _("Dashboard"), "layout-dashboard", "dashboard.read", "h", ("reports:rows",)),
            Entry(
                "reports:weekly", _("Weekly report"), "file-chart-column", "report.read", "w", ("reports:weekly_week",)
            ),
        ),
    ),
    (
        _("Plan"),
        (
            Entry("progress:wbs", _("WBS"), "list-tree", "plan.read", "p", ("progress:wbs_import", "progress:row")),
            Entry("progress:baselines", _("Baselines"), "layers", "baseline.read", "b"),
            Entry(
                "progress:changes", _("Plan changes"), "git-pull-request-arrow", "change.read", "r",
                ("progress:change",),
            ),
        ),
    ),
    (
        _("Workspace"),
        (
            Entry(
                "projects:settings", _("Settings"), "settings-2", "setup.read", "e",
                ("projects:setup", "projects:phases", "projects:teams", "projects:calendar"),
            ),
            Entry("projects:members", _("Members"), "users", "members.read", "u"),
            Entry("projects:activity", _("Activity"), "history", "activity.read", "a"),
            Entry("projects:jobs", _("Background work"), "timer", "jobs.read", "j", ("projects:job",)),
        ),
    ),
)  # fmt: skip


def navigation(powers: Powers, view_name: str) -> list[Group]:
    """Groups of links this person may open; the page at hand is marked (the first that covers it)."""
    groups, found = [], False
    for label, entries in PAGES:
        links = []
        for entry in entries:
            url = address(entry) if opens(entry, powers) else None
            if url:
                current = not found and view_name in (entry.url_name, *entry.covers)
                found = found or current
                links.append(Link(entry.label, url, entry.icon, entry.key, current))
        if links:
            groups.append(Group(label, links))
    return groups


def opens(entry: Entry, powers: Powers) -> bool:
    if entry.capability == OWN_TEAM:
        return bool(powers.lead_of or powers.member_of)
    return powers.can(entry.capability)


def address(entry: Entry) -> str | None:
    """The page's URL; None while its app is not there."""
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return None
