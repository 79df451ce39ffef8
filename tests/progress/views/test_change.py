"""One plan change: lines, request, decision."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from progress.actions.planning.changes import Reasons, add_line, draft_change, request_change
from progress.models import Baseline, PlanChange, PlanChangeState, WorkItem
from tests.cast import at
from tests.progress.plans import leaf, make_baseline, make_plan

NOON = at("2026-06-09 12:00")
WHY = Reasons(title="延伸", reason="仕様確認", effective_date=date(2026, 6, 10))


@pytest.fixture
def plan(cast):
    rows = make_plan(cast)
    make_baseline(cast)
    return rows


@pytest.fixture
def draft(cast, plan) -> PlanChange:
    return draft_change(WHY, by=cast.pmo, at=NOON)


@pytest.fixture
def requested(cast, plan, draft) -> PlanChange:
    add_line(draft, item=plan["run"], field="planned_effort", after=Decimal(9), by=cast.pmo, at=NOON)
    return request_change(draft, by=cast.pmo, at=NOON)


def url(name: str, change: PlanChange, *more: int) -> str:
    return reverse(f"progress:{name}", args=[change.pk, *more])


def filled(item: WorkItem, **fields: str) -> dict[str, str]:
    """The row's form as the page shows it, with changes."""
    values = {
        "row": str(item.uuid), "name": item.name, "assignee": item.assignee,
        "planned_start": str(item.planned_start or ""), "planned_finish": str(item.planned_finish or ""),
        "planned_effort": str(item.planned_effort or ""), "team": str(item.team_id or ""),
        "phase": str(item.phase_id or ""), "parent": str(item.parent.uuid) if item.parent else "",
        "predecessors": ", ".join(link.predecessor.wbs_code for link in item.predecessor_links.all()),
    }  # fmt: skip
    return {**values, **fields}


def test_a_row_is_found_changed_and_requested(client, cast, plan, draft):
    client.force_login(cast.pmo)
    item = plan["run"]
    found = client.get(url("change", draft), {"text": "実施"}).text
    assert str(item.uuid) in found
    assert 'value="2026-07-16"' in client.get(url("change", draft), {"text": "実施", "row": str(item.uuid)}).text
    answer = client.post(url("change_lines", draft), filled(item, planned_finish="2026-07-21", planned_effort="8.00"))
    assert answer.url == url("change", draft)
    assert list(draft.lines.values_list("field", "after")) == [("planned_finish", "2026-07-21")]
    assert client.post(url("change_request", draft)).url == url("change", draft)
    draft.refresh_from_db()
    assert draft.state == PlanChangeState.REQUESTED


def test_a_row_opened_again_shows_what_the_change_made_of_it(client, cast, plan, draft):
    client.force_login(cast.pmo)
    item = plan["run"]
    client.post(url("change_lines", draft), filled(item, planned_finish="2026-07-21", team=str(cast.alpha.pk)))
    form = client.get(url("change", draft), {"row": str(item.uuid)}).context["forms"]["row"]
    shown = {name: form[name].value() for name in ("planned_finish", "planned_effort", "team", "cancelled")}
    assert shown == {
        "planned_finish": date(2026, 7, 21), "planned_effort": Decimal(8), "team": cast.alpha.pk, "cancelled": False,
    }  # fmt: skip
    client.post(url("change_lines", draft), filled(item))
    assert not draft.lines.exists()


def test_a_row_is_moved_and_linked_by_the_codes_people_use(client, cast, plan, draft):
    client.force_login(cast.pmo)
    item, above = plan["script"], plan["design"]
    data = filled(item, parent=str(above.uuid), predecessors="1.1ss+2； 1.2")
    assert client.post(url("change_lines", draft), data).status_code == 302
    lines = {line.field: (line.before, line.after) for line in draft.lines.all()}
    assert lines == {"parent": ("2", "1"), "predecessors": (["1.2"], ["1.1SS+2", "1.2"])}
    page = client.get(url("change", draft), {"row": str(item.uuid)}, headers={"Accept-Language": "en"})
    form = page.context["forms"]["row"]
    assert (form["parent"].value(), form["predecessors"].value()) == (above.uuid, "1.1SS+2, 1.2")
    assert "<del>1.2</del> <ins>1.1SS+2, 1.2</ins>" in page.text
    client.post(url("change_lines", draft), filled(item))
    assert not draft.lines.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"predecessors": "9.9"}, "“9.9” is the code of no row"),
        ({"predecessors": "2.2"}, "would wait for itself through 2.2"),
        ({"predecessors": "2.1"}, "would wait for itself"),
    ],
)
def test_links_that_cannot_be_are_refused_in_words(client, cast, plan, draft, fields, said):
    client.force_login(cast.pmo)
    data = filled(plan["script"], **fields)
    answer = client.post(url("change_lines", draft), data, headers={"Accept-Language": "en"})
    assert answer.status_code == 409
    assert said in answer.text
    assert not draft.lines.exists()


def test_the_pm_approves_with_a_note(client, cast, plan, requested):
    client.force_login(cast.pm)
    assert url("change_approval", requested) in client.get(url("change", requested)).text
    answer = client.post(url("change_approval", requested), {"version": requested.version, "note": "了承"})
    assert answer.status_code == 302
    requested.refresh_from_db()
    assert (requested.state, requested.decision_note) == (PlanChangeState.APPROVED, "了承")
    assert WorkItem.objects.get(pk=plan["run"].pk).planned_effort == Decimal(9)
    assert Baseline.objects.count() == 2
    assert client.get(url("change", requested)).status_code == 200


def test_the_pm_rejects(client, cast, plan, requested):
    client.force_login(cast.pm)
    client.post(url("change_rejection", requested), {"version": requested.version, "note": ""})
    requested.refresh_from_db()
    assert requested.state == PlanChangeState.REJECTED


def test_a_decision_on_an_older_version_is_refused(client, cast, requested):
    client.force_login(cast.pm)
    answer = client.post(url("change_approval", requested), {"version": requested.version - 1})
    assert answer.status_code == 409
    assert Baseline.objects.count() == 1


def test_a_plan_that_moved_is_shown_with_both_values(client, cast, plan, requested):
    WorkItem.objects.filter(pk=plan["run"].pk).update(planned_effort=Decimal("8.5"))
    client.force_login(cast.pm)
    answer = client.post(url("change_approval", requested), {"version": requested.version})
    assert answer.status_code == 409
    for value in ("8.0", "8.5", "9.0"):
        assert value in answer.text
    client.force_login(cast.pmo)
    client.post(url("change_revision", requested))
    WorkItem.objects.filter(pk=plan["run"].pk).update(planned_effort=Decimal("8.7"))
    assert client.post(url("change_request", requested)).status_code == 409
    assert client.post(url("change_renewal", requested)).status_code == 302
    assert requested.lines.get().before == "8.7"


def test_a_line_can_be_removed(client, cast, plan, draft):
    line = add_line(draft, item=plan["run"], field="name", after="x", by=cast.pmo, at=NOON)
    client.force_login(cast.pmo)
    assert url("change_line_removal", draft, line.pk) in client.get(url("change", draft)).text
    assert client.post(url("change_line_removal", draft, line.pk)).status_code == 302
    assert not draft.lines.exists()
    assert client.post(url("change_line_removal", draft, line.pk)).status_code == 404


def test_a_new_row_is_added_under_a_summary_row(client, cast, plan, draft):
    client.force_login(cast.pmo)
    new = {
        "parent": str(plan["design"].uuid), "name": "追加", "kind": "task", "team": cast.alpha.pk, "phase": "",
        "planned_start": "2026-06-18", "planned_finish": "2026-06-19", "planned_effort": "2",
    }  # fmt: skip
    assert client.post(url("change_rows", draft), new).status_code == 302
    assert draft.lines.get().after["phase"] == "BD"
    assert "追加" in client.get(url("change", draft)).text
    assert client.post(url("change_rows", draft), {**new, "planned_finish": "2026-06-17"}).status_code == 422
    assert client.post(url("change_rows", draft), {**new, "parent": str(plan["run"].uuid)}).status_code == 422


def test_reasons_can_be_edited_while_it_is_a_draft(client, cast, draft):
    client.force_login(cast.pmo)
    wanted = {"title": "改題", "reason": "r", "impact": "", "effective_date": "2026-06-11"}
    assert client.post(url("change_reasons", draft), wanted).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.effective_date) == ("改題", date(2026, 6, 11))
    assert client.post(url("change_reasons", draft), {**wanted, "title": ""}).status_code == 422


def test_a_summary_row_offers_its_name_only(client, cast, plan, draft):
    client.force_login(cast.pmo)
    page = client.get(url("change", draft), {"row": str(plan["design"].uuid)}).text
    assert 'id="row_name"' in page
    assert 'id="row_planned_start"' not in page


@pytest.mark.parametrize(
    "odd",
    [
        {"planned_finish": "2026-07-01"},
        {"planned_effort": "-1"},
        {"planned_effort": "1e9"},
        {"name": ""},
        {"team": "0"},
    ],
)
def test_odd_input_makes_no_line(client, cast, plan, draft, odd):
    client.force_login(cast.pmo)
    assert client.post(url("change_lines", draft), filled(plan["run"], **odd)).status_code == 422
    assert not draft.lines.exists()


@pytest.mark.parametrize("row", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_row_is_not_found(client, cast, plan, draft, row):
    client.force_login(cast.pmo)
    assert client.post(url("change_lines", draft), filled(plan["run"], row=row)).status_code == 404
    assert client.get(url("change", draft), {"row": row, "text": "\0"}).status_code == 200


def test_who_may_read_and_who_may_act(client, cast, plan, requested):
    names = ("change_reasons", "change_lines", "change_rows", "change_renewal", "change_request", "change_revision")
    for name in ("pm", "auditor"):
        client.force_login(getattr(cast, name))
        assert client.get(url("change", requested)).status_code == 200
        assert {client.post(url(action, requested)).status_code for action in names} == {403}, name
    for name in ("pmo", "auditor"):
        client.force_login(getattr(cast, name))
        assert client.post(url("change_approval", requested)).status_code == 403
        assert client.post(url("change_rejection", requested)).status_code == 403
    for name in ("owner", "lead", "member", "other_lead", "admin", "stranger"):
        client.force_login(getattr(cast, name))
        assert client.get(url("change", requested)).status_code == 404
        everything = (*names, "change_approval", "change_rejection")
        assert {client.post(url(action, requested)).status_code for action in everything} == {404}, name


def test_an_unknown_change_is_not_found_and_actions_take_no_get(client, cast, requested):
    client.force_login(cast.pmo)
    assert client.get(reverse("progress:change", args=[requested.pk + 1])).status_code == 404
    for action in ("change_lines", "change_request", "change_approval", "change_rejection", "change_revision"):
        assert client.get(url(action, requested)).status_code == 405


def test_the_page_takes_a_fixed_number_of_queries(client, cast, plan, draft, django_assert_num_queries):
    for number in range(30):
        item = leaf(cast, f"行{number}", wbs_code=f"9.{number}")
        add_line(draft, item=item, field="planned_effort", after=Decimal(6), by=cast.pmo, at=NOON)
    client.force_login(cast.pmo)
    client.get(url("change", draft))
    with django_assert_num_queries(16):
        client.get(url("change", draft))
