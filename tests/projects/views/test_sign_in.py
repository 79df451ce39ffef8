"""Signing in and out: allauth's views in this product's dress."""

from __future__ import annotations

import pytest
from django.urls import reverse

SIGN_IN = "/sign-in/"


def sign_in(client, login, password, **extra):
    return client.post(SIGN_IN, {"login": login, "password": password, **extra})


def test_a_member_signs_in_with_login_and_password(client, cast):
    response = sign_in(client, "pmo", "pmo-password")
    assert response.status_code == 302
    assert response.url == reverse("projects:home")
    assert client.session["_auth_user_id"] == str(cast.pmo.pk)


def test_a_wrong_password_is_answered_with_the_form_and_a_reason(client, cast):
    response = sign_in(client, "pmo", "something else")
    assert response.status_code == 200
    assert 'class="errorlist' in response.text
    assert "_auth_user_id" not in client.session


def test_somebody_who_may_not_sign_in_stays_outside(client, cast):
    cast.pmo.is_active = False
    cast.pmo.save()
    sign_in(client, "pmo", "pmo-password")
    assert "_auth_user_id" not in client.session


def test_a_page_that_needs_a_sign_in_is_shown_after_it(client, cast):
    asked = client.get("/inbox/")
    assert asked.status_code == 302
    assert asked.url == f"{SIGN_IN}?next=/inbox/"
    assert '<input type="hidden" name="next" value="/inbox/"' in client.get(asked.url).text
    assert sign_in(client, "pmo", "pmo-password", next="/inbox/").url == "/inbox/"


def test_nobody_is_sent_to_another_site_after_sign_in(client, cast):
    assert sign_in(client, "pmo", "pmo-password", next="https://elsewhere.example/").url == "/"


def test_the_sign_in_page_offers_no_registration(client, db):
    text = client.get(SIGN_IN).text
    assert "signup" not in text
    assert "sign-up" not in text


def test_ten_wrong_passwords_pause_the_sign_in(client, cast, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    statuses = [sign_in(client, "pmo", "wrong").status_code for _ in range(12)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert sign_in(client, "pmo", "pmo-password").status_code == 429


def test_signing_out_needs_a_click(client, cast):
    client.force_login(cast.lead)
    page = client.get("/sign-out/")
    assert page.status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/sign-out/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_signing_out_leaves_nothing_in_the_browser_for_the_next_person(client, cast):
    client.force_login(cast.lead)
    assert "Clear-Site-Data" not in client.get("/inbox/")
    response = client.post("/sign-out/")
    assert response["Clear-Site-Data"] == '"cache"'
    assert response["Cache-Control"] == "no-store"


def test_even_somebody_without_a_role_can_sign_out(client, cast):
    client.force_login(cast.stranger)
    assert client.post("/sign-out/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_member_changes_the_own_password(client, cast):
    client.force_login(cast.member)
    assert client.get("/password/").status_code == 200
    new = "kiri-no-ura-4711"
    answer = client.post("/password/", {"oldpassword": "member-password", "password1": new, "password2": new})
    assert answer.status_code == 302
    cast.member.refresh_from_db()
    assert cast.member.check_password(new)


def test_a_weak_password_is_refused_at_its_field(client, cast):
    client.force_login(cast.member)
    answer = client.post("/password/", {"oldpassword": "member-password", "password1": "short", "password2": "short"})
    assert 'aria-invalid="true"' in answer.text
    cast.member.refresh_from_db()
    assert cast.member.check_password("member-password")


def test_reauthentication_asks_for_the_password(client, cast):
    client.force_login(cast.member)
    assert 'type="password"' in client.get("/reauthenticate/").text


@pytest.mark.parametrize("path", ["/password/", "/reauthenticate/"])
def test_account_pages_are_for_people_who_signed_in(client, db, path):
    assert client.get(path).url.startswith(SIGN_IN)
