"""The checks over odd rows."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from progress.domain.checks import CHECKS, Audience, EntryKind, PlanFields, entries, run
from progress.domain.checks.links import cycles
from progress.domain.rows import Kind, PlanRow, Previous, Status
from projects.domain.calendar import japanese_calendar
from tests.progress.domain.check_cases import SD, context, row

REAL = japanese_calendar(date(2026, 4, 1), date(2026, 9, 30))
ids = st.sampled_from(["", " ", "T1", "T2", "Ｔ１", "1.1", "1.10"])
names = st.sampled_from(["", "　", "田中", "田中,佐藤", "、", "画面設計{task}%s"]) | st.text(max_size=8)
dates = st.none() | st.dates(SD - timedelta(days=20), SD + timedelta(days=20)) | st.dates()
odd_numbers = st.sampled_from(
    [Decimal(text) for text in ("0", "100", "-1", "0.001", "NaN", "-Infinity", "1E+400", "1E-400", "1E+15", "1E-15")]
)
numbers = st.none() | odd_numbers | st.decimals(0, 200, places=1)
links = st.lists(st.sampled_from(["T1", "T2", "1.1FS+2d", "", "T9", "SS"]), max_size=3).map(tuple)
PLAIN = {
    "kind": st.sampled_from(Kind),
    "status": st.sampled_from(Status),
    "id": ids,
    "parent": ids,
    "predecessors": links,
    "critical": st.none() | st.booleans(),
    "total_float": st.none() | st.integers(-50, 50),
    "extra": st.just({}),
    "key": st.sampled_from(["", "a", "b", "c"]),
}


def strategy(name: str) -> st.SearchStrategy:
    if name in PLAIN:
        return PLAIN[name]
    if name in ("previous", "before_previous"):
        return st.none() | previous
    if name.endswith(("_start", "_finish")):
        return dates
    return numbers if name == "percent" or name.endswith("_effort") else names


previous = st.builds(Previous, **{field.name: strategy(field.name) for field in fields(Previous)})
rows = st.lists(st.builds(PlanRow, **{field.name: strategy(field.name) for field in fields(PlanRow)}), max_size=12)


@settings(max_examples=150, deadline=None, phases=[Phase.reuse, Phase.generate])  # shrinking a plan takes minutes
@given(rows, rows, st.booleans(), st.booleans(), st.none() | st.just(frozenset()))
def test_odd_rows_are_judged_without_an_error(given_rows, others, equal, first_week, known):
    members = {"田中": [(None, SD), (SD, None)]}
    live = {"a": PlanFields(SD, SD, None, (), None)}
    given_context = context(
        calendar=REAL, overdue_from_equal=equal, first_week=first_week, members=members, others=tuple(others),
        absences={"田中": [SD]}, previous_hits=known, has_links=None, live_plan=live,
    )  # fmt: skip
    outcome = run(given_rows, given_context)
    made = entries(outcome.hits, given_rows, given_context)
    assert {hit.code for hit in outcome.hits} <= {check.code for check in CHECKS}
    assert len({hit.fingerprint for hit in outcome.hits}) <= len(outcome.hits)
    assert {hit.code for hit in outcome.hits} == {code for entry in made for code in entry.parts}
    json.dumps([entry.values for entry in made])
    assert all(EntryKind(entry.kind) and Audience(entry.audience) and entry.fingerprint for entry in made)


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3)))
def test_a_node_is_on_a_cycle_when_it_can_reach_itself(edges):
    def reached(start):
        seen, waiting = set(), list(edges.get(start, ()))
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                waiting += edges.get(node, ())
        return seen

    expected = {node for node in edges if node in reached(node)}
    assert {node for component in cycles(edges) for node in component} == expected


def test_the_order_of_the_rows_does_not_change_what_is_found():
    few = [row(n, predecessors=(f"T{n % 5 + 1}",), planned_effort=Decimal(n)) for n in range(1, 6)]
    there, back = (run(order, context()).hits for order in (few, few[::-1]))
    assert {hit.fingerprint for hit in there} == {hit.fingerprint for hit in back}
