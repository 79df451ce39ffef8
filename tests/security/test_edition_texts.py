"""What people type stays text in every edition of the weekly report: in its PDF, its workbook and on its pages.

Each field carries a word of its own inside markup of a page and of paper, a formula and a place holder; wherever the
word is printed, all of it is printed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import openpyxl
import pypdf
import pytest
from django.test import Client

from progress.actions.lighting import override_light
from progress.domain.lights import Dimension, Signal
from progress.models import Finding, Submission, WorkItem
from projects.jobs import run_now
from projects.models import Company, JobState, Member, Phase, Project
from reports.actions import order_weekly
from reports.comments import Wording, titles, write_comment
from reports.models import Report, ReportCopy
from tests.cast import Cast, at
from tests.printing import fonts as fonts
from tests.progress.conftest import plan as plan
from tests.reports.conftest import fonts_at_hand as fonts_at_hand
from tests.reports.weeks import DONE, LATE, accepted, report, seal
from tests.security.test_markup import Reader, formulas_of_workbook, live_in_pdf

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fonts_at_hand")]
ASKED = at("2026-06-11 15:00")
PAGES = ("/reports/weekly/", "/reports/2026-W24/weekly/", "/reports/dashboard/", "/reports/dashboard/?view=whole",
         "/inbox/", "/activity/")  # fmt: skip
PREVIEWS = tuple(
    f"/reports/2026-W24/weekly/preview/?language={language}&reader={reader}"
    for language in ("ja", "en")
    for reader in ("", "owner", "team:ALPHA", "team:BETA")
)


def evil(word: str) -> str:
    return f"=1+1<b>{word}</b>&lt;%s{{0}}<a href='javascript:x'><img src=x onerror=x>"


def short(word: str) -> str:
    return f"=<b>{word}</b>%d"


def name_everything(cast: Cast, plan: dict[str, WorkItem]) -> None:
    """Before the week is sent: what stands in the set-up and in the plan."""
    fields = ("customer", "confidentiality")
    Project.objects.update(name=short("Qproject"), name_2=short("Qproject"), **{f: short(f"Q{f}") for f in fields})
    for team in (cast.alpha, cast.beta):
        team.name = team.name_2 = short(f"Q{team.code}")
        team.save()
    Phase.objects.update(name=short("Qphase"), name_2=short("Qphase"))
    Company.objects.update(name=short("Qcompany"))
    Member.objects.update(name=short("Qmember"), name_2=short("Qmember"))
    for code, item in plan.items():
        item.name, item.assignee = evil(f"Qrow{code}"), short("Qassignee")
        item.kind = "milestone" if code == "1.3" else item.kind
        item.save()


def speak_of_everything(cast: Cast) -> None:
    """Once it is sealed: comments in every section and to every team, a light with a reason."""
    for key in titles():
        write_comment(cast.week, Wording(key, evil(f"Qsaid{key.replace(':', '')}"), 0), by=cast.pmo, at=ASKED)
    override_light(cast.week, Dimension.COST, Signal.RED, evil("Qlight"), by=cast.pm, at=ASKED)


@pytest.fixture
def hostile(cast: Cast, plan: dict[str, WorkItem]) -> Cast:
    name_everything(cast, plan)
    late = {**LATE, "delay_reason": evil("Qreason"), "countermeasure": evil("Qmeasure")}
    sent = [
        report(cast.alpha, cast.week, cast.lead, {plan["1.1"]: DONE}, evil("Qtopic")),
        report(cast.beta, cast.week, cast.other_lead, {plan["2.1"]: late}, evil("Qtopic")),
    ]
    for one in sent:
        accepted(cast, one)
    words = {name: evil(f"Q{name}") for name in ("topics", "next_week", "concerns", "requests")}
    Submission.objects.update(**words)
    Finding.objects.filter(audience="team").exclude(severity="I").update(
        kind="own", code="", text=evil("Qpoint"), answer=evil("Qanswer"), sheet=short("Qsheet"), returned=True
    )
    seal(cast, cast.week)
    speak_of_everything(cast)
    return cast


def make(cast: Cast, language: str) -> Report:
    reason = evil("Qreplaces")
    job = run_now(order_weekly(cast.week, language=language, by=cast.pmo, at=ASKED, supersedes=reason))
    assert job.state == JobState.DONE, job.error
    return Report.objects.get(job=job)


def paper(content: bytes) -> str:
    """All that is printed, without the breaks of lines and pages."""
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages))


def cells(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return "\n".join(str(value) for row in rows for value in row if value is not None)


def words_in(text: str) -> set[str]:
    return set(re.findall(r"<b>(Q[A-Za-z_0-9.]+)</b>", text))


def changed_in(text: str) -> Iterator[str]:
    """Words of a field that stand there without what was typed around them."""
    for found in re.finditer(r"(?<!<b>)(?<![A-Za-z_])Q(?!uality)[a-zA-Z]\w+", text):
        yield text[max(found.start() - 30, 0) : found.end() + 10]


EVERYWHERE = {"Qproject"}
SAID_TO = {  # by hand: what must be found in each, so that nothing is left untried
    "whole": EVERYWHERE | {"QALPHA", "QBETA", "Qphase", "Qrow1.1", "Qrow2.1", "Qmeasure", "Qreason", "Qtopics",
                           "Qnext_week", "Qconcerns", "Qrequests", "Qlight", "Qsaidstatus", "Qsaiddecisions",
                           "Qconfidentiality", "Qmember", "Qreplaces"},
    "owner": EVERYWHERE | {"QBETA", "Qrow2.1", "Qmeasure", "Qsaidstatus", "Qsaiddecisions", "Qlight",
                           "Qreplaces"},
    "ALPHA": EVERYWHERE | {"QALPHA", "Qphase", "Qrow1.1", "Qtopics", "QsaidteamALPHA", "Qmember"},
    "BETA": EVERYWHERE | {"QBETA", "Qphase", "Qrow2.1", "Qmeasure", "Qreason", "Qtopics", "QsaidteamBETA"},
}  # fmt: skip


def editions(report: Report) -> dict[str, Report | ReportCopy]:
    copies = report.copies.select_related("team", "pdf", "xlsx")
    return {"whole": report, **{one.team.code if one.team else "owner": one for one in copies}}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_people_typed_is_printed_as_it_was_typed(hostile: Cast, language: str) -> None:
    for name, edition in editions(make(hostile, language)).items():
        pdf, xlsx = (file.full_path.read_bytes() for file in edition.files)
        assert list(formulas_of_workbook(xlsx)) == [], name
        assert live_in_pdf(pdf) == [], name
        for kind, text in (("pdf", paper(pdf)), ("xlsx", cells(xlsx))):
            assert SAID_TO[name] - words_in(text) == set(), (name, kind)
            assert list(changed_in(text)) == [], (name, kind)


def test_nor_does_it_run_on_their_pages(hostile: Cast) -> None:
    for name, paths in {"pmo": PAGES + PREVIEWS, "owner": PAGES[:-1], "lead": PAGES[:-1], "auditor": PREVIEWS}.items():
        client = Client()
        client.force_login(getattr(hostile, name))
        for path in paths:
            answer = client.get(path)
            reader = Reader()
            reader.feed(answer.text)
            assert (reader.live, answer.status_code < 500) == ([], True), (name, path)
            if path in PREVIEWS:
                assert "&lt;b&gt;Qproject&lt;/b&gt;" in answer.text
                assert "<b>Q" not in answer.text


def test_what_was_typed_would_be_missed() -> None:
    assert words_in("x<b>Qrow1.1</b>y") == {"Qrow1.1"}
    assert list(changed_in("a bold Qmeasure here")) == ["a bold Qmeasure here"]
    assert list(changed_in("=<b>Qmeasure</b>%d Quality")) == []
