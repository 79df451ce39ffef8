"""The first WBS: dry run, the user's choices, and making the file the plan, all of it or nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from progress.actions.planning.baselines import propose_baseline
from progress.actions.planning.dry_run import NEW_PHASE, Choices, dry_run
from progress.actions.planning.first_plan import apply_wbs, settle
from progress.models import Baseline, Dependency, Reading, ReadingState, WorkItem
from projects.jobs import Refused
from projects.models import Assignment, ChangeLog, Phase
from tests.cast import person
from tests.progress.plans import make_baseline
from tests.progress.wbs_files import HEADERS, NOON, ROWS, changed, read_wbs, workbook

TEAM, ASSIGNEE, FINISH, EFFORT, LINK = 3, 4, 6, 7, 8


def blockers(cast, content: bytes, choices: Choices | None = None) -> dict[str, int]:
    return dry_run(read_wbs(cast, content), cast.project, choices).blockers


def test_the_dry_run_counts_and_writes_nothing(cast):
    coming = dry_run(read_wbs(cast), cast.project)
    assert [line.row.name for line in coming.lines] == [row[1] for row in ROWS]
    assert [line.depth for line in coming.lines] == [0, 1, 1, 0, 1, 1]
    assert coming.counts() == {(cast.alpha, "基本設計"): 2, (cast.beta, "結合テスト"): 2}
    assert (coming.blockers, coming.without_team, coming.without_phase) == ({}, 0, 0)
    assert not WorkItem.objects.exists()


def test_the_file_becomes_the_plan(cast):
    applied = apply_wbs(read_wbs(cast), by=cast.pmo, at=NOON)
    assert (applied.made, applied.kept, applied.removed) == (6, 0, 0)
    assert list(WorkItem.objects.values_list("name", flat=True)) == [row[1] for row in ROWS]
    screens, parent = WorkItem.objects.get(name="画面設計"), WorkItem.objects.get(name="基本設計")
    assert (screens.parent, screens.team, screens.phase, screens.assignee) == (parent, cast.alpha, cast.design, "田中")
    assert (screens.planned_start, screens.planned_finish) == (date(2026, 6, 8), date(2026, 6, 12))
    assert (screens.planned_effort, screens.wbs_code, screens.ident) == (Decimal(5), "1.1", "1.1")
    assert (parent.kind, parent.team, parent.planned_start) == ("summary", None, None)
    links = Dependency.objects.order_by("successor__sort_key")
    assert list(links.values_list("predecessor__name", "successor__name", "kind", "lag")) == [
        ("画面設計", "レビュー", "FS", 0), ("レビュー", "仕様書", "FS", 0), ("仕様書", "実施", "SS", 2),
    ]  # fmt: skip


def test_every_row_has_a_history_with_its_source(cast):
    reading = read_wbs(cast)
    apply_wbs(reading, by=cast.pmo, at=NOON)
    entries = ChangeLog.objects.filter(action="wbs.row_written")
    assert entries.count() == 6
    assert entries.get(label__contains="画面設計").source == "WBS.xlsx WBS!5"
    reading.refresh_from_db()
    assert reading.state == ReadingState.SENT


def test_a_file_is_applied_once(cast):
    reading = read_wbs(cast)
    twin = Reading.objects.get(pk=reading.pk)
    apply_wbs(reading, by=cast.pmo, at=NOON)
    for late, code in ((reading, "import_applied"), (twin, "reading_moved_on")):
        with pytest.raises(Refused, match=code):
            apply_wbs(late, by=cast.pmo, at=NOON)
    assert WorkItem.objects.count() == 6


def test_actuals_in_the_file_are_left_to_the_teams(cast):
    headers = (*HEADERS, "実績開始日", "進捗率")
    rows = [(*row, date(2026, 6, 8) if row[2] and row[5] else None, 50 if row[5] else None) for row in ROWS]
    apply_wbs(read_wbs(cast, workbook(rows, headers)), by=cast.pmo, at=NOON)
    assert not WorkItem.objects.exclude(actual_start=None, percent=None).exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (workbook(changed((1, FINISH), "6/31")), "lost"),
        (workbook(changed((2, LINK), "9.9")), "lost"),
        (workbook(changed((2, LINK), "1.2")), "lost"),
        (workbook(changed((1, TEAM), "ガンマ")), "teams_unknown"),
    ],
)
def test_what_the_plan_could_not_hold_blocks_the_import(cast, content, code):
    reading = read_wbs(cast, content)
    with pytest.raises(Refused) as refused:
        apply_wbs(reading, by=cast.pmo, at=NOON)
    assert refused.value.code == "import_blocked"
    assert code in refused.value.values["blockers"]
    assert not WorkItem.objects.exists()


def test_the_user_may_leave_out_what_cannot_be_read(cast):
    reading = read_wbs(cast, workbook(changed((1, FINISH), "6/31")))
    found = dry_run(reading, cast.project).problems
    assert [(problem.cell, problem.value) for _row, problem in found] == [("G5", "6/31")]
    apply_wbs(reading, by=cast.pmo, at=NOON, choices=Choices(leave_empty=True))
    assert WorkItem.objects.get(name="画面設計").planned_finish is None


def test_an_unknown_team_is_mapped_by_the_user(cast):
    content = workbook(changed((1, TEAM), "ガンマ"))
    assert blockers(cast, content) == {"teams_unknown": 1, "rows_without_team": 1}
    choices = Choices(teams={"ガンマ": "BETA"})
    reading = read_wbs(cast, content)
    settle(reading, choices, by=cast.pmo, at=NOON)
    assert dry_run(reading, cast.project).blockers == {}
    apply_wbs(reading, by=cast.pmo, at=NOON)
    assert WorkItem.objects.get(name="画面設計").team == cast.beta


def test_a_row_without_team_belongs_to_its_assignees_team_else_to_the_files(cast):
    Assignment.objects.create(member=person("suzuki", name_2="鈴木"), role="member", team=cast.beta)
    content = workbook([[*row[:TEAM], "", *row[TEAM + 1 :]] for row in ROWS])
    assert blockers(cast, content) == {"rows_without_team": 2}
    apply_wbs(read_wbs(cast, content), by=cast.pmo, at=NOON, choices=Choices(team="ALPHA"))
    teams = dict(WorkItem.objects.leaves().values_list("name", "team__code"))
    assert teams == {"画面設計": "ALPHA", "レビュー": "ALPHA", "仕様書": "BETA", "実施": "BETA"}


def test_people_of_the_plan_are_found_among_the_members(cast):
    apply_wbs(read_wbs(cast, workbook(changed((1, ASSIGNEE), "Lead Person, 田中"))), by=cast.pmo, at=NOON)
    assert list(WorkItem.objects.get(name="画面設計").assignees.all()) == [cast.lead]


def test_without_a_phase_column_the_top_row_names_the_phase(cast):
    content = workbook([[*row[:2], *row[3:]] for row in ROWS], [*HEADERS[:2], *HEADERS[3:]])
    apply_wbs(read_wbs(cast, content), by=cast.pmo, at=NOON)
    assert dict(WorkItem.objects.leaves().values_list("name", "phase__code")) == {
        "画面設計": "BD", "レビュー": "BD", "仕様書": "IT", "実施": "IT",
    }  # fmt: skip


def test_an_unknown_phase_is_none_or_made_as_the_user_says(cast):
    rows = [[*row[:2], "移行" if row[2] == "結合テスト" else row[2], *row[3:]] for row in ROWS]
    reading = read_wbs(cast, workbook(rows))
    coming = dry_run(reading, cast.project)
    assert (coming.unknown_phases, coming.without_phase, coming.blockers) == (("移行",), 2, {})
    apply_wbs(reading, by=cast.pmo, at=NOON, choices=Choices(phases={"移行": NEW_PHASE}))
    made = Phase.objects.get(name="移行")
    assert WorkItem.objects.leaves().filter(phase=made).count() == 2
    assert ChangeLog.objects.filter(action="phase.added").exists()


def test_missing_dates_and_effort_do_not_stop_the_import_but_the_baseline(cast):
    apply_wbs(read_wbs(cast, workbook(changed((1, EFFORT), None))), by=cast.pmo, at=NOON)
    with pytest.raises(Refused, match="blocking_points"):
        propose_baseline(cast.project, by=cast.pmo, at=NOON)


def test_the_plan_checks_name_the_field_of_the_file(cast):
    coming = dry_run(read_wbs(cast, workbook(changed((1, FINISH), date(2026, 6, 5)))), cast.project)
    point = next(point for point in coming.points if point.hit.code == "G005")
    assert (point.row.name, point.blocks) == ("画面設計", True)


def test_a_second_upload_replaces_the_plan_and_rows_keep_their_identity(cast):
    apply_wbs(read_wbs(cast), by=cast.pmo, at=NOON)
    before = dict(WorkItem.objects.values_list("name", "uuid"))
    added = ("2.3", "追加", "結合テスト", "ベータ", "鈴木", date(2026, 7, 7), date(2026, 7, 8), 2, "")
    rows = [*changed((1, EFFORT), 6)[:-1], added]
    reading = read_wbs(cast, workbook(rows), "WBS2.xlsx")
    identity = dry_run(reading, cast.project).identity
    assert (len(identity.known), identity.missing) == (5, 1)
    applied = apply_wbs(reading, by=cast.pmo, at=NOON)
    assert (applied.made, applied.kept, applied.removed) == (1, 5, 1)
    after = dict(WorkItem.objects.values_list("name", "uuid"))
    assert set(after) == set(before) - {"実施"} | {"追加"}
    assert all(after[name] == before[name] for name in set(after) & set(before))
    assert WorkItem.objects.get(name="画面設計").planned_effort == Decimal(6)
    assert Dependency.objects.count() == 2


def test_a_waiting_proposal_is_withdrawn_when_the_plan_is_replaced(cast):
    apply_wbs(read_wbs(cast), by=cast.pmo, at=NOON)
    propose_baseline(cast.project, by=cast.pmo, at=NOON)
    apply_wbs(read_wbs(cast, workbook(ROWS[:-1])), by=cast.pmo, at=NOON)
    assert not Baseline.objects.exists()


def test_an_approved_plan_changes_by_plan_changes_only(cast):
    apply_wbs(read_wbs(cast), by=cast.pmo, at=NOON)
    make_baseline(cast)
    with pytest.raises(Refused, match="plan_is_approved"):
        apply_wbs(read_wbs(cast), by=cast.pmo, at=NOON)


def test_a_milestone_without_extent_is_one(cast):
    rows = [*ROWS, ("3", "◆完了判定", "結合テスト", "ベータ", "", date(2026, 7, 17), date(2026, 7, 17), None, "2.2")]
    apply_wbs(read_wbs(cast, workbook(rows)), by=cast.pmo, at=NOON)
    assert WorkItem.objects.get(name="◆完了判定").kind == "milestone"


@pytest.mark.corpus
def test_the_collections_real_wbs_becomes_a_plan(cast, corpus):
    """Level columns, dates as calculated by Excel; what stands in its cells T001-T003 is read here by openpyxl."""
    path = corpus / "01_excel_wbs" / "neos21" / "WBS.xlsx"
    sheet = load_workbook(path, data_only=True)["WBS"]
    tasks = {row[3]: row for row in sheet.iter_rows(min_row=5, values_only=True) if row[3]}
    choices = Choices(team="ALPHA", phases={"要件定義": NEW_PHASE})
    apply_wbs(read_wbs(cast, path.read_bytes()), by=cast.pmo, at=NOON, choices=choices)
    leaves = {item.own_id: item for item in WorkItem.objects.leaves().select_related("parent__parent", "phase")}
    assert leaves.keys() == tasks.keys()
    for name, item in leaves.items():
        assert (item.name, item.planned_start, item.planned_effort) == (
            tasks[name][4], tasks[name][5].date(), Decimal(tasks[name][6]),
        )  # fmt: skip
        assert (item.team, item.phase.name, item.parent.parent.name) == (cast.alpha, "要件定義", "要件定義")
    names = [item.parent.name for _id, item in sorted(leaves.items())]
    assert names == ["現行仕様を調査する", "現行仕様を調査する", "要件を定義する"]
    links = Dependency.objects.values_list("predecessor__own_id", "successor__own_id")
    assert set(links) == {("T001", "T002"), ("T002", "T003")}


def test_the_number_of_queries_does_not_grow_with_the_rows(cast, django_assert_max_num_queries):
    """First as new rows, then as known ones: a few statements for each level of the outline."""
    more = [("2.9", f"行{n}", "結合テスト", "ベータ", "鈴木", None, None, 1, "") for n in range(150)]
    for effort in (4, 5):
        reading = read_wbs(cast, workbook([*changed((4, EFFORT), effort), *more]))
        with django_assert_max_num_queries(60):
            apply_wbs(reading, by=cast.pmo, at=NOON)
    assert WorkItem.objects.count() == 156
