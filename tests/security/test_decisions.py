"""A decision is about what its maker read (SECURITY 2, rows 2 and 16): never about what arrived in between."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from time import monotonic, sleep

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from progress.actions.common import claim_open_weeks
from progress.actions.findings import OwnFinding, add, answer
from progress.actions.intake import DraftEdit, edit_draft
from progress.actions.overriding import Overriding, lift, override
from progress.actions.proposing import approve_light, draft_heavy
from progress.actions.reviewing import return_submission
from progress.models import Acceptance, Dependency, Finding, Override, PlanChange, Submission, WorkItem
from projects.jobs import Refused
from projects.models import Assignment
from projects.models.history import lock_chain
from tests.cast import Cast, at
from tests.progress.conftest import wednesday_afternoon as wednesday_afternoon
from tests.progress.cycle import DONE, STARTED, earlier_week_sealed, report
from tests.progress.team_files import BATCH, reading_url, ready
from tests.security.odd import FoundForm, forms_of

Plan = dict[str, WorkItem]
SENDING = "/progress/2026-W24/ALPHA/sending/"
NOW = at("2026-06-11 10:00")
NEXT_WEEK = {"planned_start": "2026-06-15", "planned_finish": "2026-06-19"}
LATER = {"planned_start": "2026-06-22", "planned_finish": "2026-06-26"}
REASON = {
    "reason": "電話で確認",
    "field": "percent",
    "value": "70",
    "text": "体制表を更新してください",
    "severity": "W",
}
NOTE = {"note": "ご確認ください", "answer_due": "2026-06-11T15:00"}


@pytest.fixture
def first(cast: Cast, plan: Plan) -> Submission:
    """A revision with everything the PMO could decide about: plan edits, a finding to return, a value set."""
    earlier_week_sealed(cast)
    Dependency.objects.create(predecessor=plan["1.3"], successor=plan["2.1"])
    sent = report(cast, {plan["1.2"]: STARTED | NEXT_WEEK, plan["1.3"]: LATER})
    add(sent, OwnFinding(None, "", "体制表を更新してください"), by=cast.pmo, at=NOW)
    override(sent, Overriding(plan["1.2"], "percent", 60, "電話で確認"), by=cast.pmo, at=NOW)
    return sent


def url(name: str) -> str:
    return reverse(f"progress:{name}", args=["2026-W24", "ALPHA"])


def decisions(client: Client) -> list[FoundForm]:
    """Every form that decides about the submission, as the PMO's pages show it now."""
    found = []
    for page in (f"{url('review')}?show=all", url("acceptance"), url("return")):
        forms = forms_of(client.get(page).content.decode(), page.partition("?")[0])
        found += [form for form in forms if form.method == "post" and "/2026-W24/ALPHA/" in form.action]
    return found


def kind(form: FoundForm) -> str:
    return re.sub(r"/\d+", "", form.action.partition("/ALPHA/")[2])


def test_nobody_decides_about_a_revision_that_came_after_they_looked(
    client: Client, cast: Cast, plan: Plan, first: Submission
) -> None:
    client.force_login(cast.pmo)
    shown = decisions(client)
    assert {kind(form) for form in shown} == {
        "review/beginning/", "review/findings/", "review/rows/override/", "review/overrides/lifting/",
        "proposals/approval/", "proposals/draft/", "return/", "acceptance/",
    }  # fmt: skip
    second = report(cast, {plan["1.1"]: DONE, plan["1.2"]: NEXT_WEEK | {"percent": "90"}}, clock="16:30")
    Finding.objects.filter(severity="E").update(state="dismissed")
    before = counts()
    for form in shown:
        answer = client.post(form.action, {**form.fields, **REASON, **NOTE})
        assert answer.status_code == 409, (form.action, answer.status_code)
    second.refresh_from_db()
    assert (second.state, counts()) == ("sent", before)


def counts() -> list[int]:
    models = (
        Acceptance.objects,
        PlanChange.objects,
        Finding.objects,
        Override.objects,
        Override.objects.filter(lifted_at=None),
    )
    return [model.count() for model in models]


def test_what_was_read_is_decided_about(client: Client, cast: Cast, first: Submission) -> None:
    """The control: nothing has come in between, and the same forms do what they say."""
    client.force_login(cast.pmo)
    Finding.objects.filter(severity="E").update(state="dismissed")
    forms = {kind(form): form for form in decisions(client)}
    for name in ("review/beginning/", "proposals/draft/", "proposals/approval/", "acceptance/"):
        assert client.post(forms[name].action, forms[name].fields).status_code == 302, name
    assert Acceptance.objects.get().submission == first
    assert client.post(forms["acceptance/"].action, {"revision": "x"}).status_code == 404


def test_nobody_decides_about_an_answer_that_came_after_they_looked(
    client: Client, cast: Cast, first: Submission
) -> None:
    own = Finding.objects.get(kind="own")
    return_submission(first, note="", answer_due=at("2026-06-11 15:00"), by=cast.pmo, at=NOW)
    own.refresh_from_db()
    answer(own, "6/17に提出します", by=cast.lead, at=NOW)
    client.force_login(cast.pmo)
    review = f"{url('review')}?show=all"
    shown = forms_of(client.get(review).content.decode(), review)
    forms = [form for form in shown if f"/findings/{own.pk}/" in form.action]
    assert len(forms) >= 5
    answer(own, "やはり提出できません", by=cast.lead, at=NOW)
    before = Finding.objects.values().get(pk=own.pk)
    for form in forms:
        data = {"reason": "確認済", "until": "2099-06-24", "approver": cast.pm.pk, "expires_on": "2099-06-24"}
        assert client.post(form.action, {**form.fields, **data}).status_code == 302
        assert Finding.objects.values().get(pk=own.pk) == before, form.action
    taking = reverse("progress:finding_answer_taking", args=[own.pk])
    assert client.post(taking, {"version": before["version"]}).status_code == 302
    assert Finding.objects.get(pk=own.pk).state == "resolved"


def test_nobody_sends_a_draft_that_somebody_changed_after_they_looked(client: Client, cast: Cast, plan: Plan) -> None:
    typed = str(plan["1.2"].uuid)
    edit_draft(cast.alpha, cast.week, DraftEdit({typed: STARTED}, {}), by=cast.lead, at=NOW)
    client.force_login(cast.lead)
    (form,) = [one for one in forms_of(client.get(SENDING).content.decode(), SENDING) if one.action == SENDING]
    edit_draft(cast.alpha, cast.week, DraftEdit({typed: {"percent": "90"}}, {}), by=cast.member, at=NOW)
    answer = client.post(SENDING, form.fields)
    assert answer.status_code == 409
    assert not Submission.objects.exists()
    (form,) = [one for one in forms_of(answer.content.decode(), SENDING) if one.action == SENDING]
    for _click in range(2):
        assert client.post(SENDING, form.fields).status_code == 302
    assert Submission.objects.count() == 1


@pytest.mark.usefixtures("wednesday_afternoon")
def test_a_file_is_sent_as_it_was_shown(client: Client, cast: Cast, plan: Plan) -> None:
    client.force_login(cast.lead)
    page = reading_url(ready(client))
    (form,) = [one for one in forms_of(client.get(page).content.decode(), page) if one.action == SENDING]
    ready(client, [BATCH])  # a colleague's file takes the draft over
    assert client.post(SENDING, form.fields).status_code == 409
    assert not Submission.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_edit_that_becomes_heavy_meanwhile_is_not_approved_as_a_light_one(cast: Cast, plan: Plan) -> None:
    """The PMO's click waits for somebody who links the row to another team's: it is weighed again, not taken."""
    submission = report(cast, {plan["1.2"]: NEXT_WEEK})
    with begun(partial(approve_light, submission, by=cast.pmo, at=NOW)) as outcomes:
        Dependency.objects.create(predecessor=plan["1.2"], successor=plan["2.1"])
    assert outcomes == ["nothing_proposed"]
    assert not PlanChange.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [approve_light, draft_heavy])
def test_two_people_who_decide_about_plan_edits_at_once_make_one_change(
    cast: Cast, plan: Plan, act: Callable[..., PlanChange]
) -> None:
    Dependency.objects.create(predecessor=plan["1.3"], successor=plan["2.1"])
    submission = report(cast, {plan["1.2"]: NEXT_WEEK, plan["1.3"]: LATER})
    works = [
        partial(act, Submission.objects.get(pk=submission.pk), by=person, at=NOW) for person in (cast.pmo, cast.pm)
    ]
    with begun(*works) as outcomes:
        pass
    assert sorted(map(str, outcomes)) == sorted([str(PlanChange.objects.get()), "nothing_proposed"])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_value_set_by_two_people_at_once_stands_once_and_is_lifted_once(cast: Cast, plan: Plan) -> None:
    submission = report(cast, {plan["1.2"]: STARTED})
    wanted = [Overriding(plan["1.2"], "percent", value, "電話で確認") for value in (60, 70)]
    with begun(*(partial(override, submission, one, by=cast.pmo, at=NOW) for one in wanted)):
        pass
    standing = Override.objects.get(lifted_at=None)
    with begun(*[partial(lift, standing, submission, by=cast.pmo, at=NOW)] * 2) as outcomes:
        pass
    assert sorted(map(str, outcomes)) == ["None", "already_lifted"]


@contextmanager
def begun(*works: Callable[[], object]) -> Iterator[list[object]]:
    """All of the works begin and wait while the block holds the open weeks; what each came to stands there after it."""
    outcomes: list[object] = []
    with ThreadPoolExecutor(len(works)) as threads:
        with transaction.atomic():
            claim_open_weeks()
            lock_chain()
            waiting = [threads.submit(told, work) for work in works]
            wait_for(len(works))
            yield outcomes
        outcomes += [one.result(timeout=20) for one in waiting]


def told(work: Callable[[], object]) -> object:
    """The result of the work, or the code of its refusal."""
    try:
        return work()
    except Refused as refusal:
        return refusal.code
    finally:
        connections.close_all()


def wait_for(count: int, seconds: float = 10) -> None:
    """Until so many sessions wait for a lock."""
    end = monotonic() + seconds
    while monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0] >= count:
                return
        sleep(0.05)
    raise AssertionError("nobody waits")


@pytest.mark.parametrize("day", ["0001-01-01", "2201-01-01", "9999-12-31"])
def test_no_finding_is_put_off_beyond_our_time(client: Client, cast: Cast, first: Submission, day: str) -> None:
    client.force_login(cast.pmo)
    finding = Finding.objects.filter(code="G060").earliest("pk")
    client.post(reverse("progress:finding_putting_off", args=[finding.pk]), {"until": day})
    finding.refresh_from_db()
    assert finding.promised_date is None


def test_an_exception_is_approved_by_somebody_who_holds_the_role(client: Client, cast: Cast, first: Submission) -> None:
    finding = Finding.objects.filter(code="G060").earliest("pk")
    path = reverse("progress:finding_waiver", args=[finding.pk])
    data = {"reason": "合意済", "approver": str(cast.pm.pk), "expires_on": "2099-06-24"}
    client.force_login(cast.pmo)
    Assignment.objects.filter(member=cast.pm).update(finish=timezone.localdate() - timedelta(days=1))
    client.post(path, data)
    finding.refresh_from_db()
    assert finding.state == "open"
    Assignment.objects.filter(member=cast.pm).update(finish=None)
    client.post(path, data)
    finding.refresh_from_db()
    assert (finding.state, finding.approver) == ("waived", cast.pm)
