"""Predecessors in a team's file: the plan's own words for them, and a proposal where they are other ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from progress.actions.planning.changes import decide_change, request_change
from progress.actions.proposing import draft_heavy
from progress.actions.sending import send
from progress.domain.proposals import Weight
from progress.exchange.reading import Reading as ReadRows
from progress.exchange.values import Link
from progress.models import Dependency, Submission, WorkItem
from progress.proposals import proposals
from tests.cast import Cast, at
from tests.progress.cycle import accepted, as_in_plan, dropped

Plan = dict[str, WorkItem]
REVIEW = at("2026-06-11 10:00")


@pytest.fixture
def linked(plan: Plan) -> Plan:
    """1.3 waits for 1.2, two working days after it has begun, and for 2.1 of the other team."""
    Dependency.objects.create(predecessor=plan["1.2"], successor=plan["1.3"], kind="SS", lag=2)
    Dependency.objects.create(predecessor=plan["2.1"], successor=plan["1.3"])
    return plan


def sent_with(cast: Cast, plan: Plan, links: Iterable[Link]) -> Submission:
    """A file that calls its rows A1 to A3 and states these links of the last one."""
    reading = dropped(cast, *(as_in_plan(plan[code]) for code in ("1.1", "1.2", "1.3")))
    read = ReadRows.from_json(reading.rows)
    rows = [
        replace(one, own_id=f"A{n}", row=replace(one.row, id=f"A{n}"), links=tuple(links) if n == 3 else ())
        for n, one in enumerate(read.rows, 1)
    ]
    reading.rows = replace(read, rows=tuple(rows), fields=read.fields | {"predecessors"}).to_json()
    reading.save()
    return send(cast.alpha, cast.week, by=cast.lead, at=at("2026-06-10 15:00"))


@pytest.mark.parametrize("name", ["A2", "1.2", "１．２", "帳票設計"])
def test_the_same_links_in_another_notation_are_no_change(cast: Cast, linked: Plan, name: str) -> None:
    submission = sent_with(cast, linked, [Link("2.1"), Link(name, "SS", 2)])
    assert proposals(submission) == []
    assert not submission.rows.filter(changed__has_key="predecessors").exists()


def test_other_links_are_a_formal_change_in_the_plans_words(cast: Cast, linked: Plan) -> None:
    submission = sent_with(cast, linked, [Link("A1"), Link("A2", "SS", 2)])
    (one,) = proposals(submission)
    assert (one.item, one.weight) == (linked["1.3"], Weight.FORMAL)
    assert one.values == {"predecessors": (["1.2SS+2", "2.1"], ["1.1", "1.2SS+2"])}
    accepted(cast, submission)
    assert Dependency.objects.filter(successor=linked["1.3"]).count() == 2  # acceptance leaves them alone
    change = draft_heavy(submission, by=cast.pmo, at=REVIEW)
    assert [one.waits_in for one in proposals(submission)] == [change.number]
    request_change(change, by=cast.pmo, at=REVIEW)
    decide_change(change, by=cast.pm, at=REVIEW, approve=True)
    links = Dependency.objects.filter(successor=linked["1.3"]).values_list("predecessor__wbs_code", "kind", "lag")
    assert sorted(links) == [("1.1", "FS", 0), ("1.2", "SS", 2)]
    assert proposals(submission) == []


def test_links_taken_away_are_proposed_and_links_to_nothing_left_to_the_checks(cast: Cast, linked: Plan) -> None:
    (one,) = proposals(sent_with(cast, linked, []))
    assert one.values == {"predecessors": (["1.2SS+2", "2.1"], [])}
    assert proposals(sent_with(cast, linked, [Link("A9")])) == []
