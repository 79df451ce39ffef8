"""Row identity (DESIGN): hidden id, own id, WBS code + name, path + name; exact only; what is ambiguous is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from progress.domain.rows import Kind, PlanRow
from progress.exchange.changes import Changes, changes
from progress.exchange.matched import HOW, REASONS, Matching
from progress.exchange.matching import match
from tests.progress.exchange.made import reading_of

D1, D2, D3 = date(2026, 6, 8), date(2026, 6, 19), date(2026, 6, 26)
DATES = ("予定開始日", "予定終了日")


def plan_row(key: str, ident: str = "", name: str = "", **fields: object) -> PlanRow:
    return PlanRow(key, ident or key, name, **{"planned_start": D1, "planned_finish": D2, **fields})


def found(grid: list, known: list[PlanRow], answers: dict[str, str] | None = None, **facts: object) -> Matching:
    return match(reading_of(grid, **facts), known, answers)


def keys(matching: Matching) -> list[tuple[str, str]]:
    """The key of each known row, the place of each new one."""
    return [(row.read.row.key if row.row.key.startswith("new:") else row.row.key, row.how) for row in matching.rows]


KNOWN = [plan_row("u1", "T1", "設計"), plan_row("u2", "T2", "製造"), plan_row("u3", "T3", "試験")]


def test_a_hidden_id_is_the_row_whatever_else_changed():
    grid = [("行キー", "ID", "タスク名", *DATES), ("u2", "T1", "まったく別の名前", D1, D2)]
    assert keys(found(grid, KNOWN)) == [("u2", "hidden_id")]


def test_then_the_file_s_own_id_then_code_and_name_then_path_and_name():
    known = [
        plan_row("u1", "T1", "設計"),
        plan_row("u2", "1.2", "製造", wbs_code="1.2"),
        plan_row("u3", "u3", "工程A", kind=Kind.SUMMARY),
        plan_row("u4", "u4", "確認", parent="u3"),
    ]
    grid = [
        ("ID", "WBS番号", "タスク名", *DATES),
        ("T1", "", "名前が変わった設計", D1, D2),
        ("", "1.2", "製造", D1, D2),
        ("", "", "工程A", D1, D2),
        ("", "", "　確認", D1, D2),
    ]
    assert keys(found(grid, known)) == [("u1", "own_id"), ("u2", "code_name"), ("u3", "path_name"), ("u4", "path_name")]


def test_a_code_of_the_plan_in_the_column_of_ids_counts_with_the_name_only():
    """Row 46 of an export is not the phase that the plan numbers 46."""
    known = [plan_row("u1", "46", "結合テスト", wbs_code="46"), plan_row("u2", "47", "総合テスト", wbs_code="47")]
    grid = [("ID", "タスク名", *DATES), ("46", "preparation", D1, D2), ("47", "総合テスト", D1, D2)]
    matching = found(grid, known)
    assert keys(matching) == [("new:WBS!2", "ask"), ("u2", "own_id")]
    assert [(ask.reason, ask.candidates) for ask in matching.asks] == [("renamed", ("u1",))]


def test_a_row_nobody_knows_is_new_and_a_known_row_the_file_lacks_is_missing():
    matching = found([("ID", "タスク名", *DATES), ("T1", "設計", D1, D2), ("T9", "移行", D1, D2)], KNOWN)
    assert keys(matching) == [("u1", "own_id"), ("new:WBS!3", "new")]
    assert matching.missing == ("u2", "u3")
    assert matching.counts() == {"own_id": 1, "new": 1, "matched": 1, "missing": 2}
    assert matching.asks == ()


def test_an_id_of_another_team_is_not_known_here():
    grid = [("行キー", "タスク名", *DATES), ("u9-of-another-team", "設計", D1, D2)]
    matching = found(grid, [plan_row("u1", "T1", "製造")])
    assert keys(matching) == [("new:WBS!2", "new")]
    assert matching.foreign == 1


def test_a_hidden_id_found_twice_stays_with_the_row_whose_name_is_unchanged():
    grid = [("行キー", "タスク名", *DATES), ("u1", "設計の写し", D1, D2), ("u1", "設計", D1, D2)]
    matching = found(grid, KNOWN)
    assert keys(matching) == [("new:WBS!2", "new"), ("u1", "hidden_id")]
    assert matching.copied == (2,)
    assert matching.asks == ()


def test_a_copied_row_with_the_same_name_is_asked_about():
    grid = [("行キー", "タスク名", *DATES), ("u1", "設計", D1, D2), ("u1", "設計", D1, D3)]
    matching = found(grid, KNOWN)
    assert keys(matching) == [("new:WBS!2", "ask"), ("new:WBS!3", "ask")]
    assert [(ask.reason, ask.candidates) for ask in matching.asks] == [("copied", ("u1",))] * 2
    first, second = matching.asks
    answered = found(grid, KNOWN, {first.fingerprint: "u1", second.fingerprint: ""})
    assert keys(answered) == [("u1", "remembered"), ("new:WBS!3", "new")]
    assert answered.copied == (3,)
    assert answered.asks == ()


def test_rows_that_fit_several_known_ones_are_asked_about_and_the_answer_is_remembered():
    known = [plan_row("u1", "u1", "確認"), plan_row("u2", "u2", "確認")]
    grid = [("タスク名", *DATES), ("確認", D1, D2), ("確認", D1, D3)]
    matching = found(grid, known)
    assert [row.how for row in matching.rows] == ["ask", "ask"]
    assert [(ask.reason, ask.candidates) for ask in matching.asks] == [("several", ("u1", "u2"))] * 2
    answers = {matching.asks[0].fingerprint: "u2", matching.asks[1].fingerprint: "u1"}
    assert keys(found(grid, known, answers)) == [("u2", "remembered"), ("u1", "remembered")]


def test_a_doubled_id_is_settled_by_the_name_where_the_name_is_exact():
    grid = [("ID", "タスク名", *DATES), ("T1", "設計", D1, D2), ("T1", "移行", D1, D2)]
    matching = found(grid, KNOWN)
    assert keys(matching) == [("u1", "path_name"), ("new:WBS!3", "new")]
    assert [row.row.id for row in matching.rows] == ["T1", "T1"]  # G009 must still see both


def test_a_renamed_and_a_moved_row_are_suggested_never_taken():
    known = [
        plan_row("a", "1", "A系", wbs_code="1", kind=Kind.SUMMARY),
        plan_row("b", "2", "B系", wbs_code="2", kind=Kind.SUMMARY),
        plan_row("u1", "1.1", "設計", wbs_code="1.1", parent="1"),
        plan_row("u2", "1.2", "製造", wbs_code="1.2", parent="1"),
    ]
    rows = [("1", "A系"), ("1.1", "画面設計"), ("2", "B系"), ("2.7", "製造")]
    grid = [("WBS番号", "タスク名", *DATES), *((code, name, D1, D2) for code, name in rows)]
    matching = found(grid, known)
    assert [(ask.number, ask.reason, ask.candidates) for ask in matching.asks] == [
        (3, "renamed", ("u1",)),
        (5, "moved", ("u2",)),
    ]
    assert matching.counts()["new"] == 2
    answers = {ask.fingerprint: ask.candidates[0] for ask in matching.asks}
    answered = found(grid, known, answers)
    assert keys(answered)[1::2] == [("u1", "remembered"), ("u2", "remembered")]
    assert [row.row.name for row in answered.rows][1::2] == ["画面設計", "製造"]
    declined = found(grid, known, dict.fromkeys(answers, ""))
    assert keys(declined)[1::2] == [("new:WBS!3", "new"), ("new:WBS!5", "new")]
    assert declined.asks == ()


def test_an_answer_for_a_row_that_is_not_here_any_more_is_forgotten():
    grid = [("タスク名", *DATES), ("移行", D1, D2)]
    print_of_row = reading_of(grid).rows[0].fingerprint
    assert keys(found(grid, KNOWN, {print_of_row: "gone"})) == [("new:WBS!2", "new")]


def test_running_numbers_are_no_identity_without_the_name():
    known = [plan_row("u1", "1", "設計"), plan_row("u2", "2", "製造"), plan_row("u3", "3", "試験")]
    inserted = [
        ("No", "タスク名", *DATES),
        (1, "設計", D1, D2),
        (2, "移行", D1, D2),
        (3, "製造", D1, D2),
        (4, "試験", D1, D2),
    ]
    matching = found(inserted, known)
    assert [key for key, _how in keys(matching)] == ["u1", "new:WBS!3", "u2", "u3"]


def test_a_new_row_keeps_its_key_when_rows_come_in_above_it():
    head = ("No", "タスク名", "先行", *DATES)
    first = found([head, (1, "設計", "", D1, D2), (2, "移行", "", D1, D2), (3, "教育", "2", D1, D2)], KNOWN)
    rows = [("設計", ""), ("訓練", ""), ("移行", ""), ("移行", ""), ("教育", "3")]
    second = found([head, *((n, name, before, D1, D2) for n, (name, before) in enumerate(rows, 1))], KNOWN)
    before, after = ({row.read.number: row.row for row in one.rows} for one in (first, second))
    assert before[3].key == after[4].key
    assert before[4].key == after[6].key
    assert len({row.key for row in after.values()}) == 5
    nameless = found([("タスク名", "先行", *DATES), ("移行", "", D1, D2), ("教育", "移行", D1, D2)], KNOWN)
    assert [row.row.id for row in nameless.rows] == [row.row.key for row in nameless.rows]
    assert nameless.plan_rows[1].predecessors == (nameless.plan_rows[0].id,)


def test_a_flat_file_finds_rows_of_a_tree_by_a_name_only_one_row_has():
    known = [
        plan_row("s", "s", "設計", kind=Kind.SUMMARY),
        plan_row("u1", "u1", "画面", parent="s"),
        plan_row("u2", "u2", "帳票", parent="s"),
    ]
    matching = found([("タスク名", *DATES), ("画面", D1, D2), ("帳票", D1, D2)], known)
    assert keys(matching) == [("u1", "path_name"), ("u2", "path_name")]
    assert matching.missing == ()  # summary rows are derived; a flat file never has them
    assert [row.row.parent for row in matching.rows] == ["s", "s"]


def test_what_file_and_plan_state_about_the_place_must_agree():
    known = [plan_row("s", "s", "設計", kind=Kind.SUMMARY), plan_row("u1", "u1", "確認", parent="s", phase="設計")]
    grid = [("工程", "タスク名", *DATES), ("製造", "確認", D1, D2)]
    assert [row.how for row in found(grid, known).rows] == ["ask"]


def test_the_file_s_values_stand_over_the_known_ones_and_the_rest_stays():
    known = [replace(KNOWN[0], note="前回の備考", percent=Decimal(20), planned_effort=Decimal(8), kind=Kind.TASK)]
    grid = [("ID", "タスク名", *DATES, "進捗率"), ("T1", "設計", D1, D3, "50%")]
    [row] = found(grid, known).plan_rows
    assert row == replace(known[0], planned_finish=D3, percent=Decimal(50))


def test_a_value_that_cannot_be_read_changes_nothing():
    known = [replace(KNOWN[0], actual_finish=D2)]
    grid = [("ID", "タスク名", *DATES, "実績終了日"), ("T1", "設計", D1, D2, "11/31")]
    matching = found(grid, known)
    assert matching.plan_rows == known
    assert matching.rows[0].read.problems[0].value == "11/31"


def test_a_known_milestone_stays_one_where_the_file_has_no_kind():
    known = [replace(KNOWN[0], kind=Kind.MILESTONE, planned_start=D2)]
    [row] = found([("ID", "タスク名", *DATES), ("T1", "設計", D2, D2)], known).plan_rows
    assert row.kind is Kind.MILESTONE


def test_parents_and_predecessors_name_rows_of_one_set_of_ids():
    known = [
        plan_row("u1", "u1", "設計", kind=Kind.SUMMARY),
        plan_row("u2", "u2", "画面", parent="u1"),
        plan_row("u3", "u3", "帳票", parent="u1", predecessors=("u2",)),
    ]
    grid = [
        ("タスク名", "先行", *DATES),
        ("設計", "", D1, D2),
        ("　画面", "", D1, D2),
        ("　帳票", "画面", D1, D2),
        ("　一覧", "帳票", D1, D2),
    ]
    matching = found(grid, known)
    assert matching.plan_rows[:3] == [replace(row, kind=row.kind) for row in known]
    assert (matching.plan_rows[3].parent, matching.plan_rows[3].predecessors) == ("u1", ("u3",))


def test_the_kind_and_the_lag_of_a_link_are_kept_in_the_file_and_in_the_plan():
    known = [
        plan_row("u1", "1", "設計"),
        plan_row("u2", "2", "製造", predecessors=("1SS+2",)),
        plan_row("u3", "3", "試験", predecessors=("2FF", "1FS-1", "A-1")),
    ]
    silent = [("ID", "タスク名", *DATES), ("A7", "設計", D1, D2), ("2", "製造", D1, D2), ("3", "試験", D1, D2)]
    before = found(silent, known)
    assert [row.predecessors for row in before.plan_rows] == [(), ("A7SS+2",), ("2FF", "A7FS-1", "A-1")]
    stated = [("ID", "タスク名", "先行", *DATES), ("A7", "設計", "", D1, D2), ("B", "移行", "A7SS+3d, 9FF", D1, D2)]
    assert [row.predecessors for row in found(stated, known).plan_rows] == [(), ("A7SS+3", "9FF")]


def test_implied_groups_find_their_summary_rows():
    known = [plan_row("s", "s", "設計", kind=Kind.SUMMARY), plan_row("u1", "u1", "画面", parent="s")]
    matching = found([("大項目", "タスク名", *DATES), ("設計", "画面", D1, D2), ("製造", "部品", D1, D2)], known)
    assert keys(matching) == [("u1", "path_name"), ("new:WBS!3", "new")]
    assert [row.parent for row in matching.plan_rows] == ["s", "製造"]
    assert [(row.row.key, row.how) for row in matching.groups] == [("s", "path_name"), ("group:製造", "new")]
    assert matching.missing == ()


def test_a_task_that_became_a_heading_of_other_rows_is_not_missing():
    known = [plan_row("s", "s", "設計", kind=Kind.SUMMARY), plan_row("u1", "u1", "画面", parent="s")]
    levels = ("大項目", "中項目", "タスク名", *DATES)
    matching = found([levels, ("設計", "画面", "一覧", D1, D2), ("設計", "画面", "詳細", D1, D2)], known)
    assert [row.parent for row in matching.plan_rows] == ["u1", "u1"]
    assert matching.missing == ()


def test_a_file_with_another_plan_is_said_to_be_one_and_asks_nothing():
    known = [plan_row(f"u{n}", f"{n}", f"旧作業{n}", wbs_code=str(n)) for n in range(1, 11)]
    grid = [("WBS番号", "タスク名", *DATES), *((str(n), f"新作業{n}", D1, D2) for n in range(1, 9))]
    matching = found(grid, known)
    assert matching.whole_plan_replaced
    assert matching.asks == ()
    assert len(matching.missing) == 10
    assert {row.how for row in matching.rows} == {"new"}


def test_a_plan_that_grew_or_shrank_is_no_other_plan():
    known = [plan_row(f"u{n}", f"T{n}", f"作業{n}") for n in range(10)]
    few = [("ID", "タスク名", *DATES), ("T1", "作業1", D1, D2)]
    many = [("ID", "タスク名", *DATES), *((f"T{n}", f"作業{n}", D1, D2) for n in range(60))]
    assert not found(few, known).whole_plan_replaced
    assert not found(many, known).whole_plan_replaced


def test_a_matching_survives_json():
    grid = [("ID", "タスク名", *DATES), ("T1", "設計", D1, "11/31"), ("", "製造", D1, D2), ("", "製造", D1, D2)]
    matching = found(grid, KNOWN)
    assert Matching.from_json(matching.to_json()) == matching
    assert {row.how for row in matching.rows} <= set(HOW)
    assert {ask.reason for ask in matching.asks} <= set(REASONS)


def test_changes_are_old_and_new_by_row_and_field():
    after = [
        replace(KNOWN[0], percent=Decimal(50), actual_start=D1),
        replace(KNOWN[1], planned_finish=D3, actual_finish=D2, percent=Decimal(100)),
        plan_row("new:WBS!5", "T9", "移行"),
    ]
    found_changes = changes(KNOWN, after)
    assert dict(found_changes.rows) == {
        "u1": {"percent": (None, Decimal(50)), "actual_start": (None, D1)},
        "u2": {"planned_finish": (D2, D3), "actual_finish": (None, D2), "percent": (None, Decimal(100))},
    }
    assert (found_changes.added, found_changes.missing) == (("new:WBS!5",), ("u3",))
    assert found_changes.counts() == {
        "changed": 2, "added": 1, "missing": 1, "started": 1, "finished": 1, "advanced": 2, "plan": 1,
    }  # fmt: skip
    assert found_changes.by_field()["percent"] == 2
    assert Changes.from_json(found_changes.to_json()) == found_changes


def test_nothing_to_tell_about_rows_that_are_equal():
    assert changes(KNOWN, KNOWN).rows == {}
