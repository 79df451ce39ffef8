"""Rules of the checks that no single example row shows (DOMAIN 4.3 notes, DESIGN findings)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from progress.domain.checks import CHECKS, Clears, Severity, assignees, run
from progress.domain.rows import Kind, PlanRow, Previous, Status
from tests.progress.domain.check_cases import DONE_BEFORE, FINISHED, context, hits_of, june, row


def codes(rows, key=None, **changes):
    return {hit.code for hit in hits_of(rows, **changes) if key in (None, hit.key)}


def keys(rows, code, **changes):
    return [hit.key for hit in hits_of(rows, code, **changes)]


# -- future dates


def test_an_actual_date_after_the_day_of_sending_must_be_mended():
    (hit,) = hits_of(row(**{**FINISHED, "actual_finish": june(16)}), "G025", sent_on=june(15))
    assert (hit.severity, hit.clears, hit.field, hit.values["value"]) == ("E", "value", "actual_finish", "2026-06-16")


def test_an_actual_date_after_the_status_date_but_not_after_sending_is_information():
    (hit,) = hits_of(row(**{**FINISHED, "actual_finish": june(15)}), "G025", sent_on=june(15))
    assert (hit.severity, hit.clears) == ("I", "record")


def test_a_date_of_the_status_date_is_no_future_date_unless_it_was_sent_before():
    assert hits_of(row(**FINISHED), "G025") == []
    (hit,) = hits_of(row(**FINISHED), "G025", sent_on=june(11))
    assert hit.severity == "E"


def test_both_actual_dates_are_pointed_at_when_both_lie_in_the_future():
    future = row(**{**FINISHED, "actual_start": june(15), "actual_finish": june(16)})
    assert [hit.field for hit in hits_of(future, "G025")] == ["actual_start", "actual_finish"]


# -- which rows are looked at


def odd(**changes) -> PlanRow:
    """A row wrong in many ways, without a second thought."""
    wrong = PlanRow(key="x", id="T1", name="", planned_start=june(20), planned_finish=june(7), percent=Decimal(120))
    return replace(wrong, actual_finish=june(20), actual_effort=Decimal(5), baseline_start=june(1), **changes)


def test_a_cancelled_row_is_exempt_from_everything_up_to_g055():
    found = codes([odd(status=Status.CANCELLED), row(9, id="T1")], key="x")
    assert found
    assert {code for code in found if code < "G060"} == set()


def test_a_row_that_is_gone_is_missed_even_when_it_was_cancelled():
    assert "G063" in codes([row()], previous_ids={"T1": "", "T9": "中止した作業"})


def test_a_summary_row_is_judged_only_by_the_checks_for_summaries():
    found = codes([odd(kind=Kind.SUMMARY, parent="P9", critical=True, total_float=-3), row(9, id="T1")], key="x")
    assert found <= {"G009", "G010", "G011", "G063", "G064", "G070", "G071", "G072", "G073", "G074"}
    assert {"G009", "G010", "G074"} <= found


def test_a_row_accepted_as_finished_is_rechecked_only_for_reopening_and_rewriting():
    accepted = Previous(
        actual_start=june(8), actual_finish=june(10), percent=Decimal(100), planned_start=june(8),
        planned_finish=june(19), planned_effort=Decimal(8),
    )  # fmt: skip
    wrong = {"percent": Decimal(90), "assignee": "", "planned_finish": june(20)}
    finished = row(9, previous=accepted, actual_finish=june(10), **wrong)
    assert codes([finished, DONE_BEFORE], key=finished.key) == {"G066"}
    assert codes([replace(finished, actual_start=june(9)), DONE_BEFORE], key=finished.key) == {"G050", "G066"}
    assert codes([replace(finished, actual_finish=None), DONE_BEFORE], key=finished.key) == {"G049", "G066"}


@pytest.mark.parametrize("code", ["G075", "G076"])
def test_plan_quality_looks_at_open_rows_only(code):
    coarse = {"planned_finish": june(30), "planned_effort": Decimal(80)}
    assert code in codes(row(**coarse))
    assert code not in codes(row(**coarse, **FINISHED))


# -- overdue, and what a project may set


def test_a_row_due_on_the_status_date_is_overdue_unless_updates_are_due_that_day():
    due = row(planned_finish=june(12), percent=Decimal(90), remaining_effort=Decimal("0.5"))
    assert {"G041", "G044"} <= codes(due)
    assert {"G041", "G042", "G043", "G044", "G046"}.isdisjoint(codes(due, overdue_from_equal=False))


def test_a_project_may_change_severity_clearing_and_parameter_of_a_check():
    coarse = row(planned_finish=june(22))
    changed = {"severities": {"G075": Severity.I}, "clears": {"G075": Clears.RECORD}}
    (hit,) = hits_of(coarse, "G075", **changed)
    assert (hit.severity, hit.clears) == ("I", "record")
    assert hits_of(coarse, "G075", parameters={"G075": Decimal(11)}) == []


def test_in_the_first_week_only_what_cannot_be_read_must_be_mended():
    rows = [row(2, percent=Decimal(100)), row(3, percent=Decimal(130)), row(4, planned_finish=june(11))]
    severities = {hit.code: hit.severity for hit in hits_of([*rows, DONE_BEFORE], first_week=True)}
    assert {"G006", "G021", "G041", "G042"} <= severities.keys()
    assert {code for code, severity in severities.items() if severity == "E"} == {"G006"}
    assert severities["G041"] == "W"


# -- ids, links and cycles


def test_ids_in_full_and_half_width_are_the_same_id():
    assert keys([row(1), row(2, id="Ｔ１", key="two")], "G009") == ["key:T1", "two"]


def test_predecessors_and_parents_may_lie_outside_the_submission():
    mine = row(predecessors=("X1",), parent="P1")
    assert {"G082", "G074"} <= codes([mine])
    outside = (replace(DONE_BEFORE, id="X1", key="x1"), PlanRow(key="p", id="P1", name="親", kind=Kind.SUMMARY))
    assert {"G080", "G081", "G082", "G074"}.isdisjoint(codes([mine], others=outside))
    unfinished = (replace(outside[0], actual_finish=None), outside[1])
    assert "G080" in codes([mine], others=unfinished)


def test_a_row_that_is_left_out_is_a_predecessor_as_last_accepted_and_nothing_else():
    mine = row(predecessors=("X1",), parent="P1")
    above = PlanRow(key="p", id="P1", name="親", kind=Kind.SUMMARY, planned_start=june(8), planned_finish=june(19))
    gone = replace(DONE_BEFORE, id="X1", key="x1", parent="P1")
    assert {"G080", "G081", "G082"}.isdisjoint(codes([mine, above], left_out=(gone,)))
    assert "G080" in codes([mine, above], left_out=(replace(gone, actual_finish=None),))
    assert "G070" not in codes([mine, above], left_out=(gone,))  # the parent is that of the rows that are there


@pytest.mark.parametrize("written", ["T0", "T0FS", "Ｔ０", "T0 FS+2日", "T0SS", "T0-1d"])
def test_a_predecessor_may_be_written_with_kind_and_lag(written):
    assert "G082" not in codes(row(predecessors=(written,)))


def test_only_plain_finish_to_start_links_bind_the_dates():
    overlapping = replace(DONE_BEFORE, planned_finish=june(10), actual_finish=None)
    assert {"G080", "G081"} <= codes([row(predecessors=("T0",)), overlapping])
    assert {"G080", "G081"}.isdisjoint(codes([row(predecessors=("T0SS",)), overlapping]))


def test_a_milestone_may_stand_on_the_day_its_predecessor_finishes():
    finish = row(2, kind=Kind.MILESTONE, planned_start=june(5), planned_finish=june(5), planned_effort=None)
    assert keys([finish, DONE_BEFORE], "G081") == []
    early = replace(finish, planned_start=june(4), planned_finish=june(4))
    assert keys([early, DONE_BEFORE], "G081") == [early.key]


def test_a_cycle_of_three_is_found_on_its_rows_and_on_no_other():
    named = {1: "T3", 2: "T1", 3: "T2", 4: "T3"}
    rows = [row(number, predecessors=(before,)) for number, before in named.items()]
    hits = hits_of(rows, "G083")
    assert [hit.key for hit in hits] == ["key:T1", "key:T2", "key:T3"]
    assert {hit.values["number"] for hit in hits} == {"T1 → T2 → T3 → T1"}


def test_a_row_that_names_itself_is_a_cycle():
    assert keys([row(1, predecessors=("T1",))], "G083") == ["key:T1"]


def test_a_chain_of_many_rows_that_closes_is_a_cycle():
    rows = [row(n, predecessors=(f"T{n - 1 if n else 2999}",)) for n in range(3000)]
    hits = hits_of(rows, "G083")
    assert len(hits) == 3000
    assert {hit.values["number"] for hit in hits} == {"T0 → T1 → T2 → T3 → T4 → T5 → T6 → T7 → T8 → T9 → … → T0"}


def test_missing_links_are_found_only_in_a_plan_with_links():
    lonely = [row(1, predecessors=()), row(2, predecessors=())]
    outcome = run(lonely, context(has_links=None))
    assert ("G084", "missing.links") in outcome.not_evaluated
    linked = [*lonely, row(3, predecessors=("T2",))]
    assert keys(linked, "G084", has_links=None) == ["key:T1"]


def test_the_first_and_the_last_milestone_need_no_links():
    def milestone(number, on):
        return row(number, kind=Kind.MILESTONE, planned_start=on, planned_finish=on, predecessors=())

    rows = [milestone(1, june(1)), milestone(2, june(10)), milestone(3, june(30))]
    assert keys(rows, "G084") == ["key:T2"]


# -- people


def test_several_people_may_share_a_cell():
    assert assignees("田中、佐藤／鈴木, ジョン・スミス\n") == ("田中", "佐藤", "鈴木", "ジョン・スミス")


def test_a_member_must_be_there_while_the_work_is_left_to_do():
    def unknown(**periods):
        return bool(hits_of([row()], "G008", members=periods))

    assert not unknown(田中=[(None, None)])
    assert not unknown(田中=[(june(10), june(19))])  # came after the planned start, stays to the planned finish
    assert unknown(田中=[(None, june(15))])  # leaves before the planned finish
    assert unknown(佐藤=[(None, None)])
    assert not unknown(田中=[(None, june(1)), (june(11), None)])  # came back


def test_a_finished_row_may_name_somebody_who_has_left():
    assert hits_of([row(**FINISHED)], "G008", members={"田中": [(None, june(9))]}) == []
    assert hits_of([row(**FINISHED)], "G008", members={"田中": [(None, june(5))]})


def test_a_name_is_compared_without_blanks_and_width():
    assert hits_of([row(assignee="濵﨑　悠")], "G008", members=frozenset({"濵﨑 悠"})) == []


def test_load_is_shared_by_the_people_of_a_task_and_counted_on_working_days_only():
    def overload(first, second):
        return keys([row(1, **first), row(2, **second)], "G090")

    full = {"planned_effort": Decimal(10)}  # 1.0 a day from 8 to 19 June
    assert overload(full, full) == ["key:T1", "key:T2"]
    assert overload(full, {**full, "assignee": "佐藤"}) == []
    assert overload(full, {**full, "assignee": "佐藤、田中"}) == ["key:T1", "key:T2"]
    assert overload(full, {"planned_start": june(20), "planned_finish": june(22), "planned_effort": Decimal(1)}) == []
    weekend = {"planned_start": june(8), "planned_finish": june(14), "planned_effort": Decimal(5)}
    after = {"planned_start": june(13), "planned_finish": june(19), "planned_effort": Decimal(5)}
    assert overload(weekend, after) == []  # they touch only on a Saturday and a Sunday


def test_the_first_overloaded_day_and_its_load_are_named():
    rows = [row(1), row(2, planned_start=june(15), planned_finish=june(19), planned_effort=Decimal(3))]
    first = hits_of(rows, "G090")[0]
    assert (first.values["value"], first.values["load"]) == ("2026-06-15", "1.4")  # 8/10 + 3/5


def test_days_off_count_as_absence_only_when_they_would_have_been_worked():
    away = {"田中": [june(13), june(14), june(15)]}
    assert hits_of(row(planned_effort=Decimal(9)), "G091", absences=away) == []  # 10 - 1 working day
    assert hits_of(row(planned_effort=Decimal("9.5")), "G091", absences=away)


# -- parents


def parent(**changes):
    return row(9, kind=Kind.SUMMARY, percent=Decimal(50), **changes)


def test_a_sum_may_include_cancelled_rows_or_leave_them_out():
    children = [row(1, parent="T9"), row(2, parent="T9", status=Status.CANCELLED)]
    assert keys([parent(planned_effort=Decimal(8)), *children], "G072") == []
    assert keys([parent(planned_effort=Decimal(16)), *children], "G072") == []
    assert keys([parent(planned_effort=Decimal(12)), *children], "G072") == ["key:T9"]


def test_a_parent_is_not_judged_where_the_rows_below_do_not_show_the_value():
    blank = row(1, parent="T9", kind=Kind.SUMMARY, planned_effort=None, percent=None)
    found = codes([parent(planned_effort=Decimal(99)), blank, row(2, parent="T9")], key="key:T9")
    assert {"G071", "G072"}.isdisjoint(found)
    assert {"G070", "G071", "G072", "G073"}.isdisjoint(codes([parent()], key="key:T9"))


def test_a_parent_that_shows_no_progress_is_derived_and_not_judged():
    finished = [row(1, parent="T9", **FINISHED), row(2, parent="T9", **FINISHED)]
    assert keys([parent(), *finished], "G073") == ["key:T9"]
    derived = replace(parent(), percent=None, actual_start=None)
    assert keys([derived, *finished], "G073") == []


def test_a_blank_percentage_of_a_row_not_begun_counts_zero_in_its_parent():
    rows = [parent(planned_effort=Decimal(16)), row(1, parent="T9", percent=Decimal(100))]
    assert keys([*rows, row(2, parent="T9", percent=None, actual_start=None)], "G071") == []
    assert keys([*rows, row(2, parent="T9", percent=Decimal(50))], "G071") == ["key:T9"]


def test_children_in_other_teams_belong_to_the_parent_as_well():
    split = [parent(planned_effort=Decimal(16)), row(1, parent="T9")]
    assert keys(split, "G072") == ["key:T9"]
    assert keys(split, "G072", others=(row(2, parent="T9"),)) == []


# -- changes


def test_a_change_number_counts_only_when_it_is_approved_where_the_approved_ones_are_known():
    moved = row(planned_finish=june(18), change_number="cr-012、CR-013")
    assert hits_of(moved, "G060") == []
    assert hits_of(moved, "G060", approved_changes=frozenset({"CR-012"})) == []
    assert hits_of(moved, "G060", approved_changes=frozenset({"CR-099"}))


def test_a_renumbered_row_is_not_taken_for_a_deleted_one():
    renumbered = row(1, id="1.2.3")
    names, keys_then = {"T1": "作業1", "T5": "消えた作業"}, {"T1": renumbered.key, "T5": "key:T5"}
    known = {"previous_ids": names, "previous_keys": keys_then}
    (hit,) = hits_of([renumbered], "G063", **known)
    assert (hit.key, hit.values) == ("key:T5", {"row": "T5", "task": "消えた作業"})
    assert hits_of([renumbered], "G063", **known, approved_deletions=frozenset({"T5"})) == []


# -- not evaluated


def reasons(rows, **changes):
    return dict(run(rows, context(**changes)).not_evaluated)


def test_what_a_team_is_declared_not_to_keep_is_not_evaluated():
    found = reasons([row()], not_kept=frozenset({"actual_effort"}))
    # DOMAIN 1.7 #21
    assert {code for code, reason in found.items() if reason.startswith("not_kept")} == {
        "G028", "G029", "G030", "G031", "G032", "G035", "G051", "G052",
    }  # fmt: skip
    links = reasons([row()], not_kept=frozenset({"links"}))
    assert sorted(links) == ["G054", "G080", "G081", "G082", "G083", "G084", "G102"]
    assert {reason for code, reason in links.items() if code.startswith("G08")} == {"not_kept.links"}
    assert reasons([row()], not_kept=frozenset({"planned_effort"}))["G004"] == "not_kept.planned_effort"


def test_a_check_whose_column_the_file_lacks_is_not_evaluated():
    columns = frozenset({"name", "planned_start", "planned_finish", "actual_start", "percent"})
    found = reasons([row()], columns=columns)
    assert found["G021"] == "column.actual_finish"
    assert found["G002"] == "column.assignee"
    assert "G020" not in found
    assert "G025" not in found  # one of the two actual dates is enough


def test_checks_without_their_data_or_engine_are_not_evaluated_and_never_green():
    bare = PlanRow(key="a", id="T1", name="画面設計")
    found = reasons(
        [bare], absences=None, baseline_ids=None, previous_ids=None, members=None, file_status_date=None, headers=None,
        due_at=None, project_start=None, project_finish=None, has_links=None,
    )  # fmt: skip
    missing = {reason.removeprefix("missing.") for reason in found.values()}
    assert missing == {
        "absence", "baseline", "before_previous", "deadline", "file_status_date", "float", "headers", "links",
        "members", "period", "previous", "previous_ids",
    }  # fmt: skip
    assert found["G085"] == found["G086"] == "missing.float"
    assert found["G101"] == "missing.file_status_date"


def test_every_check_is_either_made_or_named_as_not_evaluated():
    outcome = run([row()], context())
    assert {code for code, _reason in outcome.not_evaluated} <= {check.code for check in CHECKS}
    assert not {hit.code for hit in outcome.hits} & {code for code, _reason in outcome.not_evaluated}


# -- the submission


def test_a_submission_that_did_not_arrive_and_one_that_came_late():
    (missing,) = hits_of([row()], "G100", sent_at=None)
    assert (missing.key, "value" in missing.values) == ("", False)
    (late,) = hits_of([row()], "G100", sent_at=datetime(2026, 6, 12, 17, 1))
    assert late.values == {"value": "2026-06-12T17:01:00", "deadline": "2026-06-12T17:00:00"}
    assert late.clears == "record"
