"""One cause is one finding (DOMAIN 4.3)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from progress.domain.checks import PlanFields, entries, run
from progress.domain.rows import Previous
from tests.progress.domain.check_cases import DONE_BEFORE, context, june, row

OVERDUE = {"planned_finish": june(11)}
ANSWERED = {"delay_reason": "仕様確認の回答待ち", "countermeasure": "6/16回答後2日で完了"}


def entries_of(rows, **changes):
    given = context(**changes)
    return entries(run(rows, given).hits, rows, given)


def entries_for(rows, code, **changes):
    return [entry for entry in entries_of(rows, **changes) if entry.code == code]


def late_entry(**changes):
    late = row(**changes)
    (entry,) = [entry for entry in entries_of([late, DONE_BEFORE]) if entry.kind == "late"]
    return entry


# -- late rows


def test_everything_late_about_a_row_is_one_entry_that_says_what_is_missing():
    entry = late_entry(**OVERDUE)
    assert entry.code == "G042"
    assert set(entry.parts) == {"G041", "G042", "G043", "G044", "G046"}
    assert (entry.severity, entry.clears, entry.blocking) == ("E", "value", True)
    assert entry.missing == ("delay_reason", "countermeasure", "forecast_finish")
    assert (entry.key, entry.rows, entry.field) == ("key:T1", ("key:T1",), "delay_reason")
    assert (entry.values["late"], entry.values["value"]) == ("overdue", "2026-06-11")


def test_a_late_row_with_everything_filled_in_is_a_fact_to_be_answered():
    entry = late_entry(**OVERDUE, **ANSWERED, forecast_finish=june(18))
    assert (entry.code, entry.missing) == ("G041", ())
    assert (entry.severity, entry.clears, entry.blocking) == ("E", "answer", True)


def test_only_the_forecast_is_missing():
    entry = late_entry(**OVERDUE, **ANSWERED)
    assert (entry.code, entry.missing, entry.clears) == ("G044", ("forecast_finish",), "value")


def test_a_row_not_started_with_its_reason_asks_only_for_an_answer():
    entry = late_entry(
        planned_start=june(11), planned_finish=june(19), actual_start=None, percent=Decimal(0), **ANSWERED
    )
    assert (entry.code, entry.severity, entry.blocking) == ("G040", "W", False)
    assert (entry.values["late"], entry.values["value"], entry.missing) == ("not_started", "2026-06-11", ())


def test_a_row_behind_its_plan_says_by_how_many_points():
    entry = late_entry(percent=Decimal(30), actual_effort=Decimal("2.4"), remaining_effort=Decimal("5.6"))
    assert set(entry.parts) == {"G042", "G043", "G046"}
    assert (entry.values["late"], entry.values["value"]) == ("behind", "20")
    assert entry.missing == ("delay_reason", "countermeasure")


def test_a_forecast_in_the_past_belongs_to_the_late_entry():
    entry = late_entry(**OVERDUE, **ANSWERED, forecast_finish=june(10))
    assert (entry.code, entry.parts) == ("G045", ("G045", "G041", "G046"))
    assert (entry.values["value"], entry.values["forecast"]) == ("2026-06-11", "2026-06-10")
    alone = late_entry(forecast_finish=june(10))
    assert (alone.parts, alone.values["value"]) == (("G045",), "2026-06-10")


def test_repeated_slips_unchanged_answers_and_the_critical_path_belong_to_it_too():
    before = row().previous
    entry = late_entry(
        **OVERDUE, **ANSWERED, critical=True, forecast_finish=june(26),
        previous=replace(before, forecast_finish=june(19), **ANSWERED),
        before_previous=Previous(forecast_finish=june(15)),
    )  # fmt: skip
    assert set(entry.parts) == {"G041", "G046", "G054", "G055", "G085"}
    assert entry.code == "G085"


def test_other_checks_of_a_late_row_stand_for_themselves():
    found = entries_of([row(**OVERDUE, change_number="CR-001", note="CR-001", status="done"), DONE_BEFORE])
    assert [(entry.code, entry.kind) for entry in found if entry.key == "key:T1"] == [("G033", "row"), ("G042", "late")]


def test_the_late_entry_keeps_its_identity_while_its_parts_change():
    first, second = late_entry(**OVERDUE), late_entry(**OVERDUE, **ANSWERED)
    assert first.identity == second.identity == "late:key:T1"
    assert first.fingerprint != second.fingerprint


# -- a check that hits far too much


def plan_of(count, **changes):
    """So many rows, each the predecessor of the next."""
    named = [row(n, predecessors=(f"T{n - 1}",), **changes) for n in range(1, count + 1)]
    return [DONE_BEFORE, *named]


def test_a_check_that_hits_over_30_percent_of_the_rows_is_one_entry():
    rows = [*plan_of(13), *(row(n, percent=Decimal(100), predecessors=("T1",)) for n in range(14, 20))]
    assert len(rows) == 20
    assert len(entries_for(rows, "G021")) == 6  # 30 %, not more
    rows.append(row(20, percent=Decimal(100)))
    (entry,) = entries_for(rows, "G021")
    assert (entry.kind, entry.severity, entry.clears, entry.key) == ("mass", "E", "value", "")
    assert (entry.values["count"], entry.values["named"]) == ("7", "1.14, 1.15, 1.16, 1.17, 1.18, …")
    assert entry.rows == tuple(f"key:T{n}" for n in range(14, 21))
    assert "declares" not in entry.values
    assert entry.blocking


def test_a_handful_of_rows_is_no_mass():
    rows = [row(n, percent=Decimal(100)) for n in range(1, 5)]
    assert [entry.kind for entry in entries_for(rows, "G021")] == ["row"] * 4


def test_late_rows_stay_one_entry_each_however_many_there_are():
    rows = plan_of(10, **OVERDUE)
    assert [entry.kind for entry in entries_of(rows) if "G041" in entry.parts] == ["late"] * 10


@pytest.mark.parametrize(
    ("code", "declares", "changes"),
    [
        ("G004", "planned_effort", {"planned_effort": None}),
        ("G029", "actual_effort", {"actual_effort": Decimal(0), "remaining_effort": None}),
        ("G084", "links", {"predecessors": ()}),
    ],
)
def test_a_mass_that_looks_like_a_missing_habit_offers_to_declare_it(code, declares, changes):
    rows = [row(n, **changes) for n in range(1, 9)]
    (entry,) = entries_for(rows, code)
    assert (entry.kind, entry.values["declares"], entry.values["count"]) == ("mass", declares, "8")
    assert code not in [entry.code for entry in entries_of(rows, not_kept=frozenset({declares}))]


def test_finished_rows_do_not_hide_that_effort_is_not_kept():
    done = Previous(actual_start=june(1), actual_finish=june(5), percent=Decimal(100))
    finished = [replace(DONE_BEFORE, key=f"f{n}", id=f"F{n}", planned_effort=None, previous=done) for n in range(40)]
    rows = [*finished, *(row(n, planned_effort=None) for n in range(1, 7))]
    (entry,) = entries_for(rows, "G004")
    assert (entry.kind, entry.values["count"]) == ("mass", "6")


def test_the_deletion_of_most_of_the_plan_is_one_entry():
    before = {f"T{n}": f"作業{n}" for n in range(1, 21)}
    (entry,) = entries_for([row(1)], "G063", previous_ids=before)
    assert (entry.kind, entry.values["count"], entry.rows) == ("mass", "19", ())
    kept = [row(n) for n in range(1, 19)]
    assert [entry.values["row"] for entry in entries_for(kept, "G063", previous_ids=before)] == ["T19", "T20"]


# -- plan homework


COARSE = {"planned_finish": june(30), "planned_effort": Decimal(12)}


def test_without_an_accepted_revision_plan_quality_is_homework():
    rows = [*plan_of(8), row(9, **COARSE), row(10, **COARSE)]
    (entry,) = entries_for(rows, "G075")
    assert (entry.kind, entry.key, entry.rows) == ("homework", "", ("key:T9", "key:T10"))
    assert (entry.severity, entry.values["count"]) == ("W", "2")


def test_known_plan_quality_stays_homework_and_new_or_changed_ones_stand_out():
    rows = [*plan_of(8), row(9, **COARSE), row(10, **COARSE)]
    known = frozenset(hit.fingerprint for hit in run(rows, context()).hits)
    (standing,) = entries_for(rows, "G075", previous_hits=known)
    changed = replace(rows[-1], planned_finish=june(29))
    new = row(11, **COARSE)
    found = entries_for([*rows[:-1], changed, new], "G075", previous_hits=known)
    kinds = {(entry.kind, entry.rows) for entry in found}
    assert kinds == {("homework", ("key:T9",)), ("row", ("key:T10",)), ("row", ("key:T11",))}
    homework = next(entry for entry in found if entry.kind == "homework")
    assert homework.fingerprint == standing.fingerprint  # judged once, not again with every row that comes or goes


def test_a_new_cycle_is_one_entry_for_all_its_rows():
    named = {1: "T3", 2: "T1", 3: "T2"}
    rows = [row(number, predecessors=(before,)) for number, before in named.items()]
    (entry,) = entries_for(rows, "G083", previous_hits=frozenset())
    assert (entry.kind, entry.key, entry.rows) == ("row", "key:T1", ("key:T1", "key:T2", "key:T3"))
    assert entry.blocking


# -- the live plan


def test_a_plan_finding_that_equals_the_live_plan_is_the_pmos_and_never_blocks():
    wrong = row(planned_start=june(22))  # after its finish
    team = entries_for([wrong, DONE_BEFORE], "G005")
    assert [(entry.audience, entry.blocking) for entry in team] == [("team", True)]
    live = {wrong.key: PlanFields(june(22), june(19), Decimal(8))}
    pmo = entries_for([wrong, DONE_BEFORE], "G005", live_plan=live)
    assert [(entry.audience, entry.blocking, entry.severity) for entry in pmo] == [("pmo", False, "E")]


def test_a_plan_the_team_changed_stays_the_teams():
    moved = row(planned_finish=june(22))
    (entry,) = entries_for([moved, DONE_BEFORE], "G060", live_plan={moved.key: (june(8), june(19), Decimal(8))})
    assert entry.audience == "team"


def test_actuals_are_never_the_pmos():
    live = {"key:T1": (june(8), june(19), Decimal(8))}
    (entry,) = entries_for([row(percent=Decimal(100)), DONE_BEFORE], "G021", live_plan=live)
    assert entry.audience == "team"


def test_links_are_the_pmos_only_where_the_live_plan_knows_them():
    wrong = row(predecessors=("T98", "T99"))
    dates = (june(8), june(19), Decimal(8))
    for links, audience in ((None, "team"), (("T99", "T98"), "pmo"), (("T98",), "team")):
        (entry,) = entries_for([wrong], "G082", live_plan={wrong.key: PlanFields(*dates, links)})
        assert entry.audience == audience


def test_groups_are_made_apart_for_the_team_and_for_the_pmo():
    rows = [*plan_of(8), row(9, **COARSE), row(10, **COARSE)]
    live = {"key:T9": (june(8), june(30), Decimal(12))}
    found = entries_for(rows, "G075", live_plan=live)
    assert {(entry.audience, entry.rows) for entry in found} == {("team", ("key:T10",)), ("pmo", ("key:T9",))}
    assert len({entry.identity for entry in found}) == 2


# -- the first week and the order


def test_in_the_first_week_nothing_that_can_be_read_blocks():
    rows = [row(1, **OVERDUE), row(2, percent=Decimal(100)), row(3, id="T2", key="twice"), DONE_BEFORE]
    found = entries_of(rows, first_week=True)
    assert {entry.severity for entry in found} <= {"W", "I"}
    assert not any(entry.blocking for entry in found)
    assert any(entry.blocking for entry in entries_of([row(percent=Decimal(130))], first_week=True))


def test_the_weightiest_entries_come_first_then_the_order_of_the_rows():
    rows = [
        row(1, planned_finish=june(20)),  # a day off, moved: W and E by plan
        row(2, percent=Decimal(100), remaining_effort=Decimal(0)),
        row(3, **OVERDUE, change_number="CR-1", note="CR-1"),
        DONE_BEFORE,
    ]
    found = entries_of(rows, previous_hits=frozenset())
    blocking = [entry.blocking for entry in found]
    assert blocking == sorted(blocking, reverse=True)
    assert [(entry.code, entry.key) for entry in found[:2]] == [("G021", "key:T2"), ("G042", "key:T3")]


def test_every_hit_is_in_exactly_one_entry():
    rows = [*plan_of(5), row(6, **OVERDUE), row(7, percent=Decimal(100)), row(8, assignee="山本", **COARSE)]
    given = context()
    hits = run(rows, given).hits
    covered = [
        (code, key) for entry in entries(hits, rows, given) for code in entry.parts for key in entry.rows or ("",)
    ]
    assert sorted(covered) == sorted({(hit.code, hit.key) for hit in hits})
