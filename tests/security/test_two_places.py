"""Somebody with two places 兼務: what one of them allows, it allows for its own teams; no other place adds to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from progress.models import Finding
from projects.models import Assignment, Member
from tests.cast import person
from tests.matrix.table import TABLE, Row
from tests.matrix.world import World
from tests.matrix.world import world as world

pytestmark = pytest.mark.matrix


@pytest.fixture
def with_points(world: World) -> World:
    Finding.objects.update(returned=True, audience="team", state="open")
    return world


def writes(world: World, letter: str, team: str, *, but_not: str = "") -> Iterator[tuple[str, str]]:
    """(name, URL) of what this role may write in the cycle, naming things of the team."""
    for name, row in TABLE.items():
        if is_of_the_cycle(name, row) and letter in row.post and not (but_not and but_not in row.post):
            yield name, reverse(name, args=world.args(row.args, team))


def is_of_the_cycle(name: str, row: Row) -> bool:
    return name.startswith("progress:") and row.scope == "team"


def statuses(member: Member, urls: Iterator[tuple[str, str]]) -> dict[str, int]:
    client, found = Client(raise_request_exception=False), {}
    client.force_login(member)
    for name, url in urls:
        with transaction.atomic():
            found[name] = client.post(url, {"answer": "x"}).status_code
            transaction.set_rollback(True)
    return found


def test_an_auditor_who_leads_a_team_writes_for_that_team_alone(with_points: World) -> None:
    """The auditor's place reads every team; the lead's place writes for one."""
    member = person("both", "auditor")
    Assignment.objects.create(member=member, role="lead", team=with_points.cast.alpha)
    theirs, own = (statuses(member, writes(with_points, "L", team)) for team in ("BETA", "ALPHA"))
    assert len(theirs) > 10
    assert set(theirs.values()) == {403}, theirs
    assert not {403, 404} & set(own.values()), own


def test_a_lead_who_helps_another_team_neither_sends_nor_answers_for_it(with_points: World) -> None:
    member = person("helper", "lead", with_points.cast.alpha)
    Assignment.objects.create(member=member, role="member", team=with_points.cast.beta)
    theirs = statuses(member, writes(with_points, "L", "BETA", but_not="m"))
    assert set(theirs) == {"progress:submission_sending", "progress:finding_answer"}
    assert set(theirs.values()) == {403}, theirs
    typing = statuses(member, writes(with_points, "m", "BETA"))
    assert not {403, 404} & set(typing.values()), typing
