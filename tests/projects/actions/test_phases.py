from datetime import date

import pytest

from progress.models import WorkItem
from projects.actions.phases import add_phase, change_phase, remove_phase
from projects.actions.records import Edit, Stale
from projects.jobs import Refused
from projects.models import ChangeLog, Phase
from tests.cast import at

NOW = at("2026-06-10 09:00")


def last_change() -> ChangeLog:
    return ChangeLog.objects.order_by("-pk")[0]


def test_a_new_phase_is_stored_with_its_history(cast):
    phase = add_phase(Phase(code="ST", name="総合テスト", start=date(2026, 8, 1)), by=cast.pmo, at=NOW)

    assert Phase.objects.get(code="ST").name == "総合テスト"
    change = last_change()
    assert (change.action, change.actor, change.record) == ("phase.added", cast.pmo, str(phase.pk))
    assert change.after == {
        "name": "総合テスト",
        "name_2": "",
        "code": "ST",
        "order": 0,
        "start": "2026-08-01",
        "finish": None,
    }


def test_a_code_that_is_taken_is_refused_and_leaves_no_trace(cast):
    before = ChangeLog.objects.count()

    with pytest.raises(Refused) as refusal:
        add_phase(Phase(code="BD", name="Again"), by=cast.pmo, at=NOW)

    assert refusal.value.code == "already_there"
    assert ChangeLog.objects.count() == before


def test_only_what_changed_is_saved_and_logged(cast):
    edit = Edit({"name": "外部設計", "order": 1})

    change_phase(cast.design, edit, by=cast.pmo, at=NOW)

    change = last_change()
    assert (change.action, change.before, change.after) == ("phase.changed", {"name": "基本設計"}, {"name": "外部設計"})


def test_saving_without_a_change_logs_nothing(cast):
    before = ChangeLog.objects.count()

    change_phase(cast.design, Edit({"name": cast.design.name}), by=cast.pmo, at=NOW)

    assert ChangeLog.objects.count() == before


def test_the_second_of_two_editors_is_told(cast):
    seen = {"name": cast.design.name, "order": 1}
    change_phase(cast.design, Edit({"name": "First", "order": 1}, seen), by=cast.pmo, at=NOW)

    with pytest.raises(Stale) as stale:
        change_phase(cast.design, Edit({"name": "Second", "order": 1}, seen), by=cast.admin, at=NOW)

    assert stale.value.current.name == "First"
    assert Phase.objects.get(pk=cast.design.pk).name == "First"


def test_a_code_of_another_phase_is_refused_on_change_too(cast):
    with pytest.raises(Refused) as refusal:
        change_phase(cast.design, Edit({"code": "IT"}), by=cast.pmo, at=NOW)

    assert refusal.value.code == "already_there"


def test_a_phase_nothing_refers_to_can_be_removed(cast):
    remove_phase(cast.design, by=cast.pmo, at=NOW)

    assert not Phase.objects.filter(code="BD").exists()
    assert (last_change().action, last_change().before["code"]) == ("phase.removed", "BD")


def test_a_phase_with_rows_of_the_plan_stays(cast):
    WorkItem.objects.create(name="Row", team=cast.alpha, phase=cast.design)
    before = ChangeLog.objects.count()

    with pytest.raises(Refused) as refusal:
        remove_phase(cast.design, by=cast.pmo, at=NOW)

    assert (refusal.value.code, refusal.value.values["count"]) == ("in_use", 1)
    assert Phase.objects.filter(code="BD").exists()
    assert ChangeLog.objects.count() == before
