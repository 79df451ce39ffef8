"""The pages in the navigation: one literal table; a person sees what the own powers open."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.powers import Powers

OWN_TEAM = "own team"  # instead of a capability: people who lead or belong to a team


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: `key` is the letter after `g`; `covers` begins the names of the views that belong to it."""

    url_name: str
    label: str | Promise
    icon: str
    capability: str
    key: str = ""
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    label: str | Promise
    url: str
    icon: str
    key: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    label: str | Promise
    links: list[Link]


PAGES: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    (
        _("This week"),
        (
            Entry(
                "projects:home", _("This week's submission"), "send", OWN_TEAM, "s",
                ("progress:submission", "progress:reading", "progress:finding_answer"),
            ),
            Entry("reports:today", _("Today"), "sun", "desk.read", "t"),
            Entry(
                "progress:desk", _("Desk"), "clipboard-list", "desk.read", "d",
                (
                    "progress:desk", "progress:review", "progress:submission", "progress:reading", "progress:seal",
                    "progress:return", "progress:acceptance", "progress:finding",
                ),
            ),
            Entry("reports:dashboard", _("Dashboard"), "layout-dashboard", "dashboard.read", "h", ("reports:rows",)),
            Entry("reports:weekly", _("Weekly report"), "file-chart-column", "report.read", "w", ("reports:weekly",)),
        ),
    ),
    (
        _("Plan"),
        (
            Entry("progress:wbs", _("WBS"), "list-tree", "plan.read", "p", ("progress:row",)),
            Entry("progress:gantt", _("Gantt chart"), "chart-gantt", "plan.read", "c"),
            Entry("progress:baselines", _("Baselines"), "layers", "baseline.read", "b"),
            Entry("progress:changes", _("Plan changes"), "git-pull-request-arrow", "change.read", "r"),
        ),
    ),
    (
        _("Workspace"),
        (
            Entry("projects:settings", _("Settings"), "settings-2", "setup.read", "e", ("projects:setup",)),
            Entry("projects:members", _("Members"), "users", "members.read", "u", ("projects:assignment",)),
            Entry("projects:activity", _("Activity"), "history", "activity.read", "a"),
            Entry("projects:jobs", _("Background work"), "timer", "jobs.read", "j"),
        ),
    ),
)  # fmt: skip


def navigation(powers: Powers, view_name: str, path: str) -> list[Group]:
    """Groups of links this person may open, the one of the page at hand marked."""
    shown = [(label, open_pages(entries, powers)) for label, entries in PAGES]
    present = present_page([page for _label, pages in shown for page in pages], view_name, path)
    return [
        Group(label, [Link(entry.label, url, entry.icon, entry.key, entry is present) for entry, url in pages])
        for label, pages in shown
        if pages
    ]


def open_pages(entries: tuple[Entry, ...], powers: Powers) -> list[tuple[Entry, str]]:
    return [(entry, url) for entry in entries if (url := address(entry, powers))]


def present_page(pages: list[tuple[Entry, str]], view_name: str, path: str) -> Entry | None:
    """The first page that is or covers the view, else the one whose URL lies nearest above the path."""
    for entry, _url in pages:
        if view_name == entry.url_name or view_name.startswith(entry.covers):
            return entry
    above = [(entry, url) for entry, url in pages if url != "/" and path.startswith(url)]
    return max(above, key=lambda page: len(page[1]))[0] if above else None


def address(entry: Entry, powers: Powers) -> str | None:
    """The page's URL; None when it is closed to this person, or its app is not there."""
    try:
        return reverse(entry.url_name) if opens(entry, powers) else None
    except NoReverseMatch:
        return None


def opens(entry: Entry, powers: Powers) -> bool:
    if entry.capability == OWN_TEAM:
        return bool(powers.lead_of or powers.member_of)
    return powers.can(entry.capability)
