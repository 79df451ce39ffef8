"""A small plan for tests: two phases, two teams, four leaves with dates, effort, people and links, no fault in it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from progress.actions.planning.baselines import approve_baseline, propose_baseline
from progress.models import Baseline, Dependency, WorkItem
from tests.cast import Cast, at


def leaf(cast: Cast, name: str, **fields: object) -> WorkItem:
    """A task of ALPHA in the design phase, 8 to 12 June 2026, five person-days."""
    values = {
        "team": cast.alpha, "phase": cast.design, "assignee": "田中", "planned_start": date(2026, 6, 8),
        "planned_finish": date(2026, 6, 12), "planned_effort": Decimal(5),
    }  # fmt: skip
    return WorkItem.objects.create(name=name, **{**values, **fields})


def make_plan(cast: Cast) -> dict[str, WorkItem]:
    """1 基本設計 > 1.1 画面設計, 1.2 レビュー (ALPHA) · 2 結合テスト > 2.1 仕様書, 2.2 実施 (BETA)."""
    design = WorkItem.objects.create(name="基本設計", kind="summary", wbs_code="1", sort_key=1000, phase=cast.design)
    test = WorkItem.objects.create(name="結合テスト", kind="summary", wbs_code="2", sort_key=4000, phase=cast.test)
    july = {"team": cast.beta, "phase": cast.test, "parent": test, "assignee": "鈴木"}
    plan = {
        "design": design,
        "screens": leaf(cast, "画面設計", wbs_code="1.1", sort_key=2000, parent=design),
        "review": leaf(
            cast, "レビュー", wbs_code="1.2", sort_key=3000, parent=design, planned_effort=Decimal(3),
            planned_start=date(2026, 6, 15), planned_finish=date(2026, 6, 17),
        ),
        "test": test,
        "script": leaf(
            cast, "仕様書", wbs_code="2.1", sort_key=5000, planned_effort=Decimal(4),
            planned_start=date(2026, 7, 1), planned_finish=date(2026, 7, 6), **july,
        ),
        "run": leaf(
            cast, "実施", wbs_code="2.2", sort_key=6000, planned_effort=Decimal(8),
            planned_start=date(2026, 7, 7), planned_finish=date(2026, 7, 16), **july,
        ),
    }  # fmt: skip
    for before, after in (("screens", "review"), ("review", "script"), ("script", "run")):
        Dependency.objects.create(predecessor=plan[before], successor=plan[after])
    return plan


def make_baseline(cast: Cast) -> Baseline:
    """Baseline 1 of the plan as it stands, in force from 1 April 2026."""
    proposed = propose_baseline(cast.project, by=cast.pmo, at=at("2026-04-01 09:00"))
    return approve_baseline(proposed, by=cast.pm, at=at("2026-04-01 10:00"))
