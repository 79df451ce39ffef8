"""The change log as a page and as CSV."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.utils import translation

from projects.activity_texts import Names, sentence
from projects.models import Change, ChangeLog, Phase, record_change, record_changes
from tests.cast import at

PATH, EXPORT = "/activity/", "/activity/changes.csv"


@pytest.fixture
def log(cast):
    """Besides the opening of the cast's week: two changes of ALPHA, one of a phase, one by the workspace itself."""
    before = {"active": True, "company": cast.alpha.company_id}
    after = {"active": False, "company": cast.beta.company_id}
    record_change(Change(cast.alpha, before, after), action="team.changed", by=cast.pmo, at=at("2026-06-09 23:59"))
    record_change(Change(cast.alpha), action="team.changed", by=cast.admin, at=at("2026-06-10 00:00"))
    record_change(
        Change(cast.design, {"start": "2026-04-01"}, {"start": "2026-04-08"}, "計画!C5"),
        action="phase.changed", by=cast.pmo, at=at("2026-06-11 12:00"),
    )  # fmt: skip
    record_change(Change(cast.test), action="something.new", by=None, at=at("2026-06-12 12:00"))
    cast.pmo.language = "en"
    cast.pmo.save()
    return cast


def found(client, **query: object) -> list[str]:
    response = client.get(PATH, query)
    assert response.status_code == 200
    return [change.action for change, _sentence, _fields in response.context["rows"]]


def test_the_newest_change_comes_first_in_a_sentence_with_its_values(client, log):
    client.force_login(log.pmo)
    rows = client.get(PATH).context["rows"]
    assert [change.action for change, _sentence, _fields in rows] == [
        "something.new", "phase.changed", "team.changed", "team.changed", "week.opened",
    ]  # fmt: skip
    _change, sentence, fields = rows[1]
    assert sentence == "Changed the phase “基本設計”."
    assert [(field.label, field.before, field.after) for field in fields] == [
        ("planned start", "Wed 1 Apr", "Wed 8 Apr")
    ]


def test_related_records_and_switches_are_shown_in_words(client, log):
    client.force_login(log.pmo)
    fields = client.get(PATH, {"until": "2026-06-09", "action": "team.changed"}).context["rows"][0][2]
    assert [(field.label, field.before, field.after) for field in fields] == [
        ("company", "Own company", "Vendor"),
        ("active", "yes", "no"),
    ]


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("spellings", ["浜崎", "M. H."], "浜崎, M. H."),
        ("company", 99999, "99999"),
        ("company", ["odd"], "odd"),
        ("language", "ja", "日本語"),
        ("language", "", "as the browser says"),
        ("is_admin", False, "no"),
        ("at", "09:00:00", "09:00:00"),
        ("rows", {"new": 2, "gone": [1, 2]}, "gone: 1, 2, rows added: 2"),
        ("created_at", "2026-06-10T09:00:00Z", "Wed 10 Jun, 18:00"),
        ("share", 1.5, "1.5"),
    ],
)
def test_every_kind_of_value_is_shown(client, log, name, value, shown):
    record_change(Change(log.lead, {}, {name: value}), action="member.changed", by=log.pmo, at=at("2026-06-13 12:00"))
    client.force_login(log.pmo)
    assert [field.after for field in client.get(PATH).context["rows"][0][2]] == [shown]


@pytest.mark.parametrize("nothing", [None, "", [], {}])
def test_what_was_and_is_empty_is_left_out(client, log, nothing):
    change = Change(log.design, {}, {"start": nothing, "order": 0})
    record_change(change, action="phase.added", by=log.pmo, at=at("2026-06-13 12:00"))
    client.force_login(log.pmo)
    assert [field.label for field in client.get(PATH).context["rows"][0][2]] == ["order"]


def test_times_are_shown_without_seconds(client, log):
    record_change(
        Change(log.alpha, {}, {"submission_time": "16:00:00"}),
        action="team.changed",
        by=None,
        at=at("2026-06-13 12:00"),
    )
    client.force_login(log.pmo)
    assert client.get(PATH).context["rows"][0][2][0].after == "16:00"


def test_a_day_that_is_none_is_shown_as_it_stands(client, log):
    record_change(Change(log.design, {}, {"start": "soon"}), action="phase.changed", by=None, at=at("2026-06-13 12:00"))
    client.force_login(log.pmo)
    assert client.get(PATH).context["rows"][0][2][0].after == "soon"


def test_a_record_of_a_model_that_is_gone_is_shown(log):
    change = ChangeLog(model="gone.model", record="1", action="gone.gone", label="x", after={"a": 1})
    assert Names([change]).fields(change)[0].after == "1"


def test_an_action_without_a_text_is_shown_by_its_name(client, log):
    client.force_login(log.pmo)
    assert "something.new" in client.get(PATH).text


def test_the_log_is_filtered_by_person_action_record_and_day(client, log):
    client.force_login(log.auditor)
    assert found(client, person=log.admin.pk) == ["team.changed"]
    assert found(client, action="phase.changed") == ["phase.changed"]
    assert found(client, record="基本") == ["phase.changed"]
    assert found(client, since="2026-06-10", until="2026-06-10") == ["team.changed"]
    assert found(client, until="2026-06-09", action="team.changed") == ["team.changed"]
    assert found(client, since="2026-06-12") == ["something.new"]
    assert found(client, model="projects.team", key=str(log.alpha.pk)) == ["team.changed", "team.changed"]
    assert found(client, record=log.week.key) == ["week.opened"]


def test_nothing_found_says_so(client, log):
    client.force_login(log.pmo)
    response = client.get(PATH, {"record": "no such thing"})
    assert response.context["rows"] == []
    assert "Nothing fits this filter" in response.text


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"person": "99999"}, "person"),
        ({"person": "x"}, "person"),
        ({"action": "x"}, "action"),
        ({"since": "2026-13-01"}, "since"),
        ({"since": "2026-06-11", "until": "2026-06-10"}, "until"),
        ({"page": "-1"}, "page"),
        ({"page": "x"}, "page"),
        ({"record": "a\0b"}, "record"),
    ],
)
def test_an_odd_filter_shows_its_complaint_and_no_rows(client, log, query, field):
    client.force_login(log.pmo)
    for path in (PATH, EXPORT):
        response = client.get(path, query)
        assert response.status_code == 422
        assert (list(response.context["form"].errors), response.context["rows"]) == ([field], [])


def test_there_are_a_hundred_changes_a_page(client, cast):
    changes = [Change(cast.design, after={"order": number}) for number in range(120)]
    record_changes(changes, action="phase.changed", by=cast.pmo, at=at("2026-06-11 12:00"))
    client.force_login(cast.pmo)
    assert [len(client.get(PATH, {"page": page}).context["rows"]) for page in (1, 2, 99)] == [100, 21, 21]


def test_the_page_takes_a_fixed_number_of_queries(client, cast, django_assert_num_queries):
    for number in range(30):
        team = {"company": cast.alpha.company_id} if number % 2 else {"company": cast.beta.company_id}
        record_change(Change(cast.alpha, {}, team), action="team.changed", by=cast.pmo, at=at("2026-06-11 12:00"))
    client.force_login(cast.pmo)
    with django_assert_num_queries(10):
        client.get(PATH)


def rows_of(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def test_what_is_filtered_is_exported_oldest_first(client, log):
    client.force_login(log.auditor)
    response = client.get(EXPORT, {"action": "team.changed"})
    rows = rows_of(response)
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert [row["login"] for row in rows] == ["pmo", "admin"]
    assert rows[0]["at"] == "2026-06-09T23:59:00+09:00"
    assert rows[0]["hash"] == ChangeLog.objects.get(actor=log.pmo, action="team.changed").hash
    assert '"active": false' in rows[0]["after"]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", " =1"])
def test_no_cell_of_the_export_is_a_formula(client, cast, name):
    phase = Phase.objects.create(code="X", name=name)
    record_change(Change(phase), action="phase.added", by=cast.pmo, at=at("2026-06-11 12:00"))
    client.force_login(cast.pmo)
    row = rows_of(client.get(EXPORT, {"action": "phase.added"}))[0]
    assert row["label"] == f"'{name}"


def test_strangers_learn_nothing(client, log):
    for person in (log.stranger, log.lead, log.owner, log.admin):
        client.force_login(person)
        assert {client.get(path).status_code for path in (PATH, EXPORT)} == {404}


def test_nobody_writes_here(client, log):
    client.force_login(log.pmo)
    assert {client.post(path).status_code for path in (PATH, EXPORT)} <= {403, 405}


def test_counts_codes_and_moments_are_told_in_words(client, log):
    counts = {"matched": 3, "must_fix": 1, "state": "returned"}
    sealed = {"teams": {"ALPHA": {"how": "accepted", "revision": 2}}}
    record_change(Change(log.week, {}, counts | sealed), action="week.sealed", by=log.pmo, at=at("2026-06-13 12:00"))
    log.pmo.language = "ja"
    log.pmo.save()
    client.force_login(log.pmo)
    labels = [field.label for field in client.get(PATH).context["rows"][0][2]]
    assert {"状態", "要修正の件数", "照合できた行", "チーム"} <= set(labels)
    assert not [label for label in labels if label.isascii()]
    assert "how" not in str(client.get(PATH).context["rows"][0][2])


def test_recurring_work_goes_by_its_kind():
    change = ChangeLog(action="schedule.set", label="Schedule object (1)", after={"kind": "weekly_report"})
    with translation.override("en"):
        told = sentence(change)
    assert told == "Set the recurring work “Weekly report”."
