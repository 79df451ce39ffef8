"""The navigation shows what a person's powers open, and marks the page at hand."""

from __future__ import annotations

import pytest
from django.urls import get_resolver, resolve

from projects.checks import walk
from projects.navigation import PAGES, navigation
from projects.powers import CAPABILITIES, NOBODY, Powers

ENTRIES = [entry for _label, entries in PAGES for entry in entries]
KEEPERS = {
    "today", "desk", "dashboard", "weekly", "wbs", "gantt", "baselines", "changes", "settings", "members", "activity",
}  # fmt: skip
SHOWN = {  # role -> pages, as DESIGN's table of roles says
    "pmo": KEEPERS | {"jobs"},
    "pm": KEEPERS,
    "auditor": KEEPERS,
    "project_owner": {"dashboard", "weekly"},
    "admin": {"settings", "members", "jobs"},
    "lead": {"home", "dashboard", "weekly", "wbs", "gantt"},
    "member": {"home", "dashboard", "weekly", "wbs", "gantt"},
}


def powers(role: str) -> Powers:
    team = frozenset({1}) if role in {"lead", "member"} else frozenset()
    return Powers(frozenset({role}), team if role == "lead" else frozenset(), team)


def links(role: str, path: str = "/inbox/"):
    view_name = resolve(path).view_name
    return [link for group in navigation(powers(role), view_name, path) for link in group.links]


@pytest.mark.parametrize("role", SHOWN)
def test_a_role_sees_its_pages_and_no_other(role):
    assert {resolve(link.url).url_name for link in links(role)} == SHOWN[role]


def test_nobody_sees_nothing():
    assert navigation(NOBODY, "projects:home", "/") == []


@pytest.mark.parametrize(
    ("role", "path", "marked"),
    [
        ("pmo", "/progress/desk/", ["/progress/desk/"]),
        ("pmo", "/progress/2026-W24/ALPHA/review/", ["/progress/desk/"]),
        ("pmo", "/progress/2026-W24/ALPHA/submission/", ["/progress/desk/"]),
        ("lead", "/progress/2026-W24/ALPHA/submission/", ["/"]),
        ("pmo", "/settings/teams/3/", ["/settings/"]),
        ("pmo", "/settings/members/3/", ["/settings/members/"]),
        ("pmo", "/setup/", ["/settings/"]),
        ("pmo", "/progress/wbs/import/", ["/progress/wbs/"]),
        ("pmo", "/progress/changes/3/", ["/progress/changes/"]),
        ("pmo", "/reports/2026-W24/weekly/", ["/reports/weekly/"]),
        ("pmo", "/progress/2026-W24/ALPHA/acceptance/", ["/progress/desk/"]),
        ("pmo", "/reports/2026-W24/rows/", ["/reports/dashboard/"]),
        ("pmo", "/inbox/", []),
        ("lead", "/inbox/", []),
    ],
)
def test_the_page_at_hand_is_marked_once(role, path, marked):
    assert [link.url for link in links(role, path) if link.current] == marked


def test_letters_after_g_are_given_once():
    keys = [entry.key for entry in ENTRIES if entry.key]
    assert len(keys) == len(set(keys))


def test_every_entry_names_a_page_that_exists_and_a_capability_of_the_table():
    names = {name for name, _route, _pattern in walk(get_resolver().url_patterns)}
    for entry in ENTRIES:
        assert entry.capability in CAPABILITIES or entry.capability == "own team"
        assert entry.url_name in names
        assert all(any(name.startswith(beginning) for name in names) for beginning in entry.covers)
