"""The rule table of the lights, condition by condition (DOMAIN 9.1)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from progress.domain.lights import RULES, Dimension, Expected, Facts, Indices, Signal, lights


def index(spi_t: str | None = None, cpi: str | None = None, scope: str = "project") -> Indices:
    return Indices(scope, Decimal(spi_t) if spi_t else None, Decimal(cpi) if cpi else None)


def light(dimension: str, **facts: object) -> Signal:
    return {one.dimension: one.signal for one in lights(Facts(**facts))}[Dimension(dimension)]


@pytest.mark.parametrize(
    ("dimension", "facts", "expected"),
    [
        ("delivery", {"indices": (index("0.8999"),)}, "red"),
        ("delivery", {"indices": (index("0.90"),)}, "yellow"),
        ("delivery", {"indices": (index("0.9499"),)}, "yellow"),
        ("delivery", {"indices": (index("0.95"),)}, "blue"),
        ("delivery", {"indices": (index("1.02"), index("0.71", scope="team:BIL/phase:IT"))}, "red"),
        ("delivery", {"critical_delay": 5}, "red"),
        ("delivery", {"critical_delay": 4}, "yellow"),
        ("delivery", {"critical_delay": 1}, "yellow"),
        ("delivery", {"critical_delay": 0}, "blue"),
        ("delivery", {"milestones": (Expected("M6", 1),)}, "red"),
        ("delivery", {"milestones": (Expected("M6", 0), Expected("M7", None))}, "blue"),
        ("delivery", {"milestones": (Expected("M6", None),)}, "grey"),
        ("delivery", {"unanswered": 1}, "yellow"),
        ("delivery", {"unanswered": 0}, "blue"),
        ("delivery", {"indices": (index(None),)}, "grey"),
        ("cost", {"indices": (index("0.5", "0.9499"),)}, "yellow"),
        ("cost", {"indices": (index("0.5", "0.95"),)}, "blue"),
        ("cost", {"indices": (index("0.5"),)}, "grey"),
        ("quality", {"not_converged": 1}, "red"),
        ("quality", {"not_converged": 0}, "blue"),
        ("quality", {"indices": (index("0.5"),)}, "grey"),
        ("risk", {"escalated_issues": 1}, "red"),
        ("risk", {"overdue_issues": 5}, "yellow"),
        ("risk", {"overdue_issues": 4}, "blue"),
        ("risk", {}, "grey"),
        ("resources", {"indices": (index("0.5", "0.5"),), "unanswered": 9}, "grey"),
    ],
)
def test_a_light_stands_as_the_rules_say(dimension, facts, expected):
    assert light(dimension, **facts) == expected


def test_what_sets_a_light_is_named_worst_first_and_only_once():
    facts = Facts(
        indices=(index("0.97"), index("0.93", scope="a"), index("0.70", scope="b"), index("0.85", scope="c")),
        milestones=(Expected("M5", 2), Expected("M6", 5), Expected("M7", -1)),
    )
    delivery = next(one for one in lights(facts) if one.dimension is Dimension.DELIVERY)
    told = {one.rule.code: one.hits and [hit.subject for hit in one.hits] for one in delivery.conditions}
    assert told["spi_t_lower"] == ["b", "c"]
    assert told["milestone_late"] == ["M6", "M5"]
    assert told["spi_t_low"] == ["a"]
    assert told["critical_5"] is told["critical_1"] is told["unanswered"] is None
    assert [one.rule.code for one in delivery.setting] == ["milestone_late", "spi_t_lower"]


def test_every_rule_belongs_to_a_light_and_has_a_code_of_its_own():
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert {rule.level for rule in RULES} == {Signal.RED, Signal.YELLOW}
