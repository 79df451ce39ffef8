"""Today: what waits for whom, each with its verb and page, through a week."""

from __future__ import annotations

import time_machine
from django.test import Client

from progress.actions.findings import OwnFinding, add
from progress.actions.planning.changes import Reasons, add_line, draft_change, request_change
from progress.actions.reviewing import return_submission
from projects.models import Member
from reports.models import Report
from tests.cast import Cast, at
from tests.progress.cycle import report
from tests.reports.editions import edition

PATH = "/reports/today/"
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def lines(client: Client, who: Member, moment: str) -> list[tuple[str, str, str]]:
    """(group, text, verb) of every line."""
    client.force_login(who)
    with time_machine.travel(at(moment), tick=False):
        client.force_login(who)
        page = client.get(PATH, **ENGLISH)
    assert page.status_code == 200
    return [(line.group, line.text, line.verb) for line in page.context["today"].lines]


def test_before_the_deadline_teams_are_to_be_reminded_gently(client, cast: Cast, plan):
    found = lines(client, cast.pmo, "2026-06-10 09:00")
    assert ("ahead", "Alpha: not sent yet.", "Write a reminder") in found
    assert ("ahead", "2 teams to go before sealing.", "Open the desk") in found


def test_after_the_deadline_the_update_is_missing(client, cast: Cast, plan):
    assert ("due", "Beta: the update is missing.", "Write a reminder") in lines(client, cast.pmo, "2026-06-10 17:30")


def test_what_was_sent_waits_for_the_review_and_what_came_back_for_the_team(client, cast: Cast, plan):
    submission = report(cast, {})
    assert ("due", "Alpha: revision 1 waits for the review.", "Review") in lines(client, cast.pmo, "2026-06-10 18:00")
    add(submission, OwnFinding(None, "", "体制図を更新してください"), by=cast.pmo, at=at("2026-06-10 18:00"))
    submission.refresh_from_db()
    return_submission(submission, note="", answer_due=at("2026-06-11 15:00"), by=cast.pmo, at=at("2026-06-10 18:05"))
    groups = {text: group for group, text, _verb in lines(client, cast.pmo, "2026-06-10 18:10")}
    (text,) = [text for text in groups if text.startswith("Alpha:")]
    assert groups[text] == "waiting"
    groups = {text: group for group, text, _verb in lines(client, cast.pmo, "2026-06-11 09:00")}
    assert groups[text] == "due"


def test_a_pm_sees_what_waits_for_a_decision_and_nothing_of_the_chasing(client, cast: Cast, plan):
    when = at("2026-06-10 10:00")
    reasons = Reasons(title="判定を1週間後ろへ", reason="結合テスト延期のため", effective_date=when.date())
    change = draft_change(reasons, by=cast.pmo, at=when)
    add_line(change, item=plan["1.2"], field="planned_finish", after="2026-06-30", by=cast.pmo, at=when)
    request_change(change, by=cast.pmo, at=when)
    assert lines(client, cast.pm, "2026-06-10 18:00") == [
        ("due", f"{change.number} “判定を1週間後ろへ” waits for your decision.", "Decide")
    ]


def test_a_reminder_is_written_to_the_lead_in_two_tones(client, cast: Cast, plan):
    client.force_login(cast.pmo)
    with time_machine.travel(at("2026-06-10 18:00"), tick=False):
        client.force_login(cast.pmo)
        first = client.get("/progress/2026-W24/ALPHA/reminder/", **ENGLISH).context["letter"]
        again = client.get("/progress/2026-W24/ALPHA/reminder/?tone=again", **ENGLISH).context["letter"]
    assert first.to == (cast.lead,)
    assert "/progress/2026-W24/ALPHA/submission/" in first.body
    assert first.subject != again.subject


def test_the_page_is_read_with_a_fixed_number_of_queries(client, cast: Cast, plan, django_assert_max_num_queries):
    client.force_login(cast.pmo)
    client.get(PATH)
    with django_assert_max_num_queries(30):
        client.get(PATH)


def test_what_is_approved_is_to_be_issued_until_a_newer_one_is(client, sealed: Cast):
    older = edition(sealed, 1)
    Report.objects.update(state="approved")
    edition(sealed, 2)
    text = "The weekly report {} is approved and can be issued."
    told = [text for _group, text, _verb in lines(client, sealed.pmo, "2026-06-11 18:00")]
    assert text.format(older) in told
    Report.objects.update(state="approved")
    told = [text for _group, text, _verb in lines(client, sealed.pmo, "2026-06-11 18:00")]
    assert text.format(older) not in told
    assert text.format(Report.objects.get(version=2)) in told
