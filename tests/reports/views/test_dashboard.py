"""The dashboard: figures of sealed weeks for all, everything else for those who may see it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.test import Client

from progress.models import BaselineRow, WorkItem
from projects.models import Week
from reports.models import Report
from tests.cast import Cast, at
from tests.reports.editions import edition
from tests.reports.pages import figures, table
from tests.reports.recount import recount
from tests.reports.weeks import CANARIES, HALF, report, seal

PATH = "/reports/dashboard/"
READERS = ("pmo", "pm", "auditor", "owner", "lead", "member", "other_lead")
KEEPERS = ("pmo", "pm", "auditor")
pytestmark = pytest.mark.django_db


def page_for(client: Client, person, query: str = "", language: str = "en") -> str:
    client.force_login(person)
    answer = client.get(f"{PATH}{query}", HTTP_ACCEPT_LANGUAGE=language)
    assert answer.status_code == 200
    return answer.text


def shown(value: Decimal | None, places: int = 1) -> str:
    if value is None:
        return "—"
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded:,}".replace("-", "−")


@pytest.fixture
def second(sealed: Cast) -> Week:
    """The next week, open: ALPHA has sent and waits, BETA has not sent."""
    week = Week.objects.get(key="2026-W25")
    row = WorkItem.objects.get(wbs_code="1.2")
    report(sealed.alpha, week, sealed.lead, {row: {**HALF, "percent": "60"}})
    return week


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_sees_the_project_as_it_was_sealed(client, sealed: Cast, reader: str) -> None:
    found = figures(page_for(client, getattr(sealed, reader), "?view=whole"))
    count = recount(sealed.week)
    assert {label: value for label, (value, _url) in found.items()} == {
        "PV": shown(count.pv),
        "EV": shown(count.ev),
        "AC": shown(count.ac),
        "SV": shown(count.sv),
        "SPI": shown(count.spi, 2),
        "CPI": shown(count.cpi, 2),
    }


def test_every_figure_opens_the_rows_that_make_it(client, sealed: Cast) -> None:
    count = recount(sealed.week)
    wanted = {"PV": count.pv, "EV": count.ev, "AC": count.ac, "SV": count.sv}
    found = figures(page_for(client, sealed.pm))
    for label, value in wanted.items():
        rows = table(client.get(found[label][1], HTTP_ACCEPT_LANGUAGE="en").text, "Whole project – All rows")
        assert rows[-1]["EV − PV" if label == "SV" else label] == shown(value)
    assert {found[index][1] for index in ("SPI", "CPI")} <= {found[label][1] for label in wanted}


def test_teams_and_phases_stand_with_planned_and_actual_progress(client, sealed: Cast) -> None:
    text = page_for(client, sealed.owner, "?view=whole")
    by_team = {row["Team"]: row for row in table(text, "Progress by team")}
    for code, name in (("ALPHA", "Alpha"), ("BETA", "Beta"), ("", "Whole project")):
        count = recount(sealed.week, code)
        row = by_team[name]
        assert row["Planned progress"] == shown(count.pv * 100 / count.bac, 0) + "%"
        assert row["Actual progress"] == shown(count.ev * 100 / count.bac, 0) + "%"
        assert (int(row["Rows due"]), int(row["Rows done"])) == (count.due, count.done)
    phases = {row["Phase"] for row in table(text, "Progress by phase")}
    assert phases == {"Basic design", "Whole project"}


def test_the_owner_reads_one_page_with_the_light_the_figures_and_what_is_asked(client, sealed: Cast) -> None:
    """Comments come from the report that was issued, and none that is internal."""
    text = page_for(client, sealed.owner)
    count = recount(sealed.week)
    assert [shown(value * 100 / count.bac, 0) + "%" in text for value in (count.pv, count.ev)] == [True, True]
    assert shown(count.cpi, 2) in text
    assert "No decision is asked of you this week." in text
    assert "Progress by team" not in text
    made = edition(sealed, 1)
    said = {
        "decisions": {"text": "応援2名をお願いします", "internal": False},
        "status": {"text": "内部CANARY", "internal": True},
    }
    Report.objects.filter(pk=made.pk).update(printed={"comments": said})
    assert "応援2名をお願いします" not in page_for(client, sealed.owner)  # a draft
    Report.objects.filter(pk=made.pk).update(issued_at=made.made_at, state="issued")
    text = page_for(client, sealed.owner)
    assert "応援2名をお願いします" in text
    assert "内部CANARY" not in text
    assert "All figures" in text
    assert "All figures" not in page_for(client, sealed.pm)


def test_a_figure_without_a_value_says_why(client, sealed: Cast) -> None:
    text = page_for(client, sealed.pm)
    assert "AC, CPI —: Beta works under a fixed-price contract and reports no actual effort." in text
    share = shown(recount(sealed.week, "ALPHA").bac * 100 / recount(sealed.week).bac, 0)
    assert f"covers {share}% of BAC" in text


def test_late_tasks_carry_reason_and_countermeasure(client, sealed: Cast) -> None:
    text = page_for(client, sealed.pmo)
    assert "仕様の回答待ち" in text
    assert "6/11に回答を受け6/16に完了" in text


@pytest.mark.parametrize("reader", ["lead", "member"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_of_another_team_is_in_the_page(client, sealed: Cast, reader: str, language: str) -> None:
    text = page_for(client, getattr(sealed, reader), language=language)
    assert [word for word in CANARIES if word in text] == []
    assert "仕様の回答待ち" in text


@pytest.mark.parametrize("reader", ["lead", "member", "owner"])
def test_only_keepers_see_figures_that_can_still_change(client, sealed: Cast, second: Week, reader: str) -> None:
    client.force_login(getattr(sealed, reader))
    assert client.get(f"{PATH}?week={second.key}").status_code == 404
    text = client.get(f"{PATH}?view=latest", HTTP_ACCEPT_LANGUAGE="en").text
    assert "Figures as of 10 Jun" in text
    assert "teams accepted" not in text
    assert "Latest (provisional)" not in text


@pytest.mark.parametrize("reader", KEEPERS)
def test_keepers_see_the_latest_figures_with_what_is_not_final(client, sealed: Cast, second: Week, reader: str) -> None:
    text = page_for(client, getattr(sealed, reader), "?view=latest")
    assert "provisional: not sealed yet" in text
    assert "0 of 2 teams accepted as of 17 Jun" in text
    assert "Beta is not accepted in this week: its figures are those as of 10 Jun (carried forward)." in text
    assert {row["Team"]: row["State"] for row in table(text, "Submissions by team")} == {
        "Alpha": "Sent",
        "Beta": "Not sent",
    }


def test_the_age_of_the_figures_is_always_told(client, sealed: Cast, second: Week) -> None:
    text = page_for(client, sealed.pm)
    assert "Figures as of 10 Jun" in text
    assert "(sealed)." in text
    assert "0 of 2 teams accepted as of 17 Jun" in text


def test_one_goes_back_and_forward_through_the_sealed_weeks(client, sealed: Cast, second: Week) -> None:
    seal(sealed, second, ALPHA="carried", BETA="carried")
    latest = page_for(client, sealed.owner)
    assert "Figures as of 17 Jun" in latest
    assert 'href="?week=2026-W24" data-hotkey="BracketLeft"' in latest
    first = page_for(client, sealed.owner, "?week=2026-W24")
    assert "Figures as of 10 Jun" in first
    assert 'href="?week=2026-W25" data-hotkey="BracketRight"' in first


def test_a_report_that_waits_for_approval_is_the_pms_first_button(client, sealed: Cast) -> None:
    edition(sealed, 1)
    assert 'href="/reports/2026-W24/weekly/" data-primary' in page_for(client, sealed.pm)
    assert "data-primary" not in page_for(client, sealed.auditor)
    Report.objects.update(made_by=sealed.pm)
    assert "data-primary" not in page_for(client, sealed.pm)


def test_before_the_first_seal_keepers_see_provisional_figures_others_an_empty_page(client, cast: Cast, plan) -> None:
    assert "No week has been sealed yet; these are the latest" in page_for(client, cast.pmo)
    for reader in (cast.owner, cast.lead):
        text = page_for(client, reader)
        assert 'class="empty"' in text
        assert 'class="figures"' not in text


def test_without_a_baseline_figures_say_so(client, cast: Cast) -> None:
    text = page_for(client, cast.pm)
    found = figures(text)
    assert {found[label][0] for label in ("PV", "EV", "SV", "SPI", "CPI")} == {"—"}
    assert "there is no approved baseline yet" in text


def test_without_a_week_the_page_is_empty(client, cast: Cast) -> None:
    Week.objects.all().delete()
    assert 'class="empty"' in page_for(client, cast.pm)


def test_who_has_no_role_finds_nothing(client, sealed: Cast) -> None:
    client.force_login(sealed.stranger)
    assert client.get(PATH).status_code == 404


def test_nobody_writes_here(client, sealed: Cast) -> None:
    client.force_login(sealed.pmo)
    assert client.post(PATH).status_code == 403


def test_an_unknown_week_is_not_there(client, sealed: Cast) -> None:
    client.force_login(sealed.pm)
    assert client.get(f"{PATH}?week=2031-W01").status_code == 404


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=999999999999999999999", "view=nonsense", "week=%00%27", "week="]
)
def test_odd_questions_are_answered(client, sealed: Cast, query: str) -> None:
    client.force_login(sealed.pm)
    assert client.get(f"{PATH}?{query}").status_code in (200, 404)


def test_the_number_of_queries_does_not_grow_with_the_rows(client, sealed: Cast, django_assert_num_queries) -> None:
    week = Week.objects.get(key="2026-W25")
    baseline = BaselineRow.objects.first().baseline
    for number in range(40):
        row = WorkItem.objects.create(
            wbs_code=f"9.{number}", name=f"Row {number}", team=sealed.alpha, phase=sealed.test, sort_key=100 + number,
            planned_start=at("2026-06-01 09:00").date(), planned_finish=at("2026-06-05 09:00").date(), planned_effort=3,
        )  # fmt: skip
        BaselineRow.objects.create(
            baseline=baseline, work_item=row, planned_start=row.planned_start, planned_finish=row.planned_finish,
            planned_effort=3, team=row.team, phase=row.phase,
        )  # fmt: skip
    seal(sealed, week, ALPHA="carried", BETA="carried")
    client.force_login(sealed.pm)
    client.get(PATH)
    with django_assert_num_queries(28):
        client.get(PATH)
    with django_assert_num_queries(23):  # no week before it: no seal, records and measures of that one
        client.get(f"{PATH}?week=2026-W24")
