import pytest

from progress.models import WorkItem
from projects.actions.records import Edit
from projects.actions.teams import add_company, add_team, change_company, change_team, remove_company, remove_team
from projects.jobs import Refused
from projects.models import ChangeLog, Company, Team
from tests.cast import at

NOW = at("2026-06-10 09:00")


def test_a_team_is_added_with_its_history(cast):
    add_team(Team(code="GAMMA", name="ガンマ", reports_effort=False), by=cast.pmo, at=NOW)

    change = ChangeLog.objects.get(action="team.added")
    assert (change.after["code"], change.after["reports_effort"]) == ("GAMMA", False)


def test_a_team_code_is_unique(cast):
    with pytest.raises(Refused) as refusal:
        add_team(Team(code="ALPHA", name="Another"), by=cast.pmo, at=NOW)

    assert refusal.value.code == "already_there"


def test_a_changed_company_is_logged_by_its_key(cast):
    vendor = Company.objects.get(name_2="Vendor")

    change_team(cast.alpha, Edit({"company": vendor}, {"company": cast.alpha.company}), by=cast.pmo, at=NOW)

    change = ChangeLog.objects.get(action="team.changed")
    assert (change.before, change.after) == ({"company": cast.alpha.company_id}, {"company": vendor.pk})


def test_a_team_with_members_stays(cast):
    with pytest.raises(Refused) as refusal:
        remove_team(cast.alpha, by=cast.pmo, at=NOW)

    assert (refusal.value.code, refusal.value.values["count"]) == ("team_has_members", 2)


def test_a_team_with_rows_of_the_plan_stays(cast):
    team = Team.objects.create(code="OLD", name="Old")
    WorkItem.objects.create(name="Row", team=team)

    with pytest.raises(Refused) as refusal:
        remove_team(team, by=cast.pmo, at=NOW)

    assert refusal.value.code == "in_use"
    assert not ChangeLog.objects.filter(action="team.removed").exists()


def test_an_unused_team_can_be_removed(cast):
    team = Team.objects.create(code="OLD", name="Old")

    remove_team(team, by=cast.pmo, at=NOW)

    assert not Team.objects.filter(code="OLD").exists()


def test_no_company_is_its_own_subcontractor(cast):
    prime = Company.objects.get(name_2="Vendor")
    sub = add_company(Company(name="Sub", contracted_by=prime), by=cast.pmo, at=NOW)
    below = add_company(Company(name="Below", contracted_by=sub), by=cast.pmo, at=NOW)

    for above in (prime, sub, below):
        with pytest.raises(Refused) as refusal:
            change_company(prime, Edit({"contracted_by": above}), by=cast.pmo, at=NOW)
        assert refusal.value.code == "company_contracts_itself"


def test_a_company_with_a_team_stays(cast):
    with pytest.raises(Refused) as refusal:
        remove_company(cast.alpha.company, by=cast.pmo, at=NOW)

    assert refusal.value.code == "in_use"
