"""The dashboard and the weekly report of a large project: 5,000 rows, 26 sealed weeks, against their gates.

    python bench/report.py [ROWS [WEEKS]]

Makes a synthetic project once into a folder of its own (PMO_BENCH names another one): the plan by bulk insert, the
baseline and every seal by the product's own actions. Then, each in a process of its own: the dashboard as a signed-in
PM gets it (middleware, permissions, template), and PDF + Excel from the records to the bytes, with bare ReportLab and
openpyxl writing the same tables beside them.
"""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
ROWS, WEEKS = (int(sys.argv[1]) if len(sys.argv) > 1 else 5000), (int(sys.argv[2]) if len(sys.argv) > 2 else 26)
FOLDER = Path(os.environ.get("PMO_BENCH") or Path(tempfile.gettempdir()) / f"pmo-bench-{ROWS}-{WEEKS}")
os.environ |= {"PMO_VAR": str(FOLDER), "DJANGO_SETTINGS_MODULE": "pmo.settings"}

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from bench.bare import BARE, FONTS  # noqa: E402
from pmo.lib.fonts import ensure_fonts  # noqa: E402
from progress.actions.planning.baselines import approve_baseline, propose_baseline  # noqa: E402
from progress.actions.sealing import seal_week  # noqa: E402
from progress.models import WorkItem  # noqa: E402
from projects.domain.weeks import WeekKey  # noqa: E402
from projects.models import Assignment, Member, Phase, Project, Team, Week  # noqa: E402
from projects.weekly import open_week  # noqa: E402
from reports import pdf, xlsx  # noqa: E402
from reports.content.blocks import Document  # noqa: E402
from reports.content.weekly import build_weekly  # noqa: E402
from reports.editions import digest, documents  # noqa: E402
from reports.gather import Edition, gather  # noqa: E402
from reports.gather.report import view_for  # noqa: E402

TOKYO = ZoneInfo("Asia/Tokyo")
START = date(2026, 4, 6)  # a Monday
TEAMS, PHASES, WARM_RUNS = 5, 6, 7
GATES = {"dashboard": 0.150, "PDF + Excel": 6.0}
MOST_MEMORY = 400  # MiB, of PDF + Excel


# ---- the project


def person(name: str, role: str) -> Member:
    member = Member.objects.create_user(name, name=name)
    Assignment.objects.create(member=member, role=role)
    return member


def make_plan(chance: random.Random) -> None:
    """Leaf rows of one to three weeks spread over nine months, a milestone every hundred."""
    teams = [Team.objects.create(code=f"T{n}", name=f"チーム{n}", order=n) for n in range(TEAMS)]
    phases = [Phase.objects.create(code=f"P{n}", name=f"工程{n}", order=n) for n in range(PHASES)]
    items = []
    for number in range(ROWS):
        start = START + timedelta(days=chance.randrange(0, 270) // 7 * 7)
        days = chance.choice((4, 4, 11, 18))
        is_milestone = number % 100 == 99
        items.append(
            WorkItem(
                wbs_code=f"{number // 100}.{number % 100}", name=f"機能{number} 詳細設計・製造・単体テスト",
                sort_key=number, kind="milestone" if is_milestone else "task", team=teams[number % TEAMS],
                phase=phases[number * PHASES // ROWS], assignee=f"担当{number % 40}",
                planned_start=start + timedelta(days=days) if is_milestone else start,
                planned_finish=start + timedelta(days=days), percent=Decimal(0),
                planned_effort=None if is_milestone else Decimal(days // 2),
            )
        )  # fmt: skip
    WorkItem.objects.bulk_create(items, batch_size=500)


def report_progress(week: Week, chance: random.Random) -> None:
    """What teams would have reported by the status date: most rows on plan, one in eight behind."""
    on, touched = week.status_date, []
    for item in WorkItem.objects.filter(planned_start__lte=on, actual_finish=None):
        slow = item.pk % 8 == 0
        item.actual_start = item.actual_start or item.planned_start
        if item.planned_finish <= on and not slow:
            item.actual_finish, item.percent = item.planned_finish, Decimal(100)
        else:
            item.percent = Decimal(min(90, (item.percent or 0) + (10 if slow else 40)))
            item.forecast_finish = on + timedelta(days=chance.randrange(1, 15))
            item.delay_reason, item.countermeasure = "仕様変更への対応", "応援1名を投入し、来週水曜までに完了"
        item.reported_in = week
        touched.append(item)
    names = [
        "actual_start", "actual_finish", "percent", "forecast_finish", "delay_reason", "countermeasure", "reported_in",
    ]  # fmt: skip
    WorkItem.objects.bulk_update(touched, names, batch_size=500)


def make_project() -> None:
    chance = random.Random(1)
    Project.objects.all().delete()
    project = Project.objects.create(name="大規模試験", start=START, finish=START + timedelta(days=330), set_up=True)
    pmo, pm = person("pmo", "pmo"), person("pm", "pm")
    make_plan(chance)
    began = datetime(2026, 4, 1, 10, tzinfo=TOKYO)
    approve_baseline(propose_baseline(project, by=pmo, at=began), by=pm, at=began)
    key = WeekKey.of(START)
    week = open_week(key, by=pmo, at=began)
    for _number in range(WEEKS):
        while week is None:
            key = key.next
            week = open_week(key, by=pmo, at=began)
        report_progress(week, chance)
        choices = {team.code: "carried" for team in Team.objects.all()}
        seal_week(
            week,
            by=pmo,
            at=timezone.make_aware(datetime.combine(week.status_date, datetime.min.time())),
            choices=choices,
        )
        week = Week.objects.unsealed().order_by("status_date").first()


def prepare_folder() -> None:
    if (FOLDER / "ready").exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    ensure_fonts(FONTS)
    if not (FOLDER / "fonts").exists():
        (FOLDER / "fonts").symlink_to(FONTS)
    subprocess.run([sys.executable, "manage.py", "prepare"], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    since = time.perf_counter()
    make_project()
    print(f"made in {time.perf_counter() - since:.0f} s")
    (FOLDER / "ready").touch()


# ---- the cases


def signed_in() -> Client:
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"Accept-Language": "ja"})
    client.force_login(Member.objects.get(username="pm"))
    return client


def page(path: str) -> Callable[[], object]:
    client = signed_in()

    def get() -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(answer.status_code)

    return get


def document() -> Document:
    week = Week.objects.sealed().order_by("status_date").last()
    with translation.override("ja"):
        return build_weekly(gather(week, Edition("ja", "N", "1.0", timezone.now())))


def both() -> Callable[[], object]:
    fonts = ensure_fonts(FONTS)

    def make() -> None:
        ready = document()
        pdf.render(ready, fonts)
        xlsx.render(ready)

    return make


def every_edition() -> Callable[[], object]:
    """What the job makes: the whole report, the owner's page and each team's edition, as PDF and Excel."""
    fonts = ensure_fonts(FONTS)
    week = Week.objects.sealed().order_by("status_date").last()
    edition = Edition("ja", "N", "1.0", timezone.now())

    def make() -> None:
        with translation.override("ja"):
            for _reader, ready in documents(view_for(week, edition), edition):
                pdf.render(ready, fonts)
                xlsx.render(ready)

    return make


def issue() -> Callable[[], object]:
    """What the job of an issue does: every edition's contents compared with what was approved, then all papers."""
    week = Week.objects.sealed().order_by("status_date").last()
    edition = Edition("ja", "N", "1.0", timezone.now())
    make_all = every_edition()

    def make() -> None:
        with translation.override("ja"):
            for _reader, ready in documents(view_for(week, edition), edition):
                digest(ready)
        make_all()

    return make


def printing(render: Callable[[Document], bytes]) -> Callable[[], object]:
    ready = document()
    return lambda: render(ready)


CASES: dict[str, Callable[[], Callable[[], object]]] = {
    "dashboard": lambda: page("/reports/dashboard/"),
    "Gantt page": lambda: page("/progress/gantt/"),
    "PDF + Excel": both,
    "every edition": every_edition,
    "issue": issue,
    **{name: (lambda render=render: printing(render)) for name, render in BARE.items()},
}


def run(case: str) -> None:
    """Measure one case and print it as JSON; times are those of the process's own core."""
    act, times = CASES[case](), []
    runs = 1 + (2 if case in ("PDF + Excel", "every edition", "issue") else WARM_RUNS)
    for _ in range(runs):
        start = time.process_time()
        act()
        times.append(time.process_time() - start)
    with CaptureQueriesContext(connection) as queries:
        act()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"first": times[0], "warm": statistics.median(times[1:]), "peak": peak, "queries": len(queries)}
    print(json.dumps(found))


def main() -> None:
    prepare_folder()
    print(f"{ROWS} rows, {WEEKS} sealed weeks\n\n| case | first | warm | gate | queries | peak |")
    print("|---|---|---|---|---|---|")
    for case in CASES:
        command = [sys.executable, __file__, str(ROWS), str(WEEKS), case]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        gate = f"{GATES[case] * 1000:.0f} ms" if case in GATES else "–"
        most = f" of {MOST_MEMORY}" if case == "PDF + Excel" else ""
        times = f"{found['first'] * 1000:.0f} ms | {found['warm'] * 1000:.0f} ms"
        print(f"| {case} | {times} | {gate} | {found['queries']} | {found['peak']:.0f}{most} MiB |")


if __name__ == "__main__":
    if len(sys.argv) == 4:
        run(sys.argv[3])
    else:
        main()
