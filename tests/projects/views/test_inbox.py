"""The inbox: one's own notices, read by opening them."""

from __future__ import annotations

import pytest

from projects.models import Notification
from tests.cast import at

PATH = "/inbox/"


@pytest.fixture
def notice(cast) -> Notification:
    return told(cast.lead, "returned", "first", week="2026-W24", findings=3, due="2026-06-11T06:00:00Z")


def told(member, code, key, url="/inbox/?show=unread", **values) -> Notification:
    return Notification.objects.create(
        member=member, code=code, key=key, url=url, values=values, at=at("2026-06-10 18:00")
    )


def test_a_notice_is_told_in_the_readers_language_with_the_week_by_its_status_date(client, notice, cast):
    cast.lead.language = "en"
    cast.lead.save()
    client.force_login(cast.lead)
    text = client.get(PATH).text
    assert "Your submission as of 10 Jun" in text
    assert "3 points" in text
    assert "Thu 11 Jun" in text


def test_two_languages_of_a_report_are_told_apart_and_an_older_notice_says_none(client, cast):
    for key, values in (("ja", {"language": "ja"}), ("en", {"language": "en"}), ("old", {})):
        told(cast.pmo, "report_issued", key, week="2026-W24", **values)
    client.force_login(cast.pmo)
    japanese, english = (client.get(PATH, HTTP_ACCEPT_LANGUAGE=language).text for language in ("ja", "en"))
    for of in (" (in Japanese)", " (in English)", ""):
        assert english.count(f"The weekly report as of 10 Jun{of} was issued.") == 1, of
    for of in ("（日本語版）", "（英語版）", ""):
        assert japanese.count(f"6/10時点の週次報告書{of}が発行されました。") == 1, of


def test_opening_a_notice_reads_it_and_leads_to_its_page(client, notice, cast):
    client.force_login(cast.lead)
    assert client.post(f"/inbox/{notice.pk}/opening/").url == notice.url
    notice.refresh_from_db()
    first = notice.read_at
    assert first is not None
    client.post(f"/inbox/{notice.pk}/opening/")
    notice.refresh_from_db()
    assert notice.read_at == first


def test_all_are_read_at_once(client, notice, cast):
    other = told(cast.pmo, "baseline_proposed", "second")
    client.force_login(cast.lead)
    assert client.post("/inbox/reading/").url == PATH
    assert not Notification.objects.filter(member=cast.lead, read_at=None).exists()
    other.refresh_from_db()
    assert other.read_at is None


def test_a_notice_of_somebody_else_is_not_there(client, notice, cast):
    client.force_login(cast.pmo)
    assert client.post(f"/inbox/{notice.pk}/opening/").status_code == 404
    assert "3 points" not in client.get(PATH, HTTP_ACCEPT_LANGUAGE="en").text
    notice.refresh_from_db()
    assert notice.read_at is None


def test_a_notice_leads_to_no_other_site(client, cast):
    bad = told(cast.lead, "accepted", "bad", url="//elsewhere.example/")
    client.force_login(cast.lead)
    assert client.post(f"/inbox/{bad.pk}/opening/").url == "/"


def test_a_code_nobody_knows_is_told_without_a_value(client, cast):
    told(cast.lead, "never heard of", "odd", week="2026-W24")
    told(cast.lead, "returned", "thin")
    client.force_login(cast.lead)
    assert client.get(PATH).status_code == 200


def test_the_unread_ones_are_counted_in_the_header_and_can_be_filtered(client, notice, cast):
    told(cast.lead, "accepted", "second", revision=2, week="2026-W24")
    client.force_login(cast.lead)
    client.post(f"/inbox/{notice.pk}/opening/")
    page = client.get(PATH, {"show": "unread"})
    assert len(page.context["page"]) == 1
    assert page.context["unread"] == 1


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=x", "page=99999999999999999999", "show=nonsense", "show=%00"]
)
def test_odd_questions_are_answered(client, cast, query):
    client.force_login(cast.lead)
    assert client.get(f"{PATH}?{query}").status_code == 200


def test_an_empty_inbox_says_what_will_come(client, cast):
    client.force_login(cast.lead)
    assert 'class="empty"' in client.get(PATH).text


def test_who_has_no_role_has_no_inbox(client, cast):
    client.force_login(cast.stranger)
    assert client.get(PATH).status_code == 404
    assert client.post("/inbox/reading/").status_code == 404


def test_an_unknown_notice_is_not_there(client, cast):
    client.force_login(cast.lead)
    assert client.post("/inbox/999999/opening/").status_code == 404


def test_a_link_reads_nothing(client, notice, cast):
    client.force_login(cast.lead)
    assert client.get(f"/inbox/{notice.pk}/opening/").status_code == 405
    assert client.get("/inbox/reading/").status_code == 405


def test_the_number_of_queries_does_not_grow_with_the_notices(client, cast, django_assert_num_queries):
    client.force_login(cast.lead)
    for number in range(60):
        told(cast.lead, "returned", f"n{number}", week="2026-W24", findings=number)
    with django_assert_num_queries(9):  # session, member, powers; count, page, weeks; project, week, unread
        client.get(PATH)


@pytest.mark.parametrize("team", ["ALPHA", "アルファ", "Alpha"])
def test_a_team_is_called_as_the_reader_calls_it(client, cast, team):
    told(cast.pmo, "sent", "sent", team=team, week="2026-W24", revision=1)
    client.force_login(cast.pmo)
    assert "アルファから6/10時点の提出（第1版）がありました。" in client.get(PATH, HTTP_ACCEPT_LANGUAGE="ja").text
    assert "Alpha sent its update as of 10 Jun (revision 1)." in client.get(PATH, HTTP_ACCEPT_LANGUAGE="en").text
