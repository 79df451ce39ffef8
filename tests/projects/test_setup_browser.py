"""The set-up in a browser: every page reads well on both sizes, parts of other apps arrive, work is watched."""

from __future__ import annotations

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect

from projects.models import CalendarDay, Job, JobState, Project
from tests.cast import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 800}
NOW = at("2026-06-10 09:00")


@pytest.fixture
def visit(browser, live_server, cast):
    """visit("pmo", "/setup/"): a page of this person, in English; its console must stay silent."""
    contexts, complaints = [], []

    def open_page(name: str, path: str, viewport=WIDE) -> Page:
        client = Client()
        client.force_login(cast.people[name])
        session = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
        context = browser.new_context(viewport=viewport, base_url=live_server.url)
        context.add_cookies([session, {"name": "language", "value": "en", "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def pages(cast) -> list[str]:
    member, place = cast.lead.pk, cast.lead.assignments.get().pk
    return [
        "/setup/", "/settings/", "/settings/phases/", f"/settings/phases/{cast.design.pk}/", "/settings/teams/",
        f"/settings/teams/{cast.beta.pk}/", "/settings/companies/new/", "/settings/members/",
        f"/settings/members/{member}/", f"/settings/assignments/{place}/", "/settings/calendar/?year=2026",
        "/jobs/", f"/jobs/{Job.objects.get().pk}/",
    ]  # fmt: skip


def test_every_page_is_right_for_readers_and_fits_a_phone(visit, cast):
    Project.objects.update(set_up=False)
    CalendarDay.objects.create(day=date(2026, 8, 13), name="夏季休業", name_2="Summer break")
    Job.objects.create(
        kind="weekly_report", period="2026-W24", state=JobState.FAILED, error="Traceback", created_at=NOW
    )
    page = visit("admin", "/setup/")
    for path in pages(cast):
        page.set_viewport_size(WIDE)
        page.goto(path)
        found = Axe().run(page, options={"preload": False}).response["violations"]
        assert [(path, violation["id"], violation["nodes"][0]["html"]) for violation in found] == []
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


def test_the_steps_of_the_plan_come_from_the_app_above(visit, cast):
    Project.objects.update(set_up=False)
    page = visit("pmo", "/setup/")
    expect(page.get_by_text("First WBS and baseline 1")).to_have_count(0)
    expect(page.locator(".setup-step", has_text="First WBS")).to_be_visible()
    expect(page.locator(".setup-step", has_text="Baseline 1")).to_be_visible()


def test_a_running_job_is_watched_until_it_ends(visit, cast):
    job = Job.objects.create(
        kind="weekly_report", state=JobState.RUNNING, done_steps=1, all_steps=4, created_at=NOW, requested_by=cast.pmo
    )
    page = visit("pmo", f"/jobs/{job.pk}/")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "25")
    Job.objects.filter(pk=job.pk).update(done_steps=3)
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "75")
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(page.locator(".job .badge")).to_have_text("Done")
