"""What a team's people get out of questions, files and notices: never another team's canary (the matrix asks paths)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from progress.actions.intake import Upload, confirm_columns, proposed_map, read_now, receive_file
from progress.actions.sealing import seal_week
from progress.actions.sending import send
from progress.models import BaselineRow, Finding, Reading, Submission, WorkItem
from projects.models import File, Job, Team
from tests.cast import at, person
from tests.matrix.table import TABLE
from tests.matrix.test_access import body_of
from tests.matrix.world import CANARY, SENT, World
from tests.matrix.world import world as world

pytestmark = pytest.mark.matrix
WEEK = "2026-W24"
HEADERS = ("WBS番号", "タスク名", "担当者", "予定開始日", "予定終了日", "実績開始日", "進捗率(%)", "先行タスク")
HX = (
    {},
    {"HX-Request": "true"},
    {"HX-Request": "true", "HX-Target": "grid"},
    {"HX-Request": "true", "HX-Target": "rows"},
)


def questions(world: World) -> list[str]:
    """What may be asked for behind a question mark, each naming things of BETA."""
    theirs = WorkItem.objects.filter(team=world.cast.beta).first()
    return [
        "scope=team:BETA&team=BETA&text=Heron&record=Heron", "scope=team:BETA/phase:BD&show=late&sort=behind",
        "scope=phase:BD&text=Heron", f"row={theirs.uuid}&key={theirs.uuid}&revision=1", "show=all&points=all",
        f"week={WEEK}&view=latest", "tab=points&page=2", "tab=changes&show=missing&language=en",
    ]  # fmt: skip


def urls(world: World) -> Iterator[str]:
    """Every page the table lets a lead read, of the own team's objects."""
    for name, row in TABLE.items():
        if "L" in row.get:
            yield reverse(name, args=world.args(row.args, "ALPHA"))


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def leaks(world: World) -> list[str]:
    client, found = signed_in(world.cast.lead), []
    for url in urls(world):
        for question in ("", *questions(world)):
            headers = HX[len(question) % len(HX)]
            response = client.get(f"{url}?{question}", headers=headers)
            if CANARY["BETA"] in body_of(response):
                found.append(f"{url}?{question} {headers}")
    return found


def test_no_question_tells_another_teams_rows(world: World) -> None:
    assert leaks(world) == []


def test_nor_does_any_once_the_week_is_sealed(world: World) -> None:
    seal_week(
        world.cast.week,
        by=world.cast.pmo,
        at=at("2026-06-11 16:00"),
        choices=dict.fromkeys(("ALPHA", "BETA"), "provisional"),
    )
    client = signed_in(world.cast.lead)
    assert client.get("/reports/dashboard/").status_code == 200
    assert client.get(f"/reports/{WEEK}/rows/?scope=team:BETA").status_code == 404
    assert client.get(f"/reports/{WEEK}/rows/?scope=phase:BD").status_code == 404
    assert leaks(world) == []


def read(world: World, rows: list[tuple], team: Team | None = None) -> Reading:
    book = openpyxl.Workbook()
    for row in (HEADERS, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    cast = world.cast
    reading = receive_file(team or cast.alpha, Upload("a.xlsx", out.getvalue()), week=cast.week, by=cast.lead, at=SENT)
    read_now(reading, at=SENT)
    confirm_columns(reading, proposed_map(reading), by=cast.lead, at=SENT)
    return reading


def test_a_typed_predecessor_asks_nothing_about_another_teams_row(world: World) -> None:
    """The files of a team may name any row of the plan; what the checks say of it is not an answer about that row."""
    WorkItem.objects.filter(team=world.cast.beta).update(planned_finish=date(2026, 6, 9))
    BaselineRow.objects.filter(team=world.cast.beta).update(planned_finish=date(2026, 6, 9))
    theirs = list(WorkItem.objects.filter(team=world.cast.beta))
    june = date(2026, 6, 1)
    rows = [
        (f"9.{number}", f"作業{number}", "Lead Person", june, june, june, 10, named)
        for one in theirs
        for number, named in enumerate((one.wbs_code, str(one.uuid), one.name, f"{one.wbs_code}FS"), start=one.sort_key)
    ]
    reading = read(world, rows)
    client = signed_in(world.cast.lead)
    pages = (
        f"/progress/readings/{reading.uuid}/?tab=points",
        f"/progress/{WEEK}/ALPHA/submission/?show=all&points=all",
    )
    typed = {named for *_row, named in rows}
    for page in pages:
        words = client.get(page).text
        for text in sorted(typed, key=len, reverse=True):
            words = words.replace(text, "")
        assert CANARY["BETA"] not in words
        assert "6/9" not in words  # the day on which BETA's rows alone are planned to finish
    sent = send(world.cast.alpha, world.cast.week, by=world.cast.lead, at=SENT)
    assert not sent.findings.filter(code__in=("G080", "G081")).exists()


def test_files_and_jobs_of_another_team_are_not_there(world: World) -> None:
    client = signed_in(world.cast.lead)
    for file in File.objects.exclude(team=world.cast.alpha):
        assert client.get(f"/files/{file.uuid}/").status_code == 404
    for job in Job.objects.exclude(requested_by=world.cast.lead):
        assert client.get(f"/jobs/{job.pk}/").status_code == 404
        assert client.post(f"/jobs/{job.pk}/retry/").status_code == 404


def test_a_form_of_the_own_team_changes_nothing_of_another(world: World) -> None:
    cast = world.cast
    client = signed_in(cast.lead)
    theirs = WorkItem.objects.filter(team=cast.beta).first()
    mine = WorkItem.objects.filter(team=cast.alpha).first()
    before = list(WorkItem.objects.values()), list(cast.beta.drafts.values())
    seen = {"initial-percent": "0", "percent": "77", "team": cast.beta.pk, "key": str(theirs.uuid), "version": "0"}
    assert client.post(f"/progress/{WEEK}/ALPHA/rows/{theirs.uuid}/", seen).status_code == 404
    assert client.post(f"/progress/{WEEK}/BETA/rows/{theirs.uuid}/", seen).status_code == 404
    client.post(f"/progress/{WEEK}/ALPHA/rows/{mine.uuid}/", seen)
    finding = world.args("finding", "BETA")[0]
    assert client.post(f"/progress/{WEEK}/ALPHA/findings/{finding}/answer/", {"answer": "x"}).status_code == 404
    assert (list(WorkItem.objects.values()), list(cast.beta.drafts.values())) == before
    assert set(cast.alpha.drafts.get().edits) == {str(mine.uuid)}


def test_what_came_back_is_for_the_lead_of_a_team_under_a_contract_for_work(world: World) -> None:
    """The PMO gives no instructions to such a team's members (DESIGN, Access): not on any of its pages."""
    cast, words = world.cast, "PMO-SAYS-SO"
    june = date(2026, 6, 1)
    theirs = WorkItem.objects.filter(team=cast.beta).first()
    reading = read(world, [(theirs.wbs_code, theirs.name, "x", june, june, None, 10, "")], cast.beta)
    finding = Finding.objects.filter(team=cast.beta).first()
    Submission.objects.filter(team=cast.beta).update(state="returned")
    Finding.objects.filter(pk=finding.pk).update(
        kind="own",
        code="",
        cause="own",
        text=words,
        returned=True,
        state="open",
        row_key=str(theirs.uuid),
        work_item=theirs,
        audience="team",
    )
    pages = [
        *(f"/progress/readings/{reading.uuid}/?tab={tab}" for tab in ("columns", "changes", "points")),
        f"/progress/{WEEK}/BETA/submission/?show=all&points=all", f"/progress/{WEEK}/BETA/sending/",
        f"/progress/{WEEK}/BETA/rows/{theirs.uuid}/", f"/progress/rows/{theirs.uuid}/", "/inbox/", "/progress/stage/",
        f"/reports/search/?q={words[:-1]}",
    ]  # fmt: skip
    lead, member = signed_in(cast.other_lead), signed_in(person("beta_member", "member", cast.beta))
    assert any(words in lead.get(page).text for page in pages)
    assert [page for page in pages if words in member.get(page).text] == []
