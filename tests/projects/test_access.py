"""The one door: what each kind of request gets, and which capability reaches which team."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from projects.access import THIRD_PARTY, Rule, access, check, require, rule_of
from projects.models import Assignment, Member
from projects.powers import CAPABILITIES, EVERYONE, Powers, powers_of

TODAY = date(2026, 6, 10)


def page(request):
    return HttpResponse()


def ask(person: Member, rule: Rule, method: str = "get") -> None:
    request = getattr(RequestFactory(), method)("/")
    request.user = person
    check(request, rule)


def test_a_capability_nobody_defined_is_refused_when_the_view_is_declared():
    with pytest.raises(KeyError):
        access(read="no.such")(page)


@pytest.mark.parametrize(
    ("options", "methods"),
    [
        ({"read": "setup.read"}, {"GET", "HEAD", "OPTIONS"}),
        ({"read": "setup.read", "write": "setup.write"}, {"GET", "HEAD", "OPTIONS", "POST"}),
        ({"read": "setup.read", "write": "setup.write", "post_only": True}, {"POST"}),
        ({"public": True}, {"GET", "HEAD", "OPTIONS", "POST"}),
        ({"public": True, "get_only": True}, {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_a_view_declares_its_methods(options, methods):
    assert access(**options)(lambda request: None).access.methods == methods


def test_only_public_views_are_open_to_whoever_is_not_signed_in():
    assert access(public=True)(lambda request: None).login_required is False
    assert access(read="workspace.use")(lambda request: None).login_required is True


def test_a_stranger_learns_nothing(cast):
    rule = Rule(read="setup.read", write="setup.write")

    for person in (cast.stranger, cast.lead):
        for method in ("get", "post"):
            with pytest.raises(Http404):
                ask(person, rule, method)


def test_a_reader_reads_but_does_not_write(cast):
    rule = Rule(read="setup.read", write="setup.write")

    ask(cast.auditor, rule)
    with pytest.raises(PermissionDenied):
        ask(cast.auditor, rule, "post")
    ask(cast.pmo, rule, "post")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_view_without_a_write_rule_takes_no_writes(cast, method):
    with pytest.raises(PermissionDenied):
        ask(cast.pmo, Rule(read="setup.read"), method)


def test_a_capability_reaches_the_own_teams_only(cast):
    require(cast.lead, "submission.send", cast.alpha.pk)
    require(cast.pmo, "submission.send", cast.beta.pk)
    for person, team in ((cast.lead, cast.beta), (cast.member, cast.alpha)):
        with pytest.raises(PermissionDenied):
            require(person, "submission.send", team.pk)


def test_views_of_other_packages_stand_in_a_table_by_name():
    assert rule_of(page, "account_login") == THIRD_PARTY["account_login"]
    assert rule_of(page, "account_signup") is None


# capability -> who has it, written by hand (DESIGN, Access)
EXPECTED = {
    "workspace.use": "pmo pm project_owner lead member auditor admin",
    "setup.read": "pmo pm auditor admin",
    "setup.write": "pmo admin",
    "members.read": "pmo pm auditor admin",
    "members.write": "admin",
    "jobs.read": "pmo admin",
    "jobs.write": "admin",
    "activity.read": "pmo pm auditor",
    "plan.read": "pmo pm auditor lead member",
    "plan.import": "pmo",
    "baseline.read": "pmo pm auditor",
    "baseline.approve": "pm",
    "change.read": "pmo pm auditor",
    "change.draft": "pmo",
    "change.approve": "pm",
    "change.light": "pm pmo",
    "light.override": "pm",
    "desk.read": "pmo pm auditor",
    "submission.read": "pmo pm auditor lead member",
    "draft.edit": "pmo lead member",
    "submission.send": "pmo lead",
    "finding.answer": "pmo lead",
    "review.read": "pmo pm auditor",
    "review.write": "pmo",
    "week.seal": "pmo",
    "dashboard.read": "pmo pm project_owner lead member auditor",
    "figures.all": "pmo pm auditor project_owner",
    "figures.unsealed": "pmo pm auditor",
    "report.read": "pmo pm project_owner auditor lead member",
    "report.make": "pmo",
    "report.approve": "pm",
}


@pytest.mark.parametrize("role", sorted(EVERYONE))
def test_what_each_role_may(role):
    powers = powers_of(
        [(role, 1 if role in ("lead", "member") else None)] if role != "admin" else [], is_admin=role == "admin"
    )

    may = {name for name in CAPABILITIES if powers.can(name)}

    assert may == {name for name, roles in EXPECTED.items() if role in roles.split()}


def test_nobody_who_makes_a_report_or_change_also_approves_it():
    for makes, approves in (("report.make", "report.approve"), ("change.draft", "change.approve")):
        assert not CAPABILITIES[makes] & CAPABILITIES[approves]


def test_several_assignments_add_up_without_mixing_teams():
    powers = powers_of([("lead", 1), ("member", 2)], is_admin=False)

    assert powers.teams("submission.send") == {1}
    assert powers.teams("draft.edit") == {1, 2}
    assert powers.teams("setup.write") == frozenset()
    assert not powers.can_for("submission.send", 2)
    assert not powers.can_for("submission.send", None)


def test_a_role_of_the_project_reaches_every_team():
    powers = powers_of([("pmo", None), ("lead", 1)], is_admin=False)

    assert powers.teams("submission.send") is None
    assert powers.can_for("submission.send", 99)


def test_nobody_may_nothing():
    assert not any(Powers(frozenset()).can(name) for name in CAPABILITIES)


@pytest.mark.parametrize(
    ("start", "finish", "holds"),
    [
        (TODAY, None, True),
        (TODAY, TODAY, True),
        (TODAY + timedelta(days=1), None, False),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), False),
    ],
)
def test_a_role_holds_from_its_first_to_its_last_day(cast, start, finish, holds):
    Assignment.objects.create(member=cast.stranger, role="pmo", start=start, finish=finish)

    assert cast.stranger.powers_on(TODAY).can("setup.write") is holds
