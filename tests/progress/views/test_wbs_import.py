"""Uploading a WBS, its dry run, the choices and the application."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from progress.actions.intake import receive_file
from progress.models import Reading, ReadingState, WorkItem
from projects.jobs import run_now
from projects.models import Upload
from tests.progress.plans import make_baseline
from tests.progress.wbs_files import HEADERS, NOON, ROWS, changed, read_wbs, workbook

PAGE = "/progress/wbs/import/"


def url(name: str, reading: Reading) -> str:
    return reverse(f"progress:{name}", args=[reading.uuid])


def upload(content: bytes, name: str = "WBS.xlsx") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content)}


def test_a_file_is_read_in_the_background_and_then_shown(client, cast):
    client.force_login(cast.pmo)
    assert client.get(PAGE).status_code == 200
    answer = client.post(PAGE, upload(workbook()))
    reading = Reading.objects.get()
    assert answer.url == url("wbs_dry_run", reading)
    assert "hx-trigger" in client.get(answer.url).text
    run_now(reading.job)
    assert url("reading", reading) in client.get(answer.url).text


def test_what_is_too_large_is_told_before_it_travels_and_refused_in_the_same_words(client, cast, settings):
    settings.UPLOAD_LIMIT = 1000
    client.force_login(cast.pmo)
    assert 'data-limit="1000"' in client.get(PAGE).text
    answer = client.post(PAGE, upload(b"x" * 1001), headers={"accept-language": "en"})
    assert answer.status_code == 422
    words = "Please choose an Excel or CSV file of at most 20 MB."
    assert f'data-refusal="{words}"' in answer.text
    assert words in answer.text.replace(f'data-refusal="{words}"', "")
    assert not Reading.objects.exists()


def test_the_dry_run_shows_counts_and_outline_and_the_button_makes_it_the_plan(client, cast):
    reading = read_wbs(cast)
    client.force_login(cast.pmo)
    text = client.get(url("wbs_dry_run", reading)).text
    assert "画面設計" in text
    assert url("wbs_application", reading) in text
    assert client.post(url("wbs_application", reading)).url == reverse("progress:baselines")
    assert WorkItem.objects.count() == 6
    assert client.get(url("wbs_dry_run", reading)).status_code == 200
    assert client.post(url("wbs_application", reading)).status_code == 409


def test_every_problem_stands_with_sheet_cell_and_value(client, cast):
    reading = read_wbs(cast, workbook(changed((1, 6), "6/31")))
    client.force_login(cast.pmo)
    text = client.get(url("wbs_dry_run", reading)).text
    assert "WBS!G5" in text
    assert "6/31" in text
    assert url("wbs_application", reading) not in text
    assert client.post(url("wbs_application", reading)).status_code == 409
    assert not WorkItem.objects.exists()


def test_choices_settle_what_holds_it_up(client, cast):
    rows = changed((1, 3), "ガンマ", changed((1, 6), "6/31"))
    reading = read_wbs(cast, workbook(rows))
    client.force_login(cast.pmo)
    assert "ガンマ" in client.get(url("wbs_dry_run", reading)).text
    answer = client.post(url("wbs_choices", reading), {"team": "", "team_0": "BETA", "leave_empty": "on"})
    assert answer.url == url("wbs_dry_run", reading)
    assert url("wbs_application", reading) in client.get(answer.url).text
    client.post(url("wbs_application", reading))
    item = WorkItem.objects.get(name="画面設計")
    assert (item.team, item.planned_finish) == (cast.beta, None)


@pytest.mark.parametrize("odd", [{"team": "NOPE"}, {"team_0": "NOPE"}])
def test_odd_choices_are_answered_beside_the_field(client, cast, odd):
    reading = read_wbs(cast, workbook(changed((1, 3), "ガンマ")))
    client.force_login(cast.pmo)
    assert client.post(url("wbs_choices", reading), odd).status_code == 422
    assert Reading.objects.get(pk=reading.pk).answers == {}


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [(b"", "WBS.xlsx", 422), (b"%PDF-1.7", "plan.pdf", 409), (b"x" * 10, "WBS.exe", 409)],
)
def test_files_that_cannot_be_a_wbs_are_refused_in_words(client, cast, content, name, status):
    client.force_login(cast.pmo)
    assert client.post(PAGE, upload(content, name)).status_code == status
    assert not Reading.objects.exists()


def test_a_file_without_a_plan_table_says_why(client, cast):
    reading = read_wbs(cast, b"a,b\r\n1,2\r\n", "numbers.csv")
    assert reading.state == ReadingState.REFUSED
    client.force_login(cast.pmo)
    text = client.get(url("wbs_dry_run", reading), headers={"accept-language": "en"}).text
    assert PAGE in text
    assert "CSV: no row looks like a header" in text
    assert url("wbs_application", reading) not in text


def test_a_wbs_without_dates_is_told_what_it_lacks_and_where_a_template_is(client, cast):
    reading = receive_file(
        None, Upload("WBS.xlsx", workbook([row[:2] for row in ROWS], HEADERS[:2])), week=None, by=cast.pmo, at=NOON
    )
    run_now(reading.job)
    client.force_login(cast.pmo)
    page = client.get(url("reading", reading), headers={"accept-language": "en"})
    assert "No column could be taken for “Planned start”, “Planned finish”." in page.text
    assert reverse("progress:wbs_export", args=["xlsx"]) in page.text
    answer = client.post(url("reading_columns", reading), data=filled(page), headers={"accept-language": "en"})
    assert (answer.status_code, "If the file has none, please add them" in answer.text) == (409, True)


def filled(page) -> dict[str, str]:
    """The form of the columns as it stands on the page."""
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_no_file_is_posted(client, cast):
    client.force_login(cast.pmo)
    assert client.post(PAGE).status_code == 422


def test_after_baseline_1_the_import_is_closed(client, cast):
    reading, late = read_wbs(cast), read_wbs(cast)
    client.force_login(cast.pmo)
    client.post(url("wbs_application", reading))
    make_baseline(cast)
    assert reverse("progress:changes") in client.get(PAGE).text
    assert client.post(PAGE, upload(workbook())).status_code == 409
    assert url("wbs_application", late) not in client.get(url("wbs_dry_run", late)).text
    assert client.post(url("wbs_application", late)).status_code == 409


def test_a_second_upload_tells_what_it_replaces(client, cast):
    client.force_login(cast.pmo)
    client.post(url("wbs_application", read_wbs(cast)))
    reading = read_wbs(cast, workbook(ROWS[:-1]))
    assert client.get(url("wbs_dry_run", reading)).context["coming"].identity.missing == 1


def test_a_teams_reading_is_no_wbs(client, cast):
    reading = read_wbs(cast)
    Reading.objects.filter(pk=reading.pk).update(purpose="gantt", team=cast.alpha)
    client.force_login(cast.pmo)
    assert client.get(url("wbs_dry_run", reading)).status_code == 404


def test_only_the_pmo_imports(client, cast):
    reading = read_wbs(cast)
    for name in ("pm", "auditor", "owner", "lead", "member", "other_lead", "admin", "stranger"):
        client.force_login(getattr(cast, name))
        assert client.get(PAGE).status_code == 404, name
        assert client.post(PAGE, upload(workbook())).status_code == 404, name
        assert client.get(url("wbs_dry_run", reading)).status_code == 404, name
        for action in ("wbs_choices", "wbs_application"):
            assert client.post(url(action, reading)).status_code == 404, name
    assert not WorkItem.objects.exists()


def test_actions_take_no_get_and_unknown_readings_are_not_found(client, cast):
    reading = read_wbs(cast)
    client.force_login(cast.pmo)
    assert client.get(url("wbs_application", reading)).status_code == 405
    assert client.get(url("wbs_choices", reading)).status_code == 405
    reading.delete()
    assert client.get(url("wbs_dry_run", reading)).status_code == 404


def test_the_dry_run_takes_a_fixed_number_of_queries(client, cast, django_assert_num_queries):
    rows = [*ROWS, *[("2.9", f"行{n}", "結合テスト", f"名前{n}", "鈴木", None, None, 1, "") for n in range(40)]]
    reading = read_wbs(cast, workbook(rows))
    client.force_login(cast.pmo)
    client.get(url("wbs_dry_run", reading))
    with django_assert_num_queries(21):
        client.get(url("wbs_dry_run", reading))
