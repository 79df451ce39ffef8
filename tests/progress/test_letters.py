"""Letters speak to another company with 様 and its own courtesy, to colleagues with さん."""

from __future__ import annotations

from django.utils import translation

from progress.letters import closing, greeting, names


def test_another_company_is_addressed_formally(cast):
    cast.pmo.company = cast.alpha.company
    with translation.override("ja"):
        assert greeting(cast.beta, cast.pmo, [cast.other_lead]) == (
            "Other_Lead Person様\nいつもお世話になっております。自社 PMOのPmo Personです。"
        )
        assert closing(cast.beta) == "お忙しいところ恐れ入りますが、どうぞよろしくお願いいたします。"
    with translation.override("en"):
        assert greeting(cast.beta, cast.pmo, [cast.other_lead]) == (
            "Dear Other_Lead Person,\nthis is Pmo Person of the PMO, Own company."
        )


def test_a_company_that_ends_with_a_full_stop_does_not_end_the_sentence_with_two(cast):
    cast.pmo.company = cast.alpha.company
    cast.alpha.company.name = cast.alpha.company.name_2 = "Own Inc."
    with translation.override("en"):
        assert greeting(cast.beta, cast.pmo, [cast.other_lead]).endswith("of the PMO, Own Inc.")


def test_a_company_that_is_not_known_is_left_out(cast):
    with translation.override("ja"):
        assert "いつもお世話になっております。PMOのPmo Personです。" in greeting(cast.beta, cast.pmo, [cast.other_lead])
    with translation.override("en"):
        assert greeting(cast.beta, cast.pmo, [cast.other_lead]).endswith("this is Pmo Person of the PMO.")


def test_colleagues_are_addressed_as_colleagues(cast):
    people = [cast.lead, cast.member]
    with translation.override("ja"):
        assert greeting(cast.alpha, cast.pmo, people) == (
            "Lead Personさん、Member Personさん\nお疲れさまです。PMOのPmo Personです。"
        )
        assert closing(cast.alpha) == "よろしくお願いいたします。"
    with translation.override("en"):
        assert names(people, abroad=False) == "Lead Person, Member Person"


def test_a_team_without_a_lead_is_greeted_by_its_name(cast):
    with translation.override("ja"):
        assert greeting(cast.alpha, cast.pmo, []).startswith("アルファ\n")
